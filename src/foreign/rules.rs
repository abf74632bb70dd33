//! What can be wrong with templates of other tools.

use crate::diagnostic::{Rule, Severity};

/// A file is to be read that is not there, or is not known before the template runs.
pub const UNREAD_INCLUDE: Rule = Rule {
    id: "unread-include",
    severity: Severity::Warning,
    summary: "A template of another tool reads a file that cannot be put in its place",
};

/// All rules of this stage.
pub const ALL: [&Rule; 1] = [&UNREAD_INCLUDE];
