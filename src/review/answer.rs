//! The review as data; `callboard diff --format json` writes it as it stands here.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::scores::ScoreChange;
use crate::model::{Problem, Spot};

/// What a change does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Review {
    /// Of this format: 1.
    pub version: u32,
    /// What was before.
    pub base: Side,
    /// What is after.
    pub head: Side,
    /// How much of what.
    pub summary: Summary,
    /// Entities that were added, removed, renamed, moved or changed.
    pub entities: Vec<EntityChange>,
    /// What depends on something that is gone, broken or different, nearest first.
    pub impact: Vec<Impact>,
    /// Whose entities are affected, those with most first.
    pub owners: Vec<OwnerImpact>,
    /// Problems that came and went.
    pub problems: Problems,
    /// APIs whose definitions differ.
    pub apis: Vec<ApiChange>,
    /// Pages of documents.
    pub pages: Vec<PageChange>,
    /// Templates.
    pub templates: Vec<TemplateChange>,
    /// Entities that do otherwise by a scorecard.
    #[serde(default)]
    pub scores: Vec<ScoreChange>,
}

/// One side of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Side {
    /// As people call it: a branch, a tag, `work tree`, the folder of a portal.
    pub name: String,
    /// The commit, when it is one.
    pub commit: Option<String>,
}

/// How much of what.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Entities that were added.
    pub added: usize,
    /// Entities that were removed.
    pub removed: usize,
    /// Entities that were renamed, moved or changed.
    pub changed: usize,
    /// Entities that are affected without having been changed.
    pub affected: usize,
    /// New problems of severity error.
    pub errors: usize,
    /// New problems of severity warning.
    pub warnings: usize,
    /// New problems of severity info.
    pub notes: usize,
    /// Problems that are gone.
    pub mended: usize,
    /// APIs whose callers may fail.
    pub broken_apis: usize,
    /// Pages that were added, removed, moved or changed.
    pub pages: usize,
    /// Templates that were added, removed or changed.
    pub templates: usize,
}

/// What became of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It says something else.
    #[default]
    Changed,
    /// It is declared elsewhere.
    Moved,
    /// It is new.
    Added,
}

/// One entity that is not what it was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EntityChange {
    /// `kind:namespace/name`; of one that was removed, as it was.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its display name.
    pub title: String,
    /// What became of it.
    pub change: Change,
    /// The reference that it had, when it was renamed.
    pub from: Option<String>,
    /// Who owns it, after the change if it is still there.
    pub owners: Vec<String>,
    /// `spec.lifecycle`.
    pub lifecycle: Option<String>,
    /// Its tier or criticality.
    pub tier: Option<String>,
    /// Where it is declared; of one that was removed, where it was.
    pub place: Spot,
    /// Its page, relative to the root of the portal after the change; null when it was removed.
    pub page: Option<String>,
    /// Fields that differ, in their order.
    pub fields: Vec<FieldChange>,
    /// Relations that it has no longer or has now; those that others declare are told there.
    pub relations: Vec<RelationChange>,
}

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// E.g. `spec.lifecycle`.
    pub field: String,
    /// What it was; null when it was not there. A long value is text around the first difference, with `…` for the rest.
    pub before: Option<Value>,
    /// What it is; null when it is gone. Cut like `before`.
    pub after: Option<Value>,
    /// How many characters `before` has in full, where it is cut here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_length: Option<usize>,
    /// How many characters `after` has in full, where it is cut here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_length: Option<usize>,
}

/// One relation that came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RelationChange {
    /// `added` or `removed`.
    pub change: Change,
    /// E.g. `dependsOn`.
    #[serde(rename = "type")]
    pub relation_type: String,
    /// The other end.
    pub target: String,
}

/// One entity that is affected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Impact {
    /// `kind:namespace/name`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its display name.
    pub title: String,
    /// Who owns it.
    pub owners: Vec<String>,
    /// `spec.lifecycle`.
    pub lifecycle: Option<String>,
    /// Its tier or criticality.
    pub tier: Option<String>,
    /// Its page, relative to the root of the portal after the change.
    pub page: String,
    /// How many steps away what changed is: 1 when it depends on it directly.
    pub distance: usize,
    /// What changed, and what became of it.
    pub cause: (String, Change),
    /// The way to what changed, from this entity on.
    pub path: Vec<Step>,
}

