//! What happened to entities, from the histories of catalog files.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Known;
use crate::{
    config::Config,
    model::{Annals, Memory, RepoIndex, RepoPath, Timeline},
    parse,
    timeline::timeline,
};

impl Known {
    /// What happened to all entities, looked at when it is first asked for. Of a part of them nothing is told: earlier
    /// versions may name what is not to be seen.
    pub(super) fn timeline(&self, config: &Config, memory: &dyn Memory) -> &Timeline {
        let is_part = config.selection.as_ref().is_some_and(|selection| selection.entities.is_some());
        self.timeline.get_or_init(|| if is_part { Timeline::default() } else { told(config, self, memory) })
    }
}

fn told(config: &Config, known: &Known, memory: &dyn Memory) -> Timeline {
    let mut origins: BTreeMap<RepoIndex, BTreeSet<&RepoPath>> = BTreeMap::new();
    for entity in known.catalog.entities() {
        origins.entry(entity.origin.repo).or_default().insert(&entity.origin.path);
    }
    let is_catalog_file = parse::catalog_files(&config.catalog_files);
    let annals = |(place, snapshot): (usize, &crate::model::Snapshot)| {
        let repo = RepoIndex(u32::try_from(place).expect("repositories are counted in 32 bits"));
        let own = origins.get(&repo);
        let wanted = |path: &RepoPath| own.is_some_and(|own| own.contains(path)) || is_catalog_file(path);
        Some((repo, snapshot.annals(&wanted)?))
    };
    let annals: Vec<(RepoIndex, Annals)> = known.snapshots.par_iter().enumerate().filter_map(annals).collect();
    timeline(&annals, &|bytes| parse::stated(bytes, memory))
}
