//! Which format a text is in: what it says itself counts, then the entity's type, then the file's name.

use super::spot::Spot;
use crate::model::{Format, RepoPath};

/// The format of a tree that says what it is.
pub(super) fn of_tree(root: Spot<'_>) -> Option<Format> {
    let has = |key: &str| root.get(key).is_some();
    if has("openapi") || has("swagger") {
        return Some(Format::OpenApi);
    }
    if has("asyncapi") {
        return Some(Format::AsyncApi);
    }
    let schema = root.text("$schema").contains("json-schema.org");
    (schema || (has("type") && has("properties")) || has("$defs")).then_some(Format::JsonSchema)
}

/// The format of a text that is no tree: by the entity's type, the file's name, and its first words.
pub(super) fn of_text(type_name: &str, path: &RepoPath, text: &str) -> Option<Format> {
    let extension = path.stem_and_extension().1;
    match (type_name, extension) {
        ("graphql", _) | (_, "graphql" | "graphqls" | "gql") => return Some(Format::GraphQl),
        ("grpc" | "protobuf" | "proto", _) | (_, "proto") => return Some(Format::Protobuf),
        ("openapi" | "swagger", _) => return Some(Format::OpenApi),
        ("asyncapi", _) => return Some(Format::AsyncApi),
        ("jsonschema" | "json-schema", _) => return Some(Format::JsonSchema),
        _ => {}
    }
    text.trim_start().starts_with("syntax = \"proto").then_some(Format::Protobuf)
}

/// Whether a file that no entity names is a definition, by a look at its text.
pub(super) fn is_definition(path: &RepoPath, text: &str) -> bool {
    let begins = |word: &str| {
        let line = |line: &str| {
            let line = line.trim_start_matches(['{', ' ', '\t', '"']);
            line.strip_prefix(word).is_some_and(|rest| rest.starts_with(['"', ':', ' ']))
        };
        text.lines().take(400).any(line)
    };
    match path.stem_and_extension().1 {
        "proto" => text.lines().any(|line| line.starts_with("service ")),
        "graphql" | "graphqls" | "gql" => {
            text.lines().any(|line| line.starts_with("type ") || line.starts_with("schema "))
        }
        _ => begins("openapi") || begins("swagger") || begins("asyncapi"),
    }
}
