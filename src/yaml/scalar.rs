//! Plain text to values: the core schema of YAML 1.2, and the types of YAML 1.1 where `%YAML 1.1` asks for them.
//! The patterns are those of the npm package `yaml`; numbers are JavaScript's doubles.

use granit_parser::Tag;
use serde_json::Number;

use crate::model::Value;

/// Which types plain scalars have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Schema {
    /// YAML 1.2 core.
    #[default]
    Core,
    /// YAML 1.1.
    Old,
}

/// The value of a plain scalar without a tag.
pub(super) fn plain(text: &str, schema: Schema) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    if schema == Schema::Old
        && let Some(value) = old_bool(text)
    {
        return Value::Bool(value);
    }
    match number(text, schema) {
        Some(number) => number_value(number),
        None => Value::String(text.to_owned()),
    }
}

/// The value of a scalar with a tag; a tag that is unknown or does not fit leaves the text as it is.
pub(super) fn tagged(text: &str, tag: &Tag, schema: Schema) -> Value {
    let typed = plain(text, schema);
    let fits = match (tag.core_suffix(), &typed) {
        (Some("null"), Value::Null) | (Some("bool"), Value::Bool(_)) => true,
        (Some("int"), Value::Number(_)) => !text.contains(['.', 'e', 'E']) || text.starts_with("0x"),
        (Some("float"), Value::Number(_)) => text.contains(['.', 'e', 'E']) && !text.starts_with("0x"),
        _ => false,
    };
    if fits { typed } else { Value::String(text.to_owned()) }
}

/// A key as JavaScript prints the value; none for collections.
pub(super) fn key(text: &str, value: &Value, schema: Schema) -> Option<String> {
    Some(match value {
        // Infinities have no JSON number and are null as values, but not as keys.
        Value::Null => number(text, schema).map(js).unwrap_or_default(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => js(number.as_f64().unwrap_or_default()),
        Value::String(text) => text.clone(),
        Value::Sequence(_) | Value::Mapping(_) => return None,
    })
}

fn old_bool(text: &str) -> Option<bool> {
    match text {
        "Y" | "y" | "Yes" | "yes" | "YES" | "On" | "on" | "ON" => Some(true),
        "N" | "n" | "No" | "no" | "NO" | "Off" | "off" | "OFF" => Some(false),
        _ => None,
    }
}

fn number_value(number: f64) -> Value {
    // 2^53: up to here every integer is a double.
    if number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0 {
        #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
        return Value::Number(Number::from(number as i64));
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn number(text: &str, schema: Schema) -> Option<f64> {
    let first = text.bytes().find(|byte| !matches!(byte, b'+' | b'-'))?;
    if !first.is_ascii_digit() && first != b'.' {
        return None;
    }
    match schema {
        Schema::Core => core_number(text),
        Schema::Old => old_number(text),
    }
}

fn core_number(text: &str) -> Option<f64> {
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    decimal(text)
}

fn old_number(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let plain: String = digits.chars().filter(|c| *c != '_').collect();
    if digits.starts_with('_') {
        return None;
    }
    let magnitude = if let Some(digits) = plain.strip_prefix("0b") {
        radix(digits, 2)
    } else if let Some(digits) = plain.strip_prefix("0x") {
        radix(digits, 16)
    } else if plain.len() > 1 && plain.starts_with('0') && plain.bytes().all(|byte| (b'0'..b'8').contains(&byte)) {
        radix(&plain[1..], 8)
    } else if plain.contains(':') {
        sexagesimal(&plain)
    } else if plain.starts_with(['+', '-']) {
        None
    } else {
        decimal(&plain)
    };
    magnitude.map(|magnitude| sign * magnitude)
}

fn sexagesimal(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let first = parts.next().filter(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))?;
    parts.try_fold(first.parse::<f64>().ok()?, |total, part| {
        let sixtieth = decimal(part).filter(|value| (0.0..60.0).contains(value) && part.len() <= 2)?;
        Some(total * 60.0 + sixtieth)
    })
}

fn decimal(text: &str) -> Option<f64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" if text.starts_with('-') => return Some(f64::NEG_INFINITY),
        ".inf" | ".Inf" | ".INF" => return Some(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(f64::NAN),
        _ => {}
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) || !exponent_fits {
        return None;
    }
    text.strip_prefix('+').unwrap_or(text).parse().ok()
}

fn radix(digits: &str, radix: u32) -> Option<f64> {
    if digits.is_empty() {
        return None;
    }
    digits.chars().try_fold(0.0, |total, c| Some(total * f64::from(radix) + f64::from(c.to_digit(radix)?)))
}

/// A number as JavaScript's `String(number)` prints it.
fn js(number: f64) -> String {
    if number.is_nan() {
        return "NaN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&number.abs()) {
        return number.to_string();
    }
    let text = format!("{number:e}");
    match text.split_once('e') {
        Some((mantissa, exponent)) if !exponent.starts_with('-') => format!("{mantissa}e+{exponent}"),
        _ => text,
    }
}
