//! The catalog files of a repository.

use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::prelude::*;

use super::{file::Job, skeletons::is_template_path, targets::Targets};
use crate::model::{FileKind, RepoIndex, RepoPath, Snapshot};

/// Where catalog files are when the options do not say.
const DEFAULT: &str = "**/catalog-info.{yml,yaml}";

/// All catalog files, in the order of repositories and paths.
pub(super) fn discover(snapshots: &[Snapshot], globs: &[String]) -> Vec<Job> {
    let globs = glob_set(globs);
    let found = snapshots.par_iter().enumerate().flat_map_iter(|(number, snapshot)| {
        let repo = RepoIndex(u32::try_from(number).expect("repositories are counted in 32 bits"));
        // What a broken link leads to was reported when the repository was collected.
        let files = snapshot.files().filter(|(_, entry)| entry.kind != FileKind::BrokenLink);
        let files = files.filter(|(path, _)| globs.is_match(path.as_str()));
        // A link inside the tree is the file that it leads to.
        files.map(move |(path, entry)| match &entry.kind {
            FileKind::Link { target } => Job { repo, path: target.clone(), named: false },
            _ => Job { repo, path: path.clone(), named: false },
        })
    });
    found.collect()
}

/// The file that a named file leads to.
pub(super) fn through_links(job: Job, targets: &Targets<'_>) -> Job {
    match targets.snapshot(job.repo).entry(&job.path).map(|entry| &entry.kind) {
        Some(FileKind::Link { target }) => Job { path: target.clone(), ..job },
        _ => job,
    }
}

/// Whether a path is that of a catalog file, by these globs; templates of catalog files are none.
pub fn catalog_files(globs: &[String]) -> impl Fn(&RepoPath) -> bool + Sync {
    let globs = glob_set(globs);
    move |path| globs.is_match(path.as_str()) && !is_template_path(path)
}

/// The configuration checks its globs; what still does not parse matches nothing.
fn glob_set(globs: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in globs.iter().filter_map(|glob| Glob::new(glob).ok()) {
        set.add(glob);
    }
    if globs.is_empty() {
        set.add(Glob::new(DEFAULT).expect("the default is a glob"));
    }
    set.build().unwrap_or_default()
}
