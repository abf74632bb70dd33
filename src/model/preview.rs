//! What a build shows before it is published.

use super::{SafeUrl, SitePath};

/// What a portal is a preview of, and what a change did to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// What people call it, e.g. `Pull request #7`.
    pub label: String,
    /// Where it is discussed.
    pub url: Option<SafeUrl>,
    /// The commit that is shown.
    pub commit: Option<String>,
    /// What it is compared with, as people call it; none when there is nothing to compare with.
    pub base: Option<String>,
    /// What became of pages of the site, by their paths.
    pub pages: Vec<(SitePath, &'static str)>,
    /// Everything that differs, in the order in which it is told.
    pub sections: Vec<PreviewSection>,
}

/// Things of one sort that differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviewSection {
    /// What they are.
    pub title: &'static str,
    /// Each of them.
    pub rows: Vec<PreviewRow>,
}

/// One thing that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreviewRow {
    /// What became of it, in one word: `added`, `removed`, `changed`.
    pub change: &'static str,
    /// What it is called.
    pub title: String,
    /// Its page, unless it is gone.
    pub page: Option<SitePath>,
    /// What else tells it apart: a reference, a path.
    pub note: String,
    /// What differs in it, one line each.
    pub lines: Vec<String>,
    /// What it makes otherwise, as a unified diff.
    pub diff: Option<String>,
}
