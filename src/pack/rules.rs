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

/// All rules of this stage.
pub const ALL: [&Rule; 3] = [&MISSING_SKELETON, &REMOTE_SKELETON, &SKELETON_TOO_LARGE];
