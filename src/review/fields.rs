//! Two documents field by field.

use std::borrow::Cow;

use serde_json::Value;

use super::FieldChange;

/// So deep is what differs looked for; further down, what holds it counts as different.
const DEEPEST: usize = 12;

/// So many fields of one entity are told.
const MOST: usize = 200;

/// The longest value that is told whole, in bytes of its text.
const LONGEST: usize = 2000;

/// So many characters before the first difference are told of a value that is cut.
const RUN_UP: usize = 80;

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
    let start = first_difference(pair);
    let (before, before_length) = told(pair.0, start);
    let (after, after_length) = told(pair.1, start);
    found.push(FieldChange { field, before, after, before_length, after_length });
}

/// The text of a value: a string's own, otherwise its JSON.
fn text(value: &Value) -> Cow<'_, str> {
    value.as_str().map_or_else(|| value.to_string().into(), Cow::Borrowed)
}

/// How many bytes the texts of both have in common from their beginnings.
fn first_difference(pair: (Option<&Value>, Option<&Value>)) -> usize {
    let (Some(before), Some(after)) = pair else { return 0 };
    let (before, after) = (text(before), text(after));
    before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count()
}

/// A value as it is told, and its length in characters when that is not the whole: what lies around `start` then.
fn told(value: Option<&Value>, start: usize) -> (Option<Value>, Option<usize>) {
    let Some(value) = value else { return (None, None) };
    let text = text(value);
    if text.len() <= LONGEST {
        return (Some(value.clone()), None);
    }
    let from = text.floor_char_boundary(start.saturating_sub(RUN_UP));
    let to = text.floor_char_boundary(from + LONGEST);
    let (head, tail) = (if from > 0 { "…" } else { "" }, if to < text.len() { "…" } else { "" });
    (Some(Value::String(format!("{head}{}{tail}", &text[from..to]))), Some(text.chars().count()))
}

/// Whether a field says how a thing presents itself and whose it is, and nothing that others depend on.
pub(super) fn is_cosmetic(field: &str) -> bool {
    // What differs in a definition is judged by what it means to callers.
    ["spec.definition", "spec.owner", "spec.system", "spec.domain"].contains(&field)
        || field.starts_with("metadata.")
        || field.starts_with("spec.profile")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn long_values_are_cut_around_what_differs() {
        let long = |end: &str| format!("{}{end}{}", "é".repeat(9000), "z".repeat(5000));
        let before = json!({ "spec": { "definition": long("old"), "short": "a", "list": vec![1; 3000] } });
        let after = json!({ "spec": { "definition": long("new"), "short": "b", "list": 1 } });
        let found = fields(&before, &after);
        let [definition, short, list] = &found[..] else { panic!("{found:?}") };
        for (value, word) in [(&definition.before, "old"), (&definition.after, "new")] {
            let text = value.as_ref().and_then(Value::as_str).expect("a text");
            assert!(text.len() <= LONGEST + 6 && text.starts_with("…é") && text.ends_with("z…"), "{text}");
            assert!(text.contains(&format!("é{word}z")), "{text}");
        }
        assert_eq!((definition.before_length, definition.after_length), (Some(14_003), Some(14_003)));
        assert_eq!((&short.before, short.before_length), (&Some(json!("a")), None));
        assert!(list.before.as_ref().is_some_and(|value| value.as_str().is_some_and(|text| text.starts_with("[1,1"))));
        assert_eq!((list.before_length, &list.after, list.after_length), (Some(6001), &Some(json!(1)), None));
        assert!(serde_json::to_string(&found).expect("JSON").len() < 4 * LONGEST + 1000);
    }
}
