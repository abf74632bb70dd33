//! What repositories themselves show. In: snapshots and the catalog. Out: facts of the entities whose code lies in them,
//! each with where it shows. It must not know who shows or judges them, nor the clock: ages count from
//! the newest commit of all that were read.

mod activity;
mod files;
mod languages;
mod licence;
mod owners;
mod pattern;
mod place;
mod releases;
mod signs;

use rayon::prelude::*;

use crate::model::{
    Catalog, EntityIndex, Evidence, Fact, FactValue, Observed, RepoIndex, RepoPath, Snapshot, fact_key,
};

/// What is known of a folder: a key, what, and where it shows.
type Finding = (&'static str, FactValue, Evidence);

/// All facts of all entities; the snapshots stand in the order of the catalog's repositories.
pub fn observe(snapshots: &[Snapshot], catalog: &Catalog) -> Observed {
    let places = place::places(catalog);
    let days = catalog.repos().iter().filter_map(|repo| repo.commit.as_ref()?.time.parse::<jiff::Timestamp>().ok());
    let now = days.max().unwrap_or_default().as_second();
    let mut repos: Vec<RepoIndex> = places.keys().map(|(repo, _)| *repo).collect();
    repos.dedup();
    let found = repos.into_par_iter().flat_map_iter(|repo| {
        let snapshot = &snapshots[repo.0 as usize];
        let within: Vec<_> =
            places.range((repo, RepoPath::default())..).take_while(|((own, _), _)| *own == repo).collect();
        let folders: Vec<&RepoPath> = within.iter().map(|((_, folder), _)| folder).collect();
        let histories = activity::find(repo, snapshot, (&folders, now));
        let findings = files::find(repo, snapshot, &folders).into_iter().zip(histories);
        let findings = findings.map(|(files, history)| [files, history].concat());
        let releases = releases::Releases::read(snapshot, now);
        let of_releases = |spot, entity: &EntityIndex| {
            let found = releases.as_ref().map(|releases| releases.findings((catalog, *entity), spot));
            facts(&[*entity], &found.unwrap_or_default())
        };
        let of_spot = |((spot, entities), findings): ((_, &Vec<EntityIndex>), Vec<Finding>)| {
            let released = entities.iter().flat_map(|entity| of_releases(spot, entity));
            released.chain(facts(entities, &findings)).collect::<Vec<_>>()
        };
        within.into_iter().zip(findings).flat_map(of_spot).collect::<Vec<_>>()
    });
    Observed::new(found.collect())
}

/// What a repository shows of itself as a whole, whether or not an entity lies in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    /// Languages with their bytes, the most first.
    pub languages: Vec<(String, u64)>,
    /// Who is responsible for whatever no rule of CODEOWNERS names, else for the most files.
    pub owners: Vec<String>,
    /// Where that is said, as `path:line`.
    pub said: String,
}

/// Looks at folders of a repository; the first folder of all is the repository as a whole.
pub fn glances(snapshot: &Snapshot, folders: &[RepoPath]) -> Vec<Glance> {
    let counted = languages::count(snapshot);
    let rules = owners::Owners::read(snapshot);
    let glance = |folder: &RepoPath| {
        let languages = languages::shares(&counted, folder);
        let Some(rules) = &rules else { return Glance { languages, ..Glance::default() } };
        // No file is called so, and a rule that fits nevertheless is one for everything that lies here.
        let anything = folder.join("-").map(|path| path.to_string()).unwrap_or_default();
        let (everything, line) = rules.of(&anything);
        let (owners, line) = if everything.is_empty() {
            let most = rules.responsible(languages::paths(&counted, folder).map(RepoPath::as_str));
            (most.owners, most.line)
        } else {
            (everything.into_iter().map(str::to_owned).collect(), line)
        };
        Glance { languages, owners, said: format!("{}:{line}", rules.path) }
    };
    folders.iter().map(glance).collect()
}

/// The same findings for each entity that lies in a folder.
fn facts(entities: &[EntityIndex], findings: &[Finding]) -> Vec<Fact> {
    let fact = |entity, (key, value, evidence): &Finding| {
        let key = fact_key(key).expect("findings have keys of the table");
        Fact { entity, key, value: value.clone(), evidence: evidence.clone() }
    };
    entities.iter().flat_map(|entity| findings.iter().map(move |finding| fact(*entity, finding))).collect()
}
