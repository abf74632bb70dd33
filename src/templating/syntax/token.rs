//! The words of the code between delimiters.

use super::super::{
    digits,
    fault::{Fault, Outcome},
    number,
    text::{Text, ascii, quoted, shown, starts},
};

/// One word, and where it starts.
#[derive(Clone, Debug)]
pub struct Token {
    pub at: u32,
    pub kind: Kind,
}

/// What kind of word it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Name(String),
    Number(f64),
    Text(Text),
    Regex { source: Text, flags: Text },
    Sign(&'static str),
    End,
}

impl Kind {
    /// The word as an error shows it.
    pub fn shown(&self) -> String {
        match self {
            Self::Name(name) => format!("\"{name}\""),
            Self::Number(value) => number::written(*value),
            Self::Text(_) => "a text".to_owned(),
            Self::Regex { .. } => "a regular expression".to_owned(),
            Self::Sign(sign) => format!("\"{sign}\""),
            Self::End => "the end of the tag".to_owned(),
        }
    }
}

/// Signs, the longer ones before those they start with.
const SIGNS: [&str; 28] = [
    "===", "!==", "**", "//", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", ":", "|", "~", "+", "-",
    "*", "/", "%", "<", ">", "=", "",
];

/// Reads the words from `at` up to `close`; gives the words, an end word last, and where `close` starts. A hyphen
/// right before `close` belongs to it.
pub fn read(source: &[u16], mut at: usize, close: &[u16]) -> Outcome<Option<(Vec<Token>, usize)>> {
    let mut tokens = Vec::new();
    loop {
        while source.get(at).is_some_and(|unit| matches!(unit, 9 | 10 | 13 | 32 | 0xA0)) {
            at += 1;
        }
        let rest = &source[at..];
        let hyphen = usize::from(starts(rest, "-"));
        if rest.is_empty() {
            return Ok(None);
        }
        if rest.starts_with(close) || rest[hyphen..].starts_with(close) {
            tokens.push(Token { at: at as u32, kind: Kind::End });
            return Ok(Some((tokens, at)));
        }
        let (kind, length) = one(rest, at as u32)?;
        tokens.push(Token { at: at as u32, kind });
        at += length;
    }
}

/// The word that `rest` starts with, and its length.
fn one(rest: &[u16], at: u32) -> Outcome<(Kind, usize)> {
    let first = ascii(rest[0]);
    if first.is_ascii_alphabetic() || first == '_' {
        let is_name = |unit: &&u16| ascii(**unit).is_ascii_alphanumeric() || **unit == u16::from(b'_');
        let length = rest.iter().take_while(is_name).count();
        if first == 'r' && length == 1 && starts(&rest[1..], "/") {
            return regex(rest, at);
        }
        return Ok((Kind::Name(shown(&rest[..length])), length));
    }
    if first.is_ascii_digit() {
        return decimal(rest, at);
    }
    if first == '"' || first == '\'' {
        return string(rest, at);
    }
    let sign = SIGNS.iter().find(|sign| starts(rest, sign)).copied().unwrap_or_default();
    if sign.is_empty() {
        return Err(
            Fault::syntax(format!("the character {} has no meaning here", quoted(&rest[..1])), at).hint(instead(rest))
        );
    }
    if sign == "." && rest.get(1).is_some_and(|unit| ascii(*unit).is_ascii_digit()) {
        return Err(Fault::syntax("a number cannot start with a point", at).hint("write a 0 before the point"));
    }
    Ok((Kind::Sign(sign), sign.len()))
}

/// What to write instead of a sign of another language.
fn instead(rest: &[u16]) -> &'static str {
    const SIGNS: [(&str, &str); 3] =
        [("&&", "write `and`"), ("!", "write `not`"), ("?", "write `this if condition else that`")];
    let known = SIGNS.iter().find(|(sign, _)| starts(rest, sign));
    known.map_or("put text in quotes", |(_, words)| words)
}

fn decimal(rest: &[u16], at: u32) -> Outcome<(Kind, usize)> {
    let digits = |from: usize| rest[from..].iter().take_while(|unit| ascii(**unit).is_ascii_digit()).count();
    let mut length = digits(0);
    if starts(&rest[length..], ".") {
        length += 1;
        length += digits(length);
    }
    if rest.get(length).is_some_and(|unit| ascii(*unit).is_ascii_alphabetic() || ascii(*unit) == '_') {
        return Err(Fault::syntax("a number is followed by letters", at).hint("numbers are decimal: 12 or 1.5"));
    }
    let value = digits::read(&shown(&rest[..length])).unwrap_or(f64::NAN);
    Ok((Kind::Number(value), length))
}

/// A text in quotes: a backslash quotes the next character, and `\n`, `\r`, `\t` mean what they always do.
fn string(rest: &[u16], at: u32) -> Outcome<(Kind, usize)> {
    let mut out = Vec::new();
    let mut position = 1;
    while let Some(unit) = rest.get(position) {
        if *unit == rest[0] {
            return Ok((Kind::Text(out.into()), position + 1));
        }
        if ascii(*unit) == '\\' {
            position += 1;
            let Some(escaped) = rest.get(position) else { break };
            out.push(match ascii(*escaped) {
                'n' => 10,
                'r' => 13,
                't' => 9,
                _ => *escaped,
            });
        } else {
            out.push(*unit);
        }
        position += 1;
    }
    Err(Fault::syntax("a quote is opened and never closed", at).hint("close the text with the same quote"))
}

/// `r/…/flags`: a slash after a backslash does not end it.
fn regex(rest: &[u16], at: u32) -> Outcome<(Kind, usize)> {
    let fault = |message: &str| Err(Fault::syntax(message, at).hint("write r/pattern/ with the flags g, i, m, y"));
    let mut end = 2;
    let mut backslashes = 0;
    loop {
        match rest.get(end).map(|unit| ascii(*unit)) {
            None => return fault("a regular expression is opened and never closed"),
            Some('/') if backslashes % 2 == 1 => backslashes = 0,
            Some('/') if backslashes > 0 => {
                return fault("it is unclear whether this slash ends the regular expression");
            }
            Some('/') => break,
            Some('\\') => backslashes += 1,
            Some(_) => backslashes = 0,
        }
        end += 1;
    }
    let letters = rest[end + 1..].iter().take_while(|unit| ascii(**unit).is_ascii_alphabetic()).count();
    let flags = &rest[end + 1..end + 1 + letters];
    let valid = flags.iter().enumerate().all(|(n, flag)| "gimy".contains(ascii(*flag)) && !flags[..n].contains(flag));
    if !valid {
        return fault("these flags are unknown, or one comes twice");
    }
    Ok((Kind::Regex { source: rest[2..end].into(), flags: flags.into() }, end + 1 + letters))
}
