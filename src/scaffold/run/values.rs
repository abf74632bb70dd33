//! A value that follows from answers, one after the other: what templates of other tools are made of.

use serde_json::Value;

use super::{Fault, Step};
use crate::scaffold::form::Object;

/// The most that the values of a template may hold together, in bytes of JSON: each step reads them all.
const MOST_BYTES: usize = 256 << 10;

/// Adds `value`, or `default` where there is none, to those that are `known`, as a value of `type`; `problem` says what
/// is wrong with the values so far.
pub fn value(step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
    let problem = input.get("problem").and_then(Value::as_str).map_or("", str::trim);
    if !problem.is_empty() {
        return Err(step.fault(format!("{}: {problem}", step.name)));
    }
    let mut known = input.get("known").and_then(Value::as_object).cloned().unwrap_or_default();
    let value = input.get("value").or_else(|| input.get("default"));
    if let (Some(name), Some(value)) = (input.get("name").and_then(Value::as_str), value) {
        let kind = input.get("type").and_then(Value::as_str).unwrap_or_default();
        known.insert(name.to_owned(), typed(value, kind));
    }
    let known = Value::Object(known);
    if known.to_string().len() > MOST_BYTES {
        return Err(step.fault(format!("{}: the values hold more than {} KiB", step.name, MOST_BYTES >> 10)));
    }
    let Value::Object(known) = known else { return Ok(Object::new()) };
    Ok(known)
}

/// A value that came out as a text, as what it is said to be.
pub fn typed(value: &Value, kind: &str) -> Value {
    let Value::String(text) = value else { return value.clone() };
    let trimmed = text.trim();
    match kind {
        "boolean" => ["true", "yes", "y", "on", "1"].iter().any(|word| word.eq_ignore_ascii_case(trimmed)).into(),
        "integer" | "number" | "array" | "object" => serde_json::from_str(trimmed).unwrap_or_else(|_| value.clone()),
        _ => value.clone(),
    }
}
