//! Who a portal is for, and what of the sources it shows them.

use std::path::PathBuf;

use globset::{GlobBuilder, GlobMatcher};

use super::{Placed, Publication, SafeUrl};

/// A portal of its own, made of a part of the sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// What the command line calls it.
    pub name: String,
    /// Name of its portal.
    pub title: Option<String>,
    /// Where its portal will be published, when known.
    pub url: Option<SafeUrl>,
    /// Its site folder.
    pub output: PathBuf,
    /// What it is made of.
    pub selection: Selection,
    /// Where its site goes, and what may go there.
    pub publication: Publication,
}

/// A part of the sources. What is outside is as if it were not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Globs of repositories, by name or `host/owner/name`; empty means all.
    pub sources: Vec<String>,
    /// Globs of repositories to leave out.
    pub exclude: Vec<String>,
    /// A query for entities; none means all.
    pub entities: Option<Placed>,
}

impl Selection {
    /// Whether a repository that goes by these names is part of it.
    pub fn includes(&self, names: &[String]) -> bool {
        (self.sources.is_empty() || RepoGlobs::new(&self.sources).find(names).is_some())
            && RepoGlobs::new(&self.exclude).find(names).is_none()
    }
}

/// Globs of repositories. `*` stays within one part of a name, case does not matter, and what is no glob matches nothing.
#[derive(Debug)]
pub struct RepoGlobs<'a>(Vec<(&'a str, GlobMatcher)>);

impl<'a> RepoGlobs<'a> {
    /// Reads them.
    pub fn new(patterns: &'a [String]) -> Self {
        let glob = |pattern: &'a String| {
            let glob = GlobBuilder::new(pattern).literal_separator(true).case_insensitive(true).build().ok()?;
            Some((pattern.as_str(), glob.compile_matcher()))
        };
        Self(patterns.iter().filter_map(glob).collect())
    }

    /// The first of them that is one of these names.
    pub fn find(&self, names: &[String]) -> Option<&'a str> {
        let found = self.0.iter().find(|(_, glob)| names.iter().any(|name| glob.is_match(name)));
        found.map(|(pattern, _)| *pattern)
    }
}
