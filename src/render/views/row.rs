//! One entity as a row of a table.

use serde::Serialize;

use super::reference::Reference;
use crate::{
    diagnostic::Severity,
    model::{EntityId, EntityIndex, SitePath},
    render::board::{self, Board},
};

/// One entity as a row of a table.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) entity: Reference,
    pub(crate) kind: String,
    pub(crate) type_name: Option<String>,
    pub(crate) owner: Option<Reference>,
    pub(crate) system: Option<Reference>,
    pub(crate) lifecycle: Option<Lifecycle>,
    pub(crate) tags: Vec<String>,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
}

/// A lifecycle and what it means.
#[derive(Debug, Serialize)]
pub(crate) struct Lifecycle {
    pub(crate) name: String,
    /// `good`, `notice`, `bad` or `unknown`.
    pub(crate) meaning: &'static str,
}

impl Lifecycle {
    /// The meaning of Backstage's well-known lifecycles; others are kept as they are.
    pub(crate) fn new(name: &str) -> Self {
        let meaning = match name {
            "production" => "good",
            "experimental" => "notice",
            "deprecated" => "bad",
            _ => "unknown",
        };
        Self { name: name.to_owned(), meaning }
    }
}

impl Row {
    /// The row of an entity in a table on the page `from`, with system and tags.
    pub(crate) fn new(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Self {
        let entity = &board.catalog[index];
        Self {
            system: board::system(entity).map(|relation| board.other_end(from, relation)),
            tags: entity.tags().map(str::to_owned).collect(),
            ..Self::short(board, from, index)
        }
    }

    /// The row of an entity in a table on the page `from` that shows neither system nor tags.
    pub(crate) fn short(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Self {
        let entity = &board.catalog[index];
        let (errors, warnings) = problems(board, &entity.id);
        Self {
            entity: board.reference(from, index),
            kind: entity.kind.clone(),
            type_name: entity.spec_str("type").map(str::to_owned),
            owner: board.owner(from, entity),
            system: None,
            lifecycle: entity.spec_str("lifecycle").map(Lifecycle::new),
            tags: Vec::new(),
            errors,
            warnings,
        }
    }

    /// The row of an entity that nothing declares.
    pub(crate) fn dangling(id: &EntityId) -> Self {
        Self {
            entity: Reference::dangling(id),
            kind: id.kind().to_owned(),
            type_name: None,
            owner: None,
            system: None,
            lifecycle: None,
            tags: Vec::new(),
            errors: 0,
            warnings: 0,
        }
    }
}

/// Errors and warnings of an entity.
pub(crate) fn problems(board: &Board<'_>, id: &EntityId) -> (usize, usize) {
    board.problems_of(id).fold((0, 0), |(errors, warnings), diagnostic| match diagnostic.severity {
        Severity::Error => (errors + 1, warnings),
        Severity::Warning => (errors, warnings + 1),
        Severity::Info => (errors, warnings),
    })
}
