//! The entities that a template's steps may ask for: those they name come with it; where only answers tell, a page
//! loads the one script in which an entity is.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Map, Value};

use super::page::{described, handing_over};
use crate::{
    model::{Catalog, Entity, EntityScripts, Output, SitePath},
    shard,
};

/// About so many bytes of entities are in one script, unpacked.
const SIZE: usize = 64 << 10;

/// The most scripts: hosts count files.
const MOST_SCRIPTS: usize = 1024;

/// The last parts of the references that a template's steps name, in lower case; none when answers are part of them.
pub(super) fn names(template: &Entity) -> Option<Vec<String>> {
    let steps = template.spec.get("steps").and_then(Value::as_array).into_iter().flatten();
    let asking = steps.filter(|step| step.get("action").and_then(Value::as_str) == Some("catalog:fetch"));
    let named = asking
        .filter_map(|step| step.get("input"))
        .flat_map(|input| ["entityRef", "entityRefs", "defaultKind", "defaultNamespace"].map(|key| input.get(key)))
        .flatten()
        .flat_map(|named| named.as_array().map_or(std::slice::from_ref(named), Vec::as_slice));
    let plain = |named: &Value| named.as_str().filter(|text| !text.contains("${{")).map(str::to_lowercase);
    named.map(plain).collect()
}

/// The entities that a template's steps name.
pub(super) fn named(catalog: &Catalog, template: &Entity) -> Map<String, Value> {
    let names = names(template).unwrap_or_default();
    // Kind and namespace may be left out where the step has its own defaults.
    let is_named = |entity: &Entity| names.iter().any(|name| name.rsplit([':', '/']).next() == Some(entity.id.name()));
    catalog.iter().map(|(_, entity)| entity).filter(|entity| is_named(entity)).map(described).collect()
}

/// All entities: where they are, and the scripts.
pub(super) fn all(catalog: &Catalog) -> (EntityScripts, Vec<Output>) {
    let entities: Vec<&Entity> = catalog.iter().map(|(_, entity)| entity).collect();
    // The document as written is about as long as its JSON.
    let total: usize = entities.iter().map(|entity| entity.source.len()).sum();
    let count = total.div_ceil(SIZE).next_power_of_two().min(MOST_SCRIPTS);
    let mut parts: Vec<BTreeMap<String, Value>> = vec![BTreeMap::new(); count];
    for (reference, entity) in entities.into_par_iter().map(described).collect::<Vec<_>>() {
        parts[digest(&reference) as usize & (count - 1)].insert(reference, entity);
    }
    let write =
        |part: BTreeMap<String, Value>| handing_over(Value::Object(part.into_iter().collect()).to_string().as_bytes());
    let scripts: Vec<Vec<u8>> = parts.into_par_iter().map(write).collect();
    let name = format!("entities-{}", shard::hash(&scripts.concat()));
    let output = |(number, bytes)| Output {
        path: SitePath::from_parts(["templates", name.as_str(), &format!("{number}.js")]),
        bytes,
    };
    let folder = SitePath::from_parts(["templates", name.as_str()]);
    (EntityScripts { folder, count: count as u32 }, scripts.into_iter().enumerate().map(output).collect())
}

/// FNV-1a of 32 bits.
fn digest(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
