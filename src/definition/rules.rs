//! What is checked in definitions.

use crate::diagnostic::{Rule, Severity};

/// The text is no YAML, no JSON, or too large.
pub const DEFINITION_SYNTAX: Rule = Rule {
    id: "definition-syntax",
    severity: Severity::Warning,
    summary: "The definition of an API does not parse, so that only a part of it or its text is shown",
};

/// A part is not what the format says.
pub const DEFINITION_STRUCTURE: Rule = Rule {
    id: "definition-structure",
    severity: Severity::Warning,
    summary: "A part of an API's definition is not what its format asks for, and is not shown",
};

/// A `$ref` without target.
pub const DEFINITION_REFERENCE: Rule = Rule {
    id: "definition-reference",
    severity: Severity::Warning,
    summary: "A reference in an API's definition leads nowhere",
};

/// A `$ref` to the network or out of the repository.
pub const DEFINITION_OUTSIDE: Rule = Rule {
    id: "definition-outside",
    severity: Severity::Info,
    summary: "A reference in an API's definition leads out of its repository and is not followed",
};

/// Callers of the version before may fail, and the version does not say so.
pub const API_BREAKING_CHANGE: Rule = Rule {
    id: "api-breaking-change",
    severity: Severity::Info,
    summary: "The last change of an API's definition may break callers, and its major version is the same",
};

/// All rules of this stage.
pub const ALL: [&Rule; 5] =
    [&API_BREAKING_CHANGE, &DEFINITION_OUTSIDE, &DEFINITION_REFERENCE, &DEFINITION_STRUCTURE, &DEFINITION_SYNTAX];
