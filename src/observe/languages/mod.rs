//! The languages of a repository's files, by bytes.

mod attributes;
mod detect;
mod left_out;
mod table;

use std::collections::BTreeMap;

use attributes::{Attributes, Said};
use detect::{Guess, guess, look, named};
use table::{FIRST_DATA, LANGUAGES};

use crate::model::{FileKind, RepoPath, Snapshot};

/// The largest file that is looked into to tell its language, in bytes.
const LARGEST: u64 = 256 << 10;

/// A file in a language: its path, the place of the language, its size in bytes.
pub(super) struct Counted<'s> {
    path: &'s RepoPath,
    language: usize,
    size: u64,
}

/// All files that count, in the order of their paths.
pub(super) fn count(snapshot: &Snapshot) -> Vec<Counted<'_>> {
    let attributes = Attributes::read(snapshot);
    let file = |(path, entry): (&'_ RepoPath, &'_ crate::model::FileEntry)| match entry.kind {
        FileKind::File { .. } if entry.size > 0 => language(snapshot, &attributes, path, entry.size),
        _ => None,
    };
    let counted = snapshot.files().filter_map(|(path, entry)| {
        let language = file((path, entry))?;
        Some(Counted { path, language, size: entry.size })
    });
    counted.collect()
}

/// The language of a file that counts.
fn language(snapshot: &Snapshot, attributes: &Attributes, path: &RepoPath, size: u64) -> Option<usize> {
    let said = attributes.of(path.as_str());
    let file = path.as_str().rsplit('/').next().unwrap_or_default();
    let told = said.language.as_deref().and_then(named);
    let guess = told.map_or_else(|| guess(file), Guess::Sure);
    if guess == Guess::Nothing || said.detectable == Some(false) || is_left_out(&said, path.as_str()) {
        return None;
    }
    if matches!(guess, Guess::Sure(place) if place >= FIRST_DATA) && said.detectable != Some(true) {
        return None;
    }
    let looks = guess == Guess::Look && size <= LARGEST;
    let suspect = said.generated.is_none() && left_out::is_suspect(path.as_str(), size);
    let text = (looks || suspect).then(|| snapshot.read(path).ok()).flatten();
    let text = text.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    if suspect && left_out::tells_of_a_program(path.as_str(), &text) {
        return None;
    }
    match guess {
        Guess::Sure(place) => Some(place),
        _ => look(file, &text).filter(|_| looks),
    }
}

/// Whether a file is somebody else's, generated or a document; what `.gitattributes` says comes before its name.
fn is_left_out(said: &Said, path: &str) -> bool {
    said.vendored.unwrap_or_else(|| left_out::is_vendored(path))
        || said.document.unwrap_or_else(|| left_out::is_document(path))
        || said.generated.unwrap_or_else(|| left_out::is_generated(path))
}

/// Bytes by language of the files in a folder, the most first.
pub(super) fn shares(counted: &[Counted<'_>], folder: &RepoPath) -> Vec<(String, u64)> {
    let mut bytes: BTreeMap<usize, u64> = BTreeMap::new();
    for file in within(counted, folder) {
        *bytes.entry(file.language).or_default() += file.size;
    }
    let mut shares: Vec<(String, u64)> =
        bytes.into_iter().map(|(place, bytes)| (LANGUAGES[place].0.to_owned(), bytes)).collect();
    shares.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    shares
}

fn within<'c, 's>(counted: &'c [Counted<'s>], folder: &RepoPath) -> impl Iterator<Item = &'c Counted<'s>> {
    let start = format!("{folder}/");
    let all = folder.as_str().is_empty();
    let first = if all { 0 } else { counted.partition_point(|file| file.path.as_str() < start.as_str()) };
    counted[first..].iter().take_while(move |file| all || file.path.as_str().starts_with(&start))
}

/// The files in a folder that count.
pub(super) fn paths<'c>(counted: &'c [Counted<'_>], folder: &RepoPath) -> impl Iterator<Item = &'c RepoPath> {
    within(counted, folder).map(|file| file.path)
}

/// Whether the name of a file says that others than the authors of the repository wrote it.
pub(super) fn is_foreign(path: &RepoPath) -> bool {
    left_out::is_vendored(path.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_counts_where_it_is_said_to() {
        let attributes = "*.yaml linguist-detectable linguist-language=YAML\n*.json linguist-detectable\n*.toml linguist-language=TOML\n";
        let files =
            "-- a.yaml --\na: 1\n-- b.json --\n{}\n-- c.toml --\na = 1\n-- d.xml --\n<a/>\n-- e.rs --\nfn a() {}\n";
        let snapshot = Snapshot::from_text("r", &format!("{files}-- .gitattributes --\n{attributes}"));
        let shares = shares(&count(&snapshot), &RepoPath::default());
        let names: Vec<&str> = shares.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Rust", "YAML", "JSON"]);
    }
}
