//! `api/v1/drift.json`: where the catalog contradicts the repositories.

use schemars::JsonSchema;
use serde::Serialize;

use super::{super::Content, json};
use crate::{
    diagnostic::{Finding, Patch, Side},
    model::{Catalog, Output, SafeUrl},
};

/// Everything that was found.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Drift")]
pub(super) struct DriftFile<'a> {
    /// The entities whose files and history of a year are known, `kind:namespace/name`; of others nothing is known but
    /// what was found.
    compared: Vec<&'a str>,
    /// By entity, and of each in the order of the manual.
    findings: Vec<FindingFile<'a>>,
}

/// One contradiction.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Finding")]
struct FindingFile<'a> {
    /// The rule's id.
    rule: &'a str,
    /// The rule's title.
    title: &'a str,
    /// `error`, `warning` or `info`, as configured.
    severity: &'static str,
    /// `kind:namespace/name` in lower case.
    entity: &'a str,
    /// What contradicts what.
    message: &'a str,
    /// What to do.
    advice: &'a str,
    /// What the catalog says.
    declared: SideFile<'a>,
    /// What the repository shows.
    shown: SideFile<'a>,
    /// A change of the catalog file that mends it, where that is safe.
    patch: Option<PatchFile<'a>>,
}

/// One side: where it stands, and what stands there.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Side")]
struct SideFile<'a> {
    /// A few words.
    words: &'a str,
    /// The repository's name.
    repo: &'a str,
    /// The file or folder in it; empty for all of it.
    path: &'a str,
    /// From 1; null when all of the file is meant.
    line: Option<u32>,
    /// In characters, from 1; null when the whole line is meant.
    column: Option<u32>,
    /// The commit that shows it.
    commit: Option<&'a str>,
    /// Its page on the web, when there is one.
    url: Option<String>,
}

/// A change of a catalog file.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Patch")]
struct PatchFile<'a> {
    /// The repository's name.
    repo: &'a str,
    /// The catalog file.
    path: &'a str,
    /// The change as a unified diff.
    diff: &'a str,
}

/// All of it in one file.
pub(super) fn file(content: &Content<'_>) -> Output {
    let (catalog, drift) = (content.catalog, content.drift);
    json(
        "drift.json",
        &DriftFile {
            compared: drift.known.iter().map(|entity| catalog[*entity].id.as_str()).collect(),
            findings: drift.findings.iter().map(|finding| one(catalog, finding)).collect(),
        },
    )
}

fn one<'a>(catalog: &'a Catalog, finding: &'a Finding) -> FindingFile<'a> {
    let patch =
        |patch: &'a Patch| PatchFile { repo: &catalog[patch.repo].name, path: patch.path.as_str(), diff: &patch.diff };
    FindingFile {
        rule: finding.rule.id,
        title: finding.rule.title,
        severity: finding.severity.name(),
        entity: catalog[finding.entity].id.as_str(),
        message: &finding.message,
        advice: finding.rule.advice,
        declared: side(catalog, &finding.declared),
        shown: side(catalog, &finding.shown),
        patch: finding.patch.as_ref().map(patch),
    }
}

fn side<'a>(catalog: &'a Catalog, side: &'a Side) -> SideFile<'a> {
    let evidence = &side.evidence;
    let repo = &catalog[evidence.repo];
    SideFile {
        words: &side.words,
        repo: &repo.name,
        path: evidence.path.as_str(),
        line: Some(evidence.line).filter(|line| *line > 0),
        column: Some(side.column).filter(|column| *column > 0),
        commit: evidence.commit.as_deref().or(repo.commit.as_ref().map(|commit| commit.id.as_str())),
        url: catalog.evidence_url(evidence).map(|url: SafeUrl| url.as_str().to_owned()),
    }
}
