//! Key documents, the most important first.

use std::collections::BTreeSet;

use super::{
    Desk,
    writer::{Writer, code},
};
use crate::model::{EntityIndex, Page, Role, visible, visible_line};

/// Documents that are looked at for one pack; the budget ends long before.
const MOST_DOCUMENTS: usize = 40;

/// The first pages and runbooks of the subject and its parts, then their decisions, then what follows in reading order.
pub(super) fn documents(desk: &Desk<'_>, writer: &mut Writer, subject: EntityIndex, parts: &[EntityIndex]) {
    let mut found: Vec<(usize, usize, usize, usize)> = Vec::new();
    let mut seen = BTreeSet::new();
    for (rank, index) in [subject].iter().chain(parts).enumerate() {
        let Some(book) = desk.books.get(index).copied().filter(|book| seen.insert(*book)) else { continue };
        let pages = desk.content.library.books[book].pages.iter().enumerate();
        found.extend(pages.map(|(place, page)| (importance(place, page), rank, book, place)));
    }
    found.sort_unstable();
    let skipped = found.len().saturating_sub(MOST_DOCUMENTS);
    found.truncate(MOST_DOCUMENTS);
    let mut first = true;
    for (number, (_, _, book, place)) in found.iter().enumerate() {
        let volume = &desk.content.library.books[*book];
        let page = &volume.pages[*place];
        let repo = &desk.content.catalog[volume.repo].name;
        let name = visible_line(&format!("“{}” in {}", page.title, volume.title));
        if writer.room() < 160 {
            writer.leave_out(format!("{name}: {}", page.plain_path()));
            continue;
        }
        let Some(text) = (desk.content.text)(*book, *place) else { continue };
        let changed = page.changed.as_ref().and_then(|change| change.time.get(..10));
        let head = format!(
            "{}\n### {name}\n\nSource: {}{}, whole in {}\n",
            if std::mem::take(&mut first) { "\n## Documents\n" } else { "" },
            code(&format!("{repo}/{}", page.source)),
            changed.map_or(String::new(), |day| format!(", last changed {day}")),
            code(page.plain_path().as_str()),
        );
        // The first documents may take half of the room, so that one long page does not drive out all others.
        let most = if number + 1 == found.len() { writer.room() } else { writer.room() / 2 };
        writer.document(&name, &head, &visible(&text), most);
    }
    if skipped > 0 {
        writer.leave_out(format!("{skipped} more documents"));
    }
}

/// The smaller the more important.
fn importance(place: usize, page: &Page) -> usize {
    match (page.role, place) {
        (Role::Document, 0) => 0,
        (Role::Runbook, _) => 1,
        (Role::Document, place) => 2 + place / 4,
        (Role::Decision, _) => 5,
        (Role::DecisionLog, _) => 6,
        (Role::Changelog, _) => 7,
    }
}
