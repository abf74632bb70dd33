//! Answers against a JSON Schema (draft 7, as Backstage's forms use it).

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::formats;
use crate::templating::{self, spelled};

/// What is wrong with one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The JSON Pointer of the answer.
    pub pointer: String,
    /// What is wrong and what would be right, as a sentence that follows the field's title.
    pub message: String,
}

/// A value that is nested deeper is not looked into.
const MOST_DEPTH: u32 = 32;

/// The most problems that are told at once.
const MOST_PROBLEMS: usize = 100;

/// Whether a value satisfies a schema.
pub fn holds(schema: &Value, value: &Value) -> bool {
    let mut checker = Checker { problems: Vec::new(), most: 1 };
    checker.value(schema, value, "", 0);
    checker.problems.is_empty()
}

/// What a value lacks of a schema in which all conditions are decided.
pub fn problems(schema: &Value, value: &Value) -> Vec<Problem> {
    let mut checker = Checker { problems: Vec::new(), most: MOST_PROBLEMS };
    checker.value(schema, value, "", 0);
    checker.problems
}

struct Checker {
    problems: Vec<Problem>,
    most: usize,
}

impl Checker {
    fn add(&mut self, pointer: &str, message: impl Into<String>) {
        if self.problems.len() < self.most {
            self.problems.push(Problem { pointer: pointer.to_owned(), message: message.into() });
        }
    }

    fn value(&mut self, schema: &Value, value: &Value, pointer: &str, depth: u32) {
        if *schema == Value::Bool(false) {
            return self.add(pointer, "is not allowed here");
        }
        let Value::Object(schema) = schema else { return };
        if depth > MOST_DEPTH || self.problems.len() >= self.most {
            return;
        }
        if let Some(wanted) = schema.get("type")
            && !is_of(wanted, value)
        {
            return self.add(pointer, format!("must be {}", type_words(wanted)));
        }
        self.choice(schema, value, pointer);
        match value {
            Value::String(text) => self.text(schema, text, pointer),
            Value::Number(number) => self.number(schema, number.as_f64().unwrap_or(f64::NAN), pointer),
            Value::Array(items) => self.items(schema, items, pointer, depth),
            Value::Object(fields) => self.fields(schema, fields, pointer, depth),
            Value::Null | Value::Bool(_) => {}
        }
        self.parts(schema, value, pointer, depth);
    }

    fn choice(&mut self, schema: &Map<String, Value>, value: &Value, pointer: &str) {
        if let Some(wanted) = schema.get("const")
            && !same(wanted, value)
        {
            self.add(pointer, format!("must be {wanted}"));
        }
        if let Some(Value::Array(list)) = schema.get("enum")
            && !list.iter().any(|wanted| same(wanted, value))
        {
            let words: Vec<String> = list.iter().take(12).map(Value::to_string).collect();
            let more = if list.len() > 12 { ", …" } else { "" };
            self.add(pointer, format!("must be one of {}{more}", words.join(", ")));
        }
    }

    fn text(&mut self, schema: &Map<String, Value>, text: &str, pointer: &str) {
        let length = text.chars().count() as f64;
        if let Some(least) = limit(schema, "minLength").filter(|least| length < *least) {
            self.add(pointer, format!("needs at least {} characters", spelled(least)));
        }
        if let Some(most) = limit(schema, "maxLength").filter(|most| length > *most) {
            self.add(pointer, format!("has {} characters; at most {} are allowed", spelled(length), spelled(most)));
        }
        // A pattern that only a backtracking engine could follow is left to whoever publishes.
        let pattern = schema.get("pattern").and_then(Value::as_str);
        if let Some(pattern) = pattern.filter(|pattern| templating::matches(pattern, text) == Some(false)) {
            let own = schema.get("errorMessage").and_then(|words| words.as_str().or(words.get("pattern")?.as_str()));
            self.add(pointer, own.map_or_else(|| format!("must match {pattern}"), str::to_owned));
        }
        let field = schema.get("ui:field").and_then(Value::as_str);
        let format = schema.get("format").and_then(Value::as_str).or(field);
        if let Some(words) = format.and_then(|format| formats::problem(format, text)) {
            self.add(pointer, words);
        }
    }

    fn number(&mut self, schema: &Map<String, Value>, number: f64, pointer: &str) {
        type Rule = (&'static str, &'static str, fn(f64, f64) -> bool);
        const RULES: [Rule; 5] = [
            ("minimum", "must be at least", |number, limit| number >= limit),
            ("maximum", "must be at most", |number, limit| number <= limit),
            ("exclusiveMinimum", "must be more than", |number, limit| number > limit),
            ("exclusiveMaximum", "must be less than", |number, limit| number < limit),
            ("multipleOf", "must be a multiple of", |number, limit| {
                let parts = number / limit;
                limit == 0.0 || (parts - parts.round()).abs() < 1e-9
            }),
        ];
        for (key, words, rule) in RULES {
            if let Some(limit) = limit(schema, key).filter(|limit| !rule(number, *limit)) {
                self.add(pointer, format!("{words} {}", spelled(limit)));
            }
        }
    }

