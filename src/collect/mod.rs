//! Repositories to snapshots. In: sources. Out: one snapshot for each repository, and problems.
//! It must not know what is in the files. The only stage that touches disk, git and network.

mod address;
mod assemble;
mod beneath;
mod crew;
mod fetch;
mod folder;
mod git;
mod links;
mod listing;
mod local;
mod names;
mod remote;
mod rules;
mod token;
mod trouble;

use std::{path::PathBuf, time::Duration};

pub use rules::ALL as RULES;

use self::{
    address::Address,
    assemble::{Collected, about_repo},
    names::Wish,
    remote::{Remote, Servers},
};
use crate::{
    diagnostic::Diagnostic,
    model::{Snapshot, Source},
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
    // All TLS goes through this provider; a second call changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut jobs: Vec<Job> = Vec::new();
    for job in sources.iter().map(Job::of) {
        if !jobs.contains(&job) {
            jobs.push(job);
        }
    }
    progress.total(jobs.len());
    let names = names::unique(&jobs.iter().map(Job::wish).collect::<Vec<_>>());
    let servers = Servers::default();
    let read = |index: usize| {
        let collected = jobs[index].read(&names[index], options, &servers);
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
    /// On another host.
    Remote(Remote),
    /// Nowhere: an address that is not taken, and why.
    Refused { name: String, reason: &'static str },
}

impl Job {
    fn of(source: &Source) -> Self {
        match source {
            Source::Path { path, revision } => Self::Local { path: path.clone(), revision: revision.clone() },
            Source::Remote { url, revision } => match Address::parse(url) {
                Ok(address) => Self::Remote(Remote { forge: address.forge(), address, revision: revision.clone() }),
                Err(reason) => Self::Refused { name: last_part(url), reason },
            },
            Source::Organisation(organisation) => {
                Self::Refused { name: organisation.name.clone(), reason: "organisations are not read yet" }
            }
        }
    }

    fn wish(&self) -> Wish {
        match self {
            Self::Local { path, .. } => local::wish(path),
            Self::Remote(remote) => {
                let before = Some(remote.address.host.clone()).filter(|host| !host.is_empty());
                Wish { name: remote.address.name(remote.forge), before }
            }
            Self::Refused { name, .. } => Wish { name: name.clone(), before: None },
        }
    }

    fn read(&self, name: &str, options: &Options, servers: &Servers) -> Collected {
        match self {
            Self::Local { path, revision } => local::read(name, path, revision.as_deref(), &options.skip),
            Self::Remote(remote) => remote.read(name, options, servers),
            Self::Refused { reason, .. } => {
                let hint = "write it like https://host/owner/name.git or user@host:owner/name.git";
                (
                    None,
                    vec![about_repo(
                        name,
                        &rules::REPO_UNREADABLE,
                        format!("the repository is not read: {reason}"),
                        hint,
                    )],
                )
            }
        }
    }
}

/// What can be shown of an address that is not understood: no part that could hold a secret.
fn last_part(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let part = path.rsplit(['/', ':', '@']).next().unwrap_or_default();
    part.replace(char::is_control, "_")
}
