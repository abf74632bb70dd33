//! Templates of CloudFormation and of its Serverless Application Model.

use crate::{
    infrastructure::thing::{Draft, MOST, pairs, text},
    model::Node,
};

pub(super) fn read(root: &Node) -> Vec<Draft> {
    let transform = root.get("Transform");
    let transforms = transform.into_iter().flat_map(|node| node.items().iter().chain([node]));
    let serverless = transforms.filter_map(Node::as_str).any(|name| name.starts_with("AWS::Serverless"));
    resources(root, if serverless { "sam" } else { "cloudformation" })
}

/// What stands under `Resources`.
pub(super) fn resources(root: &Node, format: &'static str) -> Vec<Draft> {
    let resources = root.get("Resources").into_iter().flat_map(Node::entries);
    let one = |(key, resource): &(Node, Node)| {
        let (name, kind) = (key.as_str()?.to_owned(), text(resource.get("Type"))?);
        let service = kind.split_once("::").map(|(owner, _)| owner.to_lowercase())?;
        let properties = resource.get("Properties");
        Some(Draft {
            id: name.clone(),
            kind,
            name,
            // Types of one's own, `Custom::…`, are CloudFormation's as well.
            provider: if service == "custom" { "aws".to_owned() } else { service },
            format,
            line: key.line,
            tags: tags(properties.and_then(|properties| properties.get("Tags"))),
            images: text(properties.and_then(|properties| properties.get("ImageUri"))).into_iter().collect(),
            ..Draft::default()
        })
    };
    resources.filter_map(one).collect()
}

/// A mapping, or a list of keys and values.
pub(super) fn tags(node: Option<&Node>) -> Vec<(String, String)> {
    let either = |one: &Node, keys: [&str; 2]| keys.iter().find_map(|key| text(one.get(key)));
    let listed = node.into_iter().flat_map(Node::items);
    let listed = listed.filter_map(|one| Some((either(one, ["Key", "key"])?, either(one, ["Value", "value"])?)));
    pairs(node).into_iter().chain(listed).take(MOST).collect()
}
