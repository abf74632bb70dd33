//! What is known of entities besides the catalog, for queries.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use rayon::prelude::*;

use super::Known;
use crate::{
    diagnostic::{Diagnostic, Severity},
    graph,
    model::{Catalog, EntityIndex, Observed, Packages, RepoIndex, RepoPath},
    query::{Facts, Ground},
};

/// Everything that can be asked of what a run knows.
pub(super) fn ground(known: &Known, diagnostics: &[Diagnostic]) -> Ground {
    let entities = known.catalog.entities();
    let mut facts = vec![Facts::default(); entities.len()];
    for book in &known.library.books {
        for reader in &book.readers {
            let pages = u32::try_from(book.pages.len()).unwrap_or(u32::MAX);
            facts[reader.0 as usize].docs = facts[reader.0 as usize].docs.saturating_add(pages);
        }
    }
    let mut paths: BTreeMap<RepoIndex, BTreeSet<RepoPath>> = BTreeMap::new();
    for entity in entities {
        paths.entry(entity.origin.repo).or_default().insert(entity.origin.path.clone());
    }
    let changes: BTreeMap<RepoIndex, _> = paths
        .into_par_iter()
        .map(|(repo, paths)| (repo, known.snapshots[repo.0 as usize].last_changes(&paths)))
        .collect();
    for (facts, entity) in facts.iter_mut().zip(entities) {
        let change = changes.get(&entity.origin.repo).and_then(|changes| changes.get(&entity.origin.path));
        facts.updated = change.and_then(|change| change.time.get(..10)).map(str::to_owned);
    }
    for fact in known.observed().all() {
        facts[fact.entity.0 as usize].observed.push((fact.key, fact.value.clone()));
    }
    take_packages(&known.packages().0, &mut facts);
    for finding in &known.drift().findings {
        facts[finding.entity.0 as usize].drift.push(finding.rule.id);
    }
    count(known, diagnostics, &mut facts);
    weigh(known, &mut facts);
    let ground = Ground::new(&known.catalog, &facts);
    match known.scores.get() {
        Some(scores) => ground.with_scores(scores),
        None => ground,
    }
}

/// What entities are built from, and what is wrong with it.
fn take_packages(packages: &Packages, facts: &mut [Facts]) {
    let labels: Vec<Arc<str>> = packages.releases.iter().map(|release| Arc::from(release.label())).collect();
    let labelled = |releases: Vec<u32>| releases.into_iter().map(|release| labels[release as usize].clone()).collect();
    for (number, facts) in (0..).zip(facts) {
        let entity = EntityIndex(number);
        let releases = packages.releases_of(entity, false);
        let names = releases.iter().flat_map(|release| packages.wrong_with(*release));
        let names: BTreeSet<&str> =
            names.flat_map(|one| std::iter::once(&one.id).chain(&one.aliases)).map(String::as_str).collect();
        facts.vulnerabilities = names.into_iter().map(Arc::from).collect();
        facts.direct_packages = labelled(packages.releases_of(entity, true));
        facts.packages = labelled(releases);
        let sure = packages.sure.get(number as usize).copied().unwrap_or_default();
        let told =
            [("package", sure.packages), ("direct-package", sure.direct), ("vulnerability", sure.vulnerabilities)];
        facts.unknown = told.into_iter().filter(|(_, sure)| !sure).map(|(name, _)| name).collect();
    }
}

/// What is known of entities, and what queries for them are answered from.
pub struct Inventory {
    /// What is asked.
    pub ground: Ground,
    /// All entities.
    pub catalog: Catalog,
    /// What repositories show of them.
    pub observed: Observed,
}

impl Inventory {
    pub(super) fn new(mut known: Known) -> Self {
        let ground = ground(&known, &known.diagnostics);
        let observed = known.observed.take().unwrap_or_default();
        Self { ground, catalog: known.catalog, observed }
    }
}

/// Who is needed by many, and who holds others together.
fn weigh(known: &Known, facts: &mut [Facts]) {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (hubs, articulations) = graph::weigh(&known.catalog);
    for hub in hubs {
        facts[hub.entity.0 as usize].hub = number(hub.all);
    }
    for articulation in articulations {
        facts[articulation.entity.0 as usize].cuts_off = number(articulation.cut_off);
    }
}

/// The first line of a document, the line after its last, and the entity that it declares.
type Extent = (u32, u32, usize);

/// Counts problems for the documents in which they are; those of a whole file for each of its documents.
fn count(known: &Known, diagnostics: &[Diagnostic], facts: &mut [Facts]) {
    let mut documents: HashMap<(&str, &RepoPath), Vec<Extent>> = HashMap::new();
    for (number, entity) in known.catalog.entities().iter().enumerate() {
        let lines = u32::try_from(entity.source.lines().count()).unwrap_or(u32::MAX);
        let (file, first) =
            ((known.catalog[entity.origin.repo].name.as_str(), &entity.origin.path), entity.origin.line);
        documents.entry(file).or_default().push((first, first.saturating_add(lines), number));
    }
    for diagnostic in diagnostics {
        let place = &diagnostic.place;
        let in_file = documents.get(&(place.repo.as_str(), &place.path)).into_iter().flatten();
        let inside = |(first, end, _): &&Extent| place.line == 0 || (*first..*end).contains(&place.line);
        for (_, _, number) in in_file.filter(inside) {
            let facts = &mut facts[*number];
            facts.problems += 1;
            if !facts.rules.iter().any(|rule| rule == diagnostic.rule.id) {
                facts.rules.push(diagnostic.rule.id.to_owned());
            }
            match diagnostic.severity {
                Severity::Error => facts.errors += 1,
                Severity::Warning => facts.warnings += 1,
                Severity::Info => {}
            }
        }
    }
}
