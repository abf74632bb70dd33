//! `OpsLevel`: `opslevel.yml`, which is about a component, called a service before, or about the repository alone.
//! docs.opslevel.com, "Config as Code (opslevel.yml)".

use super::{
    draft::Reading,
    fields::{
        DEPENDS_ON, Entry, OWNER, SYSTEM,
        To::{Alias, Annotation, Description, Links, Relation, Spec, Tags, Word},
        take,
    },
    words,
};
use crate::model::Node;

const TABLE: &[Entry] = &[
    ("description", Description),
    ("owner", Relation(&OWNER)),
    ("lifecycle", Word("lifecycle")),
    ("tier", Spec("tier")),
    ("type", Word("type")),
    ("system", Relation(&SYSTEM)),
    ("product", Annotation("opslevel.com/product")),
    ("language", Tags),
    ("framework", Tags),
    ("tags", Tags),
    ("tools", Links),
    ("aliases", Alias),
    ("dependencies", Relation(&DEPENDS_ON)),
];

/// Takes the component of a document. A repository is no entity.
pub(super) fn read(root: &Node, reading: &mut Reading) {
    let Some(component) = root.get("component").or_else(|| root.get("service")) else {
        if root.get("repository").is_none() {
            let message = "the document is about neither a component nor a repository".to_owned();
            reading.wrong(root, message, "put what it says below `component:`");
        }
        return;
    };
    let named = component.get("name");
    let Some(mut draft) = reading.draft("Component", named, component, "component.name") else { return };
    // The aliases that OpsLevel makes of names have `_` where names have blanks.
    let alias = named.and_then(words::text).map(|text| draft_alias(&text));
    draft.keys.extend(alias);
    take(component, TABLE, &mut draft, reading);
    draft.set("type", "service", component);
    reading.push(draft);
}

fn draft_alias(name: &str) -> String {
    name.to_lowercase().replace([' ', '-'], "_")
}
