//! The theme, the pages and the JSON. In: everything that is known. Out: files. It must not know the disk:
//! theme overrides come as bytes.

use rayon::prelude::*;

use crate::{
    diagnostic::{Diagnostic, Drift},
    model::{
        ApiDigest, Architecture, Archive, Catalog, ContextPack, Definition, Descent, EntityIndex, ExhibitText, Exports,
        Infrastructure, Library, Observed, Output, Packages, Policy, Preview, Record, ReportAnswer, SafeUrl,
        SavedReport, Scores, Timeline, Typeset,
    },
};

mod annotations;
mod api;
mod badges;
mod board;
mod data;
pub mod diagram;
mod inline;
mod keys;
mod kinds;
mod lean;
mod llms;
mod manifest;
mod pickers;
mod records;
mod rest;
mod rows;
mod theme;
mod views;

#[cfg(test)]
mod tests;

use board::Board;
use keys::Books;
pub use keys::{EntityPage, Key};
pub use lean::lean;
use theme::Theme;
pub use views::definition::Card;
use views::{
    definition,
    document::DocumentView,
    entity::EntityView,
    exhibit::ExhibitView,
    preview::Banner,
    report::{ReportLink, ReportView},
    shell::Portal,
};

/// The pages of a definition with more than so many pages are made on all cores.
const LARGE: usize = 32;

/// How to render.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Name of the portal.
    pub title: String,
    /// Where it will be published, when known.
    pub url: Option<SafeUrl>,
    /// Whether pages ask search engines not to list them.
    pub no_index: bool,
    /// What is written for other sites.
    pub exports: Exports,
    /// Theme files that stand in for the built-in ones, by path.
    pub overrides: Vec<(String, Vec<u8>)>,
    /// What the portal is a preview of.
    pub preview: Option<Preview>,
}

/// Everything that pages are made from.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// All entities.
    pub catalog: &'a Catalog,
    /// All books.
    pub library: &'a Library,
    /// What follows from all relations.
    pub architecture: &'a Architecture,
    /// All template archives.
    pub archives: &'a [Archive],
    /// What came from templates.
    pub descents: &'a [Descent],
    /// What repositories show.
    pub observed: &'a Observed,
    /// What they are built from.
    pub packages: &'a Packages,
    /// What they run.
    pub infrastructure: &'a Infrastructure,
    /// Where the catalog contradicts them.
    pub drift: &'a Drift,
    /// What happened to entities.
    pub timeline: &'a Timeline,
}

/// The site, ready to give its files one by one from many threads. Documents come first, because typesetting
/// them finds the last problems; after [`Site::report`] come the pages that show problems.
pub struct Site<'a> {
    content: Content<'a>,
    title: String,
    board: Board<'a>,
    theme: Theme,
    portal: Portal,
    url: Option<SafeUrl>,
    reports: Vec<ReportLink>,
    preview: Option<Preview>,
    packs: Vec<ContextPack>,
    books: Books,
    /// How it is rendered, for the keys of pages.
    frame: Key,
    /// What all pages show of the portal, for the same.
    setting: Key,
}

/// Reads the built-in theme with these files in place of its own.
///
/// # Errors
/// When a template does not parse or a file that must be text is not UTF-8; the text names the file.
pub fn inspect_theme(overrides: &[(String, Vec<u8>)]) -> Result<(), String> {
    Theme::new(overrides).map(|_| ())
}

impl<'a> Site<'a> {
    /// Reads the theme.
    ///
    /// # Errors
    /// When a theme file (an override, that is) does not parse; the text names file and line.
    pub fn new(content: Content<'a>, options: &Options) -> Result<Self, String> {
        let mut board = Board::new(content);
        board.exports = options.exports.clone();
        board.url.clone_from(&options.url);
        let mut theme = Theme::new(&options.overrides)?;
        let portal = Portal::new(options, &board, theme.assets.clone());
        theme.set_global("portal", &portal);
        if let Some(preview) = &options.preview {
            theme.set_global("preview", &Banner::new(preview));
            theme.mark(&preview.pages);
        }
        Ok(Self {
            content,
            title: options.title.clone(),
            board,
            theme,
            url: options.url.clone(),
            reports: Vec::new(),
            preview: options.preview.clone(),
            packs: Vec::new(),
            books: Books::new(content.library.books.len()),
            frame: keys::frame(options),
            setting: keys::setting(&portal),
            portal,
        })
    }

    /// One page of a book, the same as Markdown, and its search record.
    ///
    /// # Errors
    /// When an overridden template asks for what its view does not have.
    pub fn page(&self, book: usize, page: usize, typeset: Typeset) -> Result<(Output, Output, Record), String> {
        let content = &self.content.library.books[book].pages[page];
        let view = DocumentView::new(&self.board, book, page, typeset.html);
        let output = self.theme.render("document", &content.path, &view)?;
        let plain = Output { path: content.plain_path(), bytes: typeset.markdown.into_bytes() };
        Ok((output, plain, records::page(&self.board, book, page, typeset.sections)))
    }

