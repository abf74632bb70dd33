//! Jinja, as the scaffolder writes it: names lead to values, methods of Python become filters, and so do the filters that
//! Cookiecutter and Copier bring along.

use std::collections::BTreeMap;

use super::{
    pieces::{Delimiters, Piece, Tag, escaped, pieces, written},
    token::{Kind, Token, tokens},
};

/// What a name leads to in the files, or in the steps.
pub type Names = BTreeMap<String, String>;

/// Methods of texts, and the filters that do the same.
const METHODS: [(&str, &str); 7] = [
    ("lower", "lower"),
    ("upper", "upper"),
    ("title", "title"),
    ("capitalize", "capitalize"),
    ("strip", "trim"),
    ("replace", "replace"),
    ("format", ""),
];

/// Filters that are called otherwise, and whether they are given what they were given.
const FILTERS: [(&str, &str, bool); 8] = [
    ("slugify", "lower | replace(r/[^a-z0-9]+/g, '-') | replace(r/^-+|-+$/g, '')", false),
    // JSON is YAML, too.
    ("jsonify", "dump", false),
    ("tojson", "dump", false),
    ("to_json", "dump", false),
    ("to_nice_json", "dump(2)", false),
    ("to_yaml", "dump", false),
    ("to_nice_yaml", "dump(2)", false),
    ("bool", "", false),
];

/// The longest expression that is translated, in bytes.
const LONGEST: usize = 4096;

/// How deep the arguments of methods may lie in each other.
const DEEPEST: u32 = 32;

/// Names of today that templates may use without asking, by the form they are written in.
pub const YEAR: &str = "current_year";
pub const DATE: &str = "current_date";

/// A text, with tags, as the scaffolder writes it; as a text without any when a tag does not end.
pub fn text(source: &str, delimiters: &Delimiters, names: &Names) -> String {
    let Some(pieces) = pieces(source, delimiters) else { return escaped(source) };
    let mut names = Scope { names: names.clone(), hidden: Vec::new() };
    let mut out = String::with_capacity(source.len());
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(&escaped(text)),
            Piece::Expression(tag) => out.push_str(&written("${{", tag, &expression(tag.words, &names.names), "}}")),
            Piece::Comment(tag) => out.push_str(&written("{#", tag, &tag.words.replace("#}", ""), "#}")),
            Piece::Block(tag) => out.push_str(&block(tag, &mut names)),
        }
    }
    out
}

/// Names, and those that a loop or a macro has for itself as long as it is open.
struct Scope {
    names: Names,
    hidden: Vec<Vec<(String, String)>>,
}

impl Scope {
    /// Names that the file itself gives a value.
    fn forget<'a>(&mut self, targets: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
        targets.filter_map(|target| self.names.remove_entry(target.trim())).collect()
    }

    /// Names that are others until the tag ends.
    fn hide<'a>(&mut self, targets: impl Iterator<Item = &'a str>) {
        let hidden = self.forget(targets);
        self.hidden.push(hidden);
    }
}

fn block(tag: Tag<'_>, scope: &mut Scope) -> String {
    let (name, rest) = tag.words.split_once(char::is_whitespace).unwrap_or((tag.words, ""));
    let words = match name {
        "set" => match rest.split_once('=') {
            Some((target, value)) => {
                let value = expression(value, &scope.names);
                scope.forget(target.split(','));
                format!("set {}={value}", target)
            }
            None => {
                scope.forget(rest.split(','));
                tag.words.to_owned()
            }
        },
        "for" => match rest.split_once(" in ") {
            Some((targets, list)) => {
                let list = expression(list, &scope.names);
                scope.hide(targets.split(','));
                format!("for {targets} in {list}")
            }
            None => tag.words.to_owned(),
        },
        "macro" => {
            let (own, given) = rest.split_once('(').unwrap_or((rest, ""));
            scope.forget(std::iter::once(own));
            let given = given.trim_end().trim_end_matches(')');
            scope.hide(parameters(given).into_iter());
            format!("macro {own}({})", expression(given, &scope.names))
        }
        "endfor" | "endmacro" => {
            let hidden = scope.hidden.pop().unwrap_or_default();
            scope.names.extend(hidden);
            tag.words.to_owned()
        }
        // The day of a run is asked for: what is made must not depend on a clock.
        "now" => {
            let form = rest.split_once(',').map_or("", |(_, form)| form.trim().trim_matches(['\'', '"']));
            let name = if form == "%Y" { YEAR } else { DATE };
            let value = scope.names.get(name).map_or(name, String::as_str);
            return written("${{", tag, value, "}}");
        }
        _ => format!("{name} {}", expression(rest, &scope.names)).trim_end().to_owned(),
    };
    written("{%", tag, &words, "%}")
}

/// The names of a macro's parameters.
fn parameters(given: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let mut begins = true;
    let mut found = Vec::new();
    for (kind, word) in tokens(given, false) {
        match (kind, word) {
            (Kind::Space, _) => continue,
            (Kind::Name, name) if begins && depth == 0 => found.push(name),
            (_, "(" | "[" | "{") => depth += 1,
            (_, ")" | "]" | "}") => depth = depth.saturating_sub(1),
            _ => {}
        }
        begins = word == ",";
    }
    found
}

/// An expression as the scaffolder writes it. One that is longer or deeper than anybody writes stays as it is.
pub fn expression(source: &str, names: &Names) -> String {
    nested(source, names, 0)
}

fn nested(source: &str, names: &Names, depth: u32) -> String {
    if source.len() > LONGEST || depth > DEEPEST {
        return source.to_owned();
    }
    let mut writer = Writer { names, depth, out: Vec::new(), start: 0, open: Vec::new() };
    let tokens = tokens(source, false);
    let mut at = 0;
    while at < tokens.len() {
        at = writer.put(&tokens, at);
    }
    writer.out.concat()
}

