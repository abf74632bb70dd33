//! Inventories of clouds: AWS Config and Resource Explorer, Azure Resource Graph, assets of Google Cloud.

use super::{cloudformation::tags, root};
use crate::{
    infrastructure::thing::{Draft, Trouble, text},
    model::Node,
};

/// What a text holds that may be an inventory.
pub(super) const SIGNS: [&str; 4] = ["\"ResourceType\"", "\"resourceType\"", "\"assetType\"", "\"/subscriptions/"];

/// Where the rows stand.
const LISTS: [&str; 8] =
    ["configurationItems", "ConfigurationItems", "Resources", "Results", "data", "value", "results", "assets"];

/// The rows of a document.
pub(super) fn read(root: &Node) -> Vec<Draft> {
    let lists = LISTS.iter().filter_map(|key| root.get(key)).chain([root]);
    lists.flat_map(Node::items).filter_map(any).collect()
}

/// One row on each line.
pub(super) fn lines(text: &str) -> Result<Vec<Draft>, Trouble> {
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let row = root(line).map_err(|trouble| Trouble { line: number, ..trouble })?;
        found.extend(any(&row).map(|draft| Draft { line: number, ..draft }));
    }
    Ok(found)
}

/// A row, or a text that holds one, as AWS Config answers queries.
fn any(node: &Node) -> Option<Draft> {
    match node.as_str() {
        Some(text) => row(&root(text).ok()?).map(|draft| Draft { line: node.line, ..draft }),
        None => row(node),
    }
}

fn row(node: &Node) -> Option<Draft> {
    let said = |keys: &[&str]| keys.iter().find_map(|key| text(node.get(key)));
    let (id, kind, provider, own) = if let Some(kind) = said(&["assetType"]) {
        (said(&["name"])?, kind, "google", said(&["displayName"]))
    } else if let Some(id) = said(&["id"]).filter(|id| id.starts_with("/subscriptions/")) {
        (id, said(&["type"])?, "azure", said(&["name"]))
    } else {
        let id = said(&["Arn", "arn", "ARN"]).or_else(|| said(&["resourceId"]))?;
        (id, said(&["ResourceType", "resourceType"])?, "aws", said(&["resourceName"]))
    };
    let last = id.rsplit(['/', ':']).next().unwrap_or_default().to_owned();
    Some(Draft {
        name: own.unwrap_or(last),
        provider: provider.to_owned(),
        format: "inventory",
        region: said(&["Region", "awsRegion", "location"]).or_else(|| text(node.at(&["resource", "location"]))),
        line: node.line,
        tags: all_tags(node),
        id,
        kind,
        ..Draft::default()
    })
}

fn all_tags(node: &Node) -> Vec<(String, String)> {
    let own = ["tags", "labels"].map(|key| tags(node.get(key)));
    let google = tags(node.at(&["resource", "data", "labels"]));
    let properties = node.get("Properties").into_iter().flat_map(Node::items);
    let explorer = properties.filter(|one| one.get("Name").and_then(Node::as_str) == Some("tags"));
    let explorer = explorer.flat_map(|one| tags(one.get("Data")));
    own.into_iter().flatten().chain(google).chain(explorer).collect()
}
