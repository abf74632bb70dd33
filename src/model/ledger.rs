//! What was written.

use std::collections::BTreeMap;

/// One file that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// In bytes.
    pub size: u64,
    /// The SHA-256 of what it holds.
    pub sha256: [u8; 32],
}

/// All files of a site, by their paths from its root.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The files.
    pub files: BTreeMap<String, Written>,
}
