//! Cortex: entity descriptors, which are `OpenAPI` documents with `x-cortex-` keys in `info`.
//! docs.cortex.io, "Defining entities via YAML file".

use super::{
    draft::{Draft, Reading},
    fields::{
        ALSO_OWNERS, CHILDREN, DEPENDS_ON, DOMAIN, Entry, OWNER, PARENT, PART_OF, PARTS, PROVIDES, SYSTEM,
        To::{Annotation, Description, Links, Relation, Spec, Tags, Title},
        link, take,
    },
    words,
};
use crate::model::{Node, RelationField};

const TABLE: &[Entry] = &[
    ("title", Title),
    ("description", Description),
    ("x-cortex-groups", Tags),
    ("x-cortex-service-groups", Tags),
    ("x-cortex-link", Links),
    ("x-cortex-links", Links),
    ("x-cortex-dependency", Relation(&DEPENDS_ON)),
    ("x-cortex-git.github.repository", Annotation("github.com/project-slug")),
    ("x-cortex-git.gitlab.repository", Annotation("gitlab.com/project-slug")),
    ("x-cortex-custom-metadata.tier", Spec("tier")),
    ("x-cortex-custom-metadata.lifecycle", Spec("lifecycle")),
];

/// The types that are components; all others but domains and teams are resources.
const COMPONENTS: [&str; 8] =
    ["service", "library", "website", "frontend", "component", "application", "mobile-app", "job"];

/// Takes the entity of a document, and the API that it describes as well.
pub(super) fn read(root: &Node, reading: &mut Reading) {
    let Some(info) = root.get("info") else { return };
    let extended = |node: &Node| {
        node.entries().iter().any(|(key, _)| key.as_str().is_some_and(|key| key.starts_with("x-cortex-")))
    };
    if !extended(info) && !extended(root) {
        return;
    }
    let own = |key: &str| info.get(key).or_else(|| root.get(key));
    let word = own("x-cortex-type").and_then(words::text).unwrap_or_else(|| "service".to_owned()).to_lowercase();
    let kind = match word.as_str() {
        "domain" => "Domain",
        "team" => "Group",
        word if COMPONENTS.contains(&word) => "Component",
        _ => "Resource",
    };
    let Some(mut draft) = reading.draft(kind, own("x-cortex-tag"), info, "x-cortex-tag") else { return };
    take(info, TABLE, &mut draft, reading);
    owners(info, &mut draft, reading);
    hierarchy(info, &mut draft);
    if kind != "Domain" {
        draft.set("type", &word, own("x-cortex-type").unwrap_or(info));
    }
    let api = api(root, info, &mut draft, reading);
    reading.push(draft);
    api.into_iter().for_each(|api| reading.push(api));
}

/// Owners are groups, of which the first is the one that counts, or addresses to write to.
fn owners(info: &Node, draft: &mut Draft, reading: &mut Reading) {
    for owner in info.get("x-cortex-owners").map_or(&[][..], Node::items) {
        let word = owner.get("type").and_then(words::text).unwrap_or_default().to_lowercase();
        let at = if word == "email" { owner.get("email") } else { owner.get("name") };
        let Some((at, text)) = at.and_then(|at| Some((at, words::text(at)?))) else { continue };
        match word.as_str() {
            "group" | "" => {
                let owned = draft.wanted.iter().any(|wanted| wanted.field.field == OWNER.field);
                draft.want(if owned { &ALSO_OWNERS } else { &OWNER }, &text, at);
            }
            "email" => link(&format!("mailto:{text}"), Some(&text), Some("owner"), at, (draft, reading)),
            _ => {}
        }
    }
}

/// Parents and children, which are named alike for all types.
fn hierarchy(info: &Node, draft: &mut Draft) {
    let (up, down): (&'static RelationField, &'static RelationField) = match draft.kind {
        "Group" => (&PARENT, &CHILDREN),
        "Domain" => (&PART_OF, &PARTS),
        _ => (&DOMAIN, &PARTS),
    };
    for (key, field) in [
        ("x-cortex-parents", up),
        ("x-cortex-domain-parents", &DOMAIN),
        ("x-cortex-children", down),
        ("x-cortex-system", &SYSTEM),
    ] {
        for (text, at) in info.get(key).map(words::texts).unwrap_or_default() {
            draft.want(field, &text, at);
        }
    }
}

/// The API that a service's descriptor describes in its `paths`.
fn api(root: &Node, info: &Node, draft: &mut Draft, reading: &mut Reading) -> Option<Draft> {
    let paths = root.get("paths").filter(|paths| !paths.entries().is_empty() && draft.kind == "Component")?;
    let tag = info.get("x-cortex-tag").or_else(|| root.get("x-cortex-tag"));
    let mut api = reading.draft("API", tag, root, "x-cortex-tag")?;
    take(info, &TABLE[..2], &mut api, reading);
    owners(info, &mut api, reading);
    api.links.clear();
    api.keys.clear();
    api.set("type", "openapi", paths);
    api.set("definition", reading.source(), paths);
    draft.want(&PROVIDES, &draft.name.clone(), paths);
    Some(api)
}
