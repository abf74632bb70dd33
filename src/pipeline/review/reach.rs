//! How far a change of some repositories can reach: documents that link to them, and documents that they link to.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::model::{Catalog, RepoPath, Snapshot};

/// Both versions of all repositories, and their catalogs.
type Both<'a> = ((&'a [Snapshot], &'a Catalog), (&'a [Snapshot], &'a Catalog));

/// Files that may be documents.
const DOCUMENTS: [&str; 6] = ["md", "markdown", "mdx", "adoc", "asciidoc", "rst"];

/// Larger files are not looked through, in bytes.
const LARGEST: u64 = 4 << 20;

/// The places of all repositories that have to be looked into.
pub(super) fn reach(changed: &[usize], (old, new): Both<'_>) -> BTreeSet<usize> {
    let names: Vec<String> = changed.iter().map(|index| last_part(&new.0[*index]).to_lowercase()).collect();
    let words: HashSet<String> = changed
        .par_iter()
        .flat_map_iter(|index| words(&old.0[*index]).chain(words(&new.0[*index])).collect::<Vec<_>>())
        .collect();
    let gone: Vec<String> = (old.1.entities().iter())
        .filter(|entity| new.1.find(&entity.id).is_none())
        .map(|entity| entity.id.name().to_owned())
        .collect();
    let finders: Vec<Finder<'_>> = names.iter().chain(&gone).map(|name| Finder::new(name.as_bytes())).collect();
    let is_reached = |(index, snapshot): (usize, &Snapshot)| {
        let reached = changed.contains(&index)
            || words.contains(&last_part(snapshot).to_lowercase())
            || mentions(snapshot, &finders);
        reached.then_some(index)
    };
    new.0.par_iter().enumerate().filter_map(is_reached).collect()
}

/// The repositories, of which those that are not reached have no files.
pub(super) fn masked(snapshots: &[Snapshot], reached: &BTreeSet<usize>) -> Vec<Snapshot> {
    let one = |(index, snapshot): (usize, &Snapshot)| {
        if reached.contains(&index) {
            return snapshot.clone();
        }
        Snapshot::new(snapshot.repo.clone(), BTreeMap::new(), Arc::new(BTreeMap::new()))
    };
    snapshots.iter().enumerate().map(one).collect()
}

fn last_part(snapshot: &Snapshot) -> &str {
    snapshot.repo.name.rsplit('/').next().unwrap_or_default()
}

/// Files that may be documents.
pub(super) fn documents(snapshot: &Snapshot) -> impl Iterator<Item = &RepoPath> {
    let is_document = |path: &RepoPath| {
        let extension = path.stem_and_extension().1;
        DOCUMENTS.iter().any(|known| known.eq_ignore_ascii_case(extension))
    };
    snapshot.files().filter(move |(path, entry)| entry.size <= LARGEST && is_document(path)).map(|(path, _)| path)
}

/// The words of all documents, in lower case, as far as they could be names.
fn words(snapshot: &Snapshot) -> impl Iterator<Item = String> {
    let mut words = HashSet::new();
    for path in documents(snapshot) {
        let bytes = snapshot.read(path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let named = text.split(|c: char| !(c.is_alphanumeric() || "._-".contains(c)));
        for word in named.filter(|word| !word.is_empty()) {
            if !words.contains(word) {
                words.insert(word.to_owned());
            }
        }
    }
    // `name.git` names the same repository.
    words.into_iter().map(|word| word.to_lowercase().trim_end_matches(".git").to_owned())
}

/// Whether a document holds one of the names, in whatever case.
fn mentions(snapshot: &Snapshot, finders: &[Finder<'_>]) -> bool {
    documents(snapshot).any(|path| {
        let mut bytes = snapshot.read(path).unwrap_or_default();
        bytes.make_ascii_lowercase();
        finders.iter().any(|finder| finder.find(&bytes).is_some())
    })
}
