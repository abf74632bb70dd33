//! How values become other values: JavaScript's conversions, written out for the closed kinds of values.

use std::{cmp::Ordering, sync::Arc};

use super::{
    fault::{Budget, Fault, Outcome},
    number,
    text::{self, Text},
    value::{Pattern, Value},
};

/// `ToPrimitive`: lists, objects, safe texts and regular expressions become texts.
pub fn primitive(value: &Value, budget: &Budget) -> Outcome<Value> {
    match value.plain()? {
        Value::Array(_) | Value::Object(_) | Value::Regex(_) => Ok(Value::Text(to_text(value, budget)?)),
        Value::Safe(text) => Ok(Value::Text((**text).clone())),
        plain => Ok(plain.clone()),
    }
}

/// `ToNumber`.
pub fn to_number(value: &Value, budget: &Budget) -> Outcome<f64> {
    Ok(match primitive(value, budget)? {
        Value::Null => 0.0,
        Value::Bool(value) => f64::from(u8::from(value)),
        Value::Number(value) => value,
        Value::Text(text) => number::read(&text),
        _ => f64::NAN,
    })
}

/// `ToString`, which is the way of property keys too.
pub fn to_text(value: &Value, budget: &Budget) -> Outcome<Text> {
    match value.plain()? {
        Value::Text(text) => return Ok(text.clone()),
        Value::Safe(text) => return Ok((**text).clone()),
        _ => {}
    }
    let mut out = Vec::new();
    write_text(value, &mut out, budget)?;
    budget.text(out.len())?;
    Ok(out.into())
}

/// What a value looks like in the output: as text, and nothing for undefined and null.
pub fn write_output(value: &Value, out: &mut Vec<u16>, budget: &Budget) -> Outcome<()> {
    match value.plain()? {
        Value::Undefined | Value::Null => Ok(()),
        _ => write_text(value, out, budget),
    }
}

fn write_text(value: &Value, out: &mut Vec<u16>, budget: &Budget) -> Outcome<()> {
    match value {
        Value::Undefined => text::push(out, "undefined"),
        Value::Null => text::push(out, "null"),
        Value::Bool(value) => text::push(out, if *value { "true" } else { "false" }),
        Value::Number(value) => text::push(out, &number::written(*value)),
        Value::Text(text) => {
            budget.text(text.len())?;
            out.extend_from_slice(text);
        }
        Value::Safe(text) => {
            budget.text(text.len())?;
            out.extend_from_slice(text);
        }
        Value::Array(array) => {
            for (at, item) in array.items().iter().enumerate() {
                budget.work(1)?;
                if at > 0 {
                    out.push(u16::from(b','));
                }
                write_output(item, out, budget)?;
            }
        }
        Value::Object(_) => text::push(out, "[object Object]"),
        Value::Regex(pattern) => write_pattern(pattern, out),
        Value::Callable(_) => {}
    }
    Ok(())
}

/// A regular expression as `RegExp::toString` spells it.
fn write_pattern(pattern: &Pattern, out: &mut Vec<u16>) {
    out.push(u16::from(b'/'));
    if pattern.source.is_empty() {
        text::push(out, "(?:)");
    }
    for unit in pattern.source.iter() {
        match unit {
            10 => text::push(out, "\\n"),
            13 => text::push(out, "\\r"),
            0x2028 => text::push(out, "\\u2028"),
            0x2029 => text::push(out, "\\u2029"),
            _ => out.push(*unit),
        }
    }
    out.push(u16::from(b'/'));
    out.extend("gimy".encode_utf16().filter(|flag| pattern.flags.contains(flag)));
}

/// `===`: the same number, text or truth, or the very same list, object or function.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Undefined, Value::Undefined) | (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Number(a), Value::Number(b)) => a == b,
        (Value::Text(a), Value::Text(b)) => a == b,
        (Value::Safe(a), Value::Safe(b)) => Arc::ptr_eq(a, b),
        (Value::Array(a), Value::Array(b)) => Arc::ptr_eq(a, b),
        (Value::Object(a), Value::Object(b)) => Arc::ptr_eq(a, b),
        (Value::Regex(a), Value::Regex(b)) => Arc::ptr_eq(a, b),
        (Value::Callable(a), Value::Callable(b)) => a == b,
        _ => false,
    }
}

