//! The files that a template runs with: what its steps fetch, and everything beside its document when only answers
//! tell what that is.

use std::collections::BTreeMap;

use super::{
    contents::{MOST_BYTES, MOST_FILES, Part, Source},
    fetches,
};
use crate::{
    model::{Entity, FileKind, Snapshot},
    scaffold::{Bundle, File},
};

impl Source<'_> {
    /// The files by their paths in the template's repository; those of others below `remote/<repository>`. None when
    /// they exceed the budget of an archive.
    pub fn bundle(&self, entity: &Entity) -> Option<Bundle> {
        if let Some(bundle) = self.adopted(entity) {
            return bundle.clone();
        }
        let home = self.home(entity);
        let folder = entity.origin.path.parent();
        let parts = self.parts_to_run(entity);
        let mut files = BTreeMap::new();
        let mut total = 0;
        for part in &parts {
            let own = part.snapshot.repo.name == home.repo.name;
            let below = if own { String::new() } else { format!("remote/{}/", part.snapshot.repo.name) };
            for (path, entry) in part.snapshot.files_within(&part.root) {
                total += entry.size;
                if total > MOST_BYTES || files.len() >= MOST_FILES {
                    return None;
                }
                // A file that cannot be read has been reported by then.
                if let Ok(bytes) = part.snapshot.read(path) {
                    let executable = entry.kind == FileKind::File { executable: true };
                    files.insert(format!("{below}{path}"), File { bytes, executable });
                }
            }
        }
        Some(Bundle::new(files, folder.as_str().to_owned(), self.homes(entity)))
    }
}

impl<'a> Source<'a> {
    /// What a template runs with: what its steps fetch, and everything beside it when only answers tell.
    pub(super) fn parts_to_run(&self, entity: &Entity) -> Vec<Part<'a>> {
        let mut parts = self.parts(entity);
        // An address that only answers complete may lead to anything beside the template.
        if fetches::fetches(entity).iter().any(|fetch| fetch.open) {
            let beside = Part { snapshot: self.home(entity), root: entity.origin.path.parent() };
            parts.retain(|part| !is_in(&beside, part));
            parts.push(beside);
        }
        parts
    }

    /// Addresses of the repositories that a template runs with, and the folders in which their files lie then.
    pub(super) fn homes(&self, entity: &Entity) -> Vec<(String, String)> {
        let home = &self.home(entity).repo.name;
        let place = |part: &Part<'_>| {
            let name = &part.snapshot.repo.name;
            let folder = if name == home { String::new() } else { format!("remote/{name}") };
            Some((address(part.snapshot)?, folder))
        };
        self.parts_to_run(entity).iter().filter_map(place).collect::<BTreeMap<_, _>>().into_iter().collect()
    }
}

/// Whether a part lies in another.
fn is_in(whole: &Part<'_>, part: &Part<'_>) -> bool {
    whole.snapshot.repo.name == part.snapshot.repo.name && part.root.is_within(&whole.root)
}

/// Where a whole repository is on the web; of a folder of one, paths in addresses would begin elsewhere.
fn address(snapshot: &Snapshot) -> Option<String> {
    let whole = snapshot.repo.prefix.as_str().is_empty();
    Some(snapshot.repo.url.as_ref().filter(|_| whole)?.as_str().trim_end_matches('/').to_owned())
}
