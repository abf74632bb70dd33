//! What may have been meant by a path that leads nowhere. Looking for it costs time, so it is bounded.

use super::{pages::is_page, shelf::Shelf};
use crate::{
    diagnostic::nearest,
    model::{EntityId, RepoPath},
};

/// After this many problems of a page or of a book's settings nobody reads the advice.
const MOST: usize = 50;

/// Names that are compared, at most.
const MOST_COMPARED: usize = 1000;

/// Whether so many `problems` are known that further ones are told without advice.
pub fn exhausted(problems: usize) -> bool {
    problems > MOST
}

/// The nearest of some names, as a question.
pub fn name<'n>(wanted: &str, names: impl Iterator<Item = &'n str>, problems: usize) -> Option<String> {
    // Settings are read once for a book, and written by hand.
    let names = names.take(if problems > 4 * MOST { 0 } else { MOST_COMPARED });
    nearest(wanted, names).map(|near| format!("did you mean `{near}`?"))
}

/// The file of a book that a link from `folder` to `path` may mean: one of that name elsewhere, else the nearest.
pub fn file(shelf: &Shelf<'_>, book: usize, folder: &RepoPath, path: &str) -> Option<String> {
    let wanted = folder.join(path.trim_end_matches('/')).ok()?;
    let near = match shelf.namesake(book, wanted.file_name()) {
        Some(moved) => moved,
        None => {
            let volume = &shelf.library.books[book];
            // Nobody who wants a picture means a page.
            let page = is_page(&wanted) || matches!(wanted.stem_and_extension().1, "" | "html");
            let pages = volume.pages.iter().filter(|_| page).map(|page| &page.source);
            let assets = volume.assets.iter().filter(|_| !page).map(|asset| &asset.source);
            nearest(wanted.as_str(), pages.chain(assets).take(MOST_COMPARED).map(RepoPath::as_str))?
        }
    };
    Some(format!("did you mean `{}`?", relative(folder, near)))
}

/// The entity that a reference may mean; those of its kind are compared first.
pub fn entity(shelf: &Shelf<'_>, wanted: &EntityId) -> Option<String> {
    let entities = shelf.catalog.entities();
    let from = entities.partition_point(|entity| entity.id.kind() < wanted.kind());
    let ids = entities[from..].iter().chain(&entities[..from]).map(|entity| entity.id.as_str());
    nearest(wanted.as_str(), ids.take(MOST_COMPARED)).map(|near| format!("did you mean `{near}`?"))
}

/// The path to `file` from `folder`.
fn relative(folder: &RepoPath, file: &str) -> String {
    let from: Vec<&str> = folder.as_str().split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = file.split('/').collect();
    let shared = from.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(from.len() - shared), to[shared..].join("/"))
}
