//! What an organisation is at one time, as far as two times are compared.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is compared: of a run, or of a portal that is built.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct State {
    /// By reference, `kind:namespace/name` in lower case.
    pub entities: BTreeMap<String, EntityState>,
    /// All problems, in their order.
    pub problems: Vec<Problem>,
    /// Pages of documents.
    pub pages: Vec<PageState>,
    /// What APIs offer, by the reference of the API.
    pub definitions: BTreeMap<String, DefinitionState>,
    /// Templates, by reference.
    pub templates: BTreeMap<String, TemplateState>,
}

/// One entity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct EntityState {
    /// Its display name.
    pub title: String,
    /// `spec.lifecycle`.
    pub lifecycle: Option<String>,
    /// How much depends on it, as the organisation says it: `tier`, `criticality`.
    pub tier: Option<String>,
    /// Where it is declared.
    pub place: Spot,
    /// Its page, relative to the root of the site.
    pub page: String,
    /// `apiVersion`, `kind`, `metadata` and `spec`; null when it cannot have changed.
    pub document: Value,
    /// Type and target of each relation, sorted.
    pub relations: Vec<(String, String)>,
}

/// A place in a repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Spot {
    /// The repository's name; empty for the configuration.
    pub repo: String,
    /// The file in the repository; empty when the whole repository is meant.
    pub path: String,
    /// From 1; 0 when the whole file is meant.
    pub line: u32,
    /// In characters, from 1; 0 when the whole line is meant.
    pub column: u32,
}

/// One problem.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Problem {
    /// The rule's id.
    pub rule: String,
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Where.
    #[serde(flatten)]
    pub place: Spot,
    /// The source line, when it is known.
    #[serde(skip)]
    pub excerpt: Option<String>,
}

/// One page of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PageState {
    /// The repository's name.
    pub repo: String,
    /// The document in the repository.
    pub path: String,
    /// The page, relative to the root of the site.
    pub page: String,
    /// Its title.
    pub title: String,
    /// The beginning of the SHA-256 of the document.
    pub hash: String,
}

/// What an API offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DefinitionState {
    /// `info.version`.
    pub version: String,
    /// Its reference page, relative to the root of the site.
    pub page: String,
    /// The beginning of the SHA-256 of the text.
    pub hash: String,
    /// What callers can do, e.g. `GET /pets`.
    pub operations: Vec<String>,
}

/// A template.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TemplateState {
    /// The beginning of the SHA-256 of each file that it runs with, by path.
    pub files: BTreeMap<String, String>,
}
