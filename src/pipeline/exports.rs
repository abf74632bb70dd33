//! What programs and other sites are given beside the pages.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{Known, Put};
use crate::{
    config::Config,
    context, definition,
    diagnostic::Diagnostic,
    docs::{self, Shelf},
    feed,
    model::{ApiDigest, Catalog, Commit, LastChange, RepoIndex, RepoPath, SafeUrl, Snapshot},
    render,
};

/// Writes feeds and context packs, and makes the site know these.
pub(super) fn publish(
    config: &Config,
    known: &Known,
    (site, diagnostics): (&mut render::Site<'_>, &[Diagnostic]),
    put: &Put<'_>,
) -> Result<(), String> {
    reference(site, put)?;
    let digests = site.digests();
    if let Some(url) = config.url.as_ref().filter(|_| config.exports.feeds) {
        feeds(known, (&config.title, url), (&digests, diagnostics), put)?;
    }
    if let Some(tokens) = config.exports.context_tokens {
        let shelf = Shelf::new(&known.snapshots, &known.catalog, &known.library);
        let content = context::Content {
            catalog: &known.catalog,
            library: &known.library,
            digests: &digests,
            text: &|book, page| docs::text(&shelf, book, page),
        };
        let packs = context::packs(&content, &context::Options { title: config.title.clone(), tokens }, put)?;
        site.take_packs(packs);
    }
    Ok(())
}

/// Writes the reference of the portal's own JSON: its description, read as that of any other API.
fn reference(site: &render::Site<'_>, put: &Put<'_>) -> Result<(), String> {
    let description = String::from_utf8(site.description().bytes).expect("JSON is UTF-8");
    // JSON on one line never looks like the beginning of another file.
    let snapshots = [Snapshot::from_text("api/v1", &format!("-- openapi.json --\n{description}"))];
    let catalog = Catalog::new(vec![snapshots[0].repo.clone()], Vec::new());
    let jobs = definition::find(&snapshots, &catalog);
    let read = jobs.iter().find_map(|job| definition::read(&snapshots, &catalog, job));
    read.map_or(Ok(()), |(definition, _)| site.reference(definition, put))
}

/// What is told of: definitions in short, and problems.
type News<'a> = (&'a [&'a ApiDigest], &'a [Diagnostic]);

/// Writes feeds and calendars.
fn feeds(
    known: &Known,
    (title, url): (&str, &SafeUrl),
    (digests, diagnostics): News<'_>,
    put: &Put<'_>,
) -> Result<(), String> {
    let mut paths: BTreeMap<RepoIndex, BTreeSet<RepoPath>> = BTreeMap::new();
    let origins = known.catalog.entities().iter().map(|entity| (entity.origin.repo, entity.origin.path.clone()));
    let origins: BTreeSet<(RepoIndex, RepoPath)> = origins.collect();
    let defined = digests.iter().map(|digest| (digest.repo, digest.source.clone()));
    let mut brought: BTreeMap<RepoIndex, BTreeSet<RepoPath>> = BTreeMap::new();
    for (repo, path) in &origins {
        brought.entry(*repo).or_default().insert(path.clone());
    }
    for (repo, path) in origins.into_iter().chain(defined) {
        paths.entry(repo).or_default().insert(path);
    }
    let snapshot = |repo: RepoIndex| &known.snapshots[repo.0 as usize];
    let changes: BTreeMap<RepoIndex, BTreeMap<RepoPath, LastChange>> =
        paths.into_par_iter().map(|(repo, paths)| (repo, snapshot(repo).last_changes(&paths))).collect();
    let firsts: BTreeMap<RepoIndex, BTreeMap<RepoPath, Commit>> =
        brought.into_par_iter().map(|(repo, paths)| (repo, snapshot(repo).firsts(&paths))).collect();
    let content = feed::Content {
        catalog: &known.catalog,
        library: &known.library,
        digests,
        diagnostics,
        changes: &changes,
        firsts: &firsts,
    };
    feed::publish(&content, &feed::Options { title: title.to_owned(), url: url.clone() }, put)
}
