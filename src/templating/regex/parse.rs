//! Patterns to trees.

use super::super::text::ascii;

/// How deep groups may nest.
const DEEPEST: usize = 50;
/// The most often that a count may repeat something.
const MOST: u32 = 1000;

/// A part of a pattern.
#[derive(Clone, Debug)]
pub enum Node {
    Set(Set),
    /// `^` and `$`.
    Start,
    End,
    /// `\b`, or `\B` where it is false.
    Boundary(bool),
    /// A group, with its number where it is kept.
    Group(Box<Self>, Option<usize>),
    Sequence(Vec<Self>),
    Choice(Vec<Self>),
    Repeat {
        node: Box<Self>,
        least: u32,
        most: Option<u32>,
        greedy: bool,
        groups: (usize, usize),
    },
}

/// Code units: ranges, or all others.
#[derive(Clone, Debug, Default)]
pub struct Set {
    pub ranges: Vec<(u16, u16)>,
    pub negated: bool,
}

/// A pattern and how many groups it keeps.
pub struct Parsed {
    pub node: Node,
    pub groups: usize,
}

/// Reads a pattern. The error is the end of a sentence about it.
pub fn parse(source: &[u16]) -> Result<Parsed, String> {
    let mut parser = Parser { source, at: 0, groups: 0, depth: 0 };
    let node = parser.choice()?;
    if parser.at < source.len() {
        return Err("closes a group that is not open".to_owned());
    }
    Ok(Parsed { node, groups: parser.groups })
}

