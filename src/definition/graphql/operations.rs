//! The fields of the root types as operations, each with a query that asks for what is simple.

use super::{
    Names, field,
    parse::{Document, Kind, Value},
};
use crate::{
    definition::anchors::Anchors,
    model::{Content, Group, Operation, Response, Snippet},
};

/// How deep a query goes that is made.
const DEEPEST: usize = 2;

/// So many fields of a type stand in a query that is made.
const MOST_FIELDS: usize = 8;

/// Queries, mutations and subscriptions.
pub(super) fn groups(
    document: &Document,
    roots: &[(&'static str, String)],
    names: &Names,
    anchors: &mut Anchors,
) -> Vec<Group> {
    let mut groups = Vec::new();
    for (operation, root) in roots {
        let fields: Vec<&Value> = document.find(root).into_iter().flat_map(|named| &named.fields).collect();
        if fields.is_empty() {
            continue;
        }
        let name = match *operation {
            "query" => "Queries",
            "mutation" => "Mutations",
            _ => "Subscriptions",
        };
        let anchor = anchors.give("group", name);
        let operations = fields.iter().map(|value| view(document, (operation, value), names, anchors)).collect();
        groups.push(Group { name: name.to_owned(), anchor, description: String::new(), operations });
    }
    groups
}

fn view(document: &Document, (operation, value): (&str, &Value), names: &Names, anchors: &mut Anchors) -> Operation {
    let whole = field(value, names, false);
    let mut schema = whole.schema;
    schema.description = String::new();
    schema.deprecated = None;
    let constraints = std::mem::take(&mut schema.constraints);
    let content = Content { media_type: String::new(), schema: Some(schema), examples: Vec::new() };
    let description = match constraints.is_empty() {
        true => value.description.clone(),
        false => format!("{}\n\n{}", value.description, constraints.join(" ")),
    };
    Operation {
        verb: operation.to_uppercase(),
        target: value.name.clone(),
        id: format!("{}: {}", value.name, value.reference.written()),
        anchor: anchors.give("op", &format!("{operation}-{}", value.name)),
        description,
        deprecated: value.deprecated.clone(),
        parameters: whole.arguments,
        responses: vec![Response { status: "data".to_owned(), contents: vec![content], ..Response::default() }],
        snippet: Some(Snippet { label: "GraphQL", language: "graphql", text: query(document, operation, value) }),
        line: value.line,
        ..Operation::default()
    }
}

/// A query that takes all required arguments as variables.
fn query(document: &Document, operation: &str, value: &Value) -> String {
    let asked = value.arguments.iter().filter(|argument| argument.reference.non_null() && argument.default.is_none());
    let asked: Vec<&Value> = asked.collect();
    let list = |each: &dyn Fn(&Value) -> String| match asked.is_empty() {
        true => String::new(),
        false => format!("({})", asked.iter().map(|argument| each(argument)).collect::<Vec<_>>().join(", ")),
    };
    let variables = list(&|argument| format!("${}: {}", argument.name, argument.reference.written()));
    let arguments = list(&|argument| format!("{}: ${}", argument.name, argument.name));
    let mut text = format!(
        "{operation}{}{variables} {{\n  {}{arguments}",
        if variables.is_empty() { "" } else { " " },
        value.name
    );
    select(document, value.reference.name(), 1, &mut text);
    text.push_str("\n}");
    text
}

fn select(document: &Document, name: &str, depth: usize, out: &mut String) {
    let Some(named) = document.find(name) else { return };
    let indent = "  ".repeat(depth + 1);
    match named.kind {
        Kind::Object | Kind::Interface => {}
        Kind::Union => {
            out.push_str(&format!(" {{\n{indent}__typename\n{}}}", "  ".repeat(depth)));
            return;
        }
        _ => return,
    }
    out.push_str(" {\n");
    let mut shown = 0;
    for value in
        named.fields.iter().filter(|value| value.arguments.iter().all(|argument| !argument.reference.non_null()))
    {
        let deep = is_deep(document, value.reference.name());
        if shown >= MOST_FIELDS || (deep && depth >= DEEPEST) {
            continue;
        }
        out.push_str(&format!("{indent}{}", value.name));
        select(document, value.reference.name(), depth + 1, out);
        out.push('\n');
        shown += 1;
    }
    if shown == 0 {
        out.push_str(&format!("{indent}__typename\n"));
    }
    out.push_str(&format!("{}}}", "  ".repeat(depth)));
}

/// Whether a type has fields of its own.
fn is_deep(document: &Document, name: &str) -> bool {
    document.find(name).is_some_and(|named| matches!(named.kind, Kind::Object | Kind::Interface | Kind::Union))
}
