//! What all kinds have in common: the root fields, `metadata`, and how names and keys are written.
//! Backstage `packages/catalog-model/src/schema` and `src/entity/policies`.

use std::collections::{BTreeSet, HashMap};

use super::{
    check::{check, short},
    formats,
    kinds::METADATA,
    problem::{Problem, Problems},
    prose::check_description,
    rules::{DEPRECATED_ANNOTATION, ENTITY_FORMAT, ENTITY_SCHEMA, UNSAFE_URL},
    shape::Shape,
};
use crate::{
    diagnostic::nearest,
    model::{Node, SafeUrl, Value},
};

const ROOT: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

/// Annotations that Backstage has given up, and what stands in their place.
const DEPRECATED: [(&str, &str); 3] = [
    ("backstage.io/github-actions-id", "use github.com/project-slug"),
    ("backstage.io/definition-at-location", "use a $text placeholder in spec.definition"),
    ("jenkins.io/github-folder", "use jenkins.io/job-full-name"),
];

/// Reports everything that is wrong with the envelope of a document.
pub(super) fn check_envelope(document: &Node, problems: &mut Problems) {
    for (name, shape) in [("apiVersion", Shape::Text), ("kind", Shape::Text), ("metadata", Shape::Object(METADATA))] {
        match document.get(name) {
            Some(value) => check(value, &shape, name, problems),
            None => {
                let message = format!("the document lacks the required field `{name}`");
                let hint = format!("add `{name}:` with {}", shape.words());
                problems.push(Problem::new(&ENTITY_SCHEMA, document, message).hint(hint));
            }
        }
    }
    if let Some(spec) = document.get("spec") {
        check(spec, &Shape::Object(&[]), "spec", problems);
    }
    for (key, _) in document.entries() {
        let name = key.as_str().unwrap_or_default();
        if !ROOT.contains(&name) {
            problems.push(foreign_field(key, name));
        }
    }
    check_formats(document, problems);
    check_case(document, problems);
}

fn foreign_field(key: &Node, name: &str) -> Problem {
    let message = format!("`{}` is no field of an entity", short(name));
    let hint = match (name, nearest(name, ROOT)) {
        ("relations" | "status", _) => "leave it out; it is worked out from the spec".to_owned(),
        (_, Some(known)) => format!("did you mean `{known}`?"),
        _ => "move it below `metadata` or `spec`, and check its indentation".to_owned(),
    };
    Problem::new(&ENTITY_SCHEMA, key, message).hint(hint)
}

