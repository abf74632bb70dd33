//! Two states of an organisation, one repository of which is read at two commits.

mod evidence;
mod lines;
mod links;
mod portals;
mod reach;
mod state;

use std::{collections::BTreeMap, path::PathBuf};

pub use portals::{Built, compare_portals};

use rayon::prelude::*;

use super::{
    Known, Surroundings,
    know::{self, Declared, Written},
    policies, scores,
};
use crate::{
    collect::{self, Pair},
    config::Config,
    definition,
    diagnostic::{Diagnostic, judge},
    docs::{self, Shelf},
    model::{Definition, Forgetful, Output, SitePath, Snapshot},
    pack,
    review::{self, Review, Side},
};

/// What a comparison gives.
pub struct Compared {
    /// What the change does.
    pub review: Review,
    /// What is to be told where it stands: new problems, and APIs that break their callers; the most important first.
    pub findings: Vec<Diagnostic>,
    /// Where the repositories that were read twice lie on this disk, by name.
    pub folders: BTreeMap<String, PathBuf>,
    /// Where their files are shown on the web: what comes before a path, by name.
    pub sources: BTreeMap<String, String>,
}

/// One side, looked at as far as the change reaches.
struct Seen {
    known: Known,
    definitions: Vec<Definition>,
}

/// Compares the organisation with one repository at two commits.
///
/// # Errors
/// When there is no such repository or revision.
pub fn compare(config: &Config, surroundings: &Surroundings<'_>, pair: &Pair<'_>) -> Result<Compared, String> {
    (surroundings.stage)("collect");
    let options = know::collecting(config, surroundings);
    let selection = config.selection.as_ref();
    let mut versions = collect::versions(&config.sources, selection, &options, surroundings.progress, pair)?;
    (surroundings.stage)("parse");
    let (found_before, found_after) = std::mem::take(&mut versions.diagnostics);
    let before = (std::mem::take(&mut versions.before), found_before);
    let after = (std::mem::take(&mut versions.after), found_after);
    let (old, new) = Written::both(config, before, after, &versions.changed);
    let (before, after) = rayon::join(|| know::seen(config, old), || know::seen(config, new));
    let wrong = |wrong: Box<Diagnostic>| wrong.message;
    let (old, new);
    (versions.before, old) = before.map_err(wrong)?;
    (versions.after, new) = after.map_err(wrong)?;
    (surroundings.stage)("docs");
    let both = ((&versions.before[..], &old.catalog), (&versions.after[..], &new.catalog));
    let reached = reach::reach(&versions.changed, both);
    let before = see(config, reach::masked(&versions.before, &reached), old);
    let after = see(config, reach::masked(&versions.after, &reached), new);
    (surroundings.stage)("compare");
    let (base, head) = (state::state(&before, &versions.changed), state::state(&after, &versions.changed));
    let evidence = evidence::evidence((&before, &after), (&base, &head));
    let name = |label: Option<&str>, commit: Option<&crate::model::Commit>| Side {
        name: label.unwrap_or("work tree").to_owned(),
        commit: commit.map(|commit| commit.id.clone()),
    };
    let sides = (
        name(Some(pair.base), Some(&versions.commits.0)),
        name(pair.head.or(versions.commits.1.as_ref().map(|_| "HEAD")), versions.commits.1.as_ref()),
    );
    let mut review = review::review((sides.0, &base), (sides.1, &head), evidence);
    let mut broken = links::broken(&versions.before, &after.known.snapshots, &versions.changed);
    broken.extend(policies::changes(config, &review, (&before.known, &after.known)));
    judge(&config.rules, &after.known.snapshots, &mut broken);
    review.add(broken.iter().map(state::problem).collect());
    review.mark(scores::changes(config, (&before.known, &after.known)));
    let changed = |index: &usize| &versions.after[*index];
    let folder = |snapshot: &Snapshot| (snapshot.repo.name.clone(), versions.root.join(snapshot.repo.prefix.as_str()));
    let source = |snapshot: &Snapshot| {
        let marked = snapshot.repo.view_url(&crate::model::RepoPath::new("CALLBOARD").ok()?, None)?;
        Some((snapshot.repo.name.clone(), marked.as_str().strip_suffix("CALLBOARD")?.to_owned()))
    };
    Ok(Compared {
        findings: lines::findings(config, &review, (&before, &after), &versions.changed, broken),
        folders: versions.changed.iter().map(changed).map(folder).collect(),
        sources: versions.changed.iter().map(changed).filter_map(source).collect(),
        review,
    })
}

/// Everything that can be known of one side without a site; what the change cannot reach is not looked at.
fn see(config: &Config, snapshots: Vec<Snapshot>, declared: Declared) -> Seen {
    let mut known = know::shelved((snapshots, declared), &Forgetful);
    known.rules.clone_from(&config.rules);
    let shelf = Shelf::new(&known.snapshots, &known.catalog, &known.library);
    let pages = known.library.page_numbers();
    let typeset: Vec<Diagnostic> =
        pages.par_iter().flat_map_iter(|(book, page)| docs::typeset(&shelf, *book, *page).1).collect();
    let (_, _, packed) = pack::pack(&known.catalog, &known.snapshots, &known.adopted);
    let jobs = definition::find(&known.snapshots, &known.catalog);
    let is_reached = |job: &&definition::Job| known.snapshots[job.repo().0 as usize].files().next().is_some();
    let jobs: Vec<&definition::Job> = jobs.iter().filter(is_reached).collect();
    let read = |job: &&definition::Job| definition::read(&known.snapshots, &known.catalog, job);
    let (definitions, described): (Vec<_>, Vec<_>) = jobs.par_iter().filter_map(read).unzip();
    known.diagnostics.extend(typeset.into_iter().chain(packed).chain(described.into_iter().flatten()));
    known.diagnostics.extend(super::reports::check(config, &known));
    let broken = policies::check(config, &known, &known.diagnostics);
    known.diagnostics.extend(broken);
    judge(&config.rules, &known.snapshots, &mut known.diagnostics);
    Seen { known, definitions }
}

/// The JSON Schema of reviews, beside those of the portal's own files.
pub(super) fn schema() -> Output {
    let mut bytes = review::schema().to_string().into_bytes();
    bytes.push(b'\n');
    Output { path: SitePath::from_parts(["api", "v1", "schemas", "review.schema.json"]), bytes }
}
