//! What a step is given: its input with all expressions worked out.

use serde_json::Value;

use super::Fault;
use crate::scaffold::{form::Object, language::Language};

/// Works out the expressions of a value. What is undefined, or comes out as an empty text, is left out.
///
/// # Errors
/// When an expression fails. Backstage would use the text as it is written.
pub fn filled(language: &Language, value: &Value, pointer: &str) -> Result<Option<Value>, Fault> {
    Ok(Some(match value {
        Value::String(text) if text.contains("${{") || text.contains("{%") || text.contains("{#") => {
            let found = language.value(text);
            let found = found.map_err(|(place, message)| {
                let (line, column) = place;
                let place =
                    if line > 1 { format!(" (line {line}, column {column} of the text)") } else { String::new() };
                Fault { pointer: pointer.to_owned(), place: None, message: format!("{message}{place}") }
            })?;
            match found {
                None => return Ok(None),
                Some(Value::String(text)) if text.is_empty() => return Ok(None),
                Some(value) => value,
            }
        }
        Value::Array(list) => {
            let mut made = Vec::with_capacity(list.len());
            for (number, value) in list.iter().enumerate() {
                // A hole in a list is null in JSON.
                made.push(filled(language, value, &format!("{pointer}/{number}"))?.unwrap_or(Value::Null));
            }
            Value::Array(made)
        }
        Value::Object(fields) => {
            let mut made = Object::new();
            for (name, value) in fields {
                if let Some(value) = filled(language, value, &crate::scaffold::form::below(pointer, name))? {
                    made.insert(name.clone(), value);
                }
            }
            Value::Object(made)
        }
        value => value.clone(),
    }))
}

/// Whether an `if` holds: not for false, null, 0, an empty text or an empty list.
pub fn is_truthy(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::Bool(is)) => *is,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => !text.is_empty(),
        Some(Value::Array(list)) => !list.is_empty(),
        Some(Value::Object(_)) => true,
    }
}

/// A text that is there and not blank.
pub fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key)?.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// A list of texts; one text counts as a list.
pub fn texts(input: &Object, key: &str) -> Vec<String> {
    match input.get(key) {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Array(list)) => list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}
