//! What pages run templates with, as scripts: the engine, and of each template its questions, steps and files.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{asked, contents::Source};
use crate::{
    engine,
    model::{Archive, Catalog, Entity, Output, PageRun, SitePath},
    scaffold::parcel,
    shard,
};

/// The most bytes of files that a page takes, unpacked: it holds them several times over while it shows them.
const MOST_BYTES: usize = 8 << 20;

/// Says of each archive what a page runs its template with, and gives the scripts for that.
pub fn equip(archives: &mut [Archive], catalog: &Catalog, source: &Source<'_>) -> Vec<Output> {
    if engine::MODULE.is_empty() {
        archives.iter_mut().for_each(|archive| archive.run = PageRun::NoEngine);
        return Vec::new();
    }
    let engine = script("assets/engine", engine::MODULE);
    let asks_for_any = |archive: &Archive| asked::names(&catalog[archive.template]).is_none();
    let (all, mut outputs) = archives.iter().any(asks_for_any).then(|| asked::all(catalog)).unzip();
    let equip = |archive: &mut Archive| {
        let entity = &catalog[archive.template];
        let folder = ["templates", entity.id.namespace(), entity.id.name()].map(SitePath::part).join("/");
        let data = data(catalog, source, entity).map(|data| script(&folder, &data));
        archive.run = data.as_ref().map_or(PageRun::TooLarge, |data| PageRun::Scripts {
            engine: engine.path.clone(),
            template: data.path.clone(),
            entities: all.clone().filter(|_| asked::names(entity).is_none()),
        });
        data
    };
    let mut scripts: Vec<Output> = archives.par_iter_mut().filter_map(equip).collect();
    if !scripts.is_empty() {
        scripts.extend(outputs.take().into_iter().flatten());
        scripts.push(engine);
    }
    scripts
}

/// The script that hands bytes to the page's client.
fn script(name: &str, bytes: &[u8]) -> Output {
    let bytes = handing_over(bytes);
    let path = format!("{name}.{}.js", shard::hash(&bytes));
    Output { path: SitePath::from_parts(path.split('/')), bytes }
}

/// The text of such a script.
pub(super) fn handing_over(bytes: &[u8]) -> Vec<u8> {
    format!("callboardScaffold(\"{}\");\n", shard::packed(bytes)).into_bytes()
}

/// A template with all that it runs with; none when it is more than a page can hold.
fn data(catalog: &Catalog, source: &Source<'_>, entity: &Entity) -> Option<Vec<u8>> {
    let entities = asked::named(catalog, entity);
    let bundle = source.bundle(entity).filter(|bundle| bundle.size() <= MOST_BYTES)?;
    Some(parcel::write(&Value::Object(entity.spec.clone()), &bundle, &entities))
}

/// An entity as steps see it, by its reference.
pub fn described(entity: &Entity) -> (String, Value) {
    let mut metadata = entity.metadata.clone();
    // Backstage's catalog adds it on the way in.
    metadata.entry("namespace").or_insert_with(|| entity.namespace.as_str().into());
    let written = json!({
        "apiVersion": entity.api_version, "kind": entity.kind, "metadata": metadata, "spec": entity.spec,
    });
    (entity.id.to_string(), written)
}
