//! Declarations to the catalog. In: every declaration of the organisation. Out: entities with identities and
//! relations in both directions, and what does not hold together. It must not know files or YAML.

mod cycles;
mod duplicates;
mod owners;
mod references;
mod relations;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use rayon::prelude::*;
use serde_json::{Map, Value};

pub use rules::ALL as RULES;

use crate::{
    diagnostic::Diagnostic,
    model::{self, Catalog, Declaration, Entity, EntityId, EntityIndex, Node, Origin, Place, Relation, Repo},
};

/// Resolves all declarations at once. Of several for one entity, the first one counts.
pub fn resolve(repos: Vec<Repo>, declarations: Vec<Declaration>) -> (Catalog, Vec<Diagnostic>) {
    let (declared, mut diagnostics) = duplicates::distinct(&repos, declarations);
    let index: HashMap<EntityId, EntityIndex> =
        declared.iter().zip(0..).map(|((id, _), number)| (id.clone(), EntityIndex(number))).collect();
    let scene = Scene { repos: &repos, declared: &declared, index: &index };
    let relations = relations::relations(&scene);
    diagnostics.extend(references::check(&scene));
    diagnostics.extend(cycles::check(&scene, &relations));
    diagnostics.extend(owners::check(&scene, &relations));
    let entities = declared
        .into_par_iter()
        .zip(relations)
        .map(|((id, declaration), relations)| entity(id, declaration, relations))
        .collect();
    (Catalog::new(repos, entities), diagnostics)
}

/// All that is known before entities are put together.
struct Scene<'a> {
    repos: &'a [Repo],
    /// Sorted by identity; places are entity indices.
    declared: &'a [(EntityId, Declaration)],
    index: &'a HashMap<EntityId, EntityIndex>,
}

impl Scene<'_> {
    fn find(&self, id: &EntityId) -> Option<EntityIndex> {
        self.index.get(id).copied()
    }
}

/// A place in the file of a declaration.
fn place(repos: &[Repo], declaration: &Declaration, (line, column): (u32, u32)) -> Place {
    let repo = repos[declaration.repo.0 as usize].name.clone();
    Place { repo, path: declaration.path.clone(), line, column, excerpt: None }
}

/// Where a declaration says its name.
fn name_place(repos: &[Repo], declaration: &Declaration) -> Place {
    let name = declaration.document.at(&["metadata", "name"]);
    place(repos, declaration, name.map_or((declaration.line, 1), |node| (node.line, node.column)))
}

fn entity(id: EntityId, declaration: Declaration, relations: Vec<Relation>) -> Entity {
    let api_version = declaration.document.get("apiVersion").and_then(Node::as_str).unwrap_or_default().to_owned();
    let (mut metadata, mut spec) = (Map::new(), Map::new());
    // What was read is taken apart, not copied: there may be a million references in it.
    if let model::Value::Mapping(entries) = declaration.document.value {
        for (key, value) in entries {
            let place = match key.as_str() {
                Some("metadata") => &mut metadata,
                Some("spec") => &mut spec,
                _ => continue,
            };
            if let Value::Object(object) = value.into_json() {
                *place = object;
            }
        }
    }
    let reference = declaration.reference;
    Entity {
        id,
        api_version,
        kind: reference.kind,
        name: reference.name,
        namespace: reference.namespace,
        metadata,
        spec,
        relations,
        origin: Origin { repo: declaration.repo, path: declaration.path, line: declaration.line },
        source: declaration.source,
        known_kind: declaration.known_kind,
    }
}
