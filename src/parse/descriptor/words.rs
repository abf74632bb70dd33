//! Words of other tools as names, tags and texts of Backstage's.

use crate::{
    model::{Node, Value},
    parse::formats,
};

/// The longest name or tag.
const LONGEST: usize = 63;

/// Keys under which lists of objects have what a list of texts would have.
const NAMES: [&str; 7] = ["tag", "alias", "service", "component", "identifier", "name", "id"];

/// A name that Backstage allows, for one that need not be: the same when it is one, in lower case with `-` otherwise.
pub(super) fn name(text: &str) -> Option<String> {
    let text = text.trim();
    if formats::is_name(text) {
        return Some(text.to_owned());
    }
    let kept = |c: char| if c.is_ascii_alphanumeric() || "._".contains(c) { c.to_ascii_lowercase() } else { '-' };
    let name = squeezed(text.chars().map(kept), &['-', '_', '.']);
    formats::is_name(&name).then_some(name)
}

/// A tag that Backstage allows.
pub(super) fn tag(text: &str) -> Option<String> {
    let kept = |c: char| {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_alphanumeric() || ":+#".contains(c) { c } else { '-' }
    };
    let tag = squeezed(text.chars().map(kept), &['-']);
    formats::is_tag(&tag).then_some(tag)
}

/// Several `-` become one, and what may not be at the ends goes.
fn squeezed(chars: impl Iterator<Item = char>, ends: &[char]) -> String {
    let mut text = String::new();
    for c in chars {
        if c != '-' || !text.ends_with('-') {
            text.push(c);
        }
        if text.len() >= LONGEST {
            break;
        }
    }
    text.trim_matches(ends).to_owned()
}

/// A scalar as text; tiers are often numbers.
pub(super) fn text(node: &Node) -> Option<String> {
    let text = match &node.value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The texts of a scalar, or of a list of scalars or of objects that have a name.
pub(super) fn texts(node: &Node) -> Vec<(String, &Node)> {
    let items = match &node.value {
        Value::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let named = |item| NAMES.iter().find_map(|key| Node::get(item, key)).and_then(|node| Some((text(node)?, node)));
    items.iter().filter_map(|item| text(item).map(|text| (text, item)).or_else(|| named(item))).collect()
}
