//! A definition in short, for lists and programs.

use super::{Layout, Pen, overview::file};
use crate::{
    model::{ApiDigest, Definition, Group, Operation, OperationDigest},
    render::board::Board,
};

/// A definition in short.
pub(crate) fn digest(board: &Board<'_>, definition: &Definition, layout: &Layout) -> ApiDigest {
    let api = &definition.api;
    let of_group = |group: &Group| -> Vec<OperationDigest> {
        group.operations.iter().map(|operation| of_operation(group, operation, layout)).collect()
    };
    let comparison = definition.changes.as_ref();
    ApiDigest {
        entity: definition.entity,
        repo: definition.repo,
        source: definition.source.clone(),
        page: definition.page.clone(),
        file: file(definition),
        dialect: api.dialect.clone(),
        title: Pen::new(board, definition, layout, 0).title(),
        version: api.info.version.clone(),
        operations: api.groups.iter().flat_map(of_group).collect(),
        types: api.types.len(),
        before: comparison.map(|changes| (changes.commit.clone(), changes.day.clone())).unwrap_or_default(),
        changes: comparison.map(|comparison| comparison.changes.clone()).unwrap_or_default(),
    }
}

fn of_operation(group: &Group, operation: &Operation, layout: &Layout) -> OperationDigest {
    let page = layout.page_of(&operation.anchor).unwrap_or_default();
    OperationDigest {
        verb: operation.verb.clone(),
        target: operation.target.clone(),
        id: operation.id.clone(),
        summary: operation.summary.clone(),
        deprecated: operation.deprecated.clone(),
        group: group.name.clone(),
        page: layout.path(page).clone(),
        anchor: operation.anchor.clone(),
    }
}
