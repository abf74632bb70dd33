//! Examples: those that are written, and those that are made from schemas.

use serde_json::{Map, Value, json};

use crate::model::{Api, Choice, Content, Example, Format, Node, Object, Schema, Shape, TypeIndex};

/// So many values stand in an example that is made.
const MOST_VALUES: usize = 120;

/// How deep an example that is made goes.
const DEEPEST: usize = 7;

/// The longest example that is shown, in bytes.
const LONGEST: usize = 6_000;

/// An example as it is written in the definition.
pub(super) fn written(name: &str, value: &Node, media: &str) -> Example {
    let (mut text, language) = match value.as_str() {
        Some(text) => (text.to_owned(), language(media, text)),
        None => (pretty(&excerpt(value)), "json"),
    };
    cut(&mut text);
    Example { name: name.to_owned(), text, language, generated: false }
}

/// A value as JSON, without what is beyond a reader's patience.
pub(super) fn excerpt(node: &Node) -> Value {
    limited(node, &mut 600)
}

fn limited(node: &Node, left: &mut usize) -> Value {
    *left = left.saturating_sub(1);
    match &node.value {
        crate::model::Value::String(text) if text.len() > LONGEST => {
            let mut text = text.clone();
            cut(&mut text);
            Value::String(text)
        }
        crate::model::Value::Sequence(items) => {
            let mut list = Vec::new();
            for item in items {
                if *left == 0 {
                    break;
                }
                list.push(limited(item, left));
            }
            Value::Array(list)
        }
        crate::model::Value::Mapping(entries) => {
            let mut map = Map::new();
            for (key, value) in entries {
                if *left == 0 {
                    break;
                }
                map.insert(key.as_str().unwrap_or_default().to_owned(), limited(value, left));
            }
            Value::Object(map)
        }
        _ => node.to_json(),
    }
}

fn language(media: &str, text: &str) -> &'static str {
    let begins = |c: char| text.trim_start().starts_with(c);
    match media {
        media if media.contains("json") && (begins('{') || begins('[')) => "json",
        media if media.contains("xml") || media.contains("html") => "xml",
        media if media.contains("yaml") => "yaml",
        _ => "text",
    }
}

pub(super) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).expect("a value is always JSON")
}

/// Cuts a text that is longer than a reader looks at, at the end of a line.
fn cut(text: &mut String) {
    if text.len() <= LONGEST {
        return;
    }
    let end = (0..=LONGEST).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let end = text[..end].rfind('\n').unwrap_or(end);
    text.truncate(end);
    text.push_str("\n…");
}

/// Whether the example is of something that is sent or something that comes back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Sent,
    Back,
}

/// Gives every content without an example one that is made from its schema, once all types are known.
pub(super) fn fill(api: &mut Api) {
    // What a query gives back is what it asks for, not all that there is.
    if api.format == Format::GraphQl {
        return;
    }
    if api.format == Format::JsonSchema
        && let Some(first) = api.types.first()
    {
        let example = made(api, &first.schema, Way::Sent);
        api.types[0].example = example;
    }
    let mut groups = std::mem::take(&mut api.groups);
    for operation in groups.iter_mut().flat_map(|group| &mut group.operations) {
        let sent = operation.request.iter_mut().flat_map(|body| &mut body.contents);
        sent.for_each(|content| complete(api, content, Way::Sent));
        let back = operation.responses.iter_mut().flat_map(|response| &mut response.contents);
        back.for_each(|content| complete(api, content, Way::Back));
    }
    api.groups = groups;
}

fn complete(api: &Api, content: &mut Content, way: Way) {
    let json =
        content.media_type.is_empty() || ["json", "form", "*/*"].iter().any(|part| content.media_type.contains(part));
    if !json || !content.examples.is_empty() {
        return;
    }
    let Some(schema) = &content.schema else { return };
    content.examples.extend(made(api, schema, way));
}

/// A value that a schema allows, as an example.
fn made(api: &Api, schema: &Schema, way: Way) -> Option<Example> {
    let value = Maker { api, way, left: MOST_VALUES, open: Vec::new() }.value(schema, 0);
    let example = || Example { name: String::new(), text: pretty(&value), language: "json", generated: true };
    (!value.is_null()).then(example)
}

/// A value that a schema allows, for snippets.
pub(super) fn value(api: &Api, schema: &Schema) -> Value {
    Maker { api, way: Way::Sent, left: MOST_VALUES, open: Vec::new() }.value(schema, 0)
}

