//! Compass: `compass.yml`. developer.atlassian.com, "The structure of the compass.yml file".

use super::{
    draft::{Reading, Target},
    fields::{
        DEPENDS_ON, Entry,
        To::{Alias, Annotation, Description, Links, Relation, Spec, Tags, Word},
        take,
    },
    words,
};
use crate::model::{Node, RelationField};

const TABLE: &[Entry] = &[
    ("id", Alias),
    ("description", Description),
    ("ownerId", Annotation("compass.atlassian.com/owner-id")),
    ("fields.lifecycle", Word("lifecycle")),
    ("fields.tier", Spec("tier")),
    ("labels", Tags),
    ("links", Links),
    ("relationships.DEPENDS_ON", Relation(&DEPENDS_ON)),
];

/// The types that become something other than a component of their own name.
const TYPES: [(&str, &str, &str); 5] = [
    ("CLOUD_RESOURCE", "Resource", "cloud-resource"),
    ("DATA_PIPELINE", "Component", "data-pipeline"),
    ("MACHINE_LEARNING_MODEL", "Component", "machine-learning-model"),
    ("UI_ELEMENT", "Component", "ui-element"),
    ("TEMPLATE", "Component", "template"),
];

/// Takes the component of a document.
pub(super) fn read(root: &Node, reading: &mut Reading) {
    let keys = ["typeId", "ownerId", "configVersion", "relationships"];
    let about = |key: &&str| root.get(key).is_some();
    let own_id = root.get("id").and_then(Node::as_str).is_some_and(|id| id.starts_with("ari:cloud:compass"));
    if !own_id && !keys.iter().any(about) {
        return;
    }
    let word = root.get("typeId").and_then(words::text).unwrap_or_else(|| "OTHER".to_owned());
    let known = TYPES.iter().find(|(name, ..)| *name == word);
    let (kind, word) =
        known.map_or_else(|| ("Component", word.to_lowercase()), |(_, kind, word)| (*kind, (*word).to_owned()));
    let Some(mut draft) = reading.draft(kind, root.get("name"), root, "name") else { return };
    take(root, TABLE, &mut draft, reading);
    draft.set("type", &word, root.get("typeId").unwrap_or(root));
    reading.push(draft);
}

/// Compass names others by numbers, which only their own descriptors tell.
pub(super) fn target(text: &str, field: &RelationField) -> Target {
    if text.starts_with("ari:") {
        return Target::Unknown("a component that no descriptor of Compass in the sources has the `id` of");
    }
    Target::of_field(text, field)
}
