//! Templates of other tools, taken into the catalog.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::{
    diagnostic::Diagnostic,
    foreign::{self, Foreign},
    model::{Declaration, EntityId, RepoIndex, RepoPath, Snapshot},
    pack::Adopted,
};

/// Adds the templates of other tools to what is declared. A name that is taken stays whose it is, and what lies beside a
/// template of Backstage's, or below it, belongs to that one.
pub(super) fn adopt(snapshots: &[Snapshot], declarations: &mut Vec<Declaration>) -> (Adopted, Vec<Diagnostic>) {
    let templates = declarations.iter().filter(|declared| declared.reference.kind.eq_ignore_ascii_case("template"));
    let mut taken: BTreeSet<EntityId> = templates.clone().map(|declared| EntityId::from(&declared.reference)).collect();
    let native: BTreeSet<(u32, RepoPath)> =
        templates.map(|declared| (declared.repo.0, declared.path.parent())).collect();
    let found: Vec<Vec<Foreign>> = snapshots.par_iter().map(foreign::templates).collect();
    let (mut adopted, mut diagnostics) = (Adopted::new(), Vec::new());
    for ((snapshot, found), repo) in snapshots.iter().zip(found).zip(0..) {
        for template in found.into_iter().filter(|template| !belongs(&native, repo, &template.path)) {
            let names = template.names(&snapshot.repo.name);
            let more = (2..1000).map(|number| format!("{}-{number}", names[0]));
            let free = names.iter().cloned().chain(more).find(|name| !taken.contains(&id(name)));
            let declared = free.and_then(|name| Some((template.declare(RepoIndex(repo), &name)?, id(&name))));
            if let Some((declaration, id)) = declared {
                declarations.push(declaration);
                diagnostics.extend(template.problems(&snapshot.repo.name).into_iter().map(|found| found.entity(&id)));
                taken.insert(id.clone());
                adopted.insert(id, template.bundle);
            }
        }
    }
    (adopted, diagnostics)
}

fn id(name: &str) -> EntityId {
    EntityId::new("template", "default", name)
}

/// Whether a file is in the folder of one of Backstage's templates. One at the top of a repository has that folder alone.
fn belongs(native: &BTreeSet<(u32, RepoPath)>, repo: u32, path: &RepoPath) -> bool {
    let mut folder = path.parent();
    if native.contains(&(repo, folder.clone())) {
        return true;
    }
    while !folder.as_str().is_empty() {
        if native.contains(&(repo, folder.clone())) {
            return true;
        }
        folder = folder.parent();
    }
    false
}
