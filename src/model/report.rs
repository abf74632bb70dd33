//! Reports: questions that a portal answers on pages of their own.

use super::{Place, SitePath};

/// A word of the configuration and where it stands.
pub type Placed = (String, Place);

/// A question as the configuration asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedReport {
    /// As people call it.
    pub name: String,
    /// The name as a part of an address; no two reports have the same.
    pub slug: String,
    /// In the query language.
    pub query: Placed,
    /// Fields and relations; empty for those of every answer.
    pub columns: Vec<Placed>,
    /// The field that entities are counted by, instead of being listed.
    pub group_by: Option<Placed>,
    /// Whether counts are drawn as bars, too.
    pub bars: bool,
}

impl SavedReport {
    /// A file of the report: its page, or a table beside it.
    pub fn path(&self, extension: &str) -> SitePath {
        SitePath::from_parts(["explore", "reports", &format!("{}.{extension}", self.slug)])
    }
}

/// What is the answer to a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportAnswer {
    /// The names of the columns.
    pub head: Vec<String>,
    /// The values in each cell of each row.
    pub rows: Vec<Vec<Vec<String>>>,
    /// Which columns hold references.
    pub references: Vec<bool>,
    /// All rows as CSV.
    pub csv: String,
    /// All rows as JSON.
    pub json: String,
}
