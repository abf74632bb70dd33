//! The files of a site from which the browser's engine, and `callboard query --site`, answer.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{
    FieldType, Ground,
    column::{Column, Written, differences},
    graph::Relation,
    packages,
};
use crate::{
    model::{Forgetful, Memory, Output, SitePath},
    shard,
};

/// Where a column lies: its file, and its place among the columns there.
type Address = (String, usize);

/// A file's name and what it holds.
type Named = (String, Vec<u8>);

/// Columns of paths share a file up to this many bytes before deflate, when there are few.
const SMALL_FILE: usize = 100_000;

/// Files for columns of paths at most; with the fields', the relations' and the texts' at most 64 in all.
const MOST_PATH_FILES: usize = 20;

/// Files for the texts that words are looked for in, at most.
const MOST_TEXT_FILES: usize = 8;

/// A file of texts holds about this many bytes, when there are few.
const TEXT_FILE: usize = 2_000_000;

/// What a reader knows before it has read another file.
#[derive(Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The folder of all other files.
    pub(super) version: String,
    /// How many entities there are.
    pub(super) entities: u32,
    pub(super) fields: Vec<FieldEntry>,
    pub(super) relations: Vec<RelationEntry>,
    /// The files of texts, to be read one after the other.
    pub(super) text: Vec<String>,
    /// All files.
    pub(super) names: Vec<String>,
}

/// Where a field's column lies.
#[derive(Serialize, Deserialize)]
pub(super) struct FieldEntry {
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) field_type: FieldType,
    pub(super) file: String,
    /// Its place among the columns of that file.
    pub(super) place: usize,
    pub(super) many: bool,
}

/// Where a relation lies.
#[derive(Serialize, Deserialize)]
pub(super) struct RelationEntry {
    pub(super) name: String,
    pub(super) back: Option<String>,
    pub(super) also: Vec<String>,
    pub(super) file: String,
}

/// References, titles and pages.
#[derive(Serialize, Deserialize)]
pub(super) struct Refs {
    pub(super) refs: Vec<String>,
    pub(super) missing: Vec<String>,
    pub(super) titles: Vec<Option<String>>,
    pub(super) pages: Vec<(u32, String)>,
}

/// Where a relation leads from each node.
#[derive(Serialize, Deserialize)]
pub(super) struct Graph {
    /// How many targets each node has.
    pub(super) degrees: Vec<u32>,
    /// All targets; of each node the first, then differences.
    pub(super) targets: Vec<u32>,
}

/// A part of the texts.
#[derive(Serialize, Deserialize)]
pub(super) struct Texts {
    pub(super) rows: Vec<String>,
}

/// The file that holds the references; the field `ref` has no column beside it.
pub(super) const REFS: &str = "refs";

impl Ground {
    /// The files of the site: `query/manifest.js`, and all others in a folder named by the hash of all of them.
    pub fn files(&self) -> Vec<Output> {
        self.files_again(&Forgetful)
    }

    /// The same; what is in `memory` need not be deflated again.
    pub fn files_again(&self, memory: &dyn Memory) -> Vec<Output> {
        let (places, mut files) = self.column_files();
        files.push((REFS.to_owned(), json(&self.refs_file())));
        for (number, relation) in self.relations.iter().enumerate() {
            files.push((format!("r{number}"), json(&Graph::from(relation))));
        }
        let texts = self.text_files();
        let text: Vec<String> = texts.iter().map(|(name, _)| name.clone()).collect();
        files.extend(texts);
        let scripts: Vec<Named> = files
            .into_par_iter()
            .map(|(name, bytes)| {
                let parts = [b"query/".as_slice(), name.as_bytes(), &bytes];
                let script = memory.find(&parts).unwrap_or_else(|| {
                    let script = shard::script(&format!("query/{name}"), &bytes);
                    memory.keep(&parts, &script);
                    script
                });
                (name, script)
            })
            .collect();
        let manifest = self.manifest(&places, text, &scripts);
        let output =
            |name: &str, bytes| Output { path: SitePath::from_parts(["query", &manifest.version, name]), bytes };
        let first = Output {
            path: SitePath::from_parts(["query", "manifest.js"]),
            bytes: shard::script("query/manifest", &json(&manifest)),
        };
        let rest = scripts.into_iter().map(|(name, script)| output(&format!("{name}.js"), script));
        std::iter::once(first).chain(rest).collect()
    }

