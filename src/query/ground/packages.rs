//! A column of packages in its files: a directory of all names, and who uses which version, a range of names to a file,
//! so that who asks for one package reads the directory and one file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    column::{Collector, Column, differences, sums},
    files::json,
};
use crate::model::split_label;

/// A file holds about this many bytes before deflate, when there are few.
const SMALL_FILE: usize = 200_000;

/// Files of one column at most, besides the directory.
const MOST_FILES: usize = 8;

/// All names, and where they are.
#[derive(Serialize, Deserialize)]
struct Directory {
    /// Sorted.
    names: Vec<String>,
    /// How many entities use each, at whatever version.
    counts: Vec<u32>,
    files: Vec<String>,
    /// The place of the first name of each file.
    firsts: Vec<u32>,
}

/// Who uses a package: by version, entities as differences.
type Versions = Vec<(String, Vec<u32>)>;

/// The directory, then the others, each as the items of a list; names begin with that of the directory.
pub(super) fn files(column: &Column, name: &str) -> Vec<(String, Vec<u8>)> {
    let mut entities: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (entity, row) in column.rows() {
        row.iter().for_each(|place| entities.entry(*place).or_default().push(entity));
    }
    let mut packages: BTreeMap<String, Vec<(String, Vec<u32>)>> = BTreeMap::new();
    for (place, users) in entities {
        let label = column.text(place);
        let (package, version) = split_label(&label);
        packages.entry(package.to_owned()).or_default().push((version.to_owned(), users));
    }
    let mut directory = Directory { names: Vec::new(), counts: Vec::new(), files: Vec::new(), firsts: Vec::new() };
    let written: Vec<Vec<u8>> = packages
        .into_iter()
        .map(|(package, versions)| {
            directory.names.push(package);
            directory.counts.push(users(&versions));
            let versions: Versions =
                versions.into_iter().map(|(version, users)| (version, differences(&users))).collect();
            json(&versions)
        })
        .collect();
    let whole: usize = written.iter().map(Vec::len).sum();
    let most = SMALL_FILE.max(whole.div_ceil(MOST_FILES));
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (place, bytes) in written.into_iter().enumerate() {
        match files.last_mut().filter(|(_, file)| file.len() < most) {
            Some((_, file)) => file.push(b','),
            None => {
                directory.files.push(format!("{name}-{}", files.len()));
                directory.firsts.push(u32::try_from(place).unwrap_or(u32::MAX));
                files.push((format!("{name}-{}", files.len()), Vec::new()));
            }
        }
        files.last_mut().into_iter().for_each(|(_, file)| file.extend_from_slice(&bytes));
    }
    std::iter::once((name.to_owned(), json(&directory))).chain(files).collect()
}

/// How many entities use a package.
fn users(versions: &[(String, Vec<u32>)]) -> u32 {
    let mut all: Vec<u32> = versions.iter().flat_map(|(_, users)| users).copied().collect();
    all.sort_unstable();
    all.dedup();
    u32::try_from(all.len()).unwrap_or(u32::MAX)
}

/// Back from the files, each of which is a list; none when they do not fit together.
///
/// # Errors
/// When one cannot be loaded.
pub(super) fn column(
    load: &mut dyn FnMut(&str) -> Result<Vec<Value>, String>,
    name: &str,
    entities: u32,
) -> Result<Option<Column>, String> {
    let first = load(name)?.into_iter().next().unwrap_or_default();
    let Ok(directory) = serde_json::from_value::<Directory>(first) else { return Ok(None) };
    let mut collector = Collector::default();
    let mut names = directory.names.iter();
    for file in &directory.files {
        for package in load(file)? {
            let Ok(versions) = serde_json::from_value::<Versions>(package) else { return Ok(None) };
            let Some(name) = names.next() else { return Ok(None) };
            for (version, users) in versions {
                let label = if version.is_empty() { name.clone() } else { format!("{name}@{version}") };
                let Some(users) = sums(&users) else { return Ok(None) };
                if users.iter().any(|user| *user >= entities) {
                    return Ok(None);
                }
                users.into_iter().for_each(|user| collector.add(user, &label));
            }
        }
    }
    Ok(Some(collector.finish(entities)))
}
