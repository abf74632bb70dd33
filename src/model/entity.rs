//! Catalog entities, resolved.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{EntityId, EntityIndex, RepoIndex, RepoPath};

/// Where a thing is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The repository.
    pub repo: RepoIndex,
    /// The file.
    pub path: RepoPath,
    /// Line where the document starts, from 1.
    pub line: u32,
}

/// The name of a relation, in Backstage's words: `ownedBy`, `dependsOn`, `hasPart` …
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RelationType(pub &'static str);

impl fmt::Display for RelationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// One directed relation of an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// What the entity is to the target.
    pub relation_type: RelationType,
    /// The other end.
    pub target: EntityId,
    /// The other end's place in the catalog; none when it dangles.
    pub entity: Option<EntityIndex>,
}

/// One entity of the catalog.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Identity.
    pub id: EntityId,
    /// `apiVersion` as written.
    pub api_version: String,
    /// `kind` as written.
    pub kind: String,
    /// `metadata.name` as written.
    pub name: String,
    /// `metadata.namespace` as written, or `default`.
    pub namespace: String,
    /// `metadata`, placeholders substituted, without name and namespace moved or changed.
    pub metadata: Map<String, Value>,
    /// `spec`, placeholders substituted.
    pub spec: Map<String, Value>,
    /// Distinct relations, sorted by type and target.
    pub relations: Vec<Relation>,
    /// Where the entity is declared.
    pub origin: Origin,
    /// The document as written, without `---`.
    pub source: String,
    /// Whether the kind and apiVersion are among those that Backstage knows.
    pub known_kind: bool,
}

/// Where organisations say how much depends on something: the last part of a label's or annotation's key.
const TIERS: [&str; 4] = ["tier", "criticality", "service-tier", "business-criticality"];

/// How much depends on an entity, as `spec.tier` says it, or else its labels and annotations.
pub fn tier(own: Option<&Value>, (labels, annotations): (Option<&Value>, Option<&Value>)) -> Option<String> {
    let maps = [labels, annotations].map(|map| map.and_then(Value::as_object));
    let named = maps.into_iter().flatten().flatten().find(|(key, _)| {
        let last = key.rsplit('/').next().unwrap_or_default();
        TIERS.contains(&last)
    });
    match own.or(named.map(|(_, value)| value))? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

impl Entity {
    /// The display name: `metadata.title`, a profile's `displayName`, or the name.
    pub fn title(&self) -> &str {
        let shown = |value: &Value| value.as_str().is_some_and(|title| !title.trim().is_empty());
        let profile = || self.spec.get("profile").and_then(|profile| profile.get("displayName"));
        let title =
            self.metadata.get("title").filter(|title| shown(title)).or_else(|| profile().filter(|name| shown(name)));
        title.and_then(Value::as_str).unwrap_or(&self.name)
    }

    /// `metadata.description`, when there is one.
    pub fn description(&self) -> Option<&str> {
        self.metadata.get("description").and_then(Value::as_str).filter(|text| !text.trim().is_empty())
    }

    /// The string at `spec.<field>`.
    pub fn spec_str(&self, field: &str) -> Option<&str> {
        self.spec.get(field).and_then(Value::as_str)
    }

    /// `metadata.tags`.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.metadata.get("tags").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }

    /// The value of an annotation.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.metadata.get("annotations")?.get(key)?.as_str()
    }

    /// How much depends on it, as the organisation has it.
    pub fn tier(&self) -> Option<String> {
        let maps = (self.metadata.get("labels"), self.metadata.get("annotations"));
        tier(self.spec.get("tier"), maps)
    }

    /// The relations of one type.
    pub fn related(&self, relation_type: &str) -> impl Iterator<Item = &Relation> {
        self.relations.iter().filter(move |relation| relation.relation_type.0 == relation_type)
    }
}
