//! Port: `port.yml` with one entity, a list of them, or several documents. docs.port.io, "GitOps".

use super::{
    draft::{Draft, Reading, Target},
    fields::{
        ALSO_OWNERS, DEPENDS_ON, DOMAIN, Entry, OWNER, PARENT, SYSTEM,
        To::{Description, Relation, Spec, Tags, Title, Word},
        link, take,
    },
    words,
};
use crate::model::{EntityId, Node, RelationField, Value};

const TABLE: &[Entry] = &[
    ("title", Title),
    ("team", Relation(&OWNER)),
    ("properties.description", Description),
    ("properties.lifecycle", Word("lifecycle")),
    ("properties.tier", Spec("tier")),
    ("properties.type", Word("type")),
    ("properties.language", Tags),
    ("properties.tags", Tags),
];

/// Blueprints whose entities have a kind of their own; the rest are resources.
const BLUEPRINTS: [(&str, &str); 14] = [
    ("service", "Component"),
    ("microservice", "Component"),
    ("component", "Component"),
    ("application", "Component"),
    ("library", "Component"),
    ("website", "Component"),
    ("frontend", "Component"),
    ("package", "Component"),
    ("system", "System"),
    ("domain", "Domain"),
    ("api", "API"),
    ("team", "Group"),
    ("group", "Group"),
    ("user", "User"),
];

/// Relations with a meaning of their own, by the words that they end in; the rest are dependencies.
const RELATIONS: [(&str, &RelationField); 6] = [
    ("owner", &OWNER),
    ("team", &OWNER),
    ("domain", &DOMAIN),
    ("system", &SYSTEM),
    ("parent", &PARENT),
    ("owners", &ALSO_OWNERS),
];

/// Takes the entities of a document.
pub(super) fn read(root: &Node, reading: &mut Reading) {
    let items = match &root.value {
        Value::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(root),
    };
    // Where each item ends: where the next one begins, or the document.
    let ends = items.iter().skip(1).map(|item| item.line).chain([u32::MAX]);
    for (item, end) in items.iter().zip(ends) {
        let (Some(blueprint), true) = (item.get("blueprint").and_then(words::text), item.get("identifier").is_some())
        else {
            continue;
        };
        entity(item, end, &blueprint, reading);
    }
}

fn entity(item: &Node, end: u32, blueprint: &str, reading: &mut Reading) {
    let kind = kind_of(blueprint).unwrap_or("Resource");
    let Some(mut draft) = reading.draft(kind, item.get("identifier"), item, "identifier") else { return };
    take(item, TABLE, &mut draft, reading);
    for (key, value) in item.get("properties").map_or(&[][..], Node::entries) {
        let address = value.as_str().filter(|text| text.starts_with("http://") || text.starts_with("https://"));
        if let (Some(key), Some(url)) = (key.as_str(), address) {
            link(url, Some(key), None, value, (&mut draft, reading));
        }
    }
    for (key, value) in item.get("relations").map_or(&[][..], Node::entries) {
        let field = key.as_str().map(|key| relation(key, &draft));
        // An object is a search in Port's catalog, and names nobody.
        if let (Some(field), false) = (field, matches!(value.value, Value::Mapping(_))) {
            words::texts(value).iter().for_each(|(text, at)| draft.want(field, text, at));
        }
    }
    if !matches!(kind, "Domain" | "System" | "User") {
        draft.set("type", &blueprint.trim_start_matches('_').to_lowercase(), item.get("blueprint").unwrap_or(item));
    }
    reading.narrow(&mut draft, (item.line, end));
    reading.drafts.push(draft);
}

fn kind_of(blueprint: &str) -> Option<&'static str> {
    let word = blueprint.trim_start_matches('_').to_lowercase();
    BLUEPRINTS.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind)
}

fn relation(key: &str, draft: &Draft) -> &'static RelationField {
    let word = key.to_lowercase();
    let known = RELATIONS.iter().find(|(end, _)| word.ends_with(end)).map(|(_, field)| *field);
    match known.unwrap_or(&DEPENDS_ON) {
        field if field.field == PARENT.field && draft.kind != "Group" => &SYSTEM,
        field => field,
    }
}

/// Where it matters the relation says which blueprint is meant; a dependency may be on anything.
pub(super) fn target(text: &str, field: &RelationField) -> Target {
    match (field.default_kind, words::name(text)) {
        (None, Some(name)) => Target::Entity(EntityId::new("Resource", "default", &name)),
        _ => Target::of_field(text, field),
    }
}
