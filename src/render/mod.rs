//! The theme, the pages and the JSON. In: everything that is known. Out: files. It must not know the disk:
//! theme overrides come as bytes.

mod api;

use crate::{
    diagnostic::Diagnostic,
    model::{Archive, Catalog, Library, Output, Record, SafeUrl, Typeset},
};

/// How to render.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Name of the portal.
    pub title: String,
    /// Where it will be published, when known.
    pub url: Option<SafeUrl>,
    /// Theme files that stand in for the built-in ones, by path.
    pub overrides: Vec<(String, Vec<u8>)>,
}

/// Everything that pages are made from.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// All entities.
    pub catalog: &'a Catalog,
    /// All books.
    pub library: &'a Library,
    /// All template archives.
    pub archives: &'a [Archive],
}

/// The site, ready to give its files one by one from many threads.
pub struct Site<'a> {
    /// What pages are made from.
    pub content: Content<'a>,
    title: String,
}

impl<'a> Site<'a> {
    /// Reads the theme.
    ///
    /// # Errors
    /// When a theme file (an override, that is) does not parse; the text names file and line.
    pub fn new(content: Content<'a>, options: &Options) -> Result<Self, String> {
        Ok(Self { content, title: options.title.clone() })
    }

    /// The pages of all entities, by their order in the catalog, each with its search record.
    /// `diagnostics` are those about the entity.
    pub fn entity(&self, _index: crate::model::EntityIndex, _diagnostics: &[&Diagnostic]) -> (Output, Record) {
        unreachable!("no entity yet")
    }

    /// One page of a book, with its search record.
    pub fn page(&self, _book: usize, _page: usize, _typeset: Typeset) -> (Output, Record) {
        unreachable!("no page yet")
    }

    /// Everything else: home, lists, overviews, diagnostics, theme files, JSON.
    pub fn rest(&self, diagnostics: &[Diagnostic]) -> Vec<Output> {
        api::outputs(&self.content, &self.title, diagnostics)
    }
}
