//! What a run is given, and what it found.

use std::{collections::BTreeMap, path::PathBuf};

use super::Known;
use crate::{
    collect::{Pages, Progress, Tokens},
    config::Config,
    diagnostic::Diagnostic,
    model::Snapshot,
    publish, render,
};

/// What the world gives to a run; read once, by the command line.
pub struct Surroundings<'a> {
    /// Access tokens.
    pub tokens: Tokens,
    /// What the CI system publishes pages of, when it says so.
    pub pages: Vec<Pages>,
    /// The day in UTC, `YYYY-MM-DD`; it never reaches the site.
    pub today: String,
    /// Theme files that stand in for the built-in ones, by path.
    pub overrides: Vec<(String, Vec<u8>)>,
    /// Hears how collecting goes on.
    pub progress: &'a dyn Progress,
    /// Hears the name of each stage as it begins.
    pub stage: &'a dyn Fn(&'static str),
    /// Where work is kept for the next build; nowhere when all is to be built anew.
    pub kept: Option<Keeping>,
}

/// Where work is kept for the next build.
#[derive(Clone, Debug)]
pub struct Keeping {
    /// The folder.
    pub folder: PathBuf,
    /// What files in it are called; one name for each site.
    pub name: String,
    /// The file that says what the site holds.
    pub inventory: PathBuf,
    /// A hash of this very program: another one may build other pages.
    pub program: [u8; 32],
}

impl Surroundings<'_> {
    /// How pages are to be made.
    pub(super) fn rendering(&self, config: &Config) -> render::Options {
        render::Options {
            title: config.title.clone(),
            url: config.url.clone(),
            exports: config.exports.clone(),
            no_index: config.preview.is_some() || publish::no_index(&config.publication),
            overrides: self.overrides.clone(),
            preview: config.preview.clone(),
        }
    }
}

/// What a run found, whether or not it wrote a site.
pub struct Outcome {
    /// All problems, sorted, severities as configured.
    pub diagnostics: Vec<Diagnostic>,
    /// Entities in the catalog.
    pub entities: usize,
    /// Repositories read.
    pub repositories: usize,
    /// Documentation pages.
    pub pages: usize,
    /// Files and bytes written.
    pub written: (u64, u64),
    /// The one hash of the site that was written; empty when there is none.
    pub site: String,
    /// Where repositories lie on this disk, by name.
    pub folders: BTreeMap<String, PathBuf>,
}

/// What a run knows in the end.
pub(super) fn outcome(known: Known, written: (u64, u64), site: String) -> Outcome {
    let folder = |snapshot: &Snapshot| Some((snapshot.repo.name.clone(), snapshot.folder()?.to_owned()));
    Outcome {
        diagnostics: known.diagnostics,
        entities: known.catalog.entities().len(),
        repositories: known.snapshots.len(),
        pages: known.library.books.iter().map(|book| book.pages.len()).sum(),
        written,
        site,
        folders: known.snapshots.iter().filter_map(folder).collect(),
    }
}