struct Writer<'a> {
    names: &'a Names,
    depth: u32,
    out: Vec<String>,
    /// Where the operand that is being written began.
    start: usize,
    /// Where the operands began that brackets are part of.
    open: Vec<usize>,
}

impl Writer<'_> {
    /// Writes the word at `at`; gives the place of the next one.
    fn put(&mut self, tokens: &[Token<'_>], at: usize) -> usize {
        let (kind, word) = tokens[at];
        let before = tokens[..at].iter().rev().find(|(kind, _)| *kind != Kind::Space);
        let mark = before.filter(|(kind, _)| *kind == Kind::Mark).map_or("", |(_, word)| word);
        let after = tokens[at + 1..].iter().position(|(kind, _)| *kind != Kind::Space).map(|more| at + 1 + more);
        let calls = after.filter(|after| tokens[*after].1 == "(");
        match kind {
            Kind::Space => {}
            Kind::Name if mark == "." => {
                if let Some(next) = calls.and_then(|open| self.method(word, tokens, open)) {
                    return next;
                }
            }
            Kind::Name if mark == "|" && word == "regex_search" => {
                if let Some(next) = calls.and_then(|open| self.search(tokens, open)) {
                    return next;
                }
            }
            Kind::Name if mark == "|" => {
                if let Some((_, filter, _)) = FILTERS.iter().find(|(name, ..)| *name == word) {
                    return self.filter(filter, tokens, at, calls);
                }
            }
            Kind::Name => {
                let is_key = !self.open.is_empty() && after.is_some_and(|after| tokens[after].1 == "=");
                self.start = self.out.len();
                self.out.push(if is_key { word.to_owned() } else { self.name(word) });
                return at + 1;
            }
            Kind::Number | Kind::Text => {
                if mark != "." {
                    self.start = self.out.len();
                }
            }
            Kind::Mark => self.bracket(word, before),
        }
        self.out.push(word.to_owned());
        at + 1
    }

    /// A bracket that begins or ends; one behind an operand is part of it.
    fn bracket(&mut self, word: &str, before: Option<&Token<'_>>) {
        match word {
            "(" | "[" | "{" => {
                const KEYWORDS: [&str; 9] = ["and", "or", "not", "in", "if", "else", "is", "elif", "=="];
                let continues = before.is_some_and(|(kind, word)| match kind {
                    Kind::Name => !KEYWORDS.contains(word),
                    Kind::Mark => [")", "]"].contains(word),
                    _ => *kind == Kind::Text,
                });
                if !continues {
                    self.start = self.out.len();
                }
                self.open.push(self.start);
            }
            ")" | "]" | "}" => self.start = self.open.pop().unwrap_or(0),
            _ => {}
        }
    }

    /// A method of Python as a filter; nothing when there is none like it. Gives the place behind its arguments.
    fn method(&mut self, name: &str, tokens: &[Token<'_>], open: usize) -> Option<usize> {
        let end = closing(tokens, open)?;
        let inside: String = tokens[open + 1..end].iter().map(|(_, word)| *word).collect();
        let arguments = nested(&inside, self.names, self.depth + 1);
        let start = self.start.min(self.out.len());
        let mut operand = self.out.drain(start..).collect::<String>();
        operand.truncate(operand.trim_end().len().saturating_sub(1));
        let given = if arguments.trim().is_empty() { String::new() } else { format!("({arguments})") };
        let made = match name {
            "join" => format!("({arguments} | join({operand}))"),
            // Objects are gone through by key and value.
            "items" => operand,
            _ => match METHODS.iter().find(|(method, _)| *method == name) {
                Some((_, filter)) if !filter.is_empty() => format!("({operand} | {filter}{given})"),
                // There are no methods in the language: rendering tells where this one stands.
                _ => format!("{operand}.{name}({arguments})"),
            },
        };
        self.out.push(made);
        Some(end + 1)
    }

    /// A filter that is called otherwise; what it was given is left out.
    fn filter(&mut self, filter: &str, tokens: &[Token<'_>], at: usize, calls: Option<usize>) -> usize {
        if filter.is_empty() {
            // The bar goes, too.
            while self.out.pop().is_some_and(|word| word != "|") {}
        } else {
            self.out.push(filter.to_owned());
        }
        calls.and_then(|open| closing(tokens, open)).unwrap_or(at) + 1
    }

    /// Whether a pattern is found: whether it would be replaced. Gives the place behind the pattern.
    fn search(&mut self, tokens: &[Token<'_>], open: usize) -> Option<usize> {
        let end = closing(tokens, open)?;
        let [(Kind::Text, text)] = tokens.get(open + 1..end)? else { return None };
        let pattern = text.get(1..text.len().checked_sub(1)?)?.replace("\\\\", "\\").replace('/', "\\/");
        let start = self.start.min(self.out.len());
        let mut operand = self.out.drain(start..).collect::<String>();
        operand.truncate(operand.rfind('|')?);
        let operand = operand.trim_end();
        self.out.push(format!("(({operand} | replace(r/{pattern}/, '\u{1}')) != {operand})"));
        Some(end + 1)
    }

    fn name(&self, word: &str) -> String {
        match word {
            "True" => "true".to_owned(),
            "False" => "false".to_owned(),
            "None" => "none".to_owned(),
            _ => self.names.get(word).cloned().unwrap_or_else(|| word.to_owned()),
        }
    }
}

/// The place of the bracket that closes the one at `open`.
fn closing(tokens: &[Token<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, (kind, word)) in tokens.iter().enumerate().skip(open) {
        if *kind == Kind::Mark {
            match *word {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}
