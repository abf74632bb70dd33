//! Services of compose files.

use crate::{
    infrastructure::thing::{Draft, MOST, is_settled, pairs, text},
    model::Node,
};

pub(super) fn read(root: &Node) -> Vec<Draft> {
    let services = root.get("services").into_iter().flat_map(Node::entries);
    services
        .filter_map(|(key, service)| {
            let name = key.as_str()?.to_owned();
            let build = service.get("build");
            Some(Draft {
                id: format!("service/{name}"),
                kind: "service".to_owned(),
                name,
                provider: "docker".to_owned(),
                format: "compose",
                line: key.line,
                labels: labels(service.get("labels")),
                images: text(service.get("image")).into_iter().collect(),
                built_from: build.and_then(|build| text(build.get("context").or(Some(build)))),
                ..Draft::default()
            })
        })
        .collect()
}

/// A mapping, or a list of `key=value`.
fn labels(node: Option<&Node>) -> Vec<(String, String)> {
    let listed = node.into_iter().flat_map(Node::items).filter_map(|one| one.as_str()?.split_once('='));
    let listed = listed.filter(|(_, value)| is_settled(value)).map(|(key, value)| (key.to_owned(), value.to_owned()));
    pairs(node).into_iter().chain(listed).take(MOST).collect()
}
