//! What became of files and of entities, commit by commit.

use std::collections::{BTreeMap, BTreeSet};

use super::{Before, Commit, EntityId, RepoIndex, RepoPath};

/// What the first parents of a commit made of some files.
#[derive(Clone, Debug, Default)]
pub struct Annals {
    /// Commits that changed any of them, newest first.
    pub editions: Vec<Edition>,
    /// The oldest commit that was looked at; none when this is everything there ever was.
    pub since: Option<Commit>,
}

/// A commit that changed files.
#[derive(Clone, Debug)]
pub struct Edition {
    /// The commit; of changes that a merge brought, the merge.
    pub commit: Commit,
    /// Who made it, as `.mailmap` has it.
    pub author: String,
    /// The files by path.
    pub files: Vec<Revision>,
}

/// A file that is not what it was.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Its path.
    pub path: RepoPath,
    /// What it held.
    pub before: Before,
    /// What it holds.
    pub after: Before,
}

/// What one file declares.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The entities, by reference.
    pub entities: BTreeMap<EntityId, Stated>,
    /// Whether these are all: a document that cannot be read may declare another.
    pub is_whole: bool,
}

/// What a document states of its entity, as far as a timeline tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// The line where it begins, from 1.
    pub line: u32,
    /// Texts by what they are, see [`Turn::kind`].
    pub texts: BTreeMap<&'static str, String>,
    /// References by what they are.
    pub targets: BTreeSet<(&'static str, EntityId)>,
}

/// Something that happened to an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The entity.
    pub entity: EntityId,
    /// `created`, `removed`, `moved`, `owner`, `lifecycle`, `type`, `system`, `domain`, `title`, `description`,
    /// `definition`, `dependency`, `provided API` or `consumed API`.
    pub kind: &'static str,
    /// What it was; none when there was nothing.
    pub before: Option<String>,
    /// What it became.
    pub after: Option<String>,
    /// When.
    pub commit: Commit,
    /// By whom.
    pub author: String,
    /// The repository.
    pub repo: RepoIndex,
    /// The file, and the line where the document begins, from 1; of what is removed, where it was.
    pub place: (RepoPath, u32),
}

/// What happened to all entities.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// Newest first.
    pub turns: Vec<Turn>,
    /// Repositories whose history is known, and the day since when; none when it is known from the beginning.
    pub known: BTreeMap<RepoIndex, Option<String>>,
}
