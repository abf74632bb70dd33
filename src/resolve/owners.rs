//! Entities that nobody owns, and entities that nothing is related to.

use super::{
    Scene, name_place,
    rules::{ORPHAN_ENTITY, UNOWNED_ENTITY},
};
use crate::{diagnostic::Diagnostic, model::Relation};

/// The kinds that can have an owner.
const OWNABLE: [&str; 7] = ["component", "api", "resource", "system", "domain", "template", "airesource"];

/// Reports entities without owner, and those without any relation.
pub(super) fn check(scene: &Scene<'_>, relations: &[Vec<Relation>]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for ((id, declaration), relations) in scene.declared.iter().zip(relations) {
        // What another tool's files were read as has no place for an owner.
        let no_place = declaration.is_adopted() || declaration.descriptor_tool() == Some("Score");
        if !declaration.known_kind || id.kind() == "location" || no_place {
            continue;
        }
        let owned = relations.iter().any(|relation| relation.relation_type.0 == "ownedBy");
        let at = || name_place(scene.repos, declaration);
        if !owned && OWNABLE.contains(&id.kind()) {
            let message = format!("the {} {} has no owner", declaration.reference.kind, declaration.reference.name);
            let hint = match declaration.descriptor_tool() {
                None => "add `owner:` to its spec, with a group or user",
                Some(_) => {
                    "name its owner in the descriptor, or write a catalog-info.yaml beside it, which then counts"
                }
            };
            diagnostics.push(Diagnostic::new(&UNOWNED_ENTITY, at(), message).hint(hint).entity(id));
        } else if relations.is_empty() {
            let message =
                format!("the {} {} is related to nothing", declaration.reference.kind, declaration.reference.name);
            diagnostics.push(Diagnostic::new(&ORPHAN_ENTITY, at(), message).entity(id));
        }
    }
    diagnostics
}
