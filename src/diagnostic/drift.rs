//! Drift: what the catalog says and a repository shows otherwise.

use super::Severity;
use crate::model::{EntityId, EntityIndex, Evidence, RepoIndex, RepoPath};

/// One kind of contradiction.
#[derive(Debug, PartialEq, Eq)]
pub struct DriftRule {
    /// Kebab-case, unique among these and all rules of problems.
    pub id: &'static str,
    /// As people call it.
    pub title: &'static str,
    /// Severity unless configuration says otherwise.
    pub severity: Severity,
    /// What of the catalog is compared.
    pub declared: &'static str,
    /// What of the repository it is compared with.
    pub shown: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

/// One side of a contradiction: where it stands, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Where.
    pub evidence: Evidence,
    /// In characters, from 1; 0 when the whole line is meant.
    pub column: u32,
    /// A few words.
    pub words: String,
}

/// What is to change in a document of a catalog file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amendment {
    /// Another text for a value that is there; the path of its keys.
    Set(Vec<String>, String),
    /// A key with a text in a mapping, which is made when it is not there.
    Add(Vec<String>, String),
    /// One more item of a list, which is made when it is not there.
    Append(Vec<String>, String),
    /// An item of a list that goes.
    Remove(Vec<String>, usize),
}

/// A change of a catalog file that mends a contradiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patch {
    /// The repository of the catalog file.
    pub repo: RepoIndex,
    /// The catalog file.
    pub path: RepoPath,
    /// The entity whose document it is.
    pub entity: EntityId,
    /// What changes.
    pub amendment: Amendment,
    /// The same as a unified diff.
    pub diff: String,
}

/// One contradiction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Of which kind.
    pub rule: &'static DriftRule,
    /// The rule's severity, unless configuration changed it.
    pub severity: Severity,
    /// Whose.
    pub entity: EntityIndex,
    /// One sentence without full stop.
    pub message: String,
    /// What the catalog says.
    pub declared: Side,
    /// What the repository shows.
    pub shown: Side,
    /// What mends it, where that is safe.
    pub patch: Option<Patch>,
}

/// All contradictions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drift {
    /// By entity, and of each in the order of the rules.
    pub findings: Vec<Finding>,
    /// The entities whose code and history are known, ascending: of others nothing is known but what was found.
    pub known: Vec<EntityIndex>,
}

impl Drift {
    /// Those of one entity.
    pub fn of(&self, entity: EntityIndex) -> &[Finding] {
        let start = self.findings.partition_point(|finding| finding.entity < entity);
        let length = self.findings[start..].partition_point(|finding| finding.entity == entity);
        &self.findings[start..start + length]
    }
}
