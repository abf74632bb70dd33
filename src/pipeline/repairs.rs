//! Changes of catalog files that mend contradictions with the repositories.

use std::path::PathBuf;

use super::{Known, Surroundings, facts, know::know, publication::Halt};
use crate::{
    config::Config,
    diagnostic::{Drift, Patch},
    drift,
    model::{Catalog, RepoIndex, RepoPath, Snapshot},
    query::Ground,
};

/// Where the catalog contradicts the repositories, and what queries for entities are answered from.
pub struct Repairs {
    /// What is asked.
    pub ground: Ground,
    /// All entities.
    pub catalog: Catalog,
    /// What was found.
    pub drift: Drift,
    snapshots: Vec<Snapshot>,
}

impl Repairs {
    /// Where a repository lies on this disk, when it was read from a folder.
    pub fn folder(&self, repo: RepoIndex) -> Option<PathBuf> {
        self.snapshots[repo.0 as usize].folder().map(PathBuf::from)
    }

    /// The text of a catalog file as it was read, and with patches, as far as each still says exactly what it should; and
    /// how many of them that are.
    pub fn mended(&self, (repo, path): (RepoIndex, &RepoPath), patches: &[&Patch]) -> Option<(String, String, usize)> {
        let old = String::from_utf8(self.snapshots[repo.0 as usize].read(path).ok()?).ok()?;
        let (mut new, mut count) = (old.clone(), 0);
        for patch in patches {
            if let Some(next) = drift::amend(&new, &patch.entity, &patch.amendment) {
                (new, count) = (next, count + 1);
            }
        }
        Some((old, new, count))
    }
}

/// Reads and resolves everything, and compares it.
///
/// # Errors
/// See [`super::check`].
pub fn repairs(config: &Config, surroundings: &Surroundings<'_>) -> Result<Repairs, Halt> {
    let mut known: Known = know(config, surroundings).sound()?;
    (surroundings.stage)("drift");
    let ground = facts::ground(&known, &known.diagnostics);
    let drift = known.drift.take().unwrap_or_default();
    Ok(Repairs { ground, catalog: known.catalog, drift, snapshots: known.snapshots })
}
