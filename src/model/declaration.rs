//! One catalog document as written: what parse hands to resolve.

use super::{EntityId, EntityRef, Node, RelationType, RepoIndex, RepoPath};

/// The annotation of templates that another tool's files were read as: its value names the tool.
pub const TEMPLATE_TOOL: &str = "callboard.dev/template-tool";

/// The annotation of entities that another catalog's descriptors were read as: its value names the tool.
pub const DESCRIPTOR_TOOL: &str = "callboard.dev/descriptor";

/// A valid entity document, still with names instead of targets.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The repository.
    pub repo: RepoIndex,
    /// The file.
    pub path: RepoPath,
    /// Line where the document starts, from 1.
    pub line: u32,
    /// The document, placeholders substituted.
    pub document: Node,
    /// The document as written.
    pub source: String,
    /// Whose it is: kind, namespace and name as written.
    pub reference: EntityRef,
    /// References in relation fields, in the order of Backstage's table.
    pub references: Vec<Reference>,
    /// Whether Backstage knows the kind and apiVersion.
    pub known_kind: bool,
}

impl Declaration {
    /// Whether nobody wrote it as a catalog document: it was read from a template of another tool.
    pub fn is_adopted(&self) -> bool {
        self.document.at(&["metadata", "annotations", TEMPLATE_TOOL]).is_some()
    }

    /// The tool whose descriptor this was read from, when it was not Backstage's.
    pub fn descriptor_tool(&self) -> Option<&str> {
        self.document.at(&["metadata", "annotations", DESCRIPTOR_TOOL])?.as_str()
    }
}

/// A field that makes relations.
#[derive(Debug)]
pub struct RelationField {
    /// The field, e.g. `spec.dependsOn`.
    pub field: &'static str,
    /// The kind of targets that do not say theirs.
    pub default_kind: Option<&'static str>,
    /// The kinds that the target may be of, as Backstage's model declares them; empty when any will do.
    pub allowed_kinds: &'static [&'static str],
    /// The relation from the declaring entity to the target.
    pub forward: RelationType,
    /// The relation from the target back.
    pub reverse: RelationType,
}

/// One entry of a relation field. There may be millions of these, so they are small.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Where it stands, and what it means.
    pub field: &'static RelationField,
    /// The target, defaults filled in.
    pub target: EntityId,
    /// Line in the declaring file, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}
