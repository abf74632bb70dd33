//! What is said of an API where its whole definition is too long: in lists, packs and answers to programs.

use super::{Change, EntityIndex, RepoIndex, RepoPath, SitePath};

/// One definition in short.
#[derive(Clone, Debug)]
pub struct ApiDigest {
    /// The API entity; none for a file that no entity names.
    pub entity: Option<EntityIndex>,
    /// The repository that holds the text.
    pub repo: RepoIndex,
    /// The file that holds the text.
    pub source: RepoPath,
    /// The first page in the site.
    pub page: SitePath,
    /// The definition as a file in the site.
    pub file: SitePath,
    /// Format and version as people say it, e.g. `OpenAPI 3.1.0`.
    pub dialect: String,
    /// Its own title, or that of its entity or file.
    pub title: String,
    /// As it says; may be empty.
    pub version: String,
    /// All operations, in the order in which they are written.
    pub operations: Vec<OperationDigest>,
    /// The number of named types.
    pub types: usize,
    /// The commit and the day of the version before; empty when they are not known.
    pub before: (String, String),
    /// What differs from the version before, breaking ones first.
    pub changes: Vec<Change>,
}

/// One operation in short.
#[derive(Clone, Debug)]
pub struct OperationDigest {
    /// What is done, e.g. `GET`.
    pub verb: String,
    /// What it is done to.
    pub target: String,
    /// Its name in the definition; may be empty.
    pub id: String,
    /// One line; may be empty.
    pub summary: String,
    /// Whether callers should stop using it, and why.
    pub deprecated: Option<String>,
    /// The group that it stands in; may be empty.
    pub group: String,
    /// The page that describes it.
    pub page: SitePath,
    /// The place on that page.
    pub anchor: String,
}