struct Parser<'a> {
    source: &'a [u16],
    at: usize,
    groups: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u16> {
        self.source.get(self.at).copied()
    }

    fn is(&self, c: char) -> bool {
        self.peek().is_some_and(|unit| ascii(unit) == c && c != '\0')
    }

    fn take(&mut self, text: &str) -> bool {
        let found = super::super::text::starts(&self.source[self.at..], text);
        self.at += if found { text.len() } else { 0 };
        found
    }

    fn choice(&mut self) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("nests too deep".to_owned());
        }
        let mut ways = vec![self.sequence()?];
        while self.take("|") {
            ways.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if ways.len() == 1 { ways.remove(0) } else { Node::Choice(ways) })
    }

    fn sequence(&mut self) -> Result<Node, String> {
        let mut parts = Vec::new();
        while self.peek().is_some() && !self.is('|') && !self.is(')') {
            let before = self.groups;
            let part = self.atom()?;
            parts.push(self.repeated(part, before)?);
        }
        Ok(Node::Sequence(parts))
    }

    fn repeated(&mut self, node: Node, before: usize) -> Result<Node, String> {
        let start = self.at;
        let (least, most) = if self.take("*") {
            (0, None)
        } else if self.take("+") {
            (1, None)
        } else if self.take("?") {
            (0, Some(1))
        } else if let Some(counts) = self.counts()? {
            counts
        } else {
            self.at = start;
            return Ok(node);
        };
        if matches!(node, Node::Start | Node::End | Node::Boundary(_)) {
            return Err("repeats what matches no character".to_owned());
        }
        let greedy = !self.take("?");
        Ok(Node::Repeat { node: Box::new(node), least, most, greedy, groups: (before + 1, self.groups + 1) })
    }

    /// `{2}`, `{2,}` or `{2,5}`; anything else in braces stands for itself.
    fn counts(&mut self) -> Result<Option<(u32, Option<u32>)>, String> {
        if !self.take("{") {
            return Ok(None);
        }
        let Some(least) = self.number() else { return Ok(None) };
        let most =
            if self.take(",") { if self.is('}') { None } else { Some(self.number()) } } else { Some(Some(least)) };
        if !self.take("}") {
            return Ok(None);
        }
        let most = match most {
            Some(None) => return Ok(None),
            Some(most) => most,
            None => None,
        };
        if most.is_some_and(|most| most < least) {
            return Err("counts from more to fewer".to_owned());
        }
        if most.unwrap_or(least) > MOST {
            return Err(format!("repeats something more than {MOST} times"));
        }
        Ok(Some((least, most)))
    }

    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        let mut number: u32 = 0;
        while let Some(digit) = self.peek().and_then(|unit| ascii(unit).to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(digit);
            self.at += 1;
        }
        (self.at > start).then_some(number)
    }

    fn atom(&mut self) -> Result<Node, String> {
        let Some(unit) = self.peek() else { return Ok(Node::Sequence(Vec::new())) };
        self.at += 1;
        match ascii(unit) {
            '^' => Ok(Node::Start),
            '$' => Ok(Node::End),
            '.' => Ok(Node::Set(Set { ranges: vec![(10, 10), (13, 13), (0x2028, 0x2029)], negated: true })),
            '(' => self.group(),
            '[' => self.class().map(Node::Set),
            '\\' => self.escape(),
            '*' | '+' | '?' => Err("repeats nothing".to_owned()),
            _ => Ok(Node::Set(one(unit))),
        }
    }

    fn group(&mut self) -> Result<Node, String> {
        for ahead in ["?=", "?!", "?<=", "?<!"] {
            if self.take(ahead) {
                return Err("looks around itself, which is not supported".to_owned());
            }
        }
        let mut number = None;
        if !self.take("?:") {
            self.group_name()?;
            self.groups += 1;
            number = Some(self.groups);
        }
        let inner = self.choice()?;
        if !self.take(")") {
            return Err("opens a group and never closes it".to_owned());
        }
        Ok(Node::Group(Box::new(inner), number))
    }

    /// Passes over `?<name>`, which changes nothing about what matches.
    fn group_name(&mut self) -> Result<(), String> {
        if !self.take("?<") {
            return if self.is('?') { Err("has a group of an unknown kind".to_owned()) } else { Ok(()) };
        }
        let rest = &self.source[self.at..];
        let length = rest.iter().position(|unit| ascii(*unit) == '>');
        self.at += length.ok_or("names a group and never ends the name")? + 1;
        Ok(())
    }

    /// What follows a backslash outside brackets.
    fn escape(&mut self) -> Result<Node, String> {
        match self.peek().map(ascii) {
            None => Err("ends in a backslash".to_owned()),
            Some('b') => {
                self.at += 1;
                Ok(Node::Boundary(true))
            }
            Some('B') => {
                self.at += 1;
                Ok(Node::Boundary(false))
            }
            Some('1'..='9' | 'k') => Err("refers back to a group, which is not supported".to_owned()),
            Some(_) => self.escaped().map(Node::Set),
        }
    }

    /// What follows a backslash, as a set of units.
    fn escaped(&mut self) -> Result<Set, String> {
        let Some(unit) = self.peek() else { return Err("ends in a backslash".to_owned()) };
        self.at += 1;
        let c = ascii(unit);
        if let Some(set) = named(c) {
            return Ok(set);
        }
        Ok(one(match c {
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            'f' => 12,
            '0' => 0,
            'x' => self.hexadecimal(2).unwrap_or(unit),
            'u' => self.hexadecimal(4).unwrap_or(unit),
            'c' => match self.peek().map(ascii).filter(char::is_ascii_alphabetic) {
                Some(letter) => {
                    self.at += 1;
                    letter as u16 % 32
                }
                None => u16::from(b'\\'),
            },
            _ => unit,
        }))
    }

    fn hexadecimal(&mut self, count: usize) -> Option<u16> {
        let digits = self.source.get(self.at..self.at + count)?;
        let digit = |value: u16, unit: &u16| Some(value << 4 | ascii(*unit).to_digit(16)? as u16);
        let value = digits.iter().try_fold(0, digit)?;
        self.at += count;
        Some(value)
    }

    /// What stands between brackets.
    fn class(&mut self) -> Result<Set, String> {
        let mut set = Set { negated: self.take("^"), ranges: Vec::new() };
        while !self.take("]") {
            let low = self.member()?;
            let is_range = self.is('-') && self.source.get(self.at + 1).is_some_and(|unit| ascii(*unit) != ']');
            if !is_range {
                set.ranges.extend(low);
                continue;
            }
            self.at += 1;
            let high = self.member()?;
            match (&low[..], &high[..]) {
                ([(low, a)], [(b, high)]) if low == a && b == high => {
                    if low > high {
                        return Err("has a range from more to less".to_owned());
                    }
                    set.ranges.push((*low, *high));
                }
                // A class at one end makes the hyphen a hyphen.
                _ => set.ranges.extend(low.into_iter().chain(high).chain([(45, 45)])),
            }
        }
        Ok(set)
    }

    fn member(&mut self) -> Result<Vec<(u16, u16)>, String> {
        let Some(unit) = self.peek() else { return Err("opens a bracket and never closes it".to_owned()) };
        self.at += 1;
        if ascii(unit) != '\\' {
            return Ok(vec![(unit, unit)]);
        }
        if self.take("b") {
            return Ok(vec![(8, 8)]);
        }
        let set = self.escaped()?;
        Ok(if set.negated { others(&set.ranges) } else { set.ranges })
    }
}

fn one(unit: u16) -> Set {
    Set { ranges: vec![(unit, unit)], negated: false }
}

/// `\d`, `\w`, `\s`, and what they leave.
fn named(c: char) -> Option<Set> {
    let ranges = match c.to_ascii_lowercase() {
        'd' => vec![(48, 57)],
        'w' => vec![(48, 57), (65, 90), (95, 95), (97, 122)],
        's' => vec![
            (9, 13),
            (32, 32),
            (0xA0, 0xA0),
            (0x1680, 0x1680),
            (0x2000, 0x200A),
            (0x2028, 0x2029),
            (0x202F, 0x202F),
            (0x205F, 0x205F),
            (0x3000, 0x3000),
            (0xFEFF, 0xFEFF),
        ],
        _ => return None,
    };
    Some(Set { ranges, negated: c.is_ascii_uppercase() })
}

/// All units outside sorted ranges.
fn others(ranges: &[(u16, u16)]) -> Vec<(u16, u16)> {
    let mut next = 0;
    let mut others = Vec::new();
    for (low, high) in ranges {
        if *low > next {
            others.push((next, low - 1));
        }
        next = high.saturating_add(1);
    }
    others.push((next, u16::MAX));
    others
}