    /// The pages of an API's definition and the file that holds it, with what search finds in it, and what its
    /// entity's page says of it.
    ///
    /// # Errors
    /// When an overridden template asks for what its view does not have.
    pub fn definition(
        &self,
        definition: &Definition,
        put: &(dyn Fn(&Output) -> Result<(), String> + Sync),
    ) -> Result<(Vec<Record>, Card), String> {
        let layout = definition::Layout::new(definition);
        // Small definitions share the cores among themselves; each of many pages may wait for another's.
        let length = if layout.len() > LARGE { 1 } else { layout.len() };
        (0..layout.len()).into_par_iter().with_min_len(length).try_for_each(|number| {
            let pen = definition::Pen::new(&self.board, definition, &layout, number);
            put(&self.theme.render("definition", layout.path(number), &pen.view())?)
        })?;
        put(&Output { path: definition::file(definition), bytes: definition.text.clone().into_bytes() })?;
        let records = definition::records(&self.board, definition, &layout);
        Ok((records, definition::card(&self.board, definition, &layout)))
    }

    /// The description of the portal's own JSON files, as OpenAPI has it.
    pub fn description(&self) -> Output {
        api::openapi(self)
    }

    /// The reference of these files, of their description as it was read.
    ///
    /// # Errors
    /// When an overridden template asks for what its view does not have, or `put` fails.
    pub fn reference(
        &self,
        definition: Definition,
        put: &(dyn Fn(&Output) -> Result<(), String> + Sync),
    ) -> Result<(), String> {
        data::reference(self, definition, put)
    }

    /// Takes what entities' pages say of their definitions.
    pub fn list(&mut self, cards: Vec<Card>) {
        self.board.list(cards);
        self.portal.list(&self.board);
        self.theme.set_global("portal", &self.portal);
        self.setting = keys::setting(&self.portal);
    }

    /// Takes all problems, sorted and judged, so that pages can show them.
    pub fn report(&mut self, diagnostics: &'a [Diagnostic]) {
        self.board.report(diagnostics);
    }

    /// Takes the policies, so that the page of problems can list them.
    pub fn hold(&mut self, policies: &'a [Policy]) {
        self.board.policies = policies;
    }

    /// Takes how entities do by the scorecards, if there are any.
    pub fn mark(&mut self, scores: Option<&'a Scores>) {
        self.board.scores = scores.filter(|scores| !scores.cards.is_empty());
    }

    /// All definitions in short: those of entities in the catalog's order, then the others as they were found.
    pub fn digests(&self) -> Vec<&ApiDigest> {
        let of_entities = self.content.catalog.iter().filter_map(|(index, _)| self.board.definition_of(index));
        of_entities.chain(&self.board.loose).map(|card| &card.digest).collect()
    }

    /// What search finds of the problems.
    pub fn problems(&self) -> Vec<Record> {
        records::problems(&self.board)
    }

    /// The page of a report, which the explorer lists from then on.
    ///
    /// # Errors
    /// When an overridden template asks for what its view does not have.
    pub fn answer(&mut self, report: &SavedReport, answer: &ReportAnswer) -> Result<Output, String> {
        self.reports.push(ReportLink::new(report, answer));
        self.theme.render("report", &report.path("html"), &ReportView::new(&self.board, report, answer))
    }

    /// Takes the context packs that were written.
    pub fn take_packs(&mut self, packs: Vec<ContextPack>) {
        self.packs = packs;
    }

    /// What the page of a book is made from besides its document: the same key, the same page.
    pub fn page_key(&self, book: usize, page: usize) -> Key {
        keys::page(self, book, page)
    }

    /// What the page of one entity is made from, when that can be told without making it: the same key, the same page.
    pub fn entity_key(&self, index: EntityIndex) -> Option<Key> {
        keys::entity(self, index)
    }

    /// All that the page of one entity shows, not yet put into the theme.
    pub fn entity(&self, index: EntityIndex) -> EntityPage<'_> {
        let diagram = diagram::of_entity(self.content.catalog, index, self.board.implied_of(index)).map(Into::into);
        let parts = EntityView::parts(&self.board, index, diagram);
        let record = records::entity(&self.board, index, parts.prose);
        EntityPage::new(self, self.content.catalog[index].id.page(), parts.view, record)
    }

    /// The page that frames what another tool built, and what search finds in it. `pages` are the texts of
    /// its pages.
    ///
    /// # Errors
    /// When an overridden template asks for what its view does not have.
    pub fn exhibit(&self, place: usize, pages: Vec<ExhibitText>) -> Result<(Output, Vec<Record>), String> {
        let exhibit = &self.content.library.exhibits[place];
        let output = self.theme.render("exhibit", &exhibit.path, &ExhibitView::new(&self.board, exhibit))?;
        Ok((output, views::exhibit::records(&self.board, exhibit, pages)))
    }

    /// Everything else: home, lists, overviews, diagnostics, theme files, JSON. Each file goes to `put` as soon
    /// as it is made.
    ///
    /// # Errors
    /// When an overridden template asks for what its view does not have, or `put` fails.
    pub fn rest(&self, put: &(dyn Fn(&Output) -> Result<(), String> + Sync)) -> Result<(), String> {
        rest::rest(self, put)
    }
}
