//! What becomes of the keys of a descriptor, as tables.

use super::{
    draft::{Draft, MOST, Reading, add, string},
    words,
};
use crate::{
    model::{Node, RelationField, SafeUrl, Value},
    parse::{kinds, problem::Problem, rules::UNSAFE_URL},
};

/// What a key becomes.
#[derive(Clone, Copy, Debug)]
pub(super) enum To {
    Title,
    Description,
    /// A field of the spec, as it is written.
    Spec(&'static str),
    /// A field of the spec, in lower case.
    Word(&'static str),
    Annotation(&'static str),
    Tags,
    /// Objects with `url` and a name, or with `contact`.
    Links,
    /// One address, called so.
    Link(&'static str),
    /// What others of the same tool call it.
    Alias,
    /// Names of others.
    Relation(&'static RelationField),
}

/// A key, with its parents before it and `.` between them, and what it becomes.
pub(super) type Entry = (&'static str, To);

pub(super) static OWNER: RelationField = kinds::OWNER;
pub(super) static SYSTEM: RelationField = kinds::SYSTEM;
pub(super) static DOMAIN: RelationField = kinds::DOMAIN;
pub(super) static PART_OF: RelationField = kinds::SUBCOMPONENT;
pub(super) static DEPENDS_ON: RelationField = kinds::DEPENDS_ON;
pub(super) static DEPENDENCY_OF: RelationField = kinds::DEPENDENCY_OF;
pub(super) static PROVIDES: RelationField = kinds::PROVIDES;
pub(super) static PARENT: RelationField = kinds::PARENT;
pub(super) static CHILDREN: RelationField = kinds::CHILDREN;
pub(super) static ALSO_OWNERS: RelationField =
    kinds::relation("spec.additionalOwners", Some("Group"), &["Group", "User"], ("ownedBy", "ownerOf"));
pub(super) static PARTS: RelationField =
    kinds::relation("spec.components", Some("Component"), &[], ("hasPart", "partOf"));
pub(super) static IMPLEMENTED_BY: RelationField =
    kinds::relation("spec.implementedBy", Some("Component"), &[], ("apiProvidedBy", "providesApi"));

/// Takes what a table knows of an object.
pub(super) fn take(root: &Node, table: &[Entry], draft: &mut Draft, reading: &mut Reading) {
    for (key, to) in table {
        let path: Vec<&str> = key.split('.').collect();
        let Some(node) = root.at(&path).filter(|node| node.value != Value::Null) else { continue };
        if !take_one(node, *to, draft, reading) {
            let message =
                format!("`{key}` is not read: it is {}, which {} does not expect there", an(node), reading.tool);
            reading.wrong(node, message, "write it as its tool's schema has it");
        }
    }
}

/// Takes one value; false when it is not of a form that says anything.
fn take_one(node: &Node, to: To, draft: &mut Draft, reading: &mut Reading) -> bool {
    let text = words::text(node);
    match (to, text) {
        (To::Title, Some(text)) => {
            draft.metadata.retain(|(key, _)| key.as_str() != Some("title"));
            if text != draft.name {
                add(&mut draft.metadata, "title", string(&text, node), node);
            }
            draft.keys.push(text);
        }
        (To::Description, Some(text)) => add(&mut draft.metadata, "description", string(&text, node), node),
        (To::Spec(key), Some(text)) => draft.set(key, &text, node),
        (To::Word(key), Some(text)) => draft.set(key, &text.to_lowercase(), node),
        (To::Annotation(key), Some(text)) => draft.annotate(key, &text, node),
        (To::Link(title), Some(url)) => link(&url, Some(title), None, node, (draft, reading)),
        (To::Link(title), None) => {
            let url = ["service-url", "serviceURL"].iter().find_map(|key| node.get(key));
            let Some((url, at)) = url.and_then(|node| Some((words::text(node)?, node))) else { return false };
            link(&url, Some(title), None, at, (draft, reading));
        }
        (To::Tags, _) => return tags(node, draft),
        (To::Links, _) => return links(node, draft, reading),
        (To::Alias, _) => draft.keys.extend(words::texts(node).into_iter().map(|(text, _)| text)),
        (To::Relation(field), _) => {
            let names = words::texts(node);
            let empty = matches!(&node.value, Value::String(_)) || node.items().is_empty() && text_free(node);
            for (text, at) in &names {
                draft.want(field, text, at);
            }
            return empty || !names.is_empty();
        }
        (_, None) => return matches!(&node.value, Value::String(_)),
    }
    true
}

/// An empty list, which says that there are none.
fn text_free(node: &Node) -> bool {
    matches!(&node.value, Value::Sequence(items) if items.is_empty())
}

fn an(node: &Node) -> &'static str {
    match node.value {
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "an object",
        _ => "a scalar",
    }
}

/// Texts, `key: value` objects, or objects with a name.
fn tags(node: &Node, draft: &mut Draft) -> bool {
    let pair = |item: &Node| Some(format!("{}:{}", words::text(item.get("key")?)?, words::text(item.get("value")?)?));
    let mut found: Vec<(String, &Node)> = node.items().iter().filter_map(|item| Some((pair(item)?, item))).collect();
    if found.is_empty() {
        found = words::texts(node);
    }
    for (text, at) in &found {
        if draft.tags.len() >= MOST {
            break;
        }
        let tag = words::tag(text).map(|tag| string(&tag, at));
        let is_new = |tag: &Node| !draft.tags.iter().any(|known| known.value == tag.value);
        if let Some(tag) = tag.filter(is_new) {
            draft.tags.push(tag);
        }
    }
    !found.is_empty() || node.items().is_empty() && matches!(node.value, Value::Sequence(_) | Value::String(_))
}

/// A list of objects with an address.
fn links(node: &Node, draft: &mut Draft, reading: &mut Reading) -> bool {
    let Value::Sequence(items) = &node.value else { return false };
    for item in items {
        let text = |keys: &[&str]| keys.iter().find_map(|key| words::text(item.get(key)?));
        let Some(at) = ["url", "contact"].iter().find_map(|key| item.get(key)) else { continue };
        let Some(url) = words::text(at) else { continue };
        let word = text(&["type", "category", "provider"]);
        let is_mail = url.contains('@') && !url.contains(':');
        let named = text(&["name", "displayName", "display_name"]);
        let title = named.or_else(|| if is_mail { Some(url.clone()) } else { word.clone() });
        let url = if is_mail { format!("mailto:{url}") } else { url };
        link(&url, title.as_deref(), word.as_deref(), at, (draft, reading));
    }
    true
}

/// Adds a link, when it is one that a click may open. Paths within the repository and names of channels are none.
pub(super) fn link(
    url: &str,
    title: Option<&str>,
    word: Option<&str>,
    at: &Node,
    (draft, reading): (&mut Draft, &mut Reading),
) {
    let is_address = url.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    if !is_address || draft.links.len() >= MOST {
        return;
    }
    if SafeUrl::parse(url).is_none() {
        let message = format!("the link `{}` is not clickable", crate::parse::check::short(url));
        reading.problems.push(Problem::new(&UNSAFE_URL, at, message).hint("use http, https, mailto or tel"));
        return;
    }
    let mut entries = vec![(string("url", at), string(url, at))];
    entries.extend(title.map(|title| (string("title", at), string(title, at))));
    entries.extend(word.map(|word| (string("type", at), string(&word.to_lowercase(), at))));
    draft.links.push(Node { value: Value::Mapping(entries), line: at.line, column: at.column });
}
