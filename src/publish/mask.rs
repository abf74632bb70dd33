//! A repository without what belongs to entities that are left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    path::Path,
    sync::Arc,
};

use crate::model::{
    Commit, FileEntry, FileKind, Files, LastChange, Moment, Past, Previous, ReadError, RepoPath, Snapshot,
};

/// The files of a repository that declare entities, and the lines of those that stay: from the first, before the last.
#[derive(Clone, Debug, Default)]
pub struct Extents(pub BTreeMap<RepoPath, Vec<Range<u32>>>);

impl Extents {
    /// Whether anything stays of what is at `line` of a file; 0 means the whole file.
    pub fn shows(&self, path: &RepoPath, line: u32) -> bool {
        match self.0.get(path) {
            Some(lines) => lines.iter().any(|lines| line == 0 || lines.contains(&line)),
            None => path.as_str().is_empty() || Index::new(self).stays(path),
        }
    }
}

/// The repository without the files that do not stay. Files that declare some that stay and some that do not have empty
/// lines where the latter stood.
pub fn mask(snapshot: &Snapshot, extents: &Extents) -> Snapshot {
    let index = Index::new(extents);
    let mut blanked = BTreeMap::new();
    for (path, lines) in extents.0.iter().filter(|(_, lines)| !lines.is_empty()) {
        if let Ok(bytes) = snapshot.read(path) {
            blanked.insert(path.clone(), blank(&bytes, lines));
        }
    }
    let files = snapshot.files().filter(|(path, entry)| {
        let target = match &entry.kind {
            FileKind::Link { target } => index.stays(target),
            _ => true,
        };
        target && index.stays(path)
    });
    let sized = |(path, entry): (&RepoPath, &FileEntry)| {
        let size = blanked.get(path).map_or(entry.size, |bytes: &Vec<u8>| bytes.len() as u64);
        (path.clone(), FileEntry { kind: entry.kind.clone(), size })
    };
    let files = files.map(sized).collect();
    Snapshot::new(snapshot.repo.clone(), files, Arc::new(Masked { whole: snapshot.clone(), index, blanked }))
}

/// The lines that stay, and nothing in place of the others.
fn blank(bytes: &[u8], stay: &[Range<u32>]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (line, number) in bytes.split_inclusive(|byte| *byte == b'\n').zip(1..) {
        if stay.iter().any(|lines| lines.contains(&number)) {
            out.extend_from_slice(line);
        } else if line.ends_with(b"\n") {
            out.push(b'\n');
        }
    }
    out
}

/// What stays. A file belongs to the entities of the nearest folder, upwards, in which any are declared: when none of them
/// stays, no file of theirs does.
struct Index {
    files: BTreeMap<RepoPath, bool>,
    folders: BTreeMap<RepoPath, bool>,
}

impl Index {
    fn new(extents: &Extents) -> Self {
        let mut folders: BTreeMap<RepoPath, bool> = BTreeMap::new();
        for (path, lines) in &extents.0 {
            *folders.entry(path.parent()).or_default() |= !lines.is_empty();
        }
        let files = extents.0.iter().map(|(path, lines)| (path.clone(), !lines.is_empty())).collect();
        Self { files, folders }
    }

    fn stays(&self, path: &RepoPath) -> bool {
        let nearest = || path.upwards().skip(1).find_map(|folder| self.folders.get(folder));
        *self.files.get(path).or_else(nearest).unwrap_or(&true)
    }
}

/// The files of a masked repository.
struct Masked {
    whole: Snapshot,
    index: Index,
    blanked: BTreeMap<RepoPath, Vec<u8>>,
}

impl Files for Masked {
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        match self.blanked.get(path) {
            Some(bytes) => Ok(bytes.clone()),
            None if self.index.stays(path) => self.whole.read(path),
            None => Err(ReadError::NotFound),
        }
    }

    fn folder(&self) -> Option<&Path> {
        self.whole.folder()
    }

    fn last_changes(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, LastChange> {
        self.whole.last_changes(paths)
    }

    fn firsts(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, Commit> {
        self.whole.firsts(paths)
    }

    /// Files that declare entities are no part of it, as nobody knows which of them were declared then.
    fn past(&self, moment: &Moment, roots: &[RepoPath]) -> Option<Past> {
        let mut past = self.whole.past(moment, roots)?;
        past.changed.retain(|(path, _)| self.index.stays(path) && !self.index.files.contains_key(path));
        Some(past)
    }

    fn previous(&self, path: &RepoPath, current: &[u8]) -> Option<Previous> {
        let whole = self.index.stays(path) && !self.blanked.contains_key(path);
        whole.then(|| self.whole.previous(path, current)).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_those_left_out_is_not_there() {
        let path = |text: &str| RepoPath::new(text).expect("plain");
        let snapshot = Snapshot::from_text(
            "r",
            "-- README.md --\nall\n-- a/catalog-info.yaml --\none\n---\ntwo\n-- a/docs/x.md --\nx\n\
             -- b/catalog-info.yaml --\nthree\n-- b/docs/y.md --\ny\n-- b/c/catalog-info.yaml --\nfour\n-- b/c/z.md --\nz\n\
             -- b/d.yaml --\nfive\n",
        );
        let extents = Extents(BTreeMap::from([
            (path("a/catalog-info.yaml"), std::iter::once(3..4).collect()),
            (path("b/catalog-info.yaml"), vec![]),
            (path("b/c/catalog-info.yaml"), std::iter::once(1..2).collect()),
        ]));
        let masked = mask(&snapshot, &extents);
        let left: Vec<&str> = masked.files().map(|(path, _)| path.as_str()).collect();
        assert_eq!(left, ["README.md", "a/catalog-info.yaml", "a/docs/x.md", "b/c/catalog-info.yaml", "b/c/z.md"],);
        assert_eq!(masked.read(&path("a/catalog-info.yaml")).expect("it stays"), b"\n\ntwo\n");
        assert!(masked.read(&path("b/docs/y.md")).is_err());
        for (file, line, shown) in [
            ("a/catalog-info.yaml", 1, false),
            ("a/catalog-info.yaml", 3, true),
            ("a/catalog-info.yaml", 0, true),
            ("b/catalog-info.yaml", 0, false),
            ("b/d.yaml", 1, false),
            ("b/c/z.md", 1, true),
            ("", 0, true),
        ] {
            assert_eq!(extents.shows(&path(file), line), shown, "{file}:{line}");
        }
    }
}
