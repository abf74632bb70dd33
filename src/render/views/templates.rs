//! The gallery of scaffold templates.

use serde::Serialize;

use super::{reference::Reference, shell::Head, source::size};
use crate::{
    model::{EntityIndex, SitePath},
    render::board::Board,
};

/// The gallery of scaffold templates.
#[derive(Debug, Serialize)]
pub(crate) struct TemplatesView {
    head: Head,
    count: usize,
    /// By type, then in the catalog's order.
    cards: Vec<TemplateCard>,
}

/// One template.
#[derive(Debug, Serialize)]
struct TemplateCard {
    type_name: String,
    template: Reference,
    description: Option<String>,
    owner: Option<Reference>,
    tags: Vec<String>,
    /// The page on which it is used.
    form: Option<String>,
    /// The archive and its size.
    download: Option<(String, String)>,
}

impl TemplatesView {
    pub(crate) fn new(board: &Board<'_>, from: &SitePath) -> Self {
        let mut cards: Vec<TemplateCard> = board.of_kind("template").map(|index| card(board, from, index)).collect();
        cards.sort_by(|a, b| a.type_name.cmp(&b.type_name));
        Self { head: Head::new("Templates", "templates"), count: cards.len(), cards }
    }
}

fn card(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> TemplateCard {
    let entity = &board.catalog[index];
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    TemplateCard {
        type_name: entity.spec_str("type").unwrap_or("other").to_owned(),
        template: board.reference(from, index),
        description: entity.description().map(words),
        owner: board.owner(from, entity),
        tags: entity.tags().take(6).map(str::to_owned).collect(),
        form: super::form::path(entity).map(|path| from.href_to(&path)),
        download: board.archive_of(index).map(|archive| (from.href_to(&archive.zip.path), size(archive.zip.size))),
    }
}
