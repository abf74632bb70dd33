//! Repositories to snapshots. In: sources. Out: one snapshot for each repository, and problems.
//! It must not know what is in the files. The only stage that touches disk, git and network.

mod absent;
mod address;
mod ancestors;
mod annals;
mod arrivals;
mod assemble;
mod beneath;
mod cache;
mod chronicle;
mod crew;
mod download;
mod fetch;
mod folder;
mod forge;
mod fragment;
mod git;
mod history;
mod job;
mod links;
mod listing;
mod local;
mod names;
mod past;
mod plan;
mod remote;
mod rules;
mod ssh;
mod token;
mod trouble;
mod versions;

use std::{panic::AssertUnwindSafe, path::PathBuf, sync::Arc, time::Duration};

pub use download::{download, download_start, shown};
pub use forge::{Pages, Standing, openness, standings};
pub use fragment::{Fragment, Written};
pub use plan::Plan;
pub use rules::ALL as RULES;
pub use versions::{Pair, Versions, versions};

use self::{
    assemble::{Collected, about_repo},
    job::Job,
    remote::Servers,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Depth, Repo, Selection, Snapshot, Source},
};

/// How long a server may be silent.
pub const PATIENCE: Duration = Duration::from_secs(30);

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
    /// How long a server may be silent before it counts as dead; [`PATIENCE`] unless there is a reason.
    pub patience: Duration,
    /// How far back the history of repositories is read, unless their source says otherwise.
    pub history: Depth,
    /// The day in UTC, `YYYY-MM-DD`: fragments say when they were collected.
    pub today: String,
    /// What forges listed, when they were asked before.
    pub plan: Option<Arc<Plan>>,
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

/// All TLS goes through one provider; a second call changes nothing.
fn trust() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Collects all sources, in their order; within an organisation by name.
pub fn collect(sources: &[Source], options: &Options, progress: &dyn Progress) -> (Vec<Snapshot>, Vec<Diagnostic>) {
    collect_part(sources, None, options, progress)
}

/// Collects what a selection lets through. The rest is not read, and takes no name away from what is.
pub fn collect_part(
    sources: &[Source],
    selection: Option<&Selection>,
    options: &Options,
    progress: &dyn Progress,
) -> (Vec<Snapshot>, Vec<Diagnostic>) {
    let jobs = jobs(sources, selection, options);
    progress.total(jobs.len());
    let names = Job::names(&jobs);
    let servers = Servers::default();
    let read = |index: usize| {
        let collected = guarded(&names[index], &|| jobs[index].read(&names[index], options, &servers));
        progress.done(&names[index]);
        collected
    };
    let collected = crew::run(jobs.len(), options.parallel, &read);
    if jobs.iter().any(|job| matches!(job, Job::Remote(_))) {
        cache::prune(&options.cache);
    }
    let (snapshots, diagnostics): (Vec<_>, Vec<_>) = collected.into_iter().unzip();
    (snapshots.into_iter().flatten().collect(), diagnostics.into_iter().flatten().collect())
}

/// The repositories that a selection lets through and what is known of them before any of them is read.
pub fn survey(sources: &[Source], selection: Option<&Selection>, options: &Options) -> Vec<Repo> {
    let jobs = jobs(sources, selection, options);
    Job::names(&jobs).iter().zip(&jobs).map(|(name, job)| job.about(name)).collect()
}

fn jobs(sources: &[Source], selection: Option<&Selection>, options: &Options) -> Vec<Job> {
    trust();
    let mut jobs = Job::all(sources, options);
    if let Some(selection) = selection {
        jobs.retain(|job| job.called().is_none_or(|names| selection.includes(&names)));
    }
    jobs
}

/// Collects all sources, or one shard of them, and writes what was collected to a folder from which another run builds:
/// with all shards it gets what [`collect`] gives of all sources.
///
/// # Errors
/// When the disk fails, or something else lies where the fragment is to be.
pub fn write_fragment(
    sources: &[Source],
    options: &Options,
    progress: &dyn Progress,
    fragment: &Fragment,
) -> Result<Written, String> {
    trust();
    fragment::write(&Job::placed(sources, options), options, progress, fragment)
}

/// Damaged objects and hostile servers meet code that is not ours; should it panic, one repository is lost.
fn guarded(name: &str, read: &dyn Fn() -> Collected) -> Collected {
    std::panic::catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| {
        let hint = "try `git fsck` in it, and report what it is made of";
        (
            None,
            vec![about_repo(name, &rules::REPO_UNREADABLE, "reading the repository failed unexpectedly".into(), hint)],
        )
    })
}
