//! Manifests of Kubernetes, Crossplane among them, and what `kubectl get -o json` writes.

use crate::{
    infrastructure::thing::{Draft, MOST, pairs, text},
    model::Node,
};

/// Groups of Kubernetes itself; all others have a dot.
const GROUPS: [&str; 5] = ["apps", "autoscaling", "batch", "extensions", "policy"];

/// Groups that look like Kubernetes' and are settings of other tools.
const OTHERS: [&str; 7] = [
    "backstage.io",
    "score.dev",
    "kind.x-k8s.io",
    "kustomize.config.k8s.io",
    "kubeadm.k8s.io",
    "kubelet.config.k8s.io",
    "audit.k8s.io",
];

/// Where clouds' names stand in the groups of Crossplane's providers.
const CLOUDS: [(&str, &str); 3] = [("aws", "aws"), ("azure", "azure"), ("gcp", "google")];

/// So deep lists may lie in each other.
const DEEPEST: usize = 4;

/// Whether a line of a text says that it is a manifest, and no catalog file.
pub(super) fn is_manifest(bytes: &[u8]) -> bool {
    let starts = memchr::memmem::find_iter(bytes, "apiVersion:");
    // Of one line no more than one is looked at.
    starts.filter(|at| *at == 0 || bytes[at - 1] == b'\n').any(|at| {
        let rest = bytes[at + "apiVersion:".len()..].split(|byte| *byte == b'\n').next().unwrap_or_default();
        group(&String::from_utf8_lossy(rest)).is_some()
    })
}

/// The group of a version of Kubernetes' API; empty for the first of them.
fn group(version: &str) -> Option<&str> {
    let version = version.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    let (group, number) = version.split_once('/').unwrap_or(("", version));
    let other =
        OTHERS.iter().any(|other| group.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')));
    let numbered = number.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let known = group.is_empty() && number == "v1" || GROUPS.contains(&group) || group.contains('.');
    (known && numbered && !other).then_some(group)
}

/// The things of a document.
pub(super) fn read(root: &Node) -> Vec<Draft> {
    let mut found = Vec::new();
    take(root, DEEPEST, &mut found);
    found
}

fn take(node: &Node, deepest: usize, found: &mut Vec<Draft>) {
    let said = |key: &str| node.get(key).and_then(Node::as_str);
    let (Some(version), Some(kind)) = (said("apiVersion"), said("kind")) else { return };
    let Some(group) = group(version) else { return };
    if let Some(items) = node.get("items").filter(|_| kind.ends_with("List")) {
        if deepest > 0 {
            items.items().iter().for_each(|item| take(item, deepest - 1, found));
        }
        return;
    }
    let metadata = node.get("metadata");
    let Some(name) = text(metadata.and_then(|metadata| metadata.get("name"))) else { return };
    let namespace = text(metadata.and_then(|metadata| metadata.get("namespace"))).unwrap_or_default();
    let own = group.is_empty() || GROUPS.contains(&group) || group.ends_with(".k8s.io");
    let kind = if own { kind.to_owned() } else { format!("{kind}.{group}") };
    let place = if namespace.is_empty() { String::new() } else { format!("{namespace}/") };
    let cloud = CLOUDS.iter().find(|(sign, _)| is_of_crossplane(group) && group.split('.').any(|part| part == *sign));
    let wanted = node.at(&["spec", "forProvider"]);
    found.push(Draft {
        id: format!("{place}{kind}/{name}"),
        name,
        provider: cloud.map_or("kubernetes", |(_, cloud)| cloud).to_owned(),
        format: if cloud.is_some() { "crossplane" } else { "kubernetes" },
        region: text(wanted.and_then(|wanted| wanted.get("region").or_else(|| wanted.get("location")))),
        namespace,
        line: node.get("kind").map_or(node.line, |kind| kind.line),
        labels: labels(node, metadata),
        tags: pairs(wanted.and_then(|wanted| wanted.get("tags").or_else(|| wanted.get("labels")))),
        images: images(node),
        kind,
        ..Draft::default()
    });
}

fn is_of_crossplane(group: &str) -> bool {
    group.ends_with(".upbound.io") || group.ends_with(".crossplane.io")
}

/// Labels of the thing, and of what it makes.
fn labels(node: &Node, metadata: Option<&Node>) -> Vec<(String, String)> {
    let own = pairs(metadata.and_then(|metadata| metadata.get("labels")));
    let made = pairs(node.at(&["spec", "template", "metadata", "labels"]));
    let more: Vec<_> = made.into_iter().filter(|(key, _)| own.iter().all(|(own, _)| own != key)).collect();
    own.into_iter().chain(more).collect()
}

/// Where pods are described.
const PODS: [&[&str]; 3] =
    [&["spec"], &["spec", "template", "spec"], &["spec", "jobTemplate", "spec", "template", "spec"]];

fn images(node: &Node) -> Vec<String> {
    let pods = PODS.iter().filter_map(|path| node.at(path));
    let lists = pods.flat_map(|pod| ["containers", "initContainers"].map(|key| pod.get(key)));
    let containers = lists.flatten().flat_map(Node::items);
    let mut found: Vec<String> = containers.filter_map(|one| text(one.get("image"))).take(MOST).collect();
    // What a release of Helm brings lies in its values.
    let values = node.at(&["spec", "values"]);
    values.into_iter().for_each(|values| super::helm::images(values, &mut found));
    found
}
