//! An entity as a small card that other sites show in a frame, and what to paste for it.

use serde::Serialize;

use super::{reference::Reference, row::Lifecycle, shell::Head};
use crate::{
    model::{Badge, EntityId, EntityIndex, SitePath, visible_line},
    render::{badges, board::Board},
};

/// The longest description on a card, in characters.
const LONGEST: usize = 200;

/// The card.
#[derive(Debug, Serialize)]
pub(crate) struct CardView {
    head: Head,
    this: Reference,
    kind: String,
    type_name: Option<String>,
    lifecycle: Option<Lifecycle>,
    owner: Option<Reference>,
    about: String,
    docs_href: Option<String>,
}

/// Where the card of an entity lies.
pub(crate) fn path(id: &EntityId) -> SitePath {
    let [kind, namespace, name] = [id.kind(), id.namespace(), id.name()].map(SitePath::part);
    SitePath::from_parts(["embed", &kind, &namespace, &format!("{name}.html")])
}

impl CardView {
    pub(crate) fn new(board: &Board<'_>, index: EntityIndex) -> Self {
        let entity = &board.catalog[index];
        let from = &path(&entity.id);
        let about = visible_line(entity.description().unwrap_or_default()).replace(['*', '`'], "");
        let cut = about.chars().count() > LONGEST;
        let about: String = about.chars().take(LONGEST).chain(cut.then_some('…')).collect();
        let book = board.book_of(index).and_then(|book| board.library.books[book].pages.first());
        Self {
            head: Head::new(entity.title(), "catalog").describe(&about),
            this: board.reference(from, index),
            kind: entity.kind.clone(),
            type_name: entity.spec_str("type").map(str::to_owned),
            lifecycle: entity.spec_str("lifecycle").map(Lifecycle::new),
            owner: board.owner(from, entity),
            about,
            docs_href: book.map(|page| from.href_to(&page.path)),
        }
    }
}

/// What to paste into a README or a page to show an entity there.
#[derive(Debug, Serialize)]
pub(crate) struct Snippet {
    label: &'static str,
    text: String,
}

/// What can be pasted; nothing without a published address.
pub(crate) fn snippets(board: &Board<'_>, index: EntityIndex) -> Vec<Snippet> {
    let entity = &board.catalog[index];
    let exports = &board.exports;
    let Some(url) = board.url.as_ref().filter(|_| badges::KINDS.contains(&entity.id.kind())) else { return Vec::new() };
    let root = SitePath::from_parts(["index.html"]);
    let base = url.as_str().trim_end_matches('/');
    let address = |path: &SitePath| format!("{base}/{}", root.href_to(path));
    let page = address(&entity.id.page());
    let line = |badge: &Badge| {
        let (label, value, _) = badges::words(board, index, *badge)?;
        let label = format!("{label}: {value}").replace(['[', ']', '\\'], "");
        Some(format!("[![{label}]({})]({page})", address(&badges::path(&entity.id, *badge))))
    };
    let lines: Vec<String> = exports.badges.iter().filter_map(line).collect();
    let mut snippets = Vec::new();
    if !lines.is_empty() {
        snippets.push(Snippet { label: "Badges, as Markdown", text: lines.join("\n") });
    }
    if exports.cards {
        let title = entity.title().replace(['"', '<', '>', '&'], "");
        let text = format!(
            "<iframe src=\"{}\" title=\"{title}\" width=\"360\" height=\"180\" loading=\"lazy\" \
             style=\"border: 0\"></iframe>",
            address(&path(&entity.id))
        );
        snippets.push(Snippet { label: "Card, as HTML", text });
    }
    snippets
}
