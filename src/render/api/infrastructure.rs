//! `infrastructure.json`: what manifests, templates and inventories name, and whose it is.

use schemars::JsonSchema;
use serde::Serialize;

use super::json;
use crate::{
    model::{Catalog, Output, Thing, Tie},
    render::Content,
};

/// All things.
#[derive(Serialize, JsonSchema)]
pub(super) struct InfrastructureFile<'a> {
    /// By repository, path and line.
    things: Vec<ThingFile<'a>>,
}

/// A thing that a file names. None of its values are here.
#[derive(Serialize, JsonSchema)]
struct ThingFile<'a> {
    /// As its provider tells it apart: an address, an ARN, `namespace/kind/name`.
    id: &'a str,
    /// As its provider calls it: `Deployment`, `aws_s3_bucket`.
    #[serde(rename = "type")]
    kind: &'a str,
    name: &'a str,
    /// `aws`, `azure`, `docker`, `google`, `helm`, `kubernetes` or as the file has it.
    provider: &'a str,
    /// What kind of file names it: `kubernetes`, `terraform`.
    format: &'a str,
    /// What it is there for, when that is certain.
    environment: Option<&'a str>,
    /// Where it runs, when the file says so.
    region: Option<&'a str>,
    /// The repository's name.
    repo: &'a str,
    /// The file in the repository.
    path: &'a str,
    /// From 1; 0 when the whole file is meant.
    line: u32,
    /// Whose it is.
    entities: Vec<TieFile<'a>>,
}

/// An entity that a thing belongs to.
#[derive(Serialize, JsonSchema)]
struct TieFile<'a> {
    /// `kind:namespace/name` in lower case.
    #[serde(rename = "ref")]
    reference: &'a str,
    /// `annotation`, `label`, `tag`, `image` or `folder`.
    reason: &'a str,
    /// What says so.
    said: &'a str,
}

pub(super) fn file(content: &Content<'_>) -> Output {
    let things = content.infrastructure.things.iter().map(|one| thing(content.catalog, one)).collect();
    json("infrastructure.json", &InfrastructureFile { things })
}

fn thing<'a>(catalog: &'a Catalog, thing: &'a Thing) -> ThingFile<'a> {
    let tie = |tie: &'a Tie| TieFile {
        reference: catalog[tie.entity].id.as_str(),
        reason: tie.reason.name(),
        said: &tie.said,
    };
    ThingFile {
        id: &thing.id,
        kind: &thing.kind,
        name: &thing.name,
        provider: &thing.provider,
        format: thing.format,
        environment: thing.environment.as_deref(),
        region: thing.region.as_deref(),
        repo: &catalog[thing.repo].name,
        path: thing.path.as_str(),
        line: thing.line,
        entities: thing.ties.iter().map(tie).collect(),
    }
}
