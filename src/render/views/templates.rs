//! The gallery of scaffold templates.

use std::collections::{BTreeMap, BTreeSet};

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
    /// What can be chosen from.
    facets: Vec<Facet>,
}

/// What cards can be chosen by.
#[derive(Debug, Serialize)]
struct Facet {
    /// As addresses name it.
    key: &'static str,
    label: &'static str,
    choices: Vec<Choice>,
}

/// One value of a facet.
#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
    count: usize,
}

/// One template.
#[derive(Debug, Serialize)]
struct TemplateCard {
    type_name: String,
    template: Reference,
    description: Option<String>,
    owner: Option<Reference>,
    tags: Vec<String>,
    /// Its owner's reference; empty without one.
    owner_ref: String,
    /// All its tags, one on a line.
    all_tags: String,
    /// How many came from it, how many of them it has left behind, and where they are listed.
    uses: Option<(usize, usize, String)>,
    /// The page on which it is used.
    form: Option<String>,
    /// The archive and its size.
    download: Option<(String, String)>,
}

impl TemplatesView {
    pub(crate) fn new(board: &Board<'_>, from: &SitePath) -> Self {
        let mut cards: Vec<TemplateCard> = board.of_kind("template").map(|index| card(board, from, index)).collect();
        cards.sort_by(|a, b| a.type_name.cmp(&b.type_name));
        let facets = facets(board);
        Self { head: Head::new("Templates", "templates"), count: cards.len(), cards, facets }
    }
}

/// The facets that leave something to choose.
fn facets(board: &Board<'_>) -> Vec<Facet> {
    let mut counts: [BTreeMap<String, Choice>; 3] = Default::default();
    for index in board.of_kind("template") {
        let entity = &board.catalog[index];
        let owner = entity.related("ownedBy").next().map(|relation| {
            let title = relation.entity.map_or(relation.target.name(), |owner| board.catalog[owner].title());
            (relation.target.as_str().to_owned(), title.to_owned())
        });
        let of_type = entity.spec_str("type").unwrap_or("other").to_owned();
        let tags: BTreeSet<&str> = entity.tags().collect();
        let plain = |value: &str| (value.to_owned(), value.to_owned());
        let values = [vec![plain(&of_type)], owner.into_iter().collect(), tags.into_iter().map(plain).collect()];
        for (counts, values) in counts.iter_mut().zip(values) {
            for (value, label) in values {
                counts.entry(value.clone()).or_insert(Choice { value, label, count: 0 }).count += 1;
            }
        }
    }
    let names = [("type", "Type"), ("owner", "Owner"), ("tag", "Tag")];
    let facets = names.into_iter().zip(counts);
    facets
        .filter(|(_, counts)| counts.len() > 1)
        .map(|((key, label), counts)| Facet { key, label, choices: counts.into_values().collect() })
        .collect()
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
        owner_ref: entity.related("ownedBy").next().map_or_else(String::new, |owner| owner.target.to_string()),
        all_tags: entity.tags().collect::<Vec<_>>().join("\n"),
        uses: super::descent::uses(board, from, index)
            .map(|uses| (uses.count, uses.behind, format!("{}#uses", from.href_to(&entity.id.page())))),
        form: super::form::path(entity).map(|path| from.href_to(&path)),
        download: board.archive_of(index).map(|archive| (from.href_to(&archive.zip.path), size(archive.zip.size))),
    }
}
