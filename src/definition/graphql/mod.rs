//! GraphQL's schema definition language, with a small parser of its own that goes on after any fault.
//! The grammar is that of the specification of October 2021, section 3.

mod operations;
mod parse;

use super::anchors::Anchors;
use crate::model::{Api, Choice, Fault, Field, Format, Info, NamedType, Object, Parameter, Schema, Shape, TypeIndex};
use parse::{Kind, Reference, Type, Value};

/// Reads a schema.
pub(super) fn read(text: &str) -> (Api, Vec<Fault>) {
    let document = parse::parse(text);
    let mut anchors = Anchors::default();
    let roots = document.roots();
    let is_root = |named: &Type| roots.iter().any(|(_, root)| *root == named.name);
    let shown: Vec<&Type> = document.types.iter().filter(|named| !is_root(named)).collect();
    let names: Names = (0..).map(TypeIndex).zip(&shown).map(|(index, named)| (named.name.clone(), index)).collect();
    let types = shown.iter().map(|named| NamedType {
        name: named.name.clone(),
        anchor: anchors.give("type", &named.name),
        kind: named.kind.words().to_owned(),
        schema: schema(named, &names),
        line: named.line,
        example: None,
    });
    let mut api = Api {
        format: Format::GraphQl,
        dialect: "GraphQL".to_owned(),
        info: Info { description: document.description.clone(), ..Info::default() },
        types: types.collect(),
        ..Api::default()
    };
    api.groups = operations::groups(&document, &roots, &names, &mut anchors);
    (api, document.faults)
}

/// Types by name.
type Names = std::collections::HashMap<String, TypeIndex>;

fn schema(named: &Type, names: &Names) -> Schema {
    let shape = match named.kind {
        Kind::Union => {
            let options = named.members.iter().map(|member| self::named(member, names));
            Shape::Choice(Choice::One, options.collect())
        }
        Kind::Enum => Shape::Simple(vec!["enum".to_owned()]),
        Kind::Scalar => Shape::Simple(vec!["scalar".to_owned()]),
        kind => Shape::Object(Object {
            fields: named.fields.iter().map(|value| field(value, names, kind.is_sent())).collect(),
            ..Object::default()
        }),
    };
    let mut constraints: Vec<String> = Vec::new();
    if matches!(named.kind, Kind::Object | Kind::Interface) {
        constraints.extend(named.members.iter().map(|name| format!("implements `{name}`")));
    }
    if named.kind == Kind::Directive {
        constraints.push(format!("on {}", named.members.join(", ")));
    }
    constraints.extend(named.directives.iter().cloned());
    Schema {
        shape,
        description: named.description.clone(),
        constraints,
        values: named.values.clone(),
        ..Schema::default()
    }
}

/// A field; of what is sent, the ones that may not be null must be given.
fn field(value: &Value, names: &Names, sent: bool) -> Field {
    let parameter = parameter(value, names, sent);
    Field {
        name: parameter.name,
        required: parameter.required,
        schema: parameter.schema,
        arguments: value.arguments.iter().map(|argument| self::parameter(argument, names, true)).collect(),
        number: None,
    }
}

fn parameter(value: &Value, names: &Names, sent: bool) -> Parameter {
    let mut schema = reference(&value.reference, names, sent);
    schema.description.clone_from(&value.description);
    schema.deprecated.clone_from(&value.deprecated);
    schema.default.clone_from(&value.default);
    schema.constraints.extend(value.directives.iter().cloned());
    Parameter {
        location: "argument".to_owned(),
        name: value.name.clone(),
        required: sent && value.reference.non_null() && value.default.is_none(),
        schema,
    }
}

/// The schema of a reference to a type. That what comes back may be null is said; of what is sent, that it must be given.
fn reference(reference: &Reference, names: &Names, sent: bool) -> Schema {
    let (inner, nullable) = match reference {
        Reference::NonNull(inner) => (inner.as_ref(), false),
        other => (other, !sent),
    };
    let schema = match inner {
        Reference::Named(name) => named(name, names),
        Reference::List(items) => {
            Schema { shape: Shape::Array(Box::new(self::reference(items, names, sent))), ..Schema::default() }
        }
        Reference::NonNull(inner) => self::reference(inner, names, sent),
    };
    Schema { nullable, ..schema }
}

fn named(name: &str, names: &Names) -> Schema {
    let shape = match names.get(name) {
        Some(index) => Shape::Named(*index),
        None => Shape::Simple(vec![name.to_owned()]),
    };
    Schema { shape, ..Schema::default() }
}
