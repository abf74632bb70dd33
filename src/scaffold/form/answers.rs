//! The answers that a template is given: what was answered, and defaults for the rest.

use serde_json::Value;

use super::schema::{Object, Page};

/// Defaults may decide conditions, which bring further defaults; after so many rounds nothing new is looked for.
const MOST_ROUNDS: usize = 8;

/// Completes answers for all pages. A `null` among `answers` was emptied by hand and is given no default. What no page
/// asks for is left out. With the answers come the pages' schemas as they hold then.
pub fn complete(pages: &[Page<'_>], answers: &Object) -> (Object, Vec<Object>) {
    let mut working = answers.clone();
    let mut round = 0;
    loop {
        let known = Value::Object(without_null(&working));
        let schemas: Vec<Object> = pages.iter().map(|page| page.schema(&known)).collect();
        let mut next = Object::new();
        for schema in &schemas {
            next.extend(object(schema, &working));
        }
        round += 1;
        if next == working || round == MOST_ROUNDS {
            return (without_null(&next), schemas);
        }
        working = next;
    }
}

fn object(schema: &Object, given: &Object) -> Object {
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut made = Object::new();
    for (name, part) in properties.into_iter().flatten() {
        let Value::Object(part) = part else { continue };
        if let Some(value) = value(part, given.get(name)) {
            made.insert(name.clone(), value);
        }
    }
    let open = match schema.get("additionalProperties") {
        None => properties.is_none(),
        Some(more) => *more != Value::Bool(false),
    };
    for (name, value) in given.iter().filter(|_| open) {
        made.entry(name.clone()).or_insert_with(|| value.clone());
    }
    made
}

fn value(schema: &Object, given: Option<&Value>) -> Option<Value> {
    if given == Some(&Value::Null) {
        return Some(Value::Null);
    }
    let default = || schema.get("default").or_else(|| schema.get("const")).filter(|value| !value.is_null());
    match given.or_else(default) {
        Some(Value::Object(fields)) => Some(Value::Object(object(schema, fields))),
        Some(Value::Array(entries)) => Some(Value::Array(list(schema, entries))),
        Some(value) => Some(value.clone()),
        None if schema.contains_key("properties") => {
            let made = object(schema, &Object::new());
            (!made.is_empty()).then_some(Value::Object(made))
        }
        None => None,
    }
}

fn list(schema: &Object, entries: &[Value]) -> Vec<Value> {
    let schemas = schema.get("items").and_then(Value::as_array);
    let of = |place: usize| schemas?.get(place)?.as_object();
    let entry = |(place, entry): (usize, &Value)| of(place).and_then(|schema| value(schema, Some(entry)));
    entries.iter().enumerate().map(|(place, given)| entry((place, given)).unwrap_or_else(|| given.clone())).collect()
}

fn without_null(fields: &Object) -> Object {
    let kept = fields.iter().filter(|(_, value)| !value.is_null());
    kept.map(|(name, value)| match value {
        Value::Object(fields) => (name.clone(), Value::Object(without_null(fields))),
        value => (name.clone(), value.clone()),
    })
    .collect()
}
