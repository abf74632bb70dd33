//! What pages are made from, as hashes: a later build with the same ones has the same pages, and need not make them.
//! The built-in theme, its overrides and the program itself are the caller's to add.

use std::{fmt, io, sync::OnceLock};

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{
    Options, Site,
    board::Board,
    records,
    views::{entity::EntityView, shell::Portal},
};
use crate::model::{Book, BookOwner, EntityIndex, Output, Record, SitePath};

/// A SHA-256.
pub type Key = [u8; 32];

/// Takes text and JSON into a hash.
pub(super) struct Hash(Sha256);

impl Hash {
    pub(super) fn new() -> Self {
        Self(Sha256::new())
    }

    /// A value by its `Debug`, which shows all of it; two values do not run into each other.
    pub(super) fn shown(mut self, value: &dyn fmt::Debug) -> Self {
        fmt::write(&mut self, format_args!("{value:?}\n")).expect("a hash takes all text");
        self
    }

    /// A view, as templates see it.
    pub(super) fn view<V: Serialize>(mut self, view: &V) -> Self {
        // A view that is no JSON has no pages to compare either, and its name stands for it.
        if serde_json::to_writer(&mut self, view).is_err() {
            self.0.update(std::any::type_name::<V>());
        }
        self.0.update(b"\n");
        self
    }

    /// Other hashes.
    pub(super) fn of(mut self, keys: &[Key]) -> Self {
        keys.iter().for_each(|key| self.0.update(key));
        self
    }

    /// A text and where it ends.
    pub(super) fn text(mut self, text: &str) -> Self {
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
        self
    }

    pub(super) fn key(self) -> Key {
        self.0.finalize().into()
    }
}

impl fmt::Write for Hash {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text);
        Ok(())
    }
}

impl io::Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The keys of books, each made when it is first asked for.
pub(super) struct Books(Vec<OnceLock<Key>>);

impl Books {
    pub(super) fn new(count: usize) -> Self {
        Self((0..count).map(|_| OnceLock::new()).collect())
    }
}

/// How pages are rendered.
pub(super) fn frame(options: &Options) -> Key {
    Hash::new().shown(options).key()
}

/// What the page at `number` of the book at `place` of the library is made from, besides its document.
pub(super) fn page(site: &Site<'_>, place: usize, number: usize) -> Key {
    let board = &site.board;
    let book = &board.library.books[place];
    let page = &book.pages[number];
    let key = book_key(site, place);
    let owner = match book.owner {
        BookOwner::Entity(index) => Some(board.reference(&page.path, index)),
        BookOwner::Repo => None,
    };
    let person = page.changed.as_ref().and_then(|change| board.person(&change.email));
    let person = person.map(|person| board.reference(&page.path, person));
    let record = records::page(board, place, number, Vec::new());
    let hash = Hash::new().of(&[site.frame, key, site.setting]).shown(&number).shown(&record);
    hash.view(&owner).view(&person).key()
}

/// What all pages show of the portal.
pub(super) fn setting(portal: &Portal) -> Key {
    Hash::new().view(portal).key()
}

/// What the page of an entity is made from; the same key, the same page. None when that cannot be told but from the page.
pub(super) fn entity(site: &Site<'_>, index: EntityIndex) -> Option<Key> {
    let near = site.board.near(index, |place| book_key(site, place))?;
    Some(Hash::new().of(&[site.frame, site.setting, near]).key())
}

fn book_key(site: &Site<'_>, place: usize) -> Key {
    *site.books.0[place].get_or_init(|| whole(&site.board, &site.board.library.books[place]))
}

/// Everything of a book that its pages show. Places in the catalog are left out: they move with every new entity.
fn whole(board: &Board<'_>, book: &Book) -> Key {
    let Book { title, description, root, docs_dir, nav, pages, editing, logs, snippets, .. } = book;
    let hash = Hash::new().shown(&board.catalog[book.repo]).shown(&(title, description, root, docs_dir, nav));
    hash.shown(&(pages, editing, logs, snippets)).key()
}

/// All that the page of one entity shows.
pub struct EntityPage<'s> {
    site: &'s Site<'s>,
    /// Where it goes.
    pub path: SitePath,
    /// What search finds.
    pub record: Record,
    view: EntityView,
}

impl<'s> EntityPage<'s> {
    pub(super) fn new(site: &'s Site<'s>, path: SitePath, view: EntityView, record: Record) -> Self {
        Self { site, path, record, view }
    }

    /// What it is made from: the same key, the same page and the same record.
    pub fn key(&self) -> Key {
        Hash::new()
            .of(&[self.site.frame, self.site.setting])
            .shown(&self.path)
            .shown(&self.record)
            .view(&self.view)
            .key()
    }

    /// The page.
    ///
    /// # Errors
    /// When an overridden template asks for what its view does not have.
    pub fn render(&self) -> Result<Output, String> {
        self.site.theme.render("entity", &self.path, &self.view)
    }
}
