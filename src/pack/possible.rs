//! What an address with expressions may become: with texts that stand in them, and with answers that are listed.

use serde_json::Value;

use crate::model::Entity;

/// More addresses of one step are not looked for.
const MOST: usize = 64;

/// An address with more expressions is not looked into.
const MOST_PARTS: usize = 8;

/// Longer values are no addresses.
const MOST_BYTES: usize = 1000;

/// Schemas that are nested deeper are not looked into.
const MOST_DEPTH: u32 = 16;

/// All addresses that a step's `url` may be, as far as the template tells.
pub fn addresses(entity: &Entity, url: &str) -> Vec<String> {
    if url.matches("${{").count() > MOST_PARTS {
        return Vec::new();
    }
    let mut found = vec![String::new()];
    let mut rest = url;
    while let Some((before, after)) = rest.split_once("${{") {
        let Some((expression, next)) = after.split_once("}}") else { return Vec::new() };
        let values = values(entity, expression);
        let joined = found.iter().flat_map(|start| values.iter().map(move |value| format!("{start}{before}{value}")));
        found = joined.take(MOST).collect();
        rest = next;
    }
    found.iter_mut().for_each(|address| address.push_str(rest));
    found
}

/// The texts in quotes of an expression, and what its parameters may be.
fn values(entity: &Entity, expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (place, part) in expression.split(['\'', '"']).take(MOST).enumerate() {
        if place % 2 == 1 {
            found.push(part.to_owned());
        }
        for (at, _) in part.match_indices("parameters.").take(MOST_PARTS) {
            let name = &part[at + "parameters.".len()..];
            let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
            let parameters = entity.spec.get("parameters");
            parameters.into_iter().for_each(|parameters| listed(parameters, &name[..end], 0, &mut found));
        }
    }
    found.retain(|value| value.len() <= MOST_BYTES);
    found.sort();
    found.dedup();
    found.truncate(MOST);
    found
}

/// The values that schemas list for a parameter: `default`, `const`, `enum`.
fn listed(schema: &Value, name: &str, depth: u32, found: &mut Vec<String>) {
    if depth > MOST_DEPTH {
        return;
    }
    let own = schema.get("properties").and_then(|properties| properties.get(name));
    if let Some(own) = own {
        let parts = ["oneOf", "anyOf"].into_iter().filter_map(|key| own.get(key)?.as_array()).flatten();
        let single = [own].into_iter().chain(parts).flat_map(|part| [part.get("default"), part.get("const")]);
        let list = own.get("enum").and_then(Value::as_array).into_iter().flatten();
        found.extend(single.flatten().chain(list).filter_map(Value::as_str).map(str::to_owned));
    }
    let below: Box<dyn Iterator<Item = &Value>> = match schema {
        Value::Array(parts) => Box::new(parts.iter()),
        Value::Object(parts) => Box::new(parts.values()),
        _ => return,
    };
    below.for_each(|part| listed(part, name, depth + 1, found));
}
