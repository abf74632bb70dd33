//! SPDX 2: inventories in JSON and as tags with values.

use serde_json::Value;

use super::inventory::Inventory;
use crate::packages::written::{Keys, Lock, Trouble};

pub(super) fn json(source: &str) -> Result<Lock, Trouble> {
    let whole: Value = serde_json::from_str(source)?;
    if whole.get("spdxVersion").is_none() {
        return Err(Trouble::new(1, "`spdxVersion` is missing"));
    }
    let mut inventory = Inventory::default();
    let mut keys = Keys::new(source);
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    for described in list(&whole, "documentDescribes").iter().filter_map(Value::as_str) {
        inventory.root(described);
    }
    for package in list(&whole, "packages") {
        let references = list(&package, "externalRefs");
        let url = references.iter().find(|one| text(one, "referenceType") == "purl");
        let url = url.map(|one| text(one, "referenceLocator")).unwrap_or_default();
        let line = if url.is_empty() { 0 } else { keys.line(&url) };
        inventory.component(&text(&package, "SPDXID"), &url, line);
    }
    for one in list(&whole, "relationships") {
        let names = [text(&one, "spdxElementId"), text(&one, "relatedSpdxElement")];
        relation(&mut inventory, &names[0], &text(&one, "relationshipType"), &names[1]);
    }
    Ok(inventory.lock())
}

fn relation(inventory: &mut Inventory, from: &str, kind: &str, to: &str) {
    match kind {
        "DESCRIBES" => inventory.root(to),
        "DEPENDS_ON" | "CONTAINS" => inventory.need(from, to),
        kind if kind == "DEPENDENCY_OF" || kind.ends_with("_DEPENDENCY_OF") => inventory.need(to, from),
        _ => {}
    }
}

pub(super) fn tags(source: &str) -> Result<Lock, Trouble> {
    if !source.contains("SPDXVersion:") {
        return Err(Trouble::new(1, "`SPDXVersion` is missing"));
    }
    let mut inventory = Inventory::default();
    let (mut id, mut url, mut start) = (String::new(), String::new(), 0);
    for (line, text) in (1..).zip(source.lines()) {
        let Some((tag, value)) = text.split_once(':').map(|(tag, value)| (tag.trim(), value.trim())) else { continue };
        match tag {
            "PackageName" => {
                inventory.component(&id, &url, start);
                (id, url, start) = (String::new(), String::new(), line);
            }
            "SPDXID" => value.clone_into(&mut id),
            "ExternalRef" => {
                let words: Vec<&str> = value.split_whitespace().collect();
                if let [_, "purl", locator, ..] = words.as_slice() {
                    (*locator).clone_into(&mut url);
                }
            }
            "Relationship" => {
                let words: Vec<&str> = value.split_whitespace().collect();
                if let [from, kind, to, ..] = words.as_slice() {
                    relation(&mut inventory, from, kind, to);
                }
            }
            _ => {}
        }
    }
    inventory.component(&id, &url, start);
    Ok(inventory.lock())
}
