//! The gallery of scaffold templates.

use std::collections::BTreeMap;

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
    groups: Vec<TemplateGroup>,
}

/// Templates of one type.
#[derive(Debug, Serialize)]
struct TemplateGroup {
    type_name: String,
    cards: Vec<TemplateCard>,
}

/// One template.
#[derive(Debug, Serialize)]
struct TemplateCard {
    template: Reference,
    description: Option<String>,
    owner: Option<Reference>,
    tags: Vec<String>,
    /// The archive and its size.
    download: Option<(String, String)>,
}

impl TemplatesView {
    pub(crate) fn new(board: &Board<'_>, from: &SitePath) -> Self {
        let mut groups: BTreeMap<String, Vec<TemplateCard>> = BTreeMap::new();
        for index in board.of_kind("template") {
            let type_name = board.catalog[index].spec_str("type").unwrap_or("other").to_owned();
            groups.entry(type_name).or_default().push(card(board, from, index));
        }
        Self {
            head: Head::new("Templates", "templates"),
            count: groups.values().map(Vec::len).sum(),
            groups: groups.into_iter().map(|(type_name, cards)| TemplateGroup { type_name, cards }).collect(),
        }
    }
}

fn card(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> TemplateCard {
    let entity = &board.catalog[index];
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    TemplateCard {
        template: board.reference(from, index),
        description: entity.description().map(words),
        owner: board.owner(from, entity),
        tags: entity.tags().take(6).map(str::to_owned).collect(),
        download: board.archive_of(index).map(|archive| (from.href_to(&archive.zip), size(archive.zip_size))),
    }
}
