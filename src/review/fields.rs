//! Two documents field by field.

use serde_json::Value;

use super::FieldChange;

/// So deep is what differs looked for; further down, what holds it counts as different.
const DEEPEST: usize = 12;

/// So many fields of one entity are told.
const MOST: usize = 200;

/// The fields that differ, in the order of the documents. Lists are compared as sets where they hold only words.
pub(super) fn fields(before: &Value, after: &Value) -> Vec<FieldChange> {
    let mut found = Vec::new();
    walk(&mut found, String::new(), (Some(before), Some(after)), 0);
    found.truncate(MOST);
    found
}

fn walk(found: &mut Vec<FieldChange>, field: String, pair: (Option<&Value>, Option<&Value>), depth: usize) {
    if pair.0 == pair.1 || found.len() >= MOST {
        return;
    }
    if let (Some(Value::Object(before)), Some(Value::Object(after)), true) = (pair.0, pair.1, depth < DEEPEST) {
        let new = after.keys().filter(|key| !before.contains_key(*key));
        for key in before.keys().chain(new) {
            let name = if field.is_empty() { key.clone() } else { format!("{field}.{key}") };
            walk(found, name, (before.get(key), after.get(key)), depth + 1);
        }
        return;
    }
    if let (Some(Value::Array(before)), Some(Value::Array(after))) = pair {
        let same = before.len() == after.len() && before.iter().all(Value::is_string);
        if same && before.iter().all(|item| after.contains(item)) && before.len() < DEEPEST * DEEPEST {
            return;
        }
    }
    found.push(FieldChange { field, before: pair.0.cloned(), after: pair.1.cloned() });
}

/// Whether a field says how a thing presents itself and whose it is, and nothing that others depend on.
pub(super) fn is_cosmetic(field: &str) -> bool {
    // What differs in a definition is judged by what it means to callers.
    ["spec.definition", "spec.owner", "spec.system", "spec.domain"].contains(&field)
        || field.starts_with("metadata.")
        || field.starts_with("spec.profile")
}
