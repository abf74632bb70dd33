//! What can be wrong with what a template fetches.

use crate::diagnostic::{Rule, Severity};

/// A step fetches something that is not there.
pub const MISSING_SKELETON: Rule = Rule {
    id: "missing-skeleton",
    severity: Severity::Warning,
    summary: "A template's step fetches files that are not in its repository",
};

/// A step fetches from a repository that is not part of the build.
pub const REMOTE_SKELETON: Rule = Rule {
    id: "remote-skeleton",
    severity: Severity::Info,
    summary: "A template's step fetches files from a repository that was not collected, so its archive lacks them",
};

/// What a template fetches exceeds the budget.
pub const SKELETON_TOO_LARGE: Rule = Rule {
    id: "skeleton-too-large",
    severity: Severity::Warning,
    summary: "What a template fetches is too large for an archive",
};

/// A text of the template language is not written in it.
pub const TEMPLATE_SYNTAX: Rule = Rule {
    id: "template-syntax",
    severity: Severity::Error,
    summary: "An expression in a template's step or skeleton cannot be read",
};

/// A template uses what nobody gives.
pub const UNDEFINED_PARAMETER: Rule = Rule {
    id: "undefined-parameter",
    severity: Severity::Warning,
    summary: "A template uses a parameter, value or step that is not there",
};

/// A step's action is not known.
pub const UNKNOWN_ACTION: Rule = Rule {
    id: "unknown-action",
    severity: Severity::Info,
    summary: "A template's step names an action that neither Backstage nor a well-known module has",
};

/// A filter or a test is not known.
pub const UNKNOWN_FILTER: Rule = Rule {
    id: "unknown-filter",
    severity: Severity::Warning,
    summary: "A template uses a filter or a test that Backstage does not have",
};

/// A question's answer goes nowhere.
pub const UNUSED_PARAMETER: Rule = Rule {
    id: "unused-parameter",
    severity: Severity::Warning,
    summary: "A template asks for what none of its steps uses",
};

/// All rules of this stage.
pub const ALL: [&Rule; 8] = [
    &MISSING_SKELETON,
    &REMOTE_SKELETON,
    &SKELETON_TOO_LARGE,
    &TEMPLATE_SYNTAX,
    &UNDEFINED_PARAMETER,
    &UNKNOWN_ACTION,
    &UNKNOWN_FILTER,
    &UNUSED_PARAMETER,
];
