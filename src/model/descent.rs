//! What came from a template, and what the template has become since.

use super::{Commit, EntityIndex, RepoPath};

/// When something was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// At a commit: its id, or the first digits of it.
    Commit(String),
    /// At a time in UTC, RFC 3339.
    Time(String),
}

/// What a file held at another time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// There was no such file.
    Absent,
    /// Its bytes.
    Held(Vec<u8>),
    /// It is too large to be read.
    TooLarge,
}

/// A repository at an earlier time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The commit that was the newest then.
    pub commit: Commit,
    /// Files that are different now, and what they held.
    pub changed: Vec<(RepoPath, Before)>,
}

/// An entity that came from a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descent {
    /// The entity.
    pub entity: EntityIndex,
    /// The template.
    pub template: EntityIndex,
    /// The commit of the template's repository that it came from; none when the history does not say.
    pub since: Option<Commit>,
    /// What the template has changed since, by path.
    pub changes: Vec<FileChange>,
    /// How many more files it has changed.
    pub more: usize,
}

/// A file of a template that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path in its repository.
    pub path: RepoPath,
    /// Lines that came.
    pub added: usize,
    /// Lines that went.
    pub removed: usize,
    /// What became of it in a word, where it is more than a change: `new`, `gone`.
    pub state: Option<&'static str>,
    /// Changed lines with those around them.
    pub hunks: Vec<ChangedLines>,
    /// Why nothing, or not all, is shown.
    pub note: Option<&'static str>,
}

/// Lines that changed close together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLines {
    /// Where, as a unified diff says it.
    pub head: String,
    /// Whether each line came (`+`), went (`-`) or stayed (a space), and the line without its end.
    pub lines: Vec<(char, String)>,
}

impl Descent {
    /// How many files of the template have changed.
    pub fn files(&self) -> usize {
        self.changes.len() + self.more
    }
}
