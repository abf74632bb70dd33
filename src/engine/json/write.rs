//! Values as compact JSON.

use std::fmt::{self, Write as _};

use super::{Number, Value, digits};

/// A whole value as compact JSON.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(is) => f.write_str(if *is { "true" } else { "false" }),
            Self::Number(number) => number.fmt(f),
            Self::String(text) => quote(text, f),
            Self::Array(list) => {
                for (place, value) in list.iter().enumerate() {
                    f.write_char(if place == 0 { '[' } else { ',' })?;
                    value.fmt(f)?;
                }
                f.write_str(if list.is_empty() { "[]" } else { "]" })
            }
            Self::Object(map) => {
                for (place, (name, value)) in map.iter().enumerate() {
                    f.write_char(if place == 0 { '{' } else { ',' })?;
                    quote(name, f)?;
                    f.write_char(':')?;
                    value.fmt(f)?;
                }
                f.write_str(if map.is_empty() { "{}" } else { "}" })
            }
        }
    }
}

fn quote(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| *byte < 32 || matches!(byte, b'"' | b'\\')) {
        f.write_str(&text[written..at])?;
        written = at + 1;
        match byte {
            b'\n' => f.write_str("\\n")?,
            b'\r' => f.write_str("\\r")?,
            b'\t' => f.write_str("\\t")?,
            8 => f.write_str("\\b")?,
            12 => f.write_str("\\f")?,
            byte if byte < 32 => write!(f, "\\u{byte:04x}")?,
            byte => {
                f.write_char('\\')?;
                f.write_char(char::from(byte))?;
            }
        }
    }
    f.write_str(&text[written..])?;
    f.write_char('"')
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Positive(number) => number.fmt(f),
            Self::Negative(number) => number.fmt(f),
            Self::Float(number) => f.write_str(&spelled(number)),
        }
    }
}

/// A float as it is read back as a float: with a fraction or an exponent.
fn spelled(number: f64) -> String {
    let sign = if number.is_sign_negative() { "-" } else { "" };
    if number == 0.0 {
        return format!("{sign}0.0");
    }
    let (digits, point) = digits::shortest(number.abs());
    let count = digits.len() as i32;
    let zeros = |count: i32| "0".repeat(count as usize);
    match point {
        -4..=0 => format!("{sign}0.{}{digits}", zeros(-point)),
        1..=16 if count <= point => format!("{sign}{digits}{}.0", zeros(point - count)),
        1..=16 => format!("{sign}{}.{}", &digits[..point as usize], &digits[point as usize..]),
        _ => {
            let fraction = if count > 1 { format!(".{}", &digits[1..]) } else { String::new() };
            format!("{sign}{}{fraction}e{}{}", &digits[..1], if point > 0 { "+" } else { "" }, point - 1)
        }
    }
}
