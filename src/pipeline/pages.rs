//! The many pages: documents and entities, made or taken over.

use rayon::prelude::*;

use super::{
    Known,
    outlet::{Made, Outlet},
};
use crate::{
    cache::{self, Key},
    diagnostic::Diagnostic,
    docs::{self, Shelf},
    index::{Entry, Indexer},
    model::{EntityIndex, SitePath},
    render::Site,
};

/// Where pages go, and where they are made known.
pub(super) struct Works<'a> {
    pub(super) outlet: &'a Outlet<'a>,
    pub(super) indexer: &'a Indexer,
    /// Bytes of its text that search shows of a page.
    pub(super) budget: usize,
}

impl Works<'_> {
    /// All pages of all books, and the problems that typesetting them shows.
    pub(super) fn pages(&self, known: &Known, site: &Site<'_>) -> Result<Vec<Diagnostic>, String> {
        let shelf = Shelf::new(&known.snapshots, &known.catalog, &known.library);
        let numbers = known.library.page_numbers();
        let made = numbers.par_iter().map(|number| self.page(&shelf, site, *number));
        let found = made.collect::<Result<Vec<_>, String>>()?;
        Ok(found.into_iter().flatten().collect())
    }

    fn page(&self, shelf: &Shelf<'_>, site: &Site<'_>, number: (usize, usize)) -> Result<Vec<Diagnostic>, String> {
        let (book, page) = number;
        let order = (1, book, page);
        let content = &shelf.library.books[book].pages[page];
        let key = cache::key(&[b"page", &site.page_key(book, page), &self.budget.to_le_bytes()]);
        let holds = |trace: &[u8]| docs::still_holds(shelf, number, trace);
        let paths = [&content.path, &content.plain_path()];
        if let Some(found) = self.outlet.find(&key, order, (&paths, self.indexer), holds)? {
            return Ok(found);
        }
        let (typeset, diagnostics, trace) = docs::typeset_traced(shelf, book, page);
        let (output, plain, record) = site.page(book, page, typeset)?;
        let entry = Entry::new(order, &record, self.budget);
        let digests = vec![(self.outlet.write)(&output)?, (self.outlet.write)(&plain)?];
        if let Some(docs::Trace(trace)) = trace {
            let made = Made { trace, digests, entry: &entry, diagnostics: diagnostics.clone() };
            self.outlet.keep(key, &made);
        }
        self.indexer.add(entry).map(|()| diagnostics)
    }

    /// The pages of all entities.
    pub(super) fn entities(&self, known: &Known, site: &Site<'_>) -> Result<(), String> {
        let entities: Vec<(EntityIndex, SitePath)> =
            known.catalog.iter().map(|(index, entity)| (index, entity.id.page())).collect();
        entities.par_iter().try_for_each(|(index, path)| self.entity(site, *index, path))
    }

    fn entity(&self, site: &Site<'_>, index: EntityIndex, path: &SitePath) -> Result<(), String> {
        let order = (0, index.0 as usize, 0);
        let near = site.entity_key(index).map(|key| cache::key(&[b"near", &key, &self.budget.to_le_bytes()]));
        let find = |key: &Key| self.outlet.find(key, order, (&[path], self.indexer), <[u8]>::is_empty);
        if let Some(key) = near.and_then(|near| self.outlet.leads_to(&near))
            && find(&key)?.is_some()
        {
            return Ok(());
        }
        let page = site.entity(index);
        let key = cache::key(&[b"entity", &page.key(), &self.budget.to_le_bytes()]);
        near.into_iter().for_each(|near| self.outlet.lead(near, &key));
        if find(&key)?.is_some() {
            return Ok(());
        }
        let entry = Entry::new(order, &page.record, self.budget);
        let digests = vec![(self.outlet.write)(&page.render()?)?];
        let made = Made { trace: Vec::new(), digests, entry: &entry, diagnostics: Vec::new() };
        self.outlet.keep(key, &made);
        self.indexer.add(entry)
    }
}