/// One step along the way to what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// `depends on`, `consumes` or `is provided by`.
    pub relation: String,
    /// What the step leads to.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// Whose entities are affected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OwnerImpact {
    /// `kind:namespace/name`.
    pub owner: String,
    /// How many of its entities.
    pub entities: usize,
}

/// Problems that came and went. Those that only stand elsewhere than before are neither.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problems {
    /// Those that came, the worst first.
    pub new: Vec<Problem>,
    /// Those that went.
    pub mended: Vec<Problem>,
}

/// An API whose definition differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ApiChange {
    /// `api:namespace/name`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its display name.
    pub title: String,
    /// Its version before and after.
    pub versions: (String, String),
    /// What callers may fail of.
    pub breaking: Vec<Told>,
    /// What callers need not know.
    pub compatible: Vec<Told>,
    /// Who consumes it, before or after the change.
    pub consumers: Vec<Consumer>,
    /// Its page in the portal after the change; null when it was removed.
    pub page: Option<String>,
}

/// What differs, and in what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Told {
    /// Whether callers need not know.
    #[serde(skip)]
    pub compatible: bool,
    /// What it concerns, e.g. `GET /pets`.
    pub subject: String,
    /// One sentence without full stop.
    pub message: String,
}

/// Who consumes an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Consumer {
    /// `kind:namespace/name`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Who owns it.
    pub owners: Vec<String>,
}

/// One page of documents that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PageChange {
    /// What became of it.
    pub change: Change,
    /// Its title.
    pub title: String,
    /// The repository's name.
    pub repo: String,
    /// The document in the repository.
    pub path: String,
    /// The page in the portal that has it; of one that was removed, where it was.
    pub page: String,
    /// The document before, when it was moved.
    pub from: Option<String>,
}

/// One template that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TemplateChange {
    /// `template:namespace/name`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Its display name.
    pub title: String,
    /// What became of it.
    pub change: Change,
    /// Its page, relative to the root of the portal after the change; null when it was removed.
    pub page: Option<String>,
    /// Its own files that differ.
    pub files: Vec<FileChange>,
    /// What it makes otherwise, by the case that it was run with.
    pub rendered: Vec<Rendered>,
}

/// One file that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileChange {
    /// Its path.
    pub path: String,
    /// What became of it.
    pub change: Change,
}

/// What a template makes otherwise with some answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Rendered {
    /// The case; empty for the answers that questions suggest themselves.
    pub case: String,
    /// The differences as one unified diff, cut where it becomes long.
    pub diff: String,
    /// Files that differ.
    pub files: usize,
    /// Why there is nothing to compare.
    pub trouble: Option<String>,
}

impl Summary {
    /// Counts.
    pub(super) fn of(
        entities: &[EntityChange],
        (impact, problems): (&[Impact], &Problems),
        apis: &[ApiChange],
        (pages, templates): (&[PageChange], &[TemplateChange]),
    ) -> Self {
        let entities_of = |wanted: fn(Change) -> bool| entities.iter().filter(|entity| wanted(entity.change)).count();
        let problems_of = |wanted: &str| problems.new.iter().filter(|problem| problem.severity == wanted).count();
        Self {
            added: entities_of(|change| change == Change::Added),
            removed: entities_of(|change| change == Change::Removed),
            changed: entities_of(|change| !matches!(change, Change::Added | Change::Removed)),
            affected: impact.len(),
            errors: problems_of("error"),
            warnings: problems_of("warning"),
            notes: problems_of("info"),
            mended: problems.mended.len(),
            broken_apis: apis.iter().filter(|api| !api.breaking.is_empty()).count(),
            pages: pages.len(),
            templates: templates.len(),
        }
    }
}

impl Change {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Added => "added",
        }
    }
}

impl Review {
    /// Takes further new problems, which only the comparison shows.
    pub fn add(&mut self, problems: Vec<Problem>) {
        let new = &mut self.problems.new;
        new.splice(0..0, problems);
        new.sort_by_key(|problem| super::problems::severity(&problem.severity));
        let count = |wanted: &str| new.iter().filter(|problem| problem.severity == wanted).count();
        (self.summary.errors, self.summary.warnings, self.summary.notes) =
            (count("error"), count("warning"), count("info"));
    }

    /// Whether nothing that is told of differs.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
            && self.problems.new.is_empty()
            && self.problems.mended.is_empty()
            && self.apis.is_empty()
            && self.pages.is_empty()
            && self.templates.is_empty()
    }
}
