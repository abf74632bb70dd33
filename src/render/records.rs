//! What search finds.

use super::{board::Board, views::prose::Prose};
use crate::model::{BookOwner, Entity, EntityIndex, PageSection, Record, RecordKind};

/// The search record of an entity.
pub(super) fn entity(board: &Board<'_>, index: EntityIndex, prose: Prose) -> Record {
    let entity = &board.catalog[index];
    let mut keywords = vec![entity.name.clone(), entity.id.to_string()];
    keywords.extend(entity.tags().map(str::to_owned));
    keywords.extend(entity.spec_str("type").map(str::to_owned));
    for relation in entity.related("ownedBy").chain(entity.related("partOf")) {
        keywords.push(relation.target.name().to_owned());
        keywords.extend(relation.entity.map(|target| board.catalog[target].title().to_owned()));
    }
    let text = prose.sections.into_iter().map(|section| section.text).collect::<Vec<_>>().join("\n");
    Record {
        kind: RecordKind::Entity,
        label: entity.id.kind().to_owned(),
        path: entity.id.page(),
        anchor: None,
        title: entity.title().to_owned(),
        context: entity.id.to_string(),
        keywords,
        facets: facets(entity),
        sections: vec![PageSection { heading: None, text }],
    }
}

fn facets(entity: &Entity) -> Vec<(String, String)> {
    let facet = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mut facets = vec![facet("kind", entity.id.kind()), facet("namespace", entity.id.namespace())];
    facets.extend(entity.spec_str("type").map(|value| facet("type", value)));
    facets.extend(entity.spec_str("lifecycle").map(|value| facet("lifecycle", value)));
    facets.extend(entity.related("ownedBy").map(|relation| facet("owner", relation.target.as_str())));
    let systems = entity.related("partOf").filter(|relation| relation.target.kind() == "system");
    facets.extend(systems.map(|relation| facet("system", relation.target.as_str())));
    facets.extend(entity.tags().map(|tag| facet("tag", tag)));
    facets
}

/// The search record of a page of a book.
pub(super) fn page(board: &Board<'_>, book: usize, page: usize, sections: Vec<PageSection>) -> Record {
    let book = &board.library.books[book];
    let page = &book.pages[page];
    let mut facets = vec![("kind".to_owned(), "docs".to_owned())];
    if let BookOwner::Entity(index) = book.owner {
        facets.push(("entity".to_owned(), board.catalog[index].id.to_string()));
        let owners = board.catalog[index].related("ownedBy");
        facets.extend(owners.map(|relation| ("owner".to_owned(), relation.target.to_string())));
    }
    Record {
        kind: RecordKind::Page,
        label: "docs".to_owned(),
        path: page.path.clone(),
        anchor: None,
        title: page.title.clone(),
        context: book.title.clone(),
        keywords: vec![page.source.stem_and_extension().0.to_owned()],
        facets,
        sections,
    }
}
