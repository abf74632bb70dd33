//! Documents to books and pages. In: snapshots and the catalog. Out: the library of all books, then each page
//! typeset with its links resolved, and broken links as problems. It must not know the theme.

mod assets;
mod claims;
mod figures;
mod forge;
mod links;
mod nav;
mod pages;
mod rules;
mod settings;
mod shelf;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use rayon::prelude::*;

pub use self::rules::RULES;
pub use self::shelf::Shelf;
use self::{claims::Claim, links::Links};
use crate::{
    diagnostic::{Diagnostic, Rule},
    markdown,
    model::{Book, BookOwner, Catalog, Library, NavItem, Place, RepoPath, SitePath, Snapshot, Typeset},
};

/// Finds all books, their navigation, pages, headings and assets.
pub fn shelve(snapshots: &[Snapshot], catalog: &Catalog) -> (Library, Vec<Diagnostic>) {
    let (claims, mut diagnostics) = claims::claims(snapshots, catalog);
    let made: Vec<(Option<Book>, Vec<Diagnostic>)> =
        claims.par_iter().map(|claim| bind(&snapshots[claim.repo.0 as usize], catalog, claim)).collect();
    let mut taken = HashSet::new();
    let mut books = Vec::new();
    for (book, found) in made {
        diagnostics.extend(found);
        if let Some(mut book) = book {
            let snapshot = &snapshots[book.repo.0 as usize];
            settle(&mut book, snapshot, &mut taken, &mut diagnostics);
            books.push(book);
        }
    }
    books.sort_by(|a, b| first_path(a).cmp(&first_path(b)));
    claims::share(&mut books, catalog);
    (Library { books }, diagnostics)
}

/// Renders one page of a book; links may lead to any page, asset or entity of the portal.
pub fn typeset(shelf: &Shelf<'_>, book: usize, page: usize) -> (Typeset, Vec<Diagnostic>) {
    let volume = &shelf.library.books[book];
    let source = &volume.pages[page].source;
    let snapshot = &shelf.snapshots[volume.repo.0 as usize];
    let Ok(bytes) = snapshot.read(source) else {
        return (Typeset::default(), vec![unreadable(snapshot, source)]);
    };
    let links = Links::new(shelf, book, page);
    let rendered = markdown::render(&String::from_utf8_lossy(&bytes), &links);
    let diagnose = |(line, column, message): (u32, u32, String)| {
        let (rule, hint) = links.explain(&message);
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
    (Typeset { html: rendered.html, sections: rendered.sections }, diagnostics)
}

/// Makes one book; none when there is nothing in it.
fn bind(snapshot: &Snapshot, catalog: &Catalog, claim: &Claim) -> (Option<Book>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let settings = settings::read(snapshot, claim, &mut diagnostics);
    let mut volume = pages::Volume::open(snapshot, claim, &settings);
    let nav = nav::navigation(&mut volume, &settings, &mut diagnostics);
    if volume.pages.is_empty() {
        diagnostics.extend(claim.place.clone().map(|place| nothing_there(claim, place)));
        return (None, diagnostics);
    }
    let assets = assets::assets(&volume, &mut diagnostics);
    let owner = claim.entities.first().copied();
    let title = settings.title.clone().unwrap_or_else(|| match owner {
        Some(entity) => catalog[entity].title().to_owned(),
        None => claim.folder.file_name().to_owned(),
    });
    let title = if title.trim().is_empty() { snapshot.repo.name.clone() } else { title };
    let book = Book {
        owner: owner.map_or(BookOwner::Repo, BookOwner::Entity),
        readers: claim.entities.clone(),
        repo: claim.repo,
        title,
        description: settings.description.clone(),
        root: claim.config.clone().unwrap_or_else(|| settings.docs_dir.clone()),
        docs_dir: settings.docs_dir.clone(),
        nav,
        pages: volume.pages,
        assets,
    };
    (Some(in_reading_order(book)), diagnostics)
}

/// Moves the pages of the navigation to the front, in its order.
fn in_reading_order(mut book: Book) -> Book {
    fn renumber(items: &mut [NavItem], order: &mut Vec<usize>, place: &mut [Option<usize>]) {
        for item in items {
            match item {
                NavItem::Page { page, .. } => {
                    let number = *place[*page].get_or_insert_with(|| {
                        order.push(*page);
                        order.len() - 1
                    });
                    *page = number;
                }
                NavItem::Section { items, .. } => renumber(items, order, place),
                NavItem::Link { .. } => {}
            }
        }
    }
    let mut order = Vec::new();
    let mut place = vec![None; book.pages.len()];
    renumber(&mut book.nav, &mut order, &mut place);
    order.extend((0..book.pages.len()).filter(|page| place[*page].is_none()));
    let mut pages: Vec<_> = std::mem::take(&mut book.pages).into_iter().map(Some).collect();
    book.pages = order.into_iter().filter_map(|page| pages[page].take()).collect();
    book
}

/// Gives every file of the book a path of its own in the site.
fn settle(book: &mut Book, snapshot: &Snapshot, taken: &mut HashSet<SitePath>, diagnostics: &mut Vec<Diagnostic>) {
    let pages = book.pages.iter_mut().map(|page| (&page.source, &mut page.path));
    let assets = book.assets.iter_mut().map(|asset| (&asset.source, &mut asset.path));
    for (source, path) in pages.chain(assets) {
        if taken.insert(path.clone()) {
            continue;
        }
        let wanted = path.clone();
        let (stem, extension) = wanted.as_str().rsplit_once('.').unwrap_or((wanted.as_str(), "html"));
        *path = (2..)
            .map(|number| SitePath::from_parts(format!("{stem}-{number}.{extension}").split('/')))
            .find(|path| taken.insert(path.clone()))
            .expect("numbers do not run out");
        if differs_only_in_case(snapshot, source) {
            continue;
        }
        let message = format!("another file of the portal already has the path `{wanted}`; this one is at `{path}`");
        diagnostics.push(Diagnostic::new(&rules::PAGE_COLLISION, whole_file(snapshot, source), message));
    }
}

/// Whether the repository holds the path twice, in other case: that was reported when it was collected.
fn differs_only_in_case(snapshot: &Snapshot, source: &RepoPath) -> bool {
    let folded = source.as_str().to_lowercase();
    snapshot.files_within(&source.parent()).any(|(path, _)| path != source && path.as_str().to_lowercase() == folded)
}

fn first_path(book: &Book) -> Option<&SitePath> {
    book.pages.iter().map(|page| &page.path).min()
}

fn nothing_there(claim: &Claim, place: Place) -> Diagnostic {
    let folder = if claim.folder.as_str().is_empty() { "the repository's root" } else { claim.folder.as_str() };
    Diagnostic::new(&rules::MISSING_DOCS, place, format!("no documents found at {folder}"))
        .hint("add mkdocs.yml and a docs/ folder with Markdown files there, or correct the path")
}

fn unreadable(snapshot: &Snapshot, source: &RepoPath) -> Diagnostic {
    Diagnostic::new(&rules::UNREADABLE_DOCUMENT, whole_file(snapshot, source), "the document cannot be read")
}

fn whole_file(snapshot: &Snapshot, path: &RepoPath) -> Place {
    Place { repo: snapshot.repo.name.clone(), path: path.clone(), ..Place::default() }
}

/// A problem and what to do about it.
type Explanation = (&'static Rule, Option<String>);
