//! Places in files, for messages.

use super::RepoPath;

/// A place in a file of a repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// [`super::Repo::name`]; empty for the configuration.
    pub repo: String,
    /// The file; empty when the whole repository is meant.
    pub path: RepoPath,
    /// From 1; 0 when the whole file is meant.
    pub line: u32,
    /// In characters, from 1; 0 when the whole line is meant.
    pub column: u32,
    /// The source line, to be shown under the message.
    pub excerpt: Option<String>,
}