    fn manifest(&self, places: &[Address], text: Vec<String>, scripts: &[Named]) -> Manifest {
        let mut hash = Sha256::new();
        for (_, script) in scripts {
            hash.update(script);
        }
        let field = |field: &super::Field| {
            let (file, place) = places[field.column].clone();
            FieldEntry { name: field.name.clone(), field_type: field.field_type, file, place, many: field.many }
        };
        let relation = |(number, relation): (usize, &Relation)| RelationEntry {
            name: relation.name.clone(),
            back: relation.back.clone(),
            also: relation.also.clone(),
            file: format!("r{number}"),
        };
        Manifest {
            version: hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect(),
            entities: self.entities,
            fields: self.fields.iter().map(field).collect(),
            relations: self.relations.iter().enumerate().map(relation).collect(),
            text,
            names: scripts.iter().map(|(name, _)| name.clone()).collect(),
        }
    }

    /// File and place of every column, and the files. Columns of paths share files with their neighbours.
    fn column_files(&self) -> (Vec<Address>, Vec<Named>) {
        let write =
            |(number, column)| if self.is_of_packages(number) { Vec::new() } else { json(&Written::from(column)) };
        let written: Vec<Vec<u8>> = self.columns.par_iter().enumerate().map(write).collect();
        let mut own = vec![false; written.len()];
        for (field, _) in self.fields.iter().zip(super::FIELDS) {
            own[field.column] = true;
        }
        let shared: usize = written.iter().zip(&own).filter(|(_, own)| !**own).map(|(bytes, _)| bytes.len()).sum();
        let most = SMALL_FILE.max(shared.div_ceil(MOST_PATH_FILES));
        let (mut places, mut files) = (Vec::new(), Vec::<(String, Vec<Vec<u8>>)>::new());
        let mut filling: Option<(usize, usize)> = None;
        for (number, (bytes, own)) in written.into_iter().zip(own).enumerate() {
            if self.is_of_packages(number) {
                let name = format!("c{number}");
                files.extend(
                    packages::files(&self.columns[number], &name).into_iter().map(|(name, bytes)| (name, vec![bytes])),
                );
                places.push((name, 0));
                continue;
            }
            if self.is_refs(&self.columns[number]) {
                places.push((REFS.to_owned(), 0));
                continue;
            }
            let file = match filling {
                Some((file, size)) if !own && size < most => file,
                _ => {
                    files.push((format!("c{number}"), Vec::new()));
                    files.len() - 1
                }
            };
            if !own {
                filling =
                    Some((file, filling.filter(|(old, _)| *old == file).map_or(0, |(_, size)| size) + bytes.len()));
            }
            places.push((files[file].0.clone(), files[file].1.len()));
            files[file].1.push(bytes);
        }
        let list = |columns: Vec<Vec<u8>>| [&b"["[..], &columns.join(&b","[..]), b"]"].concat();
        (places, files.into_iter().map(|(name, columns)| (name, list(columns))).collect())
    }

    /// Whether a column is in files of its own, by package.
    fn is_of_packages(&self, column: usize) -> bool {
        self.fields.iter().any(|field| field.column == column && field.field_type == FieldType::Package)
    }

    /// Whether this is the column of references, which [`REFS`] holds.
    fn is_refs(&self, column: &Column) -> bool {
        self.fields.first().is_some_and(|field| std::ptr::eq(&self.columns[field.column], column))
    }

    fn refs_file(&self) -> Refs {
        let (refs, missing) = self.refs.split_at(self.entities as usize);
        Refs { refs: refs.to_vec(), missing: missing.to_vec(), titles: self.titles.clone(), pages: self.pages.clone() }
    }

    fn text_files(&self) -> Vec<Named> {
        let size: usize = self.texts.iter().map(String::len).sum();
        let parts = size.div_ceil(TEXT_FILE).clamp(1, MOST_TEXT_FILES);
        let rows = self.texts.len().div_ceil(parts).max(1);
        let file = |(number, rows): (usize, &[String])| (format!("t{number}"), json(&Texts { rows: rows.to_vec() }));
        self.texts.chunks(rows).enumerate().map(file).collect()
    }
}

impl From<&Relation> for Graph {
    fn from(relation: &Relation) -> Self {
        let forward = &relation.forward;
        let nodes = 0..forward.nodes();
        Self {
            degrees: nodes.clone().map(|node| forward.of(node).len() as u32).collect(),
            targets: nodes.flat_map(|node| differences(forward.of(node))).collect(),
        }
    }
}

pub(super) fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("names and numbers are always JSON")
}
