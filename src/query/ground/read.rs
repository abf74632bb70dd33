//! Back from the files of a site.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use super::FieldType;
use super::{
    Field, Ground,
    column::{Column, Values, Written, sums},
    files::{FieldEntry, Graph, Manifest, REFS, Refs, RelationEntry, Texts},
    graph::{Adjacency, Relation},
    packages,
    vocabulary::Vocabulary,
};
use crate::shard;

/// Gives the bytes of a file of the site by its path from the root.
type Fetch<'a> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'a;

/// Gives the columns of a file that holds fields of a type.
type LoadColumns<'a> = dyn FnMut(&str, FieldType) -> Result<Vec<Column>, String> + 'a;

impl Ground {
    /// Reads what [`Ground::files`] wrote.
    ///
    /// # Errors
    /// When a file is missing, or does not hold what it should.
    pub fn read(fetch: &mut Fetch<'_>) -> Result<Self, String> {
        let manifest: Manifest = load(fetch, "query/manifest.js")?;
        let version = manifest.version.clone();
        if !version.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(wrong("query/manifest.js"));
        }
        let path = |name: &str| format!("query/{version}/{name}.js");
        let refs: Refs = load(fetch, &path(REFS))?;
        let entities = manifest.entities;
        if refs.refs.len() != entities as usize || refs.titles.len() != refs.refs.len() {
            return Err(wrong(&path(REFS)));
        }
        let mut columns = vec![Column::identity(refs.refs.clone())];
        let fields = fields(&manifest.fields, &mut columns, &mut |name, field_type| {
            if field_type == FieldType::Package {
                let mut load_list = |name: &str| load::<Vec<serde_json::Value>>(fetch, &path(name));
                let column = packages::column(&mut load_list, name, entities)?;
                return column.map(|column| vec![column]).ok_or_else(|| wrong(&path(name)));
            }
            let written: Vec<Written> = load(fetch, &path(name))?;
            let columns = written.into_iter().map(|written| written.column(entities));
            columns.collect::<Option<Vec<_>>>().ok_or_else(|| wrong(&path(name)))
        })?;
        let nodes = refs.refs.len() + refs.missing.len();
        let mut relations = Vec::new();
        for entry in manifest.relations {
            let graph: Graph = load(fetch, &path(&entry.file))?;
            relations.push(relation(entry, graph, nodes).ok_or_else(|| wrong("a relation"))?);
        }
        let mut texts = Vec::new();
        for name in &manifest.text {
            texts.extend(load::<Texts>(fetch, &path(name))?.rows);
        }
        if texts.len() != entities as usize {
            return Err(wrong("the text of the entities"));
        }
        Ok(Self {
            entities,
            refs: refs.refs.into_iter().chain(refs.missing).collect(),
            titles: refs.titles,
            pages: refs.pages,
            vocabulary: Vocabulary::new(&fields, &relations),
            fields,
            columns,
            relations,
            texts,
        })
    }
}

/// The fields, and their columns into `columns`, which holds that of the references.
fn fields(entries: &[FieldEntry], columns: &mut Vec<Column>, load: &mut LoadColumns<'_>) -> Result<Vec<Field>, String> {
    let mut first: HashMap<&str, usize> = HashMap::from([(REFS, 0)]);
    let mut counts: HashMap<&str, usize> = HashMap::from([(REFS, 1)]);
    let mut fields = Vec::new();
    for FieldEntry { name, field_type, file, place, many } in entries {
        if !first.contains_key(file.as_str()) {
            let loaded = load(file, *field_type)?;
            first.insert(file, columns.len());
            counts.insert(file, loaded.len());
            columns.extend(loaded);
        }
        let column = first[file.as_str()] + place;
        let fits = *place < counts[file.as_str()];
        let numbers = fits && matches!(columns[column].values, Values::Numbers(_));
        let empty = fits && columns[column].values.len() == 0;
        if !fits || !empty && numbers != (*field_type == FieldType::Number) {
            return Err(wrong(file));
        }
        fields.push(Field { name: name.clone(), field_type: *field_type, column, many: *many });
    }
    Ok(fields)
}

fn relation(entry: RelationEntry, graph: Graph, nodes: usize) -> Option<Relation> {
    if graph.degrees.len() != nodes {
        return None;
    }
    let (mut left, mut targets) = (graph.targets.as_slice(), Vec::with_capacity(graph.targets.len()));
    for degree in &graph.degrees {
        let (own, rest) = left.split_at_checked(*degree as usize)?;
        targets.extend(sums(own)?);
        left = rest;
    }
    let forward = Adjacency::of_degrees(&graph.degrees, targets)?;
    Some(Relation::new(entry.name, entry.back, entry.also, forward))
}

fn load<T: DeserializeOwned>(fetch: &mut Fetch<'_>, path: &str) -> Result<T, String> {
    let bytes = shard::unpack(&fetch(path)?).map_err(|error| format!("{path}: {error}"))?;
    serde_json::from_slice(&bytes).map_err(|error| format!("{path}: {error}"))
}

fn wrong(what: &str) -> String {
    format!("{what}: not as `callboard build` writes it; build the site again")
}
