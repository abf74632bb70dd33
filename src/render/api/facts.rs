//! Facts: an overview of all keys, and one file for each.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use super::json;
use crate::{
    model::{Catalog, FACT_KEYS, Fact, FactKey, FactValue, Output, SafeUrl},
    render::Content,
};

/// What may be known of an entity.
#[derive(Serialize, JsonSchema)]
pub(super) struct FactKeyFile<'a> {
    /// As queries and file names have it.
    key: &'a str,
    /// As people call it.
    title: &'a str,
    /// `count`, `percent`, `date`, `text`, `list` or `shares`.
    #[serde(rename = "type")]
    fact_type: &'a str,
    /// What its numbers count; null when they count nothing.
    unit: Option<&'a str>,
    /// What it is read from: `files` or `history` of a repository.
    source: &'a str,
    /// How it is found.
    description: &'a str,
    /// Of how many entities it is known.
    known: usize,
    /// The file that holds all of it, relative to the root of the site.
    path: String,
}

/// Everything that is known under one key.
#[derive(Serialize, JsonSchema)]
pub(super) struct FactFile<'a> {
    /// What it is.
    key: FactKeyFile<'a>,
    /// By entity. An entity that is not here is one of which it is not known.
    facts: Vec<OneFact<'a>>,
}

/// One thing that is known of one entity.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct OneFact<'a> {
    /// `kind:namespace/name` in lower case.
    entity: &'a str,
    /// The key.
    key: &'a str,
    /// By the type of the key.
    value: OneValue<'a>,
    /// What it was read from.
    source: &'a str,
    /// The time of the commit that was read, RFC 3339 in UTC; null for a folder that is no git repository.
    observed_at: Option<&'a str>,
    /// Where it shows.
    evidence: EvidenceFile<'a>,
}

/// A value: 0 and what is empty say that there is none.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum OneValue<'a> {
    /// Of counts and percents.
    Number(u32),
    /// Of texts and days.
    Text(&'a str),
    /// Of lists.
    List(&'a [String]),
    /// Of shares: how much of each, the most first.
    Shares(Map<String, Value>),
}

/// Where a fact shows.
#[derive(Serialize, JsonSchema)]
struct EvidenceFile<'a> {
    /// The repository's name.
    repo: &'a str,
    /// The file or folder in it; empty for all of it.
    path: &'a str,
    /// From 1; null when all of the file is meant.
    line: Option<u32>,
    /// The commit that shows it.
    commit: Option<&'a str>,
    /// Its page on the web, when there is one.
    url: Option<String>,
}

/// The overview, and the files of all keys.
pub(super) fn files(content: &Content<'_>, put: &(dyn Fn(&Output) -> Result<(), String> + Sync)) -> Result<(), String> {
    let all = content.observed.all();
    let of = |key: &'static FactKey| -> Vec<&Fact> { all.iter().filter(|fact| fact.key.id == key.id).collect() };
    let overview: Vec<FactKeyFile<'_>> = FACT_KEYS.iter().map(|key| key_file(key, of(key).len())).collect();
    put(&json("facts.json", &overview))?;
    FACT_KEYS.iter().try_for_each(|key| {
        let facts = of(key);
        let written = facts.iter().map(|fact| one(content.catalog, fact)).collect();
        put(&json(&format!("facts/{}.json", key.id), &FactFile { key: key_file(key, facts.len()), facts: written }))
    })
}

fn key_file(key: &FactKey, known: usize) -> FactKeyFile<'_> {
    FactKeyFile {
        key: key.id,
        title: key.title,
        fact_type: key.fact_type.name(),
        unit: Some(key.unit).filter(|unit| !unit.is_empty()),
        source: key.basis.name(),
        description: key.description,
        known,
        path: format!("api/v1/facts/{}.json", key.id),
    }
}

fn one<'a>(catalog: &'a Catalog, fact: &'a Fact) -> OneFact<'a> {
    let evidence = &fact.evidence;
    let repo = &catalog[evidence.repo];
    let read = repo.commit.as_ref();
    OneFact {
        entity: catalog[fact.entity].id.as_str(),
        key: fact.key.id,
        value: match &fact.value {
            FactValue::Number(number) => OneValue::Number(*number),
            FactValue::Text(text) => OneValue::Text(text),
            FactValue::List(items) => OneValue::List(items),
            FactValue::Shares(shares) => {
                OneValue::Shares(shares.iter().map(|(name, part)| (name.clone(), Value::from(*part))).collect())
            }
        },
        source: fact.key.basis.name(),
        observed_at: read.map(|commit| commit.time.as_str()),
        evidence: EvidenceFile {
            repo: &repo.name,
            path: evidence.path.as_str(),
            line: Some(evidence.line).filter(|line| *line > 0),
            commit: evidence.commit.as_deref().or(read.map(|commit| commit.id.as_str())),
            url: catalog.evidence_url(evidence).map(|url: SafeUrl| url.as_str().to_owned()),
        },
    }
}
