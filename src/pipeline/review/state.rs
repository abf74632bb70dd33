//! What a side is, as far as sides are compared.

use std::{collections::BTreeMap, fmt::Write as _};

use rayon::prelude::*;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::Seen;
use crate::{
    definition::operation_name,
    diagnostic::Diagnostic,
    model::{Definition, DefinitionState, Entity, EntityState, PageState, Problem, Spot, State, TemplateState},
    pack,
};

/// The state of what was seen; documents are kept of entities in the repositories that may differ.
pub(super) fn state(seen: &Seen, changed: &[usize]) -> State {
    let known = &seen.known;
    let entity = |entity: &Entity| {
        let place = Spot {
            repo: known.catalog[entity.origin.repo].name.clone(),
            path: entity.origin.path.to_string(),
            line: entity.origin.line,
            column: 0,
        };
        let is_open = changed.contains(&(entity.origin.repo.0 as usize));
        (entity.id.to_string(), EntityState { place, ..of_entity(entity, is_open) })
    };
    let templates = pack::templates(&known.catalog).map(|(_, entity)| entity);
    let templates: Vec<&Entity> =
        templates.filter(|entity| changed.contains(&(entity.origin.repo.0 as usize))).collect();
    State {
        entities: known.catalog.entities().par_iter().map(entity).collect(),
        problems: known.diagnostics.iter().map(problem).collect(),
        pages: pages(seen, changed),
        definitions: definitions(seen),
        templates: templates.par_iter().map(|entity| (entity.id.to_string(), template(seen, entity))).collect(),
    }
}

fn of_entity(entity: &Entity, is_open: bool) -> EntityState {
    let document = match is_open {
        true => json!({
            "apiVersion": entity.api_version,
            "kind": entity.kind,
            "metadata": entity.metadata,
            "spec": entity.spec,
        }),
        false => Value::Null,
    };
    let relations = entity.relations.iter();
    let mut relations: Vec<(String, String)> =
        relations.map(|relation| (relation.relation_type.to_string(), relation.target.to_string())).collect();
    relations.sort();
    EntityState {
        title: entity.title().to_owned(),
        lifecycle: entity.spec_str("lifecycle").map(str::to_owned),
        tier: entity.tier(),
        place: Spot::default(),
        page: entity.id.page().as_str().to_owned(),
        document,
        relations,
    }
}

/// A problem without what only its format needs.
pub(super) fn problem(diagnostic: &Diagnostic) -> Problem {
    let place = &diagnostic.place;
    Problem {
        rule: diagnostic.rule.id.to_owned(),
        severity: diagnostic.severity.name().to_owned(),
        message: diagnostic.message.clone(),
        hint: diagnostic.hint.clone(),
        place: Spot { repo: place.repo.clone(), path: place.path.to_string(), line: place.line, column: place.column },
        excerpt: place.excerpt.clone(),
    }
}

fn pages(seen: &Seen, changed: &[usize]) -> Vec<PageState> {
    let books = seen.known.library.books.iter().filter(|book| changed.contains(&(book.repo.0 as usize)));
    let pages: Vec<_> = books.flat_map(|book| book.pages.iter().map(move |page| (book.repo, page))).collect();
    let state = |(repo, page): &(crate::model::RepoIndex, &crate::model::Page)| {
        let snapshot = &seen.known.snapshots[repo.0 as usize];
        PageState {
            repo: snapshot.repo.name.clone(),
            path: page.source.to_string(),
            page: page.path.as_str().to_owned(),
            title: page.title.clone(),
            hash: hash(&snapshot.read(&page.source).unwrap_or_default()),
        }
    };
    pages.par_iter().map(state).collect()
}

/// What APIs offer.
pub(super) fn definitions(seen: &Seen) -> BTreeMap<String, DefinitionState> {
    seen.definitions.iter().filter_map(|definition| of_definition(seen, definition)).collect()
}

fn of_definition(seen: &Seen, definition: &Definition) -> Option<(String, DefinitionState)> {
    let entity = &seen.known.catalog[definition.entity?];
    let operations = definition.api.groups.iter().flat_map(|group| &group.operations);
    let state = DefinitionState {
        version: definition.api.info.version.clone(),
        page: definition.page.as_str().to_owned(),
        hash: hash(definition.text.as_bytes()),
        operations: operations.map(operation_name).collect(),
    };
    Some((entity.id.to_string(), state))
}

fn template(seen: &Seen, entity: &Entity) -> TemplateState {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    if let Some(bundle) = pack::bundle(&seen.known.snapshots, &seen.known.adopted, entity) {
        files.extend(bundle.within("").map(|(path, file)| (path.to_owned(), hash(&file.bytes))));
    }
    files.insert(entity.origin.path.to_string(), hash(entity.source.as_bytes()));
    TemplateState { files }
}

/// The beginning of the SHA-256.
pub(super) fn hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(32);
    for byte in Sha256::digest(bytes).iter().take(16) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
