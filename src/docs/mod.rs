//! Documents to books and pages. In: snapshots and the catalog. Out: the library of all books, then each page
//! typeset with its links resolved, and broken links as problems. It must not know the theme.

mod address;
mod advice;
mod arrange;
mod asciidoc;
mod assets;
mod bind;
mod claims;
mod decisions;
mod drawing;
mod exhibits;
mod extras;
mod figures;
mod forge;
mod inherit;
mod layout;
mod links;
mod mentions;
mod meta;
mod nav;
mod pages;
mod patterns;
mod plain;
mod plugins;
mod reading;
mod redirects;
mod rules;
mod settings;
mod shelf;
mod sidebars;
mod snippets;
mod summary;
mod trace;
mod tree;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rayon::prelude::*;

pub use self::assets::copy;
pub use self::exhibits::unpack;
use self::links::Links;
pub use self::rules::RULES;
pub use self::shelf::Shelf;
use self::trace::Traced;
pub use self::trace::{Trace, still_holds};
use crate::{
    diagnostic::{Diagnostic, Rule},
    markdown,
    model::{
        Book, BookOwner, Catalog, Forgetful, LastChange, Library, Memory, Place, RepoIndex, RepoPath, Role, SitePath,
        Snapshot, Typeset,
    },
};

/// The largest document that is given as text, in bytes.
const MOST_TEXT: u64 = 1 << 20;

/// Finds all books, their navigation, pages, headings and assets.
pub fn shelve(snapshots: &[Snapshot], catalog: &Catalog) -> (Library, Vec<Diagnostic>) {
    shelve_again(snapshots, catalog, &Forgetful)
}

/// The same, without reading documents that an earlier build has read.
pub fn shelve_again(snapshots: &[Snapshot], catalog: &Catalog, memory: &dyn Memory) -> (Library, Vec<Diagnostic>) {
    let (claims, mut diagnostics) = claims::claims(snapshots, catalog);
    let bind = |claim: &claims::Claim| bind::bind(&snapshots[claim.repo.0 as usize], catalog, claim, memory);
    let made: Vec<(Option<Book>, Vec<Diagnostic>)> = claims.par_iter().map(bind).collect();
    let mut taken = HashSet::new();
    let mut books = Vec::new();
    for (book, found) in made {
        diagnostics.extend(found);
        if let Some(mut book) = book {
            let snapshot = &snapshots[book.repo.0 as usize];
            bind::settle(&mut book, snapshot, &mut taken, &mut diagnostics);
            books.push(book);
        }
    }
    books.sort_by(|a, b| first_path(a).cmp(&first_path(b)));
    claims::share(&mut books, catalog, &mut diagnostics);
    date(&mut books, snapshots);
    let (exhibits, found) = exhibits::exhibits(snapshots, catalog);
    diagnostics.extend(found);
    (Library { books, exhibits }, diagnostics)
}

/// Looks up when each page was last changed, and by whom.
fn date(books: &mut [Book], snapshots: &[Snapshot]) {
    let mut wanted: BTreeMap<RepoIndex, BTreeSet<RepoPath>> = BTreeMap::new();
    for book in &*books {
        wanted.entry(book.repo).or_default().extend(book.pages.iter().map(|page| page.source.clone()));
    }
    let found: BTreeMap<RepoIndex, BTreeMap<RepoPath, LastChange>> =
        wanted.into_par_iter().map(|(repo, paths)| (repo, snapshots[repo.0 as usize].last_changes(&paths))).collect();
    for book in books {
        for page in &mut book.pages {
            page.changed = found.get(&book.repo).and_then(|changes| changes.get(&page.source)).cloned();
        }
    }
}

/// Renders one page of a book; links may lead to any page, asset or entity of the portal.
pub fn typeset(shelf: &Shelf<'_>, book: usize, page: usize) -> (Typeset, Vec<Diagnostic>) {
    let (typeset, diagnostics, _) = typeset_traced(shelf, book, page);
    (typeset, diagnostics)
}

