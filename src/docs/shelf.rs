//! What typesetting looks things up in.

use std::collections::HashMap;

use super::forge::Forges;
use crate::model::{Catalog, Library, RepoIndex, RepoPath, SitePath, Snapshot};

/// What typesetting may look at, with look-up tables made once.
pub struct Shelf<'a> {
    /// The repositories' files.
    pub snapshots: &'a [Snapshot],
    /// All entities.
    pub catalog: &'a Catalog,
    /// All books.
    pub library: &'a Library,
    pub(super) forges: Forges,
    pages: HashMap<(RepoIndex, &'a RepoPath), Vec<(usize, usize)>>,
    assets: HashMap<(RepoIndex, &'a RepoPath), Vec<(usize, &'a SitePath)>>,
}

impl<'a> Shelf<'a> {
    /// Makes the look-up tables.
    pub fn new(snapshots: &'a [Snapshot], catalog: &'a Catalog, library: &'a Library) -> Self {
        let mut pages: HashMap<_, Vec<_>> = HashMap::new();
        let mut assets: HashMap<_, Vec<_>> = HashMap::new();
        for (number, book) in library.books.iter().enumerate() {
            for (index, page) in book.pages.iter().enumerate() {
                pages.entry((book.repo, &page.source)).or_default().push((number, index));
            }
            for asset in &book.assets {
                assets.entry((book.repo, &asset.source)).or_default().push((number, &asset.path));
            }
        }
        Self { snapshots, catalog, library, forges: Forges::new(catalog), pages, assets }
    }

    /// The page that a file became, in `book` when it has it, else in the first that does.
    pub(super) fn page(&self, repo: RepoIndex, source: &RepoPath, book: usize) -> Option<(usize, usize)> {
        let found = self.pages.get(&(repo, source))?;
        found.iter().find(|(number, _)| *number == book).or_else(|| found.first()).copied()
    }

    /// The published copy of a file, in `book` when it has it, else in the first that does.
    pub(super) fn asset(&self, repo: RepoIndex, source: &RepoPath, book: usize) -> Option<&'a SitePath> {
        let found = self.assets.get(&(repo, source))?;
        found.iter().find(|(number, _)| *number == book).or_else(|| found.first()).map(|(_, path)| *path)
    }
}
