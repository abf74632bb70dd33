//! Services of the Serverless Framework.

use super::cloudformation;
use crate::{
    infrastructure::thing::{Draft, text},
    model::Node,
};

pub(super) fn read(root: &Node) -> Vec<Draft> {
    let provider = root.get("provider");
    let Some(service) = text(root.get("service").map(|service| service.get("name").unwrap_or(service))) else {
        return Vec::new();
    };
    let owner = text(provider.map(|provider| provider.get("name").unwrap_or(provider))).unwrap_or_default();
    let [region, stage] = ["region", "stage"].map(|key| text(provider.and_then(|provider| provider.get(key))));
    let functions = root.get("functions").into_iter().flat_map(Node::entries);
    let function = |(key, value): &(Node, Node)| {
        let name = key.as_str()?.to_owned();
        Some(Draft {
            id: format!("{service}/{name}"),
            kind: if owner == "aws" { "AWS::Lambda::Function" } else { "function" }.to_owned(),
            name,
            line: key.line,
            images: text(value.get("image")).into_iter().collect(),
            ..Draft::default()
        })
    };
    let more = root.get("resources").map(|resources| cloudformation::resources(resources, "serverless"));
    let own = functions.filter_map(function).chain(more.into_iter().flatten());
    own.map(|draft| Draft {
        provider: if owner.is_empty() { "serverless".to_owned() } else { owner.clone() },
        format: "serverless",
        region: region.clone(),
        environment: stage.clone(),
        tags: [draft.tags.clone(), vec![("service".to_owned(), service.clone())]].concat(),
        ..draft
    })
    .collect()
}
