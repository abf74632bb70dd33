//! What this stage checks.

use crate::diagnostic::{Rule, Severity};

/// All rules of this stage.
pub const ALL: &[&Rule] = &[
    &DUPLICATE_ENTITY,
    &DANGLING_REFERENCE,
    &UNKNOWN_OWNER,
    &REFERENCE_KIND,
    &RELATION_CYCLE,
    &UNOWNED_ENTITY,
    &ORPHAN_ENTITY,
];

/// Two documents for one entity.
pub static DUPLICATE_ENTITY: Rule = Rule {
    id: "duplicate-entity",
    severity: Severity::Error,
    summary: "Two documents declare the same entity; the first one counts",
};

/// A reference to nothing.
pub static DANGLING_REFERENCE: Rule = Rule {
    id: "dangling-reference",
    severity: Severity::Warning,
    summary: "A reference names an entity that no collected repository declares",
};

/// An owner that is not there.
pub static UNKNOWN_OWNER: Rule = Rule {
    id: "unknown-owner",
    severity: Severity::Warning,
    summary: "The owner of an entity is a group or user that no collected repository declares",
};

/// A reference to an entity of a kind that has no business there.
pub static REFERENCE_KIND: Rule = Rule {
    id: "reference-kind",
    severity: Severity::Warning,
    summary: "A reference names an entity of a kind that does not belong there, such as an owner that is a component",
};

/// Parts that contain each other.
pub static RELATION_CYCLE: Rule = Rule {
    id: "relation-cycle",
    severity: Severity::Warning,
    summary: "Entities are part, or groups are children, of each other in a circle",
};

/// An entity that nobody owns.
pub static UNOWNED_ENTITY: Rule =
    Rule { id: "unowned-entity", severity: Severity::Warning, summary: "An entity that can have an owner names none" };

/// An entity without relations.
pub static ORPHAN_ENTITY: Rule =
    Rule { id: "orphan-entity", severity: Severity::Info, summary: "An entity has no relation to any other" };
