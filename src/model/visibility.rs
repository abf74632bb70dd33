//! Who may read a repository, and how that is known.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who may read a repository on its forge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everyone.
    Public,
    /// Everyone who may sign in to the forge.
    Internal,
    /// Whoever was given access.
    Private,
    /// It cannot be told.
    #[default]
    Unknown,
}

impl fmt::Display for Visibility {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Private => "private",
            Self::Unknown => "unknown",
        })
    }
}
