//! What Terraform remembers: its state, and what `terraform show -json` writes of states and plans. Values may be secret:
//! only regions and tags are looked at, and not where they are marked as sensitive.

use super::provider;
use crate::{
    infrastructure::thing::{Draft, pairs, text},
    model::{Node, Value},
};

/// So deep modules may lie in each other.
const DEEPEST: usize = 50;

/// Nothing when it is neither.
pub(super) fn read(root: &Node) -> Option<Vec<Draft>> {
    let mut found = Vec::new();
    if let Some(module) = root.at(&["values", "root_module"]).or_else(|| root.at(&["planned_values", "root_module"])) {
        shown(module, DEEPEST, &mut found);
        return Some(found);
    }
    // A state that nothing is in has no list, or one without items.
    let resources = root.get("resources").or_else(|| root.get("serial"))?;
    for resource in resources.items() {
        found.extend(remembered(resource));
    }
    Some(found)
}

/// A resource of a state, once for each instance.
fn remembered(resource: &Node) -> Vec<Draft> {
    let said = |key: &str| text(resource.get(key));
    let (Some(kind), Some(name)) = (said("type"), said("name")) else { return Vec::new() };
    let module = said("module").map(|module| format!("{module}.")).unwrap_or_default();
    let mode = if said("mode").is_some_and(|mode| mode == "data") { "data." } else { "" };
    let instances = resource.get("instances").into_iter().flat_map(Node::items);
    instances
        .map(|instance| {
            let index = match instance.get("index_key").map(|key| &key.value) {
                Some(Value::Number(number)) => format!("[{number}]"),
                Some(Value::String(key)) => format!("[\"{key}\"]"),
                _ => String::new(),
            };
            let sensitive = instance.get("sensitive_attributes").map(|paths| paths.to_json().to_string());
            let hidden = |key: &str| sensitive.as_ref().is_some_and(|paths| paths.contains(&format!("\"{key}\"")));
            let address = format!("{module}{mode}{kind}.{name}{index}");
            let what = (address, format!("{mode}{kind}"), name.clone());
            draft(what, instance.get("attributes"), &hidden, resource.line)
        })
        .collect()
}

/// The resources of a module and of those in it.
fn shown(module: &Node, deepest: usize, found: &mut Vec<Draft>) {
    for resource in module.get("resources").into_iter().flat_map(Node::items) {
        let said = |key: &str| text(resource.get(key));
        let (Some(address), Some(kind), Some(name)) = (said("address"), said("type"), said("name")) else { continue };
        let kind = if said("mode").is_some_and(|mode| mode == "data") { format!("data.{kind}") } else { kind };
        // `true` for the whole of it, or a tree with that somewhere.
        let hidden = |key: &str| {
            let own = resource.at(&["sensitive_values", key]).map(|value| value.to_json().to_string());
            own.is_some_and(|own| own.contains("true"))
        };
        found.push(draft((address, kind, name), resource.get("values"), &hidden, resource.line));
    }
    if deepest > 0 {
        let children = module.get("child_modules").into_iter().flat_map(Node::items);
        children.for_each(|child| shown(child, deepest - 1, found));
    }
}

fn draft(
    (id, kind, name): (String, String, String),
    values: Option<&Node>,
    hidden: &dyn Fn(&str) -> bool,
    line: u32,
) -> Draft {
    let open = |key: &&str| !hidden(key);
    let value = |key: &str| values.and_then(|values| values.get(key));
    let tags = ["tags", "labels"].into_iter().filter(|key| open(key));
    Draft {
        provider: provider::of_terraform(kind.trim_start_matches("data.")),
        format: "terraform",
        region: ["region", "location"].iter().filter(|key| open(key)).find_map(|key| text(value(key))),
        tags: tags.flat_map(|key| pairs(value(key))).collect(),
        id,
        kind,
        name,
        line,
        ..Draft::default()
    }
}
