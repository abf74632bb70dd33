//! Where repositories come from, as configuration or the command line names them.

use std::{
    fmt,
    num::NonZeroU32,
    path::{Path, PathBuf},
};

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
        /// How far back it is read; none means as far as all others.
        history: Option<Depth>,
    },
    /// A remote repository.
    Remote {
        /// `https://`, `ssh://`, `file://` or `git://`, or `user@host:path`.
        url: String,
        /// A branch, tag or commit; none means the remote's HEAD.
        revision: Option<String>,
        /// How far back it is fetched; none means as far as all others.
        history: Option<Depth>,
    },
    /// Every repository of an organisation, group or user on a forge.
    Organisation(Organisation),
    /// A clone on this disk, read at its HEAD as if it were read where it came from.
    Clone {
        /// The folder, absolute.
        path: PathBuf,
        /// Where it came from; none for what its remote `origin` says.
        url: Option<String>,
    },
    /// What other runs collected.
    Fragments {
        /// Folders that are fragments or hold some, absolute.
        folders: Vec<PathBuf>,
        /// The age in days at which a fragment is too old; none for never.
        oldest: Option<u32>,
    },
}

impl Source {
    /// A folder as it lies there.
    pub fn folder(path: &Path) -> Self {
        Self::Path { path: path.to_owned(), revision: None, history: None }
    }
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
    /// How far back its repositories are fetched; none means as far as all others.
    pub history: Option<Depth>,
}

/// How far back the history of a repository is read, to tell when, by whom and how its files changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Not at all: only the files as they are.
    Nothing,
    /// So many commits from the newest on, counted as `git fetch --depth` does; at least 2.
    Commits(NonZeroU32),
    /// To its beginning.
    Everything,
}

impl Default for Depth {
    /// Most repositories have fewer commits than this, and those with many more cost little more than they would without.
    fn default() -> Self {
        Self::Commits(NonZeroU32::new(100).expect("not zero"))
    }
}

/// As it is written in a configuration.
impl fmt::Display for Depth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("none"),
            Self::Commits(commits) => commits.fmt(f),
            Self::Everything => f.write_str("full"),
        }
    }
}

impl std::str::FromStr for Depth {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match (word, word.parse::<NonZeroU32>()) {
            ("none", _) => Ok(Self::Nothing),
            ("full", _) => Ok(Self::Everything),
            // One commit alone tells nothing of changes.
            (_, Ok(commits)) if commits.get() > 1 && i32::try_from(commits.get()).is_ok() => Ok(Self::Commits(commits)),
            _ => Err("write `full`, `none`, or a number of commits from 2 on"),
        }
    }
}
