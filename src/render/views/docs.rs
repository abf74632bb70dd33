//! The documents of an entity: its book, and the pages in it that one looks for by their purpose.

use serde::Serialize;

use super::reference::label;
use crate::{
    model::{Book, EntityIndex, Role, SitePath},
    render::board::Board,
};

/// Another entity's page that is shown: Backstage's annotation.
const PATH: &str = "backstage.io/techdocs-entity-path";

/// The most runbooks that an entity's page names.
const MOST_RUNBOOKS: usize = 12;

/// The documents of an entity.
#[derive(Debug, Serialize)]
pub(crate) struct Docs {
    title: String,
    /// None when it has pages of another tool alone.
    href: Option<String>,
    pages: usize,
    /// Changelog, decisions, runbooks.
    shelves: Vec<Shelf>,
    /// Pages that other tools built.
    exhibits: Vec<Page>,
}

/// Pages for one purpose.
#[derive(Debug, Serialize)]
struct Shelf {
    label: &'static str,
    pages: Vec<Page>,
}

/// A page of a book.
#[derive(Debug, Serialize)]
struct Page {
    title: String,
    href: String,
}

/// What an entity has to read; none when it has nothing.
pub(crate) fn docs(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Option<Docs> {
    let own = board.library.exhibits.iter().filter(|exhibit| exhibit.entity == index);
    let exhibits: Vec<Page> =
        own.map(|exhibit| Page { title: label(&exhibit.title), href: from.href_to(&exhibit.path) }).collect();
    let Some(book) = board.book_of(index).map(|book| &board.library.books[book]) else {
        let docs = Docs { title: String::new(), href: None, pages: 0, shelves: Vec::new(), exhibits };
        return (!docs.exhibits.is_empty()).then_some(docs);
    };
    let entry = board.catalog[index].annotation(PATH).and_then(|path| book.page_at(path));
    let (first, anchor) = entry.unwrap_or_default();
    let href = from.href_to(&book.pages.get(first)?.path);
    let href = if anchor.is_empty() { href } else { format!("{href}#{anchor}") };
    let shelves = shelves(book, from);
    Some(Docs { title: book.title.clone(), href: Some(href), pages: book.pages.len(), shelves, exhibits })
}

fn shelves(book: &Book, from: &SitePath) -> Vec<Shelf> {
    let of = |role: Role| {
        let pages = book.pages.iter().filter(move |page| page.role == role);
        pages.map(|page| Page { title: label(&page.title), href: from.href_to(&page.path) })
    };
    let all = [
        Shelf { label: "Runbooks", pages: of(Role::Runbook).take(MOST_RUNBOOKS).collect() },
        Shelf { label: "Decisions", pages: of(Role::DecisionLog).collect() },
        Shelf { label: "Changes", pages: of(Role::Changelog).collect() },
    ];
    all.into_iter().filter(|shelf| !shelf.pages.is_empty()).collect()
}
