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
        let home = self.home(entity);
        let folder = entity.origin.path.parent();
        let mut parts = self.parts(entity);
        // An address that only answers complete may lead to anything beside the template.
        if fetches::fetches(entity).iter().any(|fetch| fetch.open) {
            let beside = Part { snapshot: home, root: folder.clone() };
            parts.retain(|part| !is_in(&beside, part));
            parts.push(beside);
        }
        let mut files = BTreeMap::new();
        let mut homes = BTreeMap::new();
        let mut total = 0;
        for part in &parts {
            let own = part.snapshot.repo.name == home.repo.name;
            let prefix = if own { String::new() } else { format!("remote/{}", part.snapshot.repo.name) };
            let below = if own { String::new() } else { format!("{prefix}/") };
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
            if let Some(address) = address(part.snapshot) {
                homes.insert(address, prefix);
            }
        }
        Some(Bundle::new(files, folder.as_str().to_owned(), homes.into_iter().collect()))
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
