//! API definitions to one tree. In: snapshots and the catalog. Out: for each API entity, and for each definition
//! that no entity names, what it says, whatever format it is written in, and problems with their places.
//! It must not know pages beyond their paths, nor fetch anything: a `$ref` leads to a file of the same repository
//! or nowhere.
//!
//! Reading is lenient: what is wrong costs a problem and the part that is wrong, never the rest.

mod anchors;
mod asyncapi;
mod before;
mod breaking;
mod compare;
mod constraints;
mod desk;
mod detect;
mod example;
mod files;
mod find;
mod graphql;
mod json_schema;
mod openapi;
mod origin;
mod protobuf;
mod read;
mod rules;
mod schema;
mod snippet;
mod spot;
#[cfg(test)]
mod tests;
mod tokens;
mod types;

pub use compare::{compare, name as operation_name};
pub use find::find;
pub use read::read;
pub use rules::ALL as RULES;

use crate::model::{EntityIndex, RepoIndex, RepoPath};

/// A definition that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// The API entity; none for a file that no entity names.
    entity: Option<EntityIndex>,
    repo: RepoIndex,
    /// The file, for a definition that no entity names.
    path: RepoPath,
}

impl Job {
    /// The repository that it is read from.
    pub fn repo(&self) -> RepoIndex {
        self.repo
    }
}
