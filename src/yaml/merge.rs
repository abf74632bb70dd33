//! `<<` in the dialects that merge.

use crate::model::{Node, Value};

/// Replaces every `<<` entry by the entries of the mappings it names; what the mapping itself says wins,
/// then the earlier of several merged mappings.
pub(super) fn merge(entries: Vec<(Node, Node)>) -> Vec<(Node, Node)> {
    if !entries.iter().any(|(key, value)| is_merge(key, value)) {
        return entries;
    }
    let own: Vec<String> =
        entries.iter().filter(|(key, value)| !is_merge(key, value)).filter_map(|(key, _)| name(key)).collect();
    let mut seen: std::collections::HashSet<String> = own.into_iter().collect();
    let mut merged = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        if !is_merge(&key, &value) {
            merged.push((key, value));
            continue;
        }
        let sources = match value.value {
            Value::Sequence(items) => items,
            _ => vec![value],
        };
        for source in sources {
            let Value::Mapping(entries) = source.value else { continue };
            merged.extend(entries.into_iter().filter(|(key, _)| name(key).is_some_and(|name| seen.insert(name))));
        }
    }
    merged
}

fn is_merge(key: &Node, value: &Node) -> bool {
    key.as_str() == Some("<<")
        && match &value.value {
            Value::Mapping(_) => true,
            Value::Sequence(items) => items.iter().all(|item| matches!(item.value, Value::Mapping(_))),
            _ => false,
        }
}

fn name(key: &Node) -> Option<String> {
    key.as_str().map(str::to_owned)
}
