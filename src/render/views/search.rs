//! The page of all results of a search, which scripts fill.

use serde::Serialize;

use super::shell::Head;

/// The page of all results of a search.
#[derive(Debug, Serialize)]
pub(crate) struct SearchView {
    head: Head,
}

impl SearchView {
    pub(crate) fn new() -> Self {
        Self { head: Head::new("Search", "search") }
    }
}
