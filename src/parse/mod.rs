//! Catalog files, and descriptors of other catalogs, to declarations. In: snapshots. Out: every valid entity document as
//! written, with spans, and every problem of every other one. It must not know other documents than the one in hand, except that
//! Locations lead from file to file.

mod check;
mod descriptor;
mod discover;
mod envelope;
mod file;
pub mod formats;
mod kinds;
mod locations;
mod placeholders;
mod problem;
mod prose;
mod rules;
mod shape;
mod skeletons;
mod stated;
mod targets;
#[cfg(test)]
mod tests;
mod validate;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

pub use discover::catalog_files;
pub use problem::Problem;
pub use rules::ALL as RULES;
pub use stated::stated;
pub use validate::{Validation, validate};

use self::{
    file::{Job, Read},
    locations::Follower,
    targets::Targets,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Declaration, Forgetful, Memory, Place, RepoIndex, RepoPath, Snapshot},
};

/// How to parse.
#[derive(Clone, Debug)]
pub struct Options {
    /// Globs of catalog files in a repository.
    pub catalog_files: Vec<String>,
    /// Whether descriptors of other catalogs are read as well.
    pub descriptors: bool,
}

/// What catalog files declare, and what is wrong with them.
pub type Parsed = (Vec<Declaration>, Vec<Diagnostic>);

/// Files that were read in another state of the organisation and are the same now.
type Known = HashMap<Job, Read>;

/// Finds and reads all catalog files, following Locations within and across the snapshots.
pub fn parse(snapshots: &[Snapshot], options: &Options) -> Parsed {
    parse_again(snapshots, options, &Forgetful)
}

/// The same; files that are in `memory` are not read again.
pub fn parse_again(snapshots: &[Snapshot], options: &Options, memory: &dyn Memory) -> Parsed {
    let (targets, jobs) = (Targets::new(snapshots, memory), discover::discover(snapshots, &options.catalog_files));
    let (reads, diagnostics) = read_all(jobs, &targets, Known::new());
    gather(snapshots, options, &targets, (reads, diagnostics))
}

/// The same for two states of an organisation that differ in the repositories `changed`; what files of all others hold
/// is read once.
pub fn parse_both(
    (before, after): (&[Snapshot], &[Snapshot]),
    changed: &BTreeSet<RepoIndex>,
    options: &Options,
) -> (Parsed, Parsed) {
    let (targets, jobs) = (Targets::new(before, &Forgetful), discover::discover(before, &options.catalog_files));
    let old = read_all(jobs, &targets, Known::new());
    let same = old.0.par_iter().filter(|read| !changed.contains(&read.repo) && read.is_alone());
    let known: Known = same.map(|read| (read.job(), read.clone())).collect();
    let (new_targets, jobs) = (Targets::new(after, &Forgetful), discover::discover(after, &options.catalog_files));
    let new = read_all(jobs, &new_targets, known);
    rayon::join(|| gather(before, options, &targets, old), || gather(after, options, &new_targets, new))
}

/// What was read, without what turned out to belong to templates, and with the descriptors of other catalogs.
fn gather(
    snapshots: &[Snapshot],
    options: &Options,
    targets: &Targets<'_>,
    (reads, mut diagnostics): (Vec<Read>, Vec<Diagnostic>),
) -> Parsed {
    let declarations = reads.iter().flat_map(|read| &read.declarations);
    let skeletons = skeletons::skeleton_folders(declarations, targets);
    let mut left_out: BTreeMap<RepoIndex, (usize, Vec<RepoPath>)> = BTreeMap::new();
    let mut declarations = Vec::new();
    let mut dropped = HashSet::new();
    for mut read in reads {
        if is_within((read.repo, &read.path), &skeletons) {
            read.templates += read.declarations.len();
            read.declarations.clear();
            read.diagnostics.clear();
            dropped.insert((targets.snapshot(read.repo).repo.name.as_str(), read.path.clone()));
        }
        if read.templates > 0 {
            let (count, files) = left_out.entry(read.repo).or_default();
            *count += read.templates;
            files.push(read.path);
        }
        declarations.append(&mut read.declarations);
        diagnostics.append(&mut read.diagnostics);
    }
    diagnostics
        .retain(|diagnostic| !dropped.contains(&(diagnostic.place.repo.as_str(), diagnostic.place.path.clone())));
    let about = left_out.into_iter().map(|(repo, (count, files))| template_files(targets, repo, count, &files));
    diagnostics.extend(about);
    if options.descriptors {
        let (found, problems) = descriptor::read(targets, snapshots, &declarations, &skeletons);
        declarations.extend(found);
        diagnostics.extend(problems);
    }
    (declarations, diagnostics)
}

/// Reads files and whatever they lead to, each file once; in the order of repositories and paths.
fn read_all(mut jobs: Vec<Job>, targets: &Targets<'_>, mut known: Known) -> (Vec<Read>, Vec<Diagnostic>) {
    let mut seen: HashSet<(RepoIndex, RepoPath)> = HashSet::new();
    let (mut reads, mut diagnostics): (Vec<Read>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    let mut follower = Follower::new(targets);
    while !jobs.is_empty() {
        jobs.retain(|job| seen.insert((job.repo, job.path.clone())));
        let round: Vec<(Job, Option<Read>)> = jobs.drain(..).map(|job| (job.clone(), known.remove(&job))).collect();
        let read = |(job, known): (Job, Option<Read>)| known.unwrap_or_else(|| file::read(&job, targets));
        let round: Vec<Read> = round.into_par_iter().map(read).collect();
        for declaration in round.iter().flat_map(|read| &read.declarations) {
            let (found, problems) = follower.follow(declaration);
            jobs.extend(found.into_iter().map(|job| discover::through_links(job, targets)));
            diagnostics.extend(problems);
        }
        reads.extend(round);
    }
    reads.sort_by(|a, b| (a.repo, &a.path).cmp(&(b.repo, &b.path)));
    (reads, diagnostics)
}

fn is_within((repo, path): (RepoIndex, &RepoPath), folders: &BTreeSet<(RepoIndex, RepoPath)>) -> bool {
    let mut folder = path.parent();
    while !folder.as_str().is_empty() {
        if folders.contains(&(repo, folder.clone())) {
            return true;
        }
        folder = folder.parent();
    }
    false
}

fn template_files(targets: &Targets<'_>, repo: RepoIndex, count: usize, files: &[RepoPath]) -> Diagnostic {
    let names: Vec<&str> = files.iter().take(3).map(RepoPath::as_str).collect();
    let more = if files.len() > names.len() { ", …" } else { "" };
    let documents = if count == 1 { "1 document is a template" } else { &format!("{count} documents are templates") };
    let message = format!("{documents} and not read as catalog entities: {}{more}", names.join(", "));
    let place = Place { repo: targets.snapshot(repo).repo.name.clone(), ..Place::default() };
    Diagnostic::new(&rules::SKELETON_FILES, place, message)
}
