//! Repositories to snapshots. In: sources. Out: one snapshot for each repository, and problems.
//! It must not know what is in the files. The only stage that touches disk, git and network.

mod address;
mod assemble;
mod beneath;
mod crew;
mod folder;
mod git;
mod links;
mod listing;
mod local;
mod names;
mod rules;

use std::path::PathBuf;

pub use rules::ALL as RULES;

use self::{assemble::Collected, names::Wish};
use crate::{
    diagnostic::Diagnostic,
    model::{Snapshot, Source},
};

/// How to collect.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where bare clones of remote repositories are kept.
    pub cache: PathBuf,
    /// How many repositories are read at once.
    pub parallel: usize,
    /// Access tokens from the environment.
    pub tokens: Tokens,
    /// Folders that are never part of a source: the site that is being replaced, and the cache.
    pub skip: Vec<PathBuf>,
}

/// Access tokens from the environment; never written or printed.
#[derive(Clone, Default)]
pub struct Tokens {
    /// `GITHUB_TOKEN`.
    pub github: Option<String>,
    /// `GITLAB_TOKEN`.
    pub gitlab: Option<String>,
    /// `GITEA_TOKEN`.
    pub gitea: Option<String>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

/// Hears how collecting goes on; the command line shows it.
pub trait Progress: Sync {
    /// The number of repositories is known, or has grown.
    fn total(&self, repositories: usize);
    /// One repository is done.
    fn done(&self, repository: &str);
}

/// Collects all sources, in their order; within an organisation by name.
pub fn collect(sources: &[Source], options: &Options, progress: &dyn Progress) -> (Vec<Snapshot>, Vec<Diagnostic>) {
    let mut jobs: Vec<Job> = Vec::new();
    for source in sources {
        let job = Job::of(source);
        if !jobs.contains(&job) {
            jobs.push(job);
        }
    }
    progress.total(jobs.len());
    let names = names::unique(&jobs.iter().map(Job::wish).collect::<Vec<_>>());
    let read = |index: usize| {
        let collected = jobs[index].read(&names[index], options);
        progress.done(&names[index]);
        collected
    };
    let collected = crew::run(jobs.len(), options.parallel, &read);
    let (snapshots, diagnostics): (Vec<_>, Vec<_>) = collected.into_iter().unzip();
    (snapshots.into_iter().flatten().collect(), diagnostics.into_iter().flatten().collect())
}

/// One repository to read.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Job {
    /// On this disk.
    Local { path: PathBuf, revision: Option<String> },
}

impl Job {
    fn of(source: &Source) -> Self {
        match source {
            Source::Path { path, revision } => Self::Local { path: path.clone(), revision: revision.clone() },
            Source::Remote { url, revision } => Self::Local { path: url.into(), revision: revision.clone() },
            Source::Organisation(organisation) => {
                Self::Local { path: organisation.name.clone().into(), revision: None }
            }
        }
    }

    fn wish(&self) -> Wish {
        match self {
            Self::Local { path, .. } => local::wish(path),
        }
    }

    fn read(&self, name: &str, _options: &Options) -> Collected {
        match self {
            Self::Local { path, revision } => local::read(name, path, revision.as_deref()),
        }
    }
}
