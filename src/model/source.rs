//! Where repositories come from, as configuration or the command line names them.

use std::path::PathBuf;

use super::Forge;

/// One source of repositories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A local folder: a work tree, a bare repository, or a plain folder. With `revision`, its git objects are read.
    Path {
        /// The folder, absolute.
        path: PathBuf,
        /// A branch, tag or commit; none means the work tree (or HEAD of a bare repository).
        revision: Option<String>,
    },
    /// A remote repository.
    Remote {
        /// `https://`, `ssh://`, `file://` or `git://`, or `user@host:path`.
        url: String,
        /// A branch, tag or commit; none means the remote's HEAD.
        revision: Option<String>,
    },
    /// Every repository of an organisation, group or user on a forge.
    Organisation(Organisation),
}

/// Which repositories of an organisation to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// The forge's software.
    pub forge: Forge,
    /// The base of its REST API, e.g. `https://api.github.com`.
    pub api: String,
    /// The organisation, group (full path) or user.
    pub name: String,
    /// Globs on repository names; empty means all.
    pub include: Vec<String>,
    /// Globs on repository names to leave out.
    pub exclude: Vec<String>,
    /// Whether archived repositories are read.
    pub archived: bool,
    /// Whether forks are read.
    pub forks: bool,
}