/// The same, with all that it depends on besides the page itself, when that is known.
pub fn typeset_traced(shelf: &Shelf<'_>, book: usize, page: usize) -> (Typeset, Vec<Diagnostic>, Option<Trace>) {
    let volume = &shelf.library.books[book];
    let source = &volume.pages[page].source;
    let snapshot = &shelf.snapshots[volume.repo.0 as usize];
    if volume.pages[page].role == Role::DecisionLog && snapshot.entry(source).is_none() {
        return (decisions::listing(volume, page), Vec::new(), None);
    }
    let Ok(bytes) = snapshot.read(source) else {
        return (Typeset::default(), vec![unreadable(snapshot, source)], None);
    };
    let links = Links::new(shelf, book, page);
    let traced = Traced::new(&links);
    let text = pages::markup(source, &bytes);
    let rendered = markdown::render(&text, &traced);
    let diagnose = |(line, column, message): (u32, u32, String)| {
        let (rule, hint) = traced.explain(&message);
        let place = Place { line, column, ..whole_file(snapshot, source) };
        let diagnostic = Diagnostic { hint, ..Diagnostic::new(rule, place, message) };
        match volume.owner {
            BookOwner::Entity(entity) => diagnostic.entity(&shelf.catalog[entity].id),
            BookOwner::Repo => diagnostic,
        }
    };
    let mut diagnostics: Vec<Diagnostic> = rendered.problems.into_iter().map(diagnose).collect();
    diagnostics.extend(rendered.unset.into_iter().map(|unset| figures::diagnose(unset, whole_file(snapshot, source))));
    if let Err(error) = std::str::from_utf8(&bytes) {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        let place = Place { line: u32::try_from(line).unwrap_or(0), ..whole_file(snapshot, source) };
        let message = "the document is not UTF-8; what cannot be read is shown as \u{fffd}";
        diagnostics.push(Diagnostic::new(&rules::UNREADABLE_DOCUMENT, place, message).hint("save it as UTF-8"));
    }
    let included = markdown::included(&text, markdown::Resolve::includes(&traced));
    let trace = traced.finish(trace::identity(snapshot, source, &bytes));
    let markdown = plain::plain(included.as_deref().unwrap_or(&text), &volume.pages[page], &links.kept());
    (Typeset { html: rendered.html, sections: rendered.sections, markdown }, diagnostics, Some(trace))
}

/// One page as Markdown with links as they are written; nothing when its file cannot be read.
pub fn text(shelf: &Shelf<'_>, book: usize, page: usize) -> Option<String> {
    let volume = &shelf.library.books[book];
    let source = &volume.pages[page].source;
    let snapshot = &shelf.snapshots[volume.repo.0 as usize];
    if snapshot.entry(source).is_none_or(|entry| entry.size > MOST_TEXT) {
        return None;
    }
    let bytes = snapshot.read(source).ok()?;
    let text = pages::markup(source, &bytes);
    let links = Links::new(shelf, book, page);
    let included = markdown::included(&text, markdown::Resolve::includes(&links));
    Some(plain::plain(included.as_deref().unwrap_or(&text), &volume.pages[page], &HashMap::new()))
}

fn first_path(book: &Book) -> Option<&SitePath> {
    book.pages.iter().map(|page| &page.path).min()
}

fn unreadable(snapshot: &Snapshot, source: &RepoPath) -> Diagnostic {
    Diagnostic::new(&rules::UNREADABLE_DOCUMENT, whole_file(snapshot, source), "the document cannot be read")
}

fn whole_file(snapshot: &Snapshot, path: &RepoPath) -> Place {
    Place { repo: snapshot.repo.name.clone(), path: path.clone(), ..Place::default() }
}

/// A problem and what to do about it.
type Explanation = (&'static Rule, Option<String>);
