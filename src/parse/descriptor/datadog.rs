//! Datadog: service definitions v2, v2.1 and v2.2, and entity definitions v3.
//! `service-catalog` of github.com/DataDog/schema.

use super::{
    draft::{Draft, Reading, Target, string},
    fields::{
        ALSO_OWNERS, DEPENDENCY_OF, DEPENDS_ON, Entry, IMPLEMENTED_BY, OWNER, PART_OF, PARTS, SYSTEM,
        To::{Annotation, Description, Link, Links, Relation, Spec, Tags, Title, Word},
        take,
    },
    words,
};
use crate::model::{EntityId, Node, RelationField, Value};

const SERVICE: &[Entry] = &[
    ("description", Description),
    ("team", Relation(&OWNER)),
    ("lifecycle", Word("lifecycle")),
    ("tier", Spec("tier")),
    ("type", Word("type")),
    ("application", Annotation("datadoghq.com/application")),
    ("languages", Tags),
    ("tags", Tags),
    ("links", Links),
    ("repos", Links),
    ("docs", Links),
    ("contacts", Links),
    ("integrations.pagerduty", Link("PagerDuty")),
    ("integrations.opsgenie", Link("Opsgenie")),
];

const ENTITY: &[Entry] = &[
    ("metadata.displayName", Title),
    ("metadata.description", Description),
    ("metadata.owner", Relation(&OWNER)),
    ("metadata.additionalOwners", Relation(&ALSO_OWNERS)),
    ("metadata.tags", Tags),
    ("metadata.links", Links),
    ("metadata.contacts", Links),
    ("spec.lifecycle", Word("lifecycle")),
    ("spec.tier", Spec("tier")),
    ("spec.type", Word("type")),
    ("spec.languages", Tags),
    ("spec.dependsOn", Relation(&DEPENDS_ON)),
    ("spec.dependencyOf", Relation(&DEPENDENCY_OF)),
    ("spec.components", Relation(&PARTS)),
    ("spec.implementedBy", Relation(&IMPLEMENTED_BY)),
    ("integrations.pagerduty", Link("PagerDuty")),
    ("integrations.opsgenie", Link("Opsgenie")),
];

/// The kinds of v3, those that they become, and the type of those that have none.
const KINDS: [(&str, &str, &str); 11] = [
    ("service", "Component", "service"),
    ("library", "Component", "library"),
    ("package", "Component", "library"),
    ("frontend", "Component", "website"),
    ("ai_agent", "Component", "agent"),
    ("system", "System", ""),
    ("application", "System", ""),
    ("datastore", "Resource", "datastore"),
    ("queue", "Resource", "queue"),
    ("repository", "Resource", "repository"),
    ("api", "API", "openapi"),
];

/// Takes the entity of a document.
pub(super) fn read(root: &Node, reading: &mut Reading) {
    if root.get("dd-service").is_some() || root.get("schema-version").is_some() {
        return service(root, reading);
    }
    let version = root.get("apiVersion").and_then(Node::as_str).unwrap_or_default();
    let Some((kind, is_known)) = root.get("kind").and_then(Node::as_str).map(|kind| (kind, version.starts_with("v3")))
    else {
        let message = "the document is neither a service definition nor an entity definition of Datadog".to_owned();
        return reading.wrong(root, message, "give it `schema-version: v2.2` and `dd-service`, or `apiVersion: v3`");
    };
    if !is_known {
        let message =
            format!("`{}` is no version of Datadog's entity definitions", crate::parse::check::short(version));
        return reading.wrong(root.get("apiVersion").unwrap_or(root), message, "write `apiVersion: v3`");
    }
    let (known, default) = kind_of(kind);
    let name = root.at(&["metadata", "name"]);
    let Some(mut draft) = reading.draft(known, name, root, "metadata.name") else { return };
    if let Some(namespace) =
        root.at(&["metadata", "namespace"]).and_then(words::text).and_then(|text| words::name(&text))
    {
        draft.namespace = namespace.to_lowercase();
    }
    take(root, ENTITY, &mut draft, reading);
    part_of(root, &mut draft);
    definition(root, &mut draft);
    if !default.is_empty() && !draft.has("type") {
        draft.set("type", default, root.get("kind").unwrap_or(root));
    }
    reading.push(draft);
}

fn service(root: &Node, reading: &mut Reading) {
    let Some(mut draft) = reading.draft("Component", root.get("dd-service"), root, "dd-service") else { return };
    take(root, SERVICE, &mut draft, reading);
    if root.get("team").and_then(words::text).is_none() {
        take(root, &[("dd-team", Relation(&OWNER))], &mut draft, reading);
    }
    draft.set("type", "service", root.get("dd-service").unwrap_or(root));
    reading.push(draft);
}

/// What something is a part of: a system, or another component.
fn part_of(root: &Node, draft: &mut Draft) {
    let Some(parents) = root.at(&["spec", "componentOf"]) else { return };
    for (text, at) in words::texts(parents) {
        let system = matches!(target(&text, &SYSTEM), Target::Entity(id) if id.kind() == "system");
        draft.want(if system { &SYSTEM } else { &PART_OF }, &text, at);
    }
}

/// The definition of an API: here, or in a file.
fn definition(root: &Node, draft: &mut Draft) {
    let Some(interface) = root.at(&["spec", "interface"]) else { return };
    if let Some(file) = interface.get("fileRef").filter(|node| node.as_str().is_some()) {
        let value = Value::Mapping(vec![(string("$text", file), file.clone())]);
        draft.spec.push((string("definition", file), Node { value, ..file.clone() }));
    } else if let Some(inline) = interface.get("definition") {
        draft.set("definition", &inline.to_json().to_string(), inline);
    }
}

fn kind_of(kind: &str) -> (&'static str, &'static str) {
    let known = KINDS.iter().find(|(name, ..)| *name == kind);
    known.map_or(("Component", "custom"), |(_, kind, default)| (*kind, *default))
}

/// `kind:[namespace/]name`, in Datadog's words for kinds.
pub(super) fn target(text: &str, field: &RelationField) -> Target {
    let Some((kind, rest)) = text.split_once(':').filter(|_| field.default_kind != Some("Group")) else {
        return Target::of_field(text, field);
    };
    let (namespace, name) = rest.split_once('/').unwrap_or(("default", rest));
    let named = words::name(name).zip(words::name(namespace));
    named.map_or(Target::Nothing, |(name, namespace)| {
        Target::Entity(EntityId::new(kind_of(kind).0, &namespace.to_lowercase(), &name))
    })
}
