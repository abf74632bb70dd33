//! One declaration for each entity.

use std::collections::BTreeMap;

use super::{name_place, rules::DUPLICATE_ENTITY};
use crate::{
    diagnostic::Diagnostic,
    model::{Declaration, EntityId, Repo},
};

/// The declarations that count, sorted by identity; the others are reported.
pub(super) fn distinct(
    repos: &[Repo],
    declarations: Vec<Declaration>,
) -> (Vec<(EntityId, Declaration)>, Vec<Diagnostic>) {
    let mut distinct: BTreeMap<EntityId, Declaration> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for declaration in declarations {
        let id = EntityId::from(&declaration.reference);
        let Some(first) = distinct.get(&id) else {
            distinct.insert(id, declaration);
            continue;
        };
        let message = format!("{id} is already declared in {}", whereabouts(repos, first, &declaration));
        diagnostics.push(
            Diagnostic::new(&DUPLICATE_ENTITY, name_place(repos, &declaration), message)
                .hint("rename one of them, or give it another namespace")
                .related(name_place(repos, first), "first declared here")
                .entity(&id),
        );
    }
    (distinct.into_iter().collect(), diagnostics)
}

/// The first declaration's place, as short as the second one's allows.
fn whereabouts(repos: &[Repo], first: &Declaration, second: &Declaration) -> String {
    let place = name_place(repos, first);
    if first.repo != second.repo {
        return format!("{}: {}:{}", place.repo, place.path, place.line);
    }
    if first.path == second.path {
        return format!("line {}", place.line);
    }
    format!("{}:{}", place.path, place.line)
}
