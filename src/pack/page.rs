//! What pages run templates with, as scripts: the engine, and of each template its questions, steps and files.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde_json::{Map, Value, json};

use super::contents::Source;
use crate::{
    engine,
    model::{Archive, Catalog, Entity, Output, PageRun, SitePath},
    scaffold::parcel,
    shard,
};

/// The most bytes of files that a page takes, unpacked: it holds them several times over while it shows them.
const MOST_BYTES: usize = 8 << 20;

/// The most bytes of entities that a template's steps may choose from.
const MOST_OF_ENTITIES: usize = 1 << 20;

/// Says of each archive what a page runs its template with, and gives the scripts for that.
pub fn equip(archives: &mut [Archive], catalog: &Catalog, source: &Source<'_>) -> Vec<Output> {
    if engine::MODULE.is_empty() {
        archives.iter_mut().for_each(|archive| archive.run = PageRun::NoEngine);
        return Vec::new();
    }
    let engine = script("assets/engine", engine::MODULE);
    let equip = |archive: &mut Archive| {
        let entity = &catalog[archive.template];
        let folder = ["templates", entity.id.namespace(), entity.id.name()].map(SitePath::part).join("/");
        let data = data(catalog, source, entity).map(|data| script(&folder, &data));
        archive.run = data.as_ref().map_or(PageRun::TooLarge, |data| PageRun::Scripts {
            engine: engine.path.clone(),
            template: data.path.clone(),
        });
        data
    };
    let mut outputs: Vec<Output> = archives.par_iter_mut().filter_map(equip).collect();
    if !outputs.is_empty() {
        outputs.push(engine);
    }
    outputs
}

/// The script that hands bytes to the page's client.
fn script(name: &str, bytes: &[u8]) -> Output {
    let bytes = format!("callboardScaffold(\"{}\");\n", shard::packed(bytes)).into_bytes();
    let path = format!("{name}.{}.js", shard::hash(&bytes));
    Output { path: SitePath::from_parts(path.split('/')), bytes }
}

/// A template with all that it runs with; none when it is more than a page can hold.
fn data(catalog: &Catalog, source: &Source<'_>, entity: &Entity) -> Option<Vec<u8>> {
    let entities = entities(catalog, entity)?;
    let bundle = source.bundle(entity).filter(|bundle| bundle.size() <= MOST_BYTES)?;
    Some(parcel::write(&Value::Object(entity.spec.clone()), &bundle, &entities))
}

/// The entities that a template's steps may ask for: those they name, or all when only answers tell which. None when
/// they are too many.
fn entities(catalog: &Catalog, template: &Entity) -> Option<Map<String, Value>> {
    let steps = template.spec.get("steps").and_then(Value::as_array).into_iter().flatten();
    let asking = steps.filter(|step| step.get("action").and_then(Value::as_str) == Some("catalog:fetch"));
    let named: Vec<&Value> = asking
        .filter_map(|step| step.get("input"))
        .flat_map(|input| [input.get("entityRef"), input.get("entityRefs")])
        .flatten()
        .flat_map(|named| named.as_array().map_or(std::slice::from_ref(named), Vec::as_slice))
        .collect();
    let plain = |named: &Value| named.as_str().filter(|text| !text.contains("${{")).map(str::to_lowercase);
    let names: Option<Vec<String>> = named.iter().map(|named| plain(named)).collect();
    // Kind and namespace may be left out where the step has its own defaults.
    let asked = |entity: &Entity| {
        let is_named = |name: &String| name.rsplit([':', '/']).next() == Some(entity.id.name());
        names.as_ref().is_none_or(|names| names.iter().any(is_named))
    };
    let mut size = 0;
    let mut found = BTreeMap::new();
    for (_, entity) in catalog.iter().filter(|(_, entity)| asked(entity)) {
        let (id, written) = described(entity);
        size += written.to_string().len();
        if size > MOST_OF_ENTITIES {
            return None;
        }
        found.insert(id, written);
    }
    Some(found.into_iter().collect())
}

/// An entity as steps see it, by its reference.
pub fn described(entity: &Entity) -> (String, Value) {
    let written = json!({
        "apiVersion": entity.api_version, "kind": entity.kind, "metadata": entity.metadata, "spec": entity.spec,
    });
    (entity.id.to_string(), written)
}