/// `==`: as [`same`], after the conversions of abstract equality.
pub fn equal(left: &Value, right: &Value, budget: &Budget) -> Outcome<bool> {
    let is_object = |value: &Value| {
        matches!(value, Value::Safe(_) | Value::Array(_) | Value::Object(_) | Value::Regex(_) | Value::Callable(_))
    };
    if same(left, right) {
        return Ok(true);
    }
    if is_object(left) && is_object(right) {
        return Ok(false);
    }
    let (left, right) = (primitive(left, budget)?, primitive(right, budget)?);
    Ok(match (&left, &right) {
        (Value::Undefined | Value::Null, Value::Undefined | Value::Null) => true,
        (Value::Undefined | Value::Null, _) | (_, Value::Undefined | Value::Null) => false,
        (Value::Text(a), Value::Text(b)) => a == b,
        _ => to_number(&left, budget)? == to_number(&right, budget)?,
    })
}

/// `+`: texts are joined, everything else is added.
pub fn add(left: &Value, right: &Value, budget: &Budget) -> Outcome<Value> {
    let (left, right) = (primitive(left, budget)?, primitive(right, budget)?);
    if matches!(left, Value::Text(_)) || matches!(right, Value::Text(_)) {
        return Ok(Value::Text(join(&left, &right, budget)?));
    }
    Ok(Value::Number(to_number(&left, budget)? + to_number(&right, budget)?))
}

/// `~`: both as text, one after the other.
pub fn join(left: &Value, right: &Value, budget: &Budget) -> Outcome<Text> {
    let (left, right) = (to_text(left, budget)?, to_text(right, budget)?);
    budget.text(left.len() + right.len())?;
    Ok([&left[..], &right[..]].concat().into())
}

/// Relational order: of two texts by code units, of everything else by number; none where either is not a number.
pub fn order(left: &Value, right: &Value, budget: &Budget) -> Outcome<Option<Ordering>> {
    let (left, right) = (primitive(left, budget)?, primitive(right, budget)?);
    if let (Value::Text(a), Value::Text(b)) = (&left, &right) {
        budget.work(a.len().min(b.len()) / 64)?;
        return Ok(Some(a.cmp(b)));
    }
    Ok(to_number(&left, budget)?.partial_cmp(&to_number(&right, budget)?))
}

/// What a value has under a name, none where it has nothing: the only way into a value.
pub fn own(target: &Value, key: &[u16]) -> Option<Value> {
    let position = |length: usize| number::index(key).map(|at| at as usize).filter(|at| *at < length);
    match target {
        Value::Object(object) => object.get(key).cloned(),
        Value::Array(array) if text::is(key, "length") => Some(length(array.items().len())),
        Value::Array(array) => position(array.items().len()).map(|at| array.items()[at].clone()),
        Value::Safe(safe) if text::is(key, "val") => Some(Value::Text((**safe).clone())),
        Value::Text(_) | Value::Safe(_) => {
            let units = target.units().unwrap_or_default();
            if text::is(key, "length") {
                return Some(length(units.len()));
            }
            position(units.len()).map(|at| Value::text(units[at]))
        }
        _ => None,
    }
}

/// A length as a number.
pub fn length(count: usize) -> Value {
    Value::Number(count as f64)
}

/// `target[key]`.
pub fn lookup(target: &Value, key: &Value, budget: &Budget) -> Outcome<Value> {
    Ok(own(target, &to_text(key, budget)?).unwrap_or(Value::Undefined))
}

/// `needle in container`.
pub fn contains(container: &Value, needle: &Value, budget: &Budget) -> Outcome<bool> {
    match container {
        Value::Text(text) => {
            budget.work(text.len() / 16)?;
            Ok(text::find(text, &to_text(needle, budget)?, 0).is_some())
        }
        Value::Safe(_) => {
            let key = to_text(needle, budget)?;
            Ok(text::is(&key, "length") || text::is(&key, "val"))
        }
        Value::Array(array) => {
            budget.work(array.items().len())?;
            Ok(array.items().iter().any(|item| same(item, needle)))
        }
        Value::Object(object) => Ok(object.get(&to_text(needle, budget)?).is_some()),
        other => Err(Fault::new(format!("\"in\" cannot look into {}", other.kind()))
            .hint("look into a list, an object or a text")),
    }
}
