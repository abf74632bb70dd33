//! What the theme knows about kinds: icon, hue and the words for many of them.

use crate::model::Entity;

/// How a kind is shown, the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Look {
    /// Kind in lower case; also the icon and the name of the hue.
    pub(super) kind: &'static str,
    /// As Backstage writes it.
    pub(super) label: &'static str,
    /// More than one.
    pub(super) plural: &'static str,
}

/// Kinds in the order in which lists show them.
const LOOKS: [Look; 9] = [
    Look { kind: "component", label: "Component", plural: "Components" },
    Look { kind: "api", label: "API", plural: "APIs" },
    Look { kind: "resource", label: "Resource", plural: "Resources" },
    Look { kind: "system", label: "System", plural: "Systems" },
    Look { kind: "domain", label: "Domain", plural: "Domains" },
    Look { kind: "group", label: "Group", plural: "Groups" },
    Look { kind: "user", label: "User", plural: "Users" },
    Look { kind: "template", label: "Template", plural: "Templates" },
    Look { kind: "location", label: "Location", plural: "Locations" },
];

/// The look of a kind in lower case; none when the theme does not know it.
pub(super) fn look(kind: &str) -> Option<&'static Look> {
    LOOKS.iter().find(|look| look.kind == kind)
}

/// The name of the hue, which is also that of the icon unless a type has its own.
pub(super) fn hue(kind: &str) -> &'static str {
    look(kind).map_or("generic", |look| look.kind)
}

/// The icon of an entity: its type's, when there is one, else its kind's.
pub(super) fn icon(entity: &Entity) -> &'static str {
    match (entity.id.kind(), entity.spec_str("type")) {
        ("component", Some("service")) => "service",
        ("component", Some("website")) => "website",
        ("component", Some("library")) => "library",
        (kind, _) => hue(kind),
    }
}

/// The words for many entities of a kind; `written` is the kind as its entities write it.
pub(super) fn plural(kind: &str, written: &str) -> String {
    look(kind).map_or_else(|| written.to_owned(), |look| look.plural.to_owned())
}

/// Where a kind stands in lists: known ones first, in the theme's order.
pub(super) fn rank(kind: &str) -> usize {
    LOOKS.iter().position(|look| look.kind == kind).unwrap_or(LOOKS.len())
}

/// The words for a relation, seen from the entity that has it.
pub(super) fn relation_words(relation_type: &str) -> &str {
    match relation_type {
        "ownedBy" => "Owned by",
        "ownerOf" => "Owns",
        "partOf" => "Part of",
        "hasPart" => "Contains",
        "providesApi" => "Provides",
        "apiProvidedBy" => "Provided by",
        "consumesApi" => "Consumes",
        "apiConsumedBy" => "Consumed by",
        "dependsOn" => "Depends on",
        "dependencyOf" => "Needed by",
        "parentOf" => "Subgroups",
        "childOf" => "Parent group",
        "hasMember" => "Members",
        "memberOf" => "Member of",
        other => other,
    }
}

/// What is related to an entity, as a query asks for it: by the relation that leads back.
pub(super) fn related_query(relation_type: &str, reference: &str) -> Option<String> {
    let back = match relation_type {
        "ownedBy" => "owner-of",
        "ownerOf" => "owned-by",
        "partOf" => "has-part",
        "hasPart" => "part-of",
        "providesApi" => "api-provided-by",
        "apiProvidedBy" => "provides-api",
        "consumesApi" => "api-consumed-by",
        "apiConsumedBy" => "consumes-api",
        "dependsOn" => "depended-on-by",
        "dependencyOf" => "depends-on",
        "parentOf" => "child-of",
        "childOf" => "parent-of",
        "hasMember" => "member-of",
        "memberOf" => "has-member",
        _ => return None,
    };
    Some(format!("{back}:{}", query_value(reference)))
}

/// A value as queries write it: in quotes when it has more than what references are made of.
pub(super) fn query_value(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '/' | '.' | '_' | '-');
    if !text.is_empty() && text.chars().all(plain) && !text.starts_with('-') && !text.contains("..") {
        return text.to_owned();
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}
