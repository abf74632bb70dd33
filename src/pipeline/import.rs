//! Descriptors for repositories that have none.

use rayon::prelude::*;

use super::{Surroundings, know::know};
use crate::{
    config::Config,
    import::{self, Known, Proposal},
    model::{Catalog, RepoPath, Snapshot},
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
    let proposals = bare.flat_map_iter(|(snapshot, _)| {
        let whole = snapshot.repo.prefix == RepoPath::default();
        let folder = snapshot.folder().filter(|_| whole).map(std::path::Path::to_path_buf);
        of_repository(snapshot, &known.catalog).into_iter().map(move |proposal| (proposal, folder.clone()))
    });
    Proposals { proposals: proposals.collect(), described: described.iter().filter(|described| **described).count() }
}

/// One descriptor, or where a workspace names several packages one for each of them and one for the system they make up.
fn of_repository(snapshot: &Snapshot, catalog: &Catalog) -> Vec<Proposal> {
    let members = import::members(snapshot);
    let folders = std::iter::once(RepoPath::default()).chain(members.iter().map(|member| member.folder.clone()));
    let mut glances = observe::glances(snapshot, &folders.collect::<Vec<_>>()).into_iter();
    let mut known = |system, propose: &dyn Fn(&Known<'_>) -> Proposal| {
        let glance = glances.next().unwrap_or_default();
        let (languages, owners) = (spoken(glance.languages), glance.owners);
        propose(&Known { languages, owners, said: &glance.said, catalog: Some(catalog), system })
    };
    if members.is_empty() {
        return vec![known(None, &|known| import::propose(snapshot, known))];
    }
    let system = known(None, &|known| import::propose_system(snapshot, known, members.len()));
    let name = import::system_name(snapshot);
    let parts = members.iter().map(|member| {
        let alone = import::alone(snapshot, member);
        let proposal = known(Some(name.as_str()), &|known| import::propose(&alone, known));
        Proposal { repo: snapshot.repo.name.clone(), folder: member.folder.clone(), ..proposal }
    });
    std::iter::once(system).chain(parts.collect::<Vec<_>>()).collect()
}

/// The languages that a fifth of the code or more is in.
fn spoken(languages: Vec<(String, u64)>) -> Vec<String> {
    let all: u64 = languages.iter().map(|(_, bytes)| bytes).sum();
    languages.into_iter().filter(|(_, bytes)| bytes * 5 >= all).map(|(language, _)| language).collect()
}
