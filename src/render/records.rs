//! What search finds.

use serde_json::Value;

use super::{board::Board, views::prose::Prose};
use crate::model::{BookOwner, Entity, EntityIndex, PageSection, Record, RecordKind, RepoIndex};

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
    let mut texts: Vec<String> = prose.sections.into_iter().map(|section| section.text).collect();
    texts.extend(names_elsewhere(entity));
    entity.spec.get("parameters").into_iter().for_each(|parameters| fields(parameters, 0, &mut texts));
    let text = texts.join("\n");
    Record {
        kind: RecordKind::Entity,
        label: entity.id.kind().to_owned(),
        path: entity.id.page(),
        anchor: None,
        title: entity.title().to_owned(),
        context: entity.id.to_string(),
        keywords,
        facets: facets(board, entity),
        sections: vec![PageSection { heading: None, text }],
    }
}

/// Values of annotations longer than this are no names, in bytes.
const LONGEST_NAME: usize = 120;

/// Parameters of a template are read so deep.
const DEEPEST: usize = 8;

/// What an entity is called in other systems, by its annotations, and the address of a person or team. Where its own
/// files lie is no name.
fn names_elsewhere(entity: &Entity) -> Vec<String> {
    let annotations = entity.metadata.get("annotations").and_then(Value::as_object).into_iter().flatten();
    let named = annotations.filter(|(key, _)| !key.starts_with("backstage.io/"));
    let email = entity.spec.get("profile").and_then(|profile| profile.get("email"));
    let values = named.map(|(_, value)| value).chain(email).filter_map(Value::as_str);
    values.filter(|value| value.len() <= LONGEST_NAME).map(str::to_owned).collect()
}

/// Names, titles and descriptions of a template's parameters.
fn fields(parameters: &Value, depth: usize, texts: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    let pages = parameters.as_array().into_iter().flatten();
    pages.for_each(|page| fields(page, depth + 1, texts));
    let said = ["title", "description"].into_iter().filter_map(|key| parameters.get(key)?.as_str());
    texts.extend(said.map(str::to_owned));
    for (name, property) in parameters.get("properties").and_then(Value::as_object).into_iter().flatten() {
        texts.push(name.clone());
        fields(property, depth + 1, texts);
    }
}

/// The repository that something comes from.
fn source(board: &Board<'_>, repo: RepoIndex) -> (String, String) {
    ("source".to_owned(), board.catalog[repo].name.clone())
}

fn facets(board: &Board<'_>, entity: &Entity) -> Vec<(String, String)> {
    let facet = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let mut facets = vec![facet("kind", entity.id.kind()), facet("namespace", entity.id.namespace())];
    facets.extend(entity.spec_str("type").map(|value| facet("type", value)));
    facets.extend(entity.spec_str("lifecycle").map(|value| facet("lifecycle", value)));
    facets.extend(entity.related("ownedBy").map(|relation| facet("owner", relation.target.as_str())));
    let systems = entity.related("partOf").filter(|relation| relation.target.kind() == "system");
    facets.extend(systems.map(|relation| facet("system", relation.target.as_str())));
    facets.extend(entity.tags().map(|tag| facet("tag", tag)));
    facets.push(source(board, entity.origin.repo));
    facets
}

/// The search record of a page of a book.
pub(super) fn page(board: &Board<'_>, book: usize, page: usize, sections: Vec<PageSection>) -> Record {
    let book = &board.library.books[book];
    let page = &book.pages[page];
    let mut facets = vec![("kind".to_owned(), "docs".to_owned()), source(board, book.repo)];
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
