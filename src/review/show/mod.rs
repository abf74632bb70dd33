//! The review as text: each sink with an escaper of its own.

mod comment;
mod inline;
mod markdown;
mod terminal;
mod words;

pub use markdown::markdown;
pub use terminal::terminal;

use super::Review;

/// Where a comment's readers find more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The address of the portal after the change, with a slash at its end.
    pub preview: Option<String>,
    /// The address of the whole review, e.g. of the run that made it.
    pub details: Option<String>,
    /// Where files of repositories are shown: a repository's name and what comes before a path.
    pub sources: std::collections::BTreeMap<String, String>,
}

/// Counts as `name=value` lines.
pub fn counts(review: &Review) -> String {
    let of = &review.summary;
    let counts = [
        ("new-errors", of.errors),
        ("new-warnings", of.warnings),
        ("new-notes", of.notes),
        ("mended", of.mended),
        ("broken-apis", of.broken_apis),
        ("affected", of.affected),
        ("entities-added", of.added),
        ("entities-removed", of.removed),
        ("entities-changed", of.changed),
        ("pages", of.pages),
        ("templates", of.templates),
    ];
    counts.iter().map(|(name, count)| format!("{name}={count}\n")).collect()
}

/// One document.
pub fn json(review: &Review) -> String {
    let text = serde_json::to_string_pretty(review).expect("keys are strings");
    text + "\n"
}
