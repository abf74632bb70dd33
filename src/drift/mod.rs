//! What the catalog says against what repositories show. In: snapshots, the catalog, what was observed of its entities and
//! what they are built from. Out: contradictions, each with evidence on both sides, and a change of the catalog file where
//! that is safe. It must not know who shows or asks for them, nor the clock: ages count from the newest commit of all.
//!
//! A rule speaks only when both sides are certain: what is not known contradicts nothing.

mod amend;
mod desk;
mod interface;
mod manifest;
mod people;
mod rules;
mod subject;
mod survey;
mod text;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use amend::amend;
pub use rules::RULES;

use self::{
    desk::{Codes, Desk},
    subject::{Code, Subject},
    survey::Survey,
};
use crate::{
    diagnostic::{Drift, Finding, Severity},
    model::{Catalog, EntityIndex, Observed, Packages, RepoIndex, RepoPath, Snapshot},
};

/// What is compared.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    /// In the order of the catalog's repositories.
    pub snapshots: &'a [Snapshot],
    /// All entities.
    pub catalog: &'a Catalog,
    /// What repositories show of them.
    pub observed: &'a Observed,
    /// What they are built from.
    pub packages: &'a Packages,
}

/// All contradictions, with the configured severities; a rule with none is switched off.
pub fn drift(content: &Content<'_>, severities: &BTreeMap<String, Option<Severity>>) -> Drift {
    let catalog = content.catalog;
    let spots: Vec<Option<(RepoIndex, &RepoPath)>> =
        catalog.iter().map(|(entity, _)| place(content.observed, entity)).collect();
    let mut folders: BTreeMap<RepoIndex, Vec<&RepoPath>> = BTreeMap::new();
    let mut crowds: BTreeMap<(RepoIndex, &RepoPath), usize> = BTreeMap::new();
    for (spot, entity) in spots.iter().zip(catalog.entities()) {
        let Some((repo, folder)) = *spot else { continue };
        folders.entry(repo).or_default().push(folder);
        *crowds.entry((repo, folder)).or_default() += usize::from(entity.id.kind() == "component");
    }
    folders.values_mut().for_each(|folders| {
        folders.sort_unstable();
        folders.dedup();
    });
    let surveys: BTreeMap<RepoIndex, Survey> =
        folders.par_iter().map(|(repo, _)| (*repo, Survey::new(&content.snapshots[repo.0 as usize]))).collect();
    let code = |spot| {
        let (repo, folder): (RepoIndex, _) = spot?;
        let alone = crowds.get(&(repo, folder)).is_none_or(|crowd| *crowd < 2);
        let (snapshot, survey) = (&content.snapshots[repo.0 as usize], &surveys[&repo]);
        Some(Code { repo, snapshot, folder, survey, alone, folders: &folders[&repo] })
    };
    let codes: Codes<'_> = spots.into_iter().map(code).collect();
    let desk = Desk::new(content, &codes);
    let entities: Vec<EntityIndex> = catalog.iter().map(|(index, _)| index).collect();
    let found = entities.par_iter().flat_map_iter(|index| {
        let subject = Subject::new(content, &desk, *index, codes[index.0 as usize]);
        judged(rules::find(&subject), severities)
    });
    let findings = found.collect();
    let known = |entity: &EntityIndex| is_known(content.observed, *entity);
    Drift { findings, known: entities.iter().copied().filter(known).collect() }
}

/// Findings in the order of the rules, each with its configured severity.
fn judged(mut found: Vec<Finding>, severities: &BTreeMap<String, Option<Severity>>) -> Vec<Finding> {
    found.retain_mut(|finding| match severities.get(finding.rule.id) {
        None => true,
        Some(None) => false,
        Some(Some(severity)) => {
            finding.severity = *severity;
            true
        }
    });
    found.sort_by_key(|finding| RULES.iter().position(|rule| rule.id == finding.rule.id));
    found
}

/// Where the code of an entity lies.
fn place(observed: &Observed, entity: EntityIndex) -> Option<(RepoIndex, &RepoPath)> {
    observed.get(entity, "code").map(|fact| (fact.evidence.repo, &fact.evidence.path))
}

/// Whether the files of an entity and their history of a year are known.
fn is_known(observed: &Observed, entity: EntityIndex) -> bool {
    observed.get(entity, "code").is_some() && observed.get(entity, "commits").is_some()
}
