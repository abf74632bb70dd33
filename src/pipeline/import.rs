//! Descriptors for repositories that have none.

use rayon::prelude::*;

use super::{Surroundings, know::know};
use crate::{
    config::Config,
    import::{self, Known, Proposal},
    model::RepoPath,
    observe,
};

/// Backstage's configuration as a `callboard.yaml`.
pub use crate::import::settings;

/// What the sources of a configuration lack.
pub struct Proposals {
    /// Descriptors for repositories without any, each with the folder on this disk that the repository was read from.
    pub proposals: Vec<(Proposal, Option<std::path::PathBuf>)>,
    /// How many repositories have entities already.
    pub described: usize,
}

/// Proposes descriptors for all repositories in which nothing is declared.
pub fn propose(config: &Config, surroundings: &Surroundings<'_>) -> Proposals {
    let known = know(config, surroundings);
    let mut described = vec![false; known.snapshots.len()];
    for entity in known.catalog.entities().iter().filter(|entity| entity.id.kind() != "location") {
        described[entity.origin.repo.0 as usize] = true;
    }
    let bare = known.snapshots.par_iter().zip(&described).filter(|(_, described)| !**described);
    let proposals = bare.map(|(snapshot, _)| {
        let glance = observe::glance(snapshot);
        let around = Known {
            languages: spoken(glance.languages),
            owners: glance.owners,
            said: &glance.said,
            catalog: Some(&known.catalog),
        };
        let whole = snapshot.repo.prefix == RepoPath::default();
        let folder = snapshot.folder().filter(|_| whole).map(std::path::Path::to_path_buf);
        (import::propose(snapshot, &around), folder)
    });
    Proposals { proposals: proposals.collect(), described: described.iter().filter(|described| **described).count() }
}

/// The languages that a fifth of the code or more is in.
fn spoken(languages: Vec<(String, u64)>) -> Vec<String> {
    let all: u64 = languages.iter().map(|(_, bytes)| bytes).sum();
    languages.into_iter().filter(|(_, bytes)| bytes * 5 >= all).map(|(language, _)| language).collect()
}