/// A format rule, what it asks for, and what to do.
type Format = (fn(&str) -> bool, &'static str);

const NAME: Format = (formats::is_name, "letters, digits, and `-`, `_` or `.` between them, at most 63 characters");
const NAMESPACE: Format =
    (formats::is_namespace, "lower-case letters, digits, and `-` between them, at most 63 characters");
const KEY: Format = (formats::is_label_key, "a name of at most 63 characters, if need be after a DNS name and one `/`");

fn check_formats(document: &Node, problems: &mut Problems) {
    let mut format = |node: Option<&Node>, path: &str, (is_valid, words): Format| {
        // An empty text and a wrong type are reported by the schema.
        let Some((node, text)) = node.and_then(|node| Some((node, node.as_str()?))) else { return };
        if !is_valid(text) && (!text.is_empty() || path.contains('.')) {
            let message = format!("`{path}` is not valid: \"{}\"", short(text));
            problems.push(Problem::new(&ENTITY_FORMAT, node, message).hint(format!("use {words}")));
        }
    };
    let at = |path: &[&str]| document.at(path).filter(|node| node.as_str() != Some(""));
    format(at(&["apiVersion"]), "apiVersion", (formats::is_api_version, "e.g. `backstage.io/v1alpha1`"));
    let kind: Format = (formats::is_kind, "a letter, then letters and digits, at most 63 characters");
    format(at(&["kind"]), "kind", kind);
    format(at(&["metadata", "name"]), "metadata.name", NAME);
    format(at(&["metadata", "namespace"]), "metadata.namespace", NAMESPACE);
    let entries = |field: &str| document.at(&["metadata", field]).map_or(&[][..], Node::entries);
    for (key, value) in entries("labels") {
        let path = format!("metadata.labels.{}", short(key.as_str().unwrap_or_default()));
        format(Some(key), &path, KEY);
        format(Some(value), &path, (formats::is_label_value, NAME.1));
    }
    for (key, _) in entries("annotations") {
        let path = format!("metadata.annotations.{}", short(key.as_str().unwrap_or_default()));
        format(Some(key), &path, KEY);
    }
    let tag: Format = (
        formats::is_tag,
        "lower-case letters, digits, `:`, `+` and `#`, with single `-` between them, at most 63 characters",
    );
    let items = |field: &str| document.at(&["metadata", field]).map_or(&[][..], Node::items);
    for (number, item) in items("tags").iter().enumerate().filter(|(_, item)| item.as_str() != Some("")) {
        format(Some(item), &format!("metadata.tags[{number}]"), tag);
    }
    for (number, link) in items("links").iter().enumerate() {
        let path = |field: &str| format!("metadata.links[{number}].{field}");
        let filled = |field: &str| link.get(field).filter(|node| node.as_str() != Some(""));
        format(filled("url"), &path("url"), (formats::is_url, "an absolute URL, e.g. `https://…`"));
        for field in ["title", "icon"] {
            format(filled(field), &path(field), (|text| !text.trim().is_empty(), "a text that is not blank"));
        }
    }
    check_urls(document, problems);
    check_description(document, problems);
    check_annotations(document, problems);
}

/// Links that Backstage accepts, but that no page may offer to click on.
fn check_urls(document: &Node, problems: &mut Problems) {
    let links = document.at(&["metadata", "links"]).map_or(&[][..], Node::items);
    let annotation = |key: &str| document.at(&["metadata", "annotations"])?.get(key);
    let annotations = ["backstage.io/view-url", "backstage.io/edit-url", "backstage.io/source-location"];
    let urls = links.iter().filter_map(|link| link.get("url")).chain(annotations.into_iter().filter_map(annotation));
    for node in urls {
        let text = node.as_str().unwrap_or_default();
        let url = text.strip_prefix("url:").unwrap_or(text);
        let harmless = text.strip_prefix("dir:").is_some() || SafeUrl::parse(url).is_some();
        if formats::is_url(url) && !harmless {
            let message = format!("\"{}\" is no address that a page may link to", short(text));
            problems.push(Problem::new(&UNSAFE_URL, node, message).hint("use https, http, mailto or tel"));
        }
    }
}

fn check_annotations(document: &Node, problems: &mut Problems) {
    let annotations = document.at(&["metadata", "annotations"]).map_or(&[][..], Node::entries);
    for (key, _) in annotations {
        if let Some((name, hint)) = DEPRECATED.iter().find(|(name, _)| key.as_str() == Some(name)) {
            let message = format!("the annotation `{name}` is deprecated");
            problems.push(Problem::new(&DEPRECATED_ANNOTATION, key, message).hint(*hint));
        }
    }
}

/// Backstage finds entities by keys without regard to case, and refuses those whose keys differ in nothing else.
/// `packages/catalog-backend`'s `buildEntitySearch` compares the whole way to a value.
fn check_case(node: &Node, problems: &mut Problems) {
    let mut seen: HashMap<String, &Node> = HashMap::new();
    for (key, value) in node.entries() {
        let name = key.as_str().unwrap_or_default();
        if let Some(first) = seen.insert(name.to_lowercase(), value) {
            let (mut ways, mut others) = (BTreeSet::new(), BTreeSet::new());
            collect_ways(first, "", &mut ways);
            collect_ways(value, "", &mut others);
            if !ways.is_disjoint(&others) {
                let message = format!("`{}` stands here twice, told apart by case only", short(name));
                problems.push(Problem::new(&ENTITY_FORMAT, key, message).hint("keep one of them"));
            }
        }
        check_case(value, problems);
    }
    node.items().iter().for_each(|item| check_case(item, problems));
}

/// Backstage does not index values whose way is longer.
const LONGEST_WAY: usize = 200;

/// The ways to all values, keys in lower case.
fn collect_ways(node: &Node, way: &str, ways: &mut BTreeSet<String>) {
    if way.len() > LONGEST_WAY {
        return;
    }
    match &node.value {
        Value::Mapping(entries) => {
            for (key, value) in entries {
                collect_ways(value, &format!("{way}.{}", key.as_str().unwrap_or_default().to_lowercase()), ways);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| collect_ways(item, way, ways)),
        _ => {
            ways.insert(way.to_owned());
        }
    }
}
