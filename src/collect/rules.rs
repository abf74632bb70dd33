//! What can be wrong with a repository as a whole.

use crate::diagnostic::{Rule, Severity};

/// A repository that gives nothing.
pub const REPO_UNREADABLE: Rule =
    Rule { id: "repo-unreadable", severity: Severity::Error, summary: "A repository cannot be read" };

/// A remote that does not answer, while its last state is known.
pub const REPO_STALE: Rule = Rule {
    id: "repo-stale",
    severity: Severity::Warning,
    summary: "A remote repository does not answer and is shown as it was fetched last",
};

/// A clone on this disk whose history is cut off.
pub const SHALLOW_CLONE: Rule = Rule {
    id: "shallow-clone",
    severity: Severity::Info,
    summary: "The history of a local clone is cut off, so that last changes are not known",
};

/// A repository without files.
pub const REPO_EMPTY: Rule =
    Rule { id: "repo-empty", severity: Severity::Info, summary: "A repository has no commit or no file" };

/// More paths than are listed.
pub const REPO_TOO_LARGE: Rule =
    Rule { id: "repo-too-large", severity: Severity::Warning, summary: "A repository has more paths than are read" };

/// A folder that the disk does not give or that lies too deep.
pub const FOLDER_UNREADABLE: Rule =
    Rule { id: "folder-unreadable", severity: Severity::Warning, summary: "A folder cannot be read" };

/// A link out of the tree.
pub const SYMLINK_OUTSIDE_REPO: Rule = Rule {
    id: "symlink-outside-repo",
    severity: Severity::Info,
    summary: "A symbolic link leads out of its repository and is not followed",
};

/// A link to nothing or in a circle.
pub const BROKEN_SYMLINK: Rule =
    Rule { id: "broken-symlink", severity: Severity::Info, summary: "A symbolic link leads to nothing or in a circle" };

/// Names that fall together on some file systems.
pub const CASE_COLLISION: Rule =
    Rule { id: "case-collision", severity: Severity::Info, summary: "Two paths differ only in case" };

/// A name that is no UTF-8, or not possible everywhere.
pub const UNPORTABLE_NAME: Rule = Rule {
    id: "unportable-name",
    severity: Severity::Info,
    summary: "The name of a file is not UTF-8, or holds a backslash, and the file is left out",
};

/// An organisation whose repositories cannot be listed.
pub const ORGANISATION_UNREADABLE: Rule = Rule {
    id: "organisation-unreadable",
    severity: Severity::Error,
    summary: "The repositories of an organisation cannot be listed",
};

/// An organisation whose list does not come, while the last one is known.
pub const ORGANISATION_STALE: Rule = Rule {
    id: "organisation-stale",
    severity: Severity::Warning,
    summary: "A forge does not list an organisation, and the repositories that it listed last are read",
};

/// A fragment, or a repository in one, that cannot be trusted or understood.
pub const FRAGMENT_UNREADABLE: Rule = Rule {
    id: "fragment-unreadable",
    severity: Severity::Error,
    summary: "A fragment is damaged, was changed, or comes from another version",
};

/// A shard that is not there.
pub const FRAGMENT_MISSING: Rule = Rule {
    id: "fragment-missing",
    severity: Severity::Error,
    summary: "Not all shards of a collection are here, so that repositories are missing",
};

/// Two states of one repository.
pub const FRAGMENT_CONFLICT: Rule = Rule {
    id: "fragment-conflict",
    severity: Severity::Warning,
    summary: "Several fragments hold different states of one repository",
};

/// A fragment that nobody has renewed for long.
pub const FRAGMENT_STALE: Rule = Rule {
    id: "fragment-stale",
    severity: Severity::Warning,
    summary: "A fragment is older than the configuration allows",
};

/// All rules of this stage.
pub const ALL: [&Rule; 16] = [
    &REPO_UNREADABLE,
    &REPO_STALE,
    &SHALLOW_CLONE,
    &REPO_EMPTY,
    &REPO_TOO_LARGE,
    &FOLDER_UNREADABLE,
    &SYMLINK_OUTSIDE_REPO,
    &BROKEN_SYMLINK,
    &CASE_COLLISION,
    &UNPORTABLE_NAME,
    &ORGANISATION_UNREADABLE,
    &ORGANISATION_STALE,
    &FRAGMENT_UNREADABLE,
    &FRAGMENT_MISSING,
    &FRAGMENT_CONFLICT,
    &FRAGMENT_STALE,
];
