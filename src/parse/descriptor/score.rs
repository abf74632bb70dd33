//! Score: workload specifications `score.dev/v1b1`, with the resources that they need.
//! docs.score.dev, "Score specification reference".

use super::{
    draft::{Reading, string},
    fields::{
        DEPENDS_ON, Entry,
        To::{Description, Title},
        take,
    },
    words,
};
use crate::model::Node;

const TABLE: &[Entry] = &[("metadata.title", Title), ("metadata.description", Description)];

/// Types of resources that are settings of the workload rather than something that it depends on.
const SETTINGS: [&str; 7] = ["environment", "dns", "route", "volume", "workload", "base-env", "tls-cert"];

/// Takes the workload of a document, and its resources.
pub(super) fn read(root: &Node, reading: &mut Reading) {
    let version = root.get("apiVersion").and_then(Node::as_str).unwrap_or_default();
    if !version.starts_with("score.dev/") {
        return;
    }
    if version != "score.dev/v1b1" {
        let message = format!("`{}` is no version of Score that is read", crate::parse::check::short(version));
        return reading.wrong(root.get("apiVersion").unwrap_or(root), message, "write `apiVersion: score.dev/v1b1`");
    }
    let Some(mut draft) = reading.draft("Component", root.at(&["metadata", "name"]), root, "metadata.name") else {
        return;
    };
    take(root, TABLE, &mut draft, reading);
    for (key, value) in root.at(&["metadata", "annotations"]).map_or(&[][..], Node::entries) {
        if let (Some(key), Some(text)) = (key.as_str(), words::text(value)) {
            draft.annotate(key, &text, value);
        }
    }
    draft.set("type", if root.get("service").is_some() { "service" } else { "workload" }, root);
    let mut resources = Vec::new();
    let entries = root.get("resources").map_or(&[][..], Node::entries);
    let ends = entries.iter().skip(1).map(|(key, _)| key.line).chain([u32::MAX]);
    for ((key, value), end) in entries.iter().zip(ends) {
        let Some(word) = value.get("type").and_then(words::text) else { continue };
        if SETTINGS.contains(&word.as_str()) {
            continue;
        }
        if word == "service" {
            draft.want(&DEPENDS_ON, value.get("id").and_then(Node::as_str).or(key.as_str()).unwrap_or_default(), key);
            continue;
        }
        // A resource with an id is shared by all workloads that name it.
        let shared = value.get("id").filter(|node| words::text(node).is_some());
        let own = string(&format!("{}-{}", draft.name, key.as_str().unwrap_or_default()), key);
        let Some(mut resource) = reading.draft("Resource", Some(shared.unwrap_or(&own)), value, "resources") else {
            continue;
        };
        reading.narrow(&mut resource, (key.line, end));
        resource.is_shared = shared.is_some();
        resource.set("type", &word, value);
        draft.want(&DEPENDS_ON, &resource.keys[0].clone(), key);
        resources.push(resource);
    }
    reading.push(draft);
    reading.drafts.append(&mut resources);
}
