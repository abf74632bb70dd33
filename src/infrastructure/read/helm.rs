//! Charts of Helm, the images in their values, and folders that Kustomize puts together.

use crate::{
    infrastructure::thing::{Draft, MOST, pairs, text},
    model::{Node, RepoPath, Value},
};

/// So deep values are looked through.
const DEEPEST: usize = 12;

/// A chart.
pub(super) fn chart(root: &Node) -> Vec<Draft> {
    let Some(name) = text(root.get("name")) else { return Vec::new() };
    vec![Draft {
        id: format!("Chart/{name}"),
        kind: "Chart".to_owned(),
        name,
        provider: "helm".to_owned(),
        format: "helm",
        line: root.get("name").map_or(0, |name| name.line),
        labels: pairs(root.get("annotations")),
        ..Draft::default()
    }]
}

/// A folder with an overlay or a base.
pub(super) fn kustomization(root: &Node, path: &RepoPath) -> Vec<Draft> {
    let folder = path.parent();
    let name = text(root.at(&["metadata", "name"])).unwrap_or_else(|| folder.file_name().to_owned());
    let changed = root.get("images").into_iter().flat_map(Node::items);
    let images = changed.filter_map(|image| text(image.get("newName").or_else(|| image.get("name"))));
    let name = if name.is_empty() { ".".to_owned() } else { name };
    vec![Draft {
        id: format!("Kustomization/{}", if folder.as_str().is_empty() { "." } else { folder.as_str() }),
        kind: "Kustomization".to_owned(),
        name,
        provider: "kubernetes".to_owned(),
        format: "kustomize",
        namespace: text(root.get("namespace")).unwrap_or_default(),
        line: root.get("kind").map_or(root.line, |kind| kind.line),
        labels: pairs(root.get("commonLabels")),
        images: images.take(MOST).collect(),
        ..Draft::default()
    }]
}

/// Images that values name: `image: a/b:1`, or `image` with `registry`, `repository` and `tag`.
pub(super) fn images(values: &Node, found: &mut Vec<String>) {
    walk(values, DEEPEST, found);
}

fn walk(node: &Node, deepest: usize, found: &mut Vec<String>) {
    if deepest == 0 || found.len() >= MOST {
        return;
    }
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| walk(item, deepest - 1, found)),
        Value::Mapping(entries) => {
            for (key, value) in entries {
                let image = (key.as_str() == Some("image")).then(|| image(value)).flatten();
                match image {
                    Some(image) => found.push(image),
                    None => walk(value, deepest - 1, found),
                }
            }
        }
        _ => {}
    }
}

fn image(node: &Node) -> Option<String> {
    let repository = text(node.get("repository"));
    let Some(repository) = repository else { return text(Some(node)) };
    Some(match text(node.get("registry")) {
        Some(registry) => format!("{registry}/{repository}"),
        None => repository,
    })
}
