//! A first look at a folder, before there is a configuration.

use super::{Surroundings, know::know};
use crate::{
    config::Config,
    model::{Repo, RepoPath},
};

/// What is in the folders that a configuration names.
pub struct Survey {
    /// The repositories.
    pub repos: Vec<Repo>,
    /// Entities in them.
    pub entities: usize,
    /// Pages of documents in them.
    pub pages: usize,
    /// The texts of the files that were asked for, as far as they are there.
    pub texts: Vec<(RepoPath, String)>,
}

/// Looks at what is there, and reads files with these names at the root of each repository.
pub fn survey(config: &Config, surroundings: &Surroundings<'_>, names: &[&str]) -> Survey {
    let known = know(config, surroundings);
    let text = |name: &&str| {
        let path = RepoPath::new(name).ok()?;
        let bytes = known.snapshots.iter().find_map(|snapshot| snapshot.read(&path).ok())?;
        Some((path, String::from_utf8(bytes.to_vec()).ok()?))
    };
    Survey {
        repos: known.catalog.repos().to_vec(),
        entities: known.catalog.entities().len(),
        pages: known.library.page_numbers().len(),
        texts: names.iter().filter_map(text).collect(),
    }
}