struct Maker<'a> {
    api: &'a Api,
    way: Way,
    left: usize,
    /// Types that the value at hand stands in.
    open: Vec<TypeIndex>,
}

impl Maker<'_> {
    fn value(&mut self, schema: &Schema, depth: usize) -> Value {
        self.left = self.left.saturating_sub(1);
        if let Some(example) = &schema.example {
            return example.clone();
        }
        let first = schema.values.first().map(|value| value.value.as_str());
        match &schema.shape {
            Shape::Simple(names) => simple(names.first().map_or("", String::as_str), schema, first),
            Shape::Any => first.map_or(Value::Null, Value::from),
            Shape::Named(index) => self.named(*index, depth),
            _ if depth >= DEEPEST || self.left == 0 => match schema.shape {
                Shape::Array(_) => json!([]),
                _ => json!({}),
            },
            Shape::Object(object) => Value::Object(self.object(object, depth)),
            Shape::Array(items) => match self.value(items, depth + 1) {
                Value::Null => json!([]),
                item => json!([item]),
            },
            Shape::Map(others) => json!({ "name": self.value(others, depth + 1) }),
            Shape::Choice(Choice::All, parts) => self.all(parts, depth),
            Shape::Choice(_, parts) => parts.first().map_or(Value::Null, |part| self.value(part, depth)),
        }
    }

    fn named(&mut self, index: TypeIndex, depth: usize) -> Value {
        let Some(named) = self.api.types.get(index.0 as usize) else { return Value::Null };
        if self.open.contains(&index) || self.open.len() > 40 {
            return Value::Null;
        }
        self.open.push(index);
        let value = self.value(&named.schema, depth);
        self.open.pop();
        value
    }

    fn object(&mut self, object: &Object, depth: usize) -> Map<String, Value> {
        let mut map = Map::new();
        for index in &object.includes {
            if let Value::Object(part) = self.named(*index, depth) {
                map.extend(part);
            }
        }
        for field in &object.fields {
            let hidden = match self.way {
                Way::Sent => field.schema.read_only,
                Way::Back => field.schema.write_only,
            };
            if self.left == 0 {
                break;
            }
            if hidden || field.name.starts_with('/') {
                continue;
            }
            map.insert(field.name.clone(), self.value(&field.schema, depth + 1));
        }
        map
    }

    fn all(&mut self, parts: &[Schema], depth: usize) -> Value {
        let mut whole = Map::new();
        let mut last = Value::Null;
        for part in parts {
            match self.value(part, depth) {
                Value::Object(part) => whole.extend(part),
                Value::Null => {}
                other => last = other,
            }
        }
        if whole.is_empty() { last } else { Value::Object(whole) }
    }
}

/// A value of a simple type: the default, a known value, or one that its format and limits suggest.
fn simple(name: &str, schema: &Schema, first: Option<&str>) -> Value {
    let default = schema.default.as_deref().and_then(|text| serde_json::from_str(text).ok());
    if let Some(default @ (Value::Bool(_) | Value::Number(_) | Value::String(_))) = default {
        return default;
    }
    let least = || {
        let bound = schema.constraints.iter().find_map(|words| words.strip_prefix("≥ "))?;
        serde_json::from_str::<Value>(bound).ok().filter(Value::is_number)
    };
    match name {
        "integer" | "number" | "boolean" if first.is_some() => {
            first.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
        }
        "integer" => least().unwrap_or_else(|| json!(1)),
        "number" => least().unwrap_or_else(|| json!(1.5)),
        "boolean" => json!(true),
        "null" | "nothing" => Value::Null,
        _ => json!(first.unwrap_or_else(|| text(&schema.format))),
    }
}

/// A text of a format.
fn text(format: &str) -> &'static str {
    match format {
        "date-time" => "2026-01-31T09:30:00Z",
        "date" => "2026-01-31",
        "time" => "09:30:00Z",
        "duration" => "PT15M",
        "uuid" => "3f0a6c1e-5b1d-4c8a-9a53-7d2f5f0e6b21",
        "email" | "idn-email" => "ada@example.com",
        "uri" | "url" | "iri" | "uri-reference" => "https://example.com/",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "Y2FsbGJvYXJk",
        "password" => "********",
        _ => "string",
    }
}
