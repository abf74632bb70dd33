//! What looks like an entity, but is the template of one.

use std::collections::BTreeSet;

use super::targets::{Found, Targets};
use crate::model::{Declaration, Node, RepoIndex, RepoPath, Value};

/// Whether a path lies in a template by its very name: a folder called `skeleton`, or a name to be filled in.
pub(super) fn is_template_path(path: &RepoPath) -> bool {
    let parent = path.parent();
    path.as_str().contains("{{")
        || path.as_str().contains("{%")
        || parent.as_str().split('/').any(|part| part == "skeleton")
}

/// Whether the text of a document that does not even parse looks like a template of an entity.
pub(super) fn is_template_text(text: &str) -> bool {
    (text.contains("{{") || text.contains("{%")) && !text.contains("kind: Template")
}

/// Whether a document has places to be filled in where an entity has names and references.
pub(super) fn is_template_document(document: &Node) -> bool {
    if document.get("kind").and_then(Node::as_str) == Some("Template") {
        return false;
    }
    let field = |path: &[&str]| document.at(path).is_some_and(|node| has_place(node, &["{{", "{%"], 3));
    let names: [&[&str]; 8] = [
        &["kind"],
        &["metadata", "name"],
        &["metadata", "namespace"],
        &["spec", "type"],
        &["spec", "lifecycle"],
        &["spec", "owner"],
        &["spec", "system"],
        &["spec", "dependsOn"],
    ];
    names.iter().any(|path| field(path))
        || ["metadata", "spec"].iter().any(|part| {
            document.get(part).map_or(&[][..], Node::entries).iter().any(|(key, value)| {
                !matches!(key.as_str(), Some("description" | "definition")) && has_place(value, &["${{"], 4)
            })
        })
}

fn has_place(node: &Node, marks: &[&str], depth: usize) -> bool {
    match &node.value {
        Value::String(text) => marks.iter().any(|mark| text.contains(mark)),
        Value::Sequence(items) if depth > 0 => items.iter().any(|item| has_place(item, marks, depth - 1)),
        Value::Mapping(entries) if depth > 0 => entries.iter().any(|(_, value)| has_place(value, marks, depth - 1)),
        _ => false,
    }
}

/// The folders that templates copy from, and those of their tests, which hold what they have made.
pub(super) fn skeleton_folders<'a>(
    declarations: impl Iterator<Item = &'a Declaration>,
    targets: &Targets<'_>,
) -> BTreeSet<(RepoIndex, RepoPath)> {
    let templates = declarations.filter(|declaration| declaration.reference.kind == "Template");
    templates.flat_map(|template| folders_of(template, targets)).collect()
}

fn folders_of(template: &Declaration, targets: &Targets<'_>) -> Vec<(RepoIndex, RepoPath)> {
    let steps = template.document.at(&["spec", "steps"]).map_or(&[][..], Node::items);
    let fetches = steps.iter().filter(|step| {
        let action = step.get("action").and_then(Node::as_str).unwrap_or_default();
        action.starts_with("fetch:") && !action.ends_with(":file")
    });
    let urls = fetches.filter_map(|step| step.at(&["input", "url"])?.as_str());
    let tests = template.path.parent().join("tests").ok().map(|folder| (template.repo, folder));
    let copied = urls
        .filter(|url| !url.contains("{{"))
        .filter_map(|url| match targets.find(template.repo, &template.path, url) {
            Found::Nothing(repo, path) => Some((repo, RepoPath::new(&path).ok()?)),
            _ => None,
        })
        // A template that copies the folder it lies in, or one above, has no skeleton that can be told apart.
        .filter(|(repo, folder)| {
            !folder.as_str().is_empty() && (*repo != template.repo || !template.path.is_within(folder))
        });
    copied.chain(tests).collect()
}
