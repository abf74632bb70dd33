//! Documents to books and pages. In: snapshots and the catalog. Out: the library of all books, then each page
//! typeset with its links resolved, and broken links as problems. It must not know the theme.

use crate::{
    diagnostic::Diagnostic,
    model::{Catalog, Library, Snapshot, Typeset},
};

/// Finds all books, their navigation, pages, headings and assets.
pub fn shelve(_snapshots: &[Snapshot], _catalog: &Catalog) -> (Library, Vec<Diagnostic>) {
    (Library::default(), Vec::new())
}

/// Renders one page of a book; links may lead to any page, asset or entity of the portal.
pub fn typeset(_shelf: &Shelf<'_>, _book: usize, _page: usize) -> (Typeset, Vec<Diagnostic>) {
    (Typeset::default(), Vec::new())
}

/// What typesetting may look at, with look-up tables made once.
pub struct Shelf<'a> {
    /// The repositories' files.
    pub snapshots: &'a [Snapshot],
    /// All entities.
    pub catalog: &'a Catalog,
    /// All books.
    pub library: &'a Library,
}

impl<'a> Shelf<'a> {
    /// Makes the look-up tables.
    pub fn new(snapshots: &'a [Snapshot], catalog: &'a Catalog, library: &'a Library) -> Self {
        Self { snapshots, catalog, library }
    }
}
