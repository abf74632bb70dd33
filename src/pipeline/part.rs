//! The part of what was collected that a query for entities lets through.

use std::collections::{BTreeMap, BTreeSet};

use super::{Known, facts};
use crate::{
    config::CONFIG,
    diagnostic::Diagnostic,
    model::{Declaration, Place, Placed, RepoIndex, RepoPath, Snapshot},
    publish::{self, Extents},
    query::{self, Today},
};

/// Where the documents stand that stay: repository, file, line.
pub(super) struct Part {
    stays: BTreeSet<(RepoIndex, RepoPath, u32)>,
}

impl Part {
    /// Asks all that was collected. Ages are counted from the newest commit, as in reports.
    ///
    /// # Errors
    /// When the query is wrong.
    pub(super) fn new(whole: &Known, (text, place): &Placed) -> Result<Self, Box<Diagnostic>> {
        let ground = facts::ground(whole, &whole.diagnostics);
        let days = whole.catalog.repos().iter().filter_map(|repo| repo.commit.as_ref()?.time.get(..10));
        let today = Today::parse(days.max().unwrap_or("1970-01-01")).or_else(|| Today::parse("1970-01-01"));
        let query = query::parse(text, ground.vocabulary()).map_err(|error| {
            let message = format!("the query of an audience is wrong: {}", error.message);
            let diagnostic = Diagnostic::new(&CONFIG, place.clone(), message);
            Box::new(error.hint.into_iter().fold(diagnostic, Diagnostic::hint))
        })?;
        let found = today.map(|today| query::answer(&ground, &query, today)).unwrap_or_default();
        let entities = whole.catalog.entities();
        let stays = found.into_iter().filter_map(|number| entities.get(number as usize)).map(|entity| {
            let origin = &entity.origin;
            (origin.repo, origin.path.clone(), origin.line)
        });
        Ok(Self { stays: stays.collect() })
    }

    /// Whether a declaration stays.
    pub(super) fn has(&self, declaration: &Declaration) -> bool {
        self.stays.contains(&(declaration.repo, declaration.path.clone(), declaration.line))
    }

    /// What stays of snapshots, declarations and problems.
    pub(super) fn take(
        &self,
        snapshots: &[Snapshot],
        declarations: Vec<Declaration>,
        diagnostics: Vec<Diagnostic>,
    ) -> (Vec<Snapshot>, Vec<Declaration>, Vec<Diagnostic>) {
        let mut extents: Vec<Extents> = vec![Extents::default(); snapshots.len()];
        for declaration in &declarations {
            let file = extents[declaration.repo.0 as usize].0.entry(declaration.path.clone()).or_default();
            if self.has(declaration) {
                let lines = u32::try_from(declaration.source.lines().count()).unwrap_or(u32::MAX);
                file.push(declaration.line..declaration.line.saturating_add(lines.max(1)));
            }
        }
        let declarations = declarations.into_iter().filter(|declaration| self.has(declaration)).collect();
        let masked =
            snapshots.iter().zip(&extents).map(|(snapshot, extents)| publish::mask(snapshot, extents)).collect();
        let numbers: BTreeMap<&str, usize> =
            snapshots.iter().enumerate().map(|(number, snapshot)| (snapshot.repo.name.as_str(), number)).collect();
        let shown = |place: &Place| match numbers.get(place.repo.as_str()) {
            Some(number) => extents[*number].shows(&place.path, place.line),
            None => true,
        };
        let mut kept: Vec<Diagnostic> = diagnostics.into_iter().filter(|diagnostic| shown(&diagnostic.place)).collect();
        kept.iter_mut().for_each(|diagnostic| diagnostic.related.retain(|(place, _)| shown(place)));
        (masked, declarations, kept)
    }
}
