//! JSON texts as values (RFC 8259).

use std::fmt;

use super::{Map, Number, Value, digits};

/// Texts that nest deeper are refused.
const DEEPEST: u32 = 128;

/// Why a text is no JSON.
#[derive(Debug)]
pub struct Error {
    at: usize,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no JSON at byte {}", self.at)
    }
}

/// Reads a whole text.
///
/// # Errors
/// When it is not one JSON value, or nests too deep.
pub fn from_slice(text: &[u8]) -> Result<Value, Error> {
    from_str(std::str::from_utf8(text).map_err(|error| Error { at: error.valid_up_to() })?)
}

/// As [`from_slice`].
///
/// # Errors
/// As there.
pub fn from_str(text: &str) -> Result<Value, Error> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0).filter(|_| reader.next().is_none());
    value.ok_or(Error { at: reader.at })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The next byte that is no white space.
    fn next(&mut self) -> Option<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
        self.at += space;
        rest.get(space).copied()
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then(|| self.at += 1)
    }

    fn value(&mut self, depth: u32) -> Option<Value> {
        for (word, value) in [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))] {
            self.next()?;
            if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
                self.at += word.len();
                return Some(value);
            }
        }
        match self.next()? {
            b'"' => self.string().map(Value::String),
            b'[' if depth < DEEPEST => {
                let mut list = Vec::new();
                self.all(b']', &mut |reader| {
                    list.push(reader.value(depth + 1)?);
                    Some(())
                })?;
                Some(Value::Array(list))
            }
            b'{' if depth < DEEPEST => {
                let mut map = Map::new();
                self.all(b'}', &mut |reader| {
                    reader.next().filter(|byte| *byte == b'"')?;
                    let name = reader.string()?;
                    reader.take(b':')?;
                    map.insert(name, reader.value(depth + 1)?);
                    Some(())
                })?;
                Some(Value::Object(map))
            }
            b'-' | b'0'..=b'9' => self.number(),
            _ => None,
        }
    }

    /// Entries between commas, up to the end.
    fn all(&mut self, end: u8, entry: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.at += 1;
        if self.next()? == end {
            self.at += 1;
            return Some(());
        }
        loop {
            entry(self)?;
            let byte = self.next()?;
            self.at += 1;
            match byte {
                b',' => {}
                byte => return (byte == end).then_some(()),
            }
        }
    }

    fn number(&mut self) -> Option<Value> {
        let rest = &self.text[self.at..];
        let length =
            rest.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')).count();
        let spelled = &rest[..length];
        let whole = spelled.strip_prefix('-').unwrap_or(spelled).as_bytes();
        let (first, second) = (whole.first()?, whole.get(1));
        let after_point = spelled.split('.').nth(1).is_none_or(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if !first.is_ascii_digit() || (*first == b'0' && second.is_some_and(u8::is_ascii_digit)) || !after_point {
            return None;
        }
        let positive = || spelled.parse().ok().map(Number::Positive);
        let negative = || spelled.parse().ok().filter(|number| *number < 0).map(Number::Negative);
        let float = || digits::read(spelled).filter(|number| number.is_finite()).map(Number::Float);
        let number = positive().or_else(negative).or_else(float)?;
        self.at += length;
        Some(Value::Number(number))
    }

    fn string(&mut self) -> Option<String> {
        self.at += 1;
        let mut made = String::new();
        loop {
            let rest = &self.text[self.at..];
            let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=31))?;
            made.push_str(&rest[..end]);
            self.at += end + 1;
            match rest.as_bytes()[end] {
                b'"' => return Some(made),
                b'\\' => made.push(self.escaped()?),
                _ => return None,
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let byte = *self.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                if (0xD800..0xDC00).contains(&unit) {
                    self.at += self.text[self.at..].starts_with("\\u").then_some(2)?;
                    return char::decode_utf16([unit, self.unit()?]).next()?.ok();
                }
                char::from_u32(u32::from(unit))?
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u16> {
        let four = self.text.get(self.at..self.at + 4)?.as_bytes();
        self.at += 4;
        let digit = |unit: u16, byte: &u8| Some(unit * 16 + char::from(*byte).to_digit(16)? as u16);
        four.iter().try_fold(0, digit)
    }
}
