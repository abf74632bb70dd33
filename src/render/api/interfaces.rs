//! `apis.json`: what every API offers, without the whole of its definition.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{ApiDigest, Catalog, OperationDigest};

/// One definition of an API.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApiFile<'a> {
    /// The API entity, `api:namespace/name`; null for a definition that no entity names.
    #[serde(rename = "ref")]
    reference: Option<&'a str>,
    /// Its title.
    title: &'a str,
    /// Format and version of the format, e.g. `OpenAPI 3.1.0`.
    format: &'a str,
    /// The version that the definition gives itself; may be empty.
    version: &'a str,
    /// The first page, relative to the root of the site.
    page: &'a str,
    /// The definition itself, relative to the root of the site.
    file: &'a str,
    /// The repository's name.
    repo: &'a str,
    /// The file in the repository.
    path: &'a str,
    /// The number of named types.
    types: usize,
    /// All operations, in the order in which they are written.
    operations: Vec<OperationFile<'a>>,
    /// The version before, when the history has one.
    before: Option<BeforeFile<'a>>,
}

/// One operation: a request, a message, a query, a call.
#[derive(Serialize, JsonSchema)]
struct OperationFile<'a> {
    /// What is done, e.g. `GET`, `SEND`, `QUERY`, `RPC`.
    verb: &'a str,
    /// What it is done to: a path, a channel, a field, a service.
    target: &'a str,
    /// Its name in the definition; may be empty.
    id: &'a str,
    /// One line; may be empty.
    summary: &'a str,
    /// The group that it stands in; may be empty.
    group: &'a str,
    /// Whether callers should stop using it.
    deprecated: bool,
    /// The page and the place on it, relative to the root of the site.
    page: String,
}

/// What differs from the version before.
#[derive(Serialize, JsonSchema)]
struct BeforeFile<'a> {
    /// The commit that changed it; empty when the change is not committed.
    commit: &'a str,
    /// The day of that commit, `YYYY-MM-DD`; may be empty.
    day: &'a str,
    /// The differences, breaking ones first.
    changes: Vec<ChangeFile<'a>>,
}

/// One difference.
#[derive(Serialize, JsonSchema)]
struct ChangeFile<'a> {
    /// Whether a caller that worked may now fail.
    breaking: bool,
    /// What it concerns, e.g. `GET /pets`.
    subject: &'a str,
    /// What differs.
    message: &'a str,
}

/// All definitions, those of entities first and in the catalog's order.
pub(super) fn files<'a>(catalog: &'a Catalog, digests: &[&'a ApiDigest]) -> Vec<ApiFile<'a>> {
    digests.iter().map(|digest| file(catalog, digest)).collect()
}

fn file<'a>(catalog: &'a Catalog, digest: &'a ApiDigest) -> ApiFile<'a> {
    let known = !digest.changes.is_empty() || !digest.before.1.is_empty();
    ApiFile {
        reference: digest.entity.map(|index| catalog[index].id.as_str()),
        title: &digest.title,
        format: &digest.dialect,
        version: &digest.version,
        page: digest.page.as_str(),
        file: digest.file.as_str(),
        repo: &catalog[digest.repo].name,
        path: digest.source.as_str(),
        types: digest.types,
        operations: digest.operations.iter().map(operation).collect(),
        before: known.then(|| BeforeFile {
            commit: &digest.before.0,
            day: &digest.before.1,
            changes: digest
                .changes
                .iter()
                .map(|change| ChangeFile {
                    breaking: !change.compatible,
                    subject: &change.subject,
                    message: &change.message,
                })
                .collect(),
        }),
    }
}

fn operation(operation: &OperationDigest) -> OperationFile<'_> {
    OperationFile {
        verb: &operation.verb,
        target: &operation.target,
        id: &operation.id,
        summary: &operation.summary,
        group: &operation.group,
        deprecated: operation.deprecated.is_some(),
        page: format!("{}#{}", operation.page, operation.anchor),
    }
}
