//! What an earlier version of a catalog file stated.

use super::{
    check::is_placeholder,
    skeletons::{is_template_document, is_template_text},
    validate::validate,
};
use crate::{
    model::{EntityId, Memory, Node, Reading, Reference, Stated},
    yaml::{self, Dialect},
};

/// Fields that are told of, and what they are called.
const TEXTS: [(&str, &[&str]); 5] = [
    ("title", &["metadata", "title"]),
    ("description", &["metadata", "description"]),
    ("type", &["spec", "type"]),
    ("lifecycle", &["spec", "lifecycle"]),
    ("definition", &["spec", "definition"]),
];

/// Relation fields with one target, and what they are called.
const SINGLE: [(&str, &str); 3] = [("spec.owner", "owner"), ("spec.system", "system"), ("spec.domain", "domain")];

/// Relation fields with several.
const SEVERAL: [(&str, &str); 3] =
    [("spec.dependsOn", "dependency"), ("spec.providesApis", "provided API"), ("spec.consumesApis", "consumed API")];

/// Reads a catalog file apart from all others: placeholders stay, and nothing is reported. What an earlier build read is
/// not read again.
pub fn stated(bytes: &[u8], memory: &dyn Memory) -> Reading {
    let Ok(text) = yaml::decode(bytes) else { return Reading::default() };
    let mut reading = Reading { is_whole: true, ..Reading::default() };
    for document in documents(text, memory) {
        if !document.errors.is_empty() {
            reading.is_whole &= is_template_text(&document.text);
            continue;
        }
        let Some(root) = document.root.filter(|root| !is_template_document(root)) else { continue };
        let validation = validate(&root);
        match validation.entity {
            Some(entity) => {
                let stated = of_document(&root, document.line, &validation.references);
                reading.entities.insert(EntityId::from(&entity), stated);
            }
            None => reading.is_whole = false,
        }
    }
    reading
}

fn documents(text: &str, memory: &dyn Memory) -> Vec<yaml::Document> {
    let parts = [b"stated".as_slice(), text.as_bytes()];
    if let Some(known) = memory.find(&parts).and_then(|bytes| yaml::open(&bytes)) {
        return known;
    }
    let documents = yaml::read(text, Dialect::CATALOG);
    if let Some(bytes) = yaml::keep(&documents) {
        memory.keep(&parts, &bytes);
    }
    documents
}

fn of_document(root: &Node, line: u32, references: &[Reference]) -> Stated {
    let mut stated = Stated { line, ..Stated::default() };
    for (kind, path) in TEXTS {
        let node = root.at(path).filter(|node| !is_placeholder(node));
        stated.texts.extend(node.and_then(Node::as_str).map(|text| (kind, text.to_owned())));
    }
    for reference in references {
        let called = |table: &[(&str, &'static str)]| {
            table.iter().find(|(field, _)| *field == reference.field.field).map(|(_, kind)| *kind)
        };
        stated.texts.extend(called(&SINGLE).map(|kind| (kind, reference.target.to_string())));
        stated.targets.extend(called(&SEVERAL).map(|kind| (kind, reference.target.clone())));
    }
    stated
}
