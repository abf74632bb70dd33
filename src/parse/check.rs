//! A value against its shape.

use super::{
    problem::{Problem, Problems},
    rules::ENTITY_SCHEMA,
    shape::{Field, Shape},
};
use crate::{
    diagnostic::nearest,
    model::{Node, Value},
};

/// Reports everything in `node`, which stands at `path`, that does not fit `shape`.
pub(super) fn check(node: &Node, shape: &Shape, path: &str, problems: &mut Problems) {
    match (shape, &node.value) {
        // What a placeholder could not be replaced by is reported where it is read.
        (Shape::Text | Shape::AnyText | Shape::ShortText(_), Value::Mapping(_)) if is_placeholder(node) => {}
        (Shape::Text | Shape::ShortText(_), Value::String(text)) if text.is_empty() => {
            problems.push(Problem::new(&ENTITY_SCHEMA, node, format!("`{path}` must not be empty")));
        }
        (Shape::ShortText(most), Value::String(text)) if text.chars().count() > *most => {
            let message = format!("`{path}` must have at most {most} characters");
            problems.push(Problem::new(&ENTITY_SCHEMA, node, message));
        }
        (Shape::Text | Shape::AnyText | Shape::ShortText(_) | Shape::TextOrBool, Value::String(_))
        | (Shape::TextOrBool, Value::Bool(_)) => {}
        (Shape::Word(words), Value::String(text)) if words.contains(&text.as_str()) => {}
        (Shape::Word(words), Value::String(text)) => {
            let message = format!("`{path}` must be {}, not \"{}\"", shape.words(), short(text));
            let hint = nearest(text, words.iter().copied()).map(|word| format!("did you mean \"{word}\"?"));
            problems.push(Problem { hint, ..Problem::new(&ENTITY_SCHEMA, node, message) });
        }
        (Shape::FullList(_), Value::Sequence(items)) if items.is_empty() => {
            problems.push(Problem::new(&ENTITY_SCHEMA, node, format!("`{path}` must have at least one item")));
        }
        (Shape::List(item) | Shape::FullList(item), Value::Sequence(items)) => each(items, item, path, problems),
        (Shape::OneOrMore(item), Value::Sequence(items)) => each(items, item, path, problems),
        (Shape::OneOrMore(item), Value::Mapping(_)) => check(node, item, path, problems),
        (Shape::Object(fields), Value::Mapping(_)) => check_fields(node, fields, path, problems),
        (Shape::ObjectOfText(fields), Value::Mapping(entries)) => {
            check_fields(node, fields, path, problems);
            let others = entries.iter().filter(|(key, _)| !fields.iter().any(|field| key.as_str() == Some(field.name)));
            check_texts(others, path, problems);
        }
        (Shape::Texts, Value::Mapping(entries)) => check_texts(entries.iter(), path, problems),
        _ => problems.push(wrong_type(node, shape, path)),
    }
}

/// Reports missing and misshapen fields of an object.
pub(super) fn check_fields(node: &Node, fields: &[Field], path: &str, problems: &mut Problems) {
    for field in fields {
        match node.get(field.name) {
            Some(value) => check(value, &field.shape, &format!("{path}.{}", field.name), problems),
            None if field.required => {
                let message = format!("`{path}` lacks the required field `{}`", field.name);
                let known = |name: &&str| !fields.iter().any(|field| field.name == *name);
                let names = node.entries().iter().filter_map(|(key, _)| key.as_str()).filter(known);
                let hint = match nearest(field.name, names) {
                    Some(name) => format!("is `{}` meant by `{}`?", field.name, short(name)),
                    None => format!("add `{}:` with {}", field.name, field.shape.what_to_write()),
                };
                problems.push(Problem { hint: Some(hint), ..Problem::new(&ENTITY_SCHEMA, node, message) });
            }
            None => {}
        }
    }
}

fn each(items: &[Node], shape: &Shape, path: &str, problems: &mut Problems) {
    for (number, item) in items.iter().enumerate() {
        check(item, shape, &format!("{path}[{number}]"), problems);
    }
}

fn check_texts<'a>(entries: impl Iterator<Item = &'a (Node, Node)>, path: &str, problems: &mut Problems) {
    for (key, value) in entries {
        let key = key.as_str().unwrap_or_default();
        check(value, &Shape::AnyText, &format!("{path}.{}", short(key)), problems);
    }
}

fn wrong_type(node: &Node, shape: &Shape, path: &str) -> Problem {
    let found = match &node.value {
        Value::Null => "empty".to_owned(),
        Value::Bool(value) => format!("the boolean {value}"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(_) => "a string".to_owned(),
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "an object".to_owned(),
    };
    let hint = match (&node.value, shape) {
        (Value::Null, _) => "give it a value, or leave the key out".to_owned(),
        (Value::Bool(_) | Value::Number(_), Shape::Text | Shape::AnyText | Shape::ShortText(_)) => {
            "put it in quotes".to_owned()
        }
        (Value::String(_), Shape::List(_) | Shape::FullList(_)) => "write it as a list, with `- ` before it".to_owned(),
        _ => format!("write {}", shape.words()),
    };
    let verb = if node.value == Value::Null { "but is" } else { "not" };
    let message = format!("`{path}` must be {}, {verb} {found}", shape.words());
    Problem { hint: Some(hint), ..Problem::new(&ENTITY_SCHEMA, node, message) }
}

/// Whether this is an object with one key that begins with `$`, which a placeholder's text replaces.
pub(super) fn is_placeholder(node: &Node) -> bool {
    matches!(node.entries(), [(key, value)]
        if matches!(key.as_str(), Some("$text" | "$json" | "$yaml" | "$openapi" | "$asyncapi")) && value.as_str().is_some())
}

/// Enough of a text for a message.
pub(super) fn short(text: &str) -> String {
    let mut chars = text.chars();
    let start: String = chars.by_ref().take(80).collect();
    if chars.next().is_some() { format!("{start}…") } else { start }
}
