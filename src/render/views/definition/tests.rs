//! A definition whose every text is hostile, for the tests of whole sites.

use crate::model::{
    Api, Body, Change, Comparison, Content, Definition, EntityIndex, EnumValue, Example, Fault, Field, Format, Group,
    Info, InfoLink, NamedType, Need, Object, Operation, Parameter, RepoIndex, RepoPath, Response, SafeUrl, Schema,
    SecurityScheme, Server, Shape, SitePath, Snippet, TypeIndex,
};

/// A definition of `entity` with `count` operations, all of whose texts are `text`.
pub(crate) fn definition(entity: EntityIndex, text: &str, count: usize) -> Definition {
    Definition {
        entity: Some(entity),
        repo: RepoIndex(0),
        source: RepoPath::new("api.yaml").expect("a path"),
        line: 1,
        page: SitePath::from_parts(["apis", "default", "tickets.html"]),
        language: "yaml",
        text: text.to_owned(),
        api: api(text, count),
        faults: vec![Fault { line: 1, column: 1, message: text.to_owned() }],
        changes: Some(Comparison {
            commit: "0123456789".to_owned(),
            day: "2026-01-31".to_owned(),
            version: text.to_owned(),
            changes: vec![Change {
                compatible: false,
                subject: text.to_owned(),
                message: text.to_owned(),
                anchor: Some("op-0".to_owned()),
            }],
        }),
    }
}

fn api(text: &str, count: usize) -> Api {
    Api {
        format: Format::OpenApi,
        dialect: text.to_owned(),
        info: Info {
            title: text.to_owned(),
            version: text.to_owned(),
            description: format!("# {text}\n\n[x](javascript:alert(1)) {text}"),
            links: vec![InfoLink {
                label: "Contact",
                text: text.to_owned(),
                url: SafeUrl::parse("mailto:ada@acme.test"),
            }],
        },
        servers: vec![Server {
            url: text.to_owned(),
            protocol: text.to_owned(),
            description: text.to_owned(),
            variables: vec![(text.to_owned(), text.to_owned())],
        }],
        schemes: vec![SecurityScheme {
            name: "key".to_owned(),
            anchor: "auth-key".to_owned(),
            kind: text.to_owned(),
            description: text.to_owned(),
            facts: vec![(text.to_owned(), text.to_owned())],
            scopes: vec![(text.to_owned(), text.to_owned())],
        }],
        groups: vec![Group {
            name: text.to_owned(),
            anchor: "group-a".to_owned(),
            description: text.to_owned(),
            operations: (0..count).map(|number| operation(text, number)).collect(),
        }],
        types: vec![NamedType {
            name: text.to_owned(),
            anchor: "type-a".to_owned(),
            kind: text.to_owned(),
            schema: schema(text, 0),
            line: 3,
            example: None,
        }],
    }
}

fn operation(text: &str, number: usize) -> Operation {
    let content = Content {
        media_type: text.to_owned(),
        schema: Some(schema(text, 0)),
        examples: vec![Example { name: text.to_owned(), text: text.to_owned(), language: "json", generated: false }],
    };
    let parameter =
        Parameter { location: "query".to_owned(), name: text.to_owned(), required: true, schema: schema(text, 1) };
    Operation {
        verb: text.to_owned(),
        target: format!("/{{{text}}}/{text}"),
        id: text.to_owned(),
        anchor: format!("op-{number}"),
        summary: text.to_owned(),
        description: text.to_owned(),
        deprecated: Some(text.to_owned()),
        security: vec![vec![Need { scheme: "key".to_owned(), scopes: vec![text.to_owned()] }], Vec::new()],
        parameters: vec![parameter.clone()],
        request: Some(Body { description: text.to_owned(), required: true, contents: vec![content.clone()] }),
        responses: vec![Response {
            status: text.to_owned(),
            description: text.to_owned(),
            headers: vec![parameter],
            contents: vec![content],
            shared: None,
        }],
        snippet: Some(Snippet { label: "curl", language: "bash", text: text.to_owned() }),
        line: 2,
    }
}

fn schema(text: &str, depth: usize) -> Schema {
    let field = || Field { name: text.to_owned(), required: true, schema: schema(text, depth + 1), ..Field::default() };
    Schema {
        shape: match depth {
            0 => Shape::Object(Object {
                includes: vec![TypeIndex(0), TypeIndex(9)],
                fields: vec![field(), field()],
                ..Object::default()
            }),
            1 => Shape::Array(Box::new(Schema { shape: Shape::Named(TypeIndex(0)), ..Schema::default() })),
            _ => Shape::Simple(vec![text.to_owned()]),
        },
        format: text.to_owned(),
        description: text.to_owned(),
        deprecated: Some(text.to_owned()),
        constraints: vec![format!("`{text}`")],
        default: Some(text.to_owned()),
        values: vec![EnumValue {
            value: text.to_owned(),
            description: text.to_owned(),
            deprecated: Some(text.to_owned()),
        }],
        example: Some(text.into()),
        ..Schema::default()
    }
}
