//! Repositories to snapshots. In: sources. Out: one snapshot for each repository, and problems.
//! It must not know what is in the files. The only stage that touches disk, git and network.

use std::path::PathBuf;

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
pub fn collect(_sources: &[Source], _options: &Options, _progress: &dyn Progress) -> (Vec<Snapshot>, Vec<Diagnostic>) {
    (Vec::new(), Vec::new())
}
