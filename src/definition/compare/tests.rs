//! Pairs of versions, and what changed between them.

use super::compare;
use crate::{
    definition::{files::Version, origin::Origin, read::understand},
    model::{Api, RepoIndex, RepoPath, Snapshot},
};

fn read(name: &str, text: &str) -> Api {
    let snapshot = Snapshot::from_text("acme", &format!("-- {name} --\n{text}"));
    let origin = Origin::file(RepoIndex(0), "acme", RepoPath::new(name).expect("a path"));
    understand(&Version::now(&snapshot), &origin, "", text).api
}

/// Reads two versions; changes as `! subject message` when they break callers, else with `+`.
fn check(name: &str, old: &str, new: &str, expected: &[&str]) {
    let changes = compare(&read(name, old), &read(name, new));
    let shown = |change: &crate::model::Change| {
        format!("{} {} {}", if change.compatible { "+" } else { "!" }, change.subject, change.message)
    };
    assert_eq!(changes.iter().map(shown).collect::<Vec<_>>(), expected, "{new}");
    assert_eq!(compare(&read(name, new), &read(name, new)), [], "nothing differs from itself");
}

#[test]
fn openapi() {
    let old = "openapi: 3.0.0
info: {title: x, version: 1}
paths:
  /gone: {get: {}}
  /a:
    get:
      parameters: [{name: n, in: query, schema: {type: integer}}, {name: old, in: query, schema: {}}]
      responses: {'200': {description: x, content: {a/json: {schema: {$ref: '#/components/schemas/A'}}}}, '201': {description: x}}
    post: {requestBody: {content: {a/json: {schema: {$ref: '#/components/schemas/A'}}}}}
components:
  schemas:
    A: {type: object, required: [id], properties: {id: {type: string}, kind: {enum: [a, b]}, gone: {type: string}, next: {$ref: '#/components/schemas/A'}}}
";
    let new = "openapi: 3.0.0
info: {title: x, version: 2}
paths:
  /new: {get: {}}
  /a:
    get:
      deprecated: true
      parameters: [{name: n, in: query, required: true, schema: {type: string}}, {name: more, in: query, schema: {}}]
      responses: {'200': {description: x, content: {a/json: {schema: {$ref: '#/components/schemas/A'}}}}, '404': {description: x}}
    post: {requestBody: {required: true, content: {a/json: {schema: {$ref: '#/components/schemas/A'}}}}}
components:
  schemas:
    A: {type: object, required: [must], properties: {id: {type: string}, kind: {enum: [b, c]}, must: {type: string}, next: {$ref: '#/components/schemas/A'}}}
";
    check(
        "openapi.yaml",
        old,
        new,
        &[
            "! A `kind` is never `a` any more",
            "! A the field `gone` was removed",
            "! A the field `id` may be missing now",
            "! A the required field `must` was added",
            "! GET /a does not answer `201` any more",
            "! GET /a the query parameter `n` is `string` now, it was `integer`",
            "! GET /a the query parameter `n` is required now",
            "! GET /gone was removed",
            "! POST /a must be sent a body",
            "+ A `kind` may be `c`",
            "+ GET /a is deprecated",
            "+ GET /a may answer `404`",
            "+ GET /a the optional query parameter `more` was added",
            "+ GET /a the query parameter `old` was removed",
            "+ GET /new was added",
        ],
    );
}

#[test]
fn protobuf_and_graphql() {
    check(
        "a.proto",
        "package p;\nservice S { rpc A(M) returns (M); rpc B(M) returns (M); }\nmessage M { string a = 1; int32 b = 2; }",
        "package p;\nservice S { rpc A(M) returns (stream M); }\nmessage M { string a = 3; int64 b = 2; }",
        &[
            "! M `b` is `integer` (int64) now, it was `integer` (int32)",
            "! M the field `a` has number 3 now, it was 1",
            "! S/A does not answer `reply` any more",
            "! S/A is `stream` now, it was `rpc`",
            "! S/B was removed",
            "+ S/A may answer `stream`",
        ],
    );
    check(
        "schema.graphql",
        "type Query { a(x: Int): String! b: Int }",
        "type Query { a: String b(y: Int!): Int }",
        &[
            "! QUERY a `data` may be null now",
            "! QUERY a the argument `x` was removed",
            "! QUERY b the required argument `y` was added",
        ],
    );
}
