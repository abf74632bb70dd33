//! The names that queries may use.

use std::collections::HashMap;

use super::{Field, FieldType, Relation};
use crate::diagnostic::nearest;

/// What fields of any key begin with.
pub const OPEN: [&str; 4] = ["annotation.", "label.", "spec.", "metadata."];

/// Words before a colon that are neither field nor relation.
const SPECIAL: [&str; 5] = ["has", "is", "in", "count", "sort"];

/// A relation in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) struct Edge {
    /// Its place in [`super::Ground::relations`].
    pub(in crate::query) relation: usize,
    /// Whether it is walked back.
    pub(in crate::query) back: bool,
}

/// Where a step may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Ways {
    /// Along a relation.
    One(Edge),
    /// Along any relation, in any direction.
    Any,
    /// To what something needs; [`NEEDS`].
    Needs,
    /// To what needs something.
    NeededBy,
}

/// The relations by which something needs another: without that other, it breaks.
pub(in crate::query) const NEEDS: [&str; 3] = ["depends-on", "consumes-api", "api-provided-by"];

/// Several relations under one name.
const BUNDLES: [(&str, Ways); 3] = [("related-to", Ways::Any), ("needs", Ways::Needs), ("needed-by", Ways::NeededBy)];

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Name {
    /// The field at this place.
    Field(usize),
    /// A field that no entity has, though one might.
    Nothing,
    /// One relation or several.
    Relation(Ways),
}

/// Fields and relations by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vocabulary {
    names: HashMap<String, Name>,
    /// All names, sorted.
    sorted: Vec<String>,
    types: Vec<FieldType>,
}

impl Vocabulary {
    pub(in crate::query) fn new(fields: &[Field], relations: &[Relation]) -> Self {
        let bundle = |(name, ways): (&str, Ways)| (name.to_owned(), Name::Relation(ways));
        let mut names: HashMap<String, Name> = BUNDLES.into_iter().map(bundle).collect();
        for (relation, content) in relations.iter().enumerate() {
            names.insert(content.name.clone(), Name::Relation(Ways::One(Edge { relation, back: false })));
            for back in content.back.iter().chain(&content.also) {
                names.insert(back.clone(), Name::Relation(Ways::One(Edge { relation, back: true })));
            }
        }
        let mut sorted: Vec<String> = names.keys().cloned().collect();
        for (place, field) in fields.iter().enumerate() {
            names.insert(field.name.to_lowercase(), Name::Field(place));
            sorted.push(field.name.clone());
        }
        sorted.extend(SPECIAL.map(str::to_owned));
        sorted.sort_unstable();
        Self { names, sorted, types: fields.iter().map(|field| field.field_type).collect() }
    }

    /// All names that may stand before a colon, sorted.
    pub fn names(&self) -> &[String] {
        &self.sorted
    }

    /// Whether a name stands for values or targets that can be listed.
    pub fn has_values(&self, name: &str) -> bool {
        self.find(name).is_some_and(|name| !matches!(name, Name::Relation(ways) if !matches!(ways, Ways::One(_))))
    }

    /// The type of the field at a place.
    pub(in crate::query) fn field_type(&self, place: usize) -> FieldType {
        self.types[place]
    }

    /// The name that is most like one that is not known.
    pub(in crate::query) fn nearest(&self, name: &str) -> Option<&str> {
        nearest(&kebab(name), self.sorted.iter().map(String::as_str))
    }

    /// What a name stands for: in whatever case, or as `camelCase`.
    pub(in crate::query) fn find(&self, name: &str) -> Option<Name> {
        let folded = name.to_lowercase();
        let known = self.names.get(&folded).or_else(|| self.names.get(&kebab(name)));
        known.copied().or_else(|| is_open(&folded).then_some(Name::Nothing))
    }
}

/// Whether a name is one of any key: `annotation.KEY` and the like.
pub(in crate::query) fn is_open(folded: &str) -> bool {
    OPEN.iter().any(|prefix| folded.len() > prefix.len() && folded.starts_with(prefix))
}

/// `dependsOn` as `depends-on`; all lower case.
pub(in crate::query) fn kebab(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 2);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            text.push('-');
        }
        text.push(c);
        before = c;
    }
    text.to_lowercase()
}
