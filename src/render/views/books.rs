//! All books.

use serde::Serialize;

use super::{reference::Reference, shell::Head};
use crate::{
    model::{BookOwner, SitePath},
    render::board::Board,
};

/// The table of all books.
#[derive(Debug, Serialize)]
pub(crate) struct BooksView {
    head: Head,
    books: Vec<BookRow>,
    pages: usize,
}

/// One book.
#[derive(Debug, Serialize)]
struct BookRow {
    title: String,
    description: Option<String>,
    href: Option<String>,
    of: Option<Reference>,
    owner: Option<Reference>,
    repo: String,
    pages: usize,
}

impl BooksView {
    pub(crate) fn new(board: &Board<'_>, from: &SitePath) -> Self {
        let rows = board.library.books.iter().map(|book| {
            let entity = match book.owner {
                BookOwner::Entity(index) => Some(index),
                BookOwner::Repo => None,
            };
            BookRow {
                title: book.title.clone(),
                description: book.description.clone(),
                href: book.pages.first().map(|page| from.href_to(&page.path)),
                of: entity.map(|index| board.reference(from, index)),
                owner: entity.and_then(|index| board.owner(from, &board.catalog[index])),
                repo: board.catalog[book.repo].name.clone(),
                pages: book.pages.len(),
            }
        });
        let exhibits = board.library.exhibits.iter().map(|exhibit| BookRow {
            title: exhibit.title.clone(),
            description: None,
            href: Some(from.href_to(&exhibit.path)),
            of: Some(board.reference(from, exhibit.entity)),
            owner: board.owner(from, &board.catalog[exhibit.entity]),
            repo: board.catalog[exhibit.repo].name.clone(),
            pages: exhibit.files.iter().filter(|file| file.path.as_str().ends_with(".html")).count(),
        });
        let mut books: Vec<BookRow> = rows.chain(exhibits).collect();
        books.sort_by_cached_key(|book| (book.title.to_lowercase(), book.repo.clone()));
        let pages = books.iter().map(|book| book.pages).sum();
        Self { head: Head::new("Docs", "docs"), books, pages }
    }
}