    fn items(&mut self, schema: &Map<String, Value>, items: &[Value], pointer: &str, depth: u32) {
        let count = items.len() as f64;
        if let Some(least) = limit(schema, "minItems").filter(|least| count < *least) {
            self.add(
                pointer,
                format!("needs at least {} {}", spelled(least), if least == 1.0 { "entry" } else { "entries" }),
            );
        }
        if let Some(most) = limit(schema, "maxItems").filter(|most| count > *most) {
            self.add(pointer, format!("has {} entries; at most {} are allowed", spelled(count), spelled(most)));
        }
        let twice = |place: usize| items[..place].iter().any(|item| same(item, &items[place]));
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) && items.len() <= 1000 && (0..items.len()).any(twice) {
            self.add(pointer, "has an entry twice");
        }
        let single = schema.get("items").filter(|items| !items.is_array());
        let tuple = schema.get("items").and_then(Value::as_array);
        for (place, item) in items.iter().enumerate() {
            let schema = single.or_else(|| tuple?.get(place).or_else(|| schema.get("additionalItems")));
            if let Some(schema) = schema {
                self.value(schema, item, &format!("{pointer}/{place}"), depth + 1);
            }
        }
        if let Some(wanted) = schema.get("contains")
            && !items.iter().any(|item| holds(wanted, item))
        {
            self.add(pointer, "lacks an entry that is asked for");
        }
    }

    fn fields(&mut self, schema: &Map<String, Value>, fields: &Map<String, Value>, pointer: &str, depth: u32) {
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in required.filter_map(Value::as_str).filter(|name| !fields.contains_key(*name)) {
            self.add(&below(pointer, name), "is required");
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        let patterns = schema.get("patternProperties").and_then(Value::as_object);
        for (name, value) in fields {
            let place = below(pointer, name);
            let own = properties.and_then(|properties| properties.get(name));
            if let Some(own) = own {
                self.value(own, value, &place, depth + 1);
            }
            let matching = patterns.into_iter().flatten();
            let matching = matching.filter(|(pattern, _)| templating::matches(pattern, name) == Some(true));
            let mut matched = false;
            for (_, schema) in matching {
                matched = true;
                self.value(schema, value, &place, depth + 1);
            }
            if own.is_none()
                && !matched
                && let Some(schema) = schema.get("additionalProperties")
            {
                self.value(schema, value, &place, depth + 1);
            }
        }
        let count = fields.len() as f64;
        if let Some(least) = limit(schema, "minProperties").filter(|least| count < *least) {
            self.add(pointer, format!("needs at least {} entries", spelled(least)));
        }
        if let Some(most) = limit(schema, "maxProperties").filter(|most| count > *most) {
            self.add(pointer, format!("has {} entries; at most {} are allowed", spelled(count), spelled(most)));
        }
    }

    /// `allOf`, `anyOf`, `oneOf`, `not`, `if`.
    fn parts(&mut self, schema: &Map<String, Value>, value: &Value, pointer: &str, depth: u32) {
        let list = |key: &str| schema.get(key).and_then(Value::as_array);
        for part in list("allOf").into_iter().flatten() {
            self.value(part, value, pointer, depth + 1);
        }
        if let Some(parts) = list("anyOf")
            && !parts.iter().any(|part| holds(part, value))
        {
            self.add(pointer, "is none of what is allowed");
        }
        if let Some(parts) = list("oneOf")
            && parts.iter().filter(|part| holds(part, value)).count() != 1
        {
            let values: Vec<String> = parts.iter().filter_map(|part| Some(part.get("const")?.to_string())).collect();
            let mut words = "is none of what is allowed".to_owned();
            if !values.is_empty() {
                let _ = write!(words, ": {}", values.join(", "));
            }
            self.add(pointer, words);
        }
        if schema.get("not").is_some_and(|part| holds(part, value)) {
            self.add(pointer, "is not allowed");
        }
        if let Some(condition) = schema.get("if") {
            let branch = if holds(condition, value) { "then" } else { "else" };
            if let Some(part) = schema.get(branch) {
                self.value(part, value, pointer, depth + 1);
            }
        }
    }
}

/// The JSON Pointer of a member (RFC 6901).
pub fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

fn limit(schema: &Map<String, Value>, key: &str) -> Option<f64> {
    schema.get(key).and_then(Value::as_f64)
}

/// Equal as JSON Schema has it: 1 is 1.0.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        _ => a == b,
    }
}

fn is_of(wanted: &Value, value: &Value) -> bool {
    match wanted {
        Value::Array(any) => any.iter().any(|wanted| is_of(wanted, value)),
        Value::String(name) => match name.as_str() {
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            "null" => value.is_null(),
            _ => true,
        },
        _ => true,
    }
}

fn type_words(wanted: &Value) -> String {
    let words = |name: &str| match name {
        "string" => "text",
        "number" => "a number",
        "integer" => "a whole number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a set of named values",
        _ => "empty",
    };
    match wanted {
        Value::Array(any) => any.iter().filter_map(Value::as_str).map(words).collect::<Vec<_>>().join(" or "),
        wanted => words(wanted.as_str().unwrap_or_default()).to_owned(),
    }
}
