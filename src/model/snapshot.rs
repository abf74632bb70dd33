//! The files of one repository at one commit.

use std::{
    any::Any,
    collections::{BTreeMap, BTreeSet},
    fmt,
    ops::Bound,
    path::Path,
    sync::Arc,
};

use super::{Annals, Chronicle, Commit, LastChange, Moment, Past, Previous, Repo, RepoPath};

/// What stands at a path. Folders are implied by the files in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File {
        /// Whether the executable bit is set.
        executable: bool,
    },
    /// A symbolic link that leads to a regular file inside the tree.
    Link {
        /// The file that it leads to, followed through all further links.
        target: RepoPath,
    },
    /// A symbolic link that leads out of the tree, in a circle, or to nothing. It cannot be read.
    BrokenLink,
}

/// One path of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// What stands there.
    pub kind: FileKind,
    /// Size in bytes of what a read gives.
    pub size: u64,
}

/// Why a file of a snapshot cannot be read.
#[derive(Debug)]
pub enum ReadError {
    /// No such file.
    NotFound,
    /// A link that leads out of the tree, in a circle, or to nothing.
    BrokenLink,
    /// The world failed: the object is missing or the disk does not answer.
    World(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("no such file"),
            Self::BrokenLink => f.write_str("a symbolic link that leads out of the repository or to nothing"),
            Self::World(reason) => f.write_str(reason),
        }
    }
}

/// The door to the content of a repository; collect implements it over work trees and git objects.
pub trait Files: Any + Send + Sync {
    /// The bytes of the regular file at `path`, which the snapshot lists. Links are already followed.
    ///
    /// # Errors
    /// When the world does not give them.
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError>;

    /// What stands for the content of the file at `path`, when that is known without reading it: the same, and the
    /// content is the same.
    fn mark(&self, _path: &RepoPath) -> Option<Vec<u8>> {
        None
    }

    /// The folder on this disk that the paths lie in, for messages to the person at this disk; never published.
    fn folder(&self) -> Option<&Path> {
        None
    }

    /// The last commit that changed each of `paths`, as far as the history is there and complete.
    fn last_changes(&self, _paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, LastChange> {
        BTreeMap::new()
    }

    /// All commits and what they changed, as far as the history is there; none without one.
    fn chronicle(&self) -> Option<&Chronicle> {
        None
    }

    /// The commits that brought the files at `paths`, as far as the history reaches.
    fn firsts(&self, _paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, Commit> {
        BTreeMap::new()
    }

    /// What commits along first parents made of the files that are wanted; none without a history.
    fn annals(&self, _wanted: &dyn Fn(&RepoPath) -> bool) -> Option<Annals> {
        None
    }

    /// What lay at `roots`, folders or files, at a moment, where it is different now.
    fn past(&self, _moment: &Moment, _roots: &[RepoPath]) -> Option<Past> {
        None
    }

    /// The file at `path` before the change that gave it the content `current`, when the history has it.
    fn previous(&self, _path: &RepoPath, _current: &[u8]) -> Option<Previous> {
        None
    }
}

/// The files of one repository at one commit: a listing, and a way to read them when they are needed.
#[derive(Clone)]
pub struct Snapshot {
    /// The repository.
    pub repo: Repo,
    files: BTreeMap<RepoPath, FileEntry>,
    content: Arc<dyn Files>,
}

impl Snapshot {
    /// Puts a listing and its content together.
    pub fn new(repo: Repo, files: BTreeMap<RepoPath, FileEntry>, content: Arc<dyn Files>) -> Self {
        Self { repo, files, content }
    }

    /// A repository held in memory, written as one text: each file follows a line `-- path --`.
    /// Lines whose path leads out of the repository are skipped with what follows.
    pub fn from_text(name: &str, text: &str) -> Self {
        let mut content: BTreeMap<RepoPath, Vec<u8>> = BTreeMap::new();
        let mut current = None;
        for line in text.split_inclusive('\n') {
            let header = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            if let Some(path) = header {
                current = RepoPath::new(path).ok();
                content.extend(current.clone().map(|path| (path, Vec::new())));
            } else if let Some(file) = current.as_ref().and_then(|path| content.get_mut(path)) {
                file.extend_from_slice(line.as_bytes());
            }
        }
        let entry = |(path, bytes): (&RepoPath, &Vec<u8>)| {
            (path.clone(), FileEntry { kind: FileKind::File { executable: false }, size: bytes.len() as u64 })
        };
        Self::new(Repo::named(name), content.iter().map(entry).collect(), Arc::new(content))
    }

    /// The door to the content, for the stage that made it.
    pub fn content(&self) -> &(dyn Files + 'static) {
        self.content.as_ref()
    }

    /// What stands for the content of the file at `path`, through links, when that is known without reading it.
    pub fn mark(&self, path: &RepoPath) -> Option<Vec<u8>> {
        match &self.entry(path)?.kind {
            FileKind::Link { target } => self.content.mark(target),
            FileKind::File { .. } => self.content.mark(path),
            FileKind::BrokenLink => None,
        }
    }

    /// The folder on this disk that holds the files, if they were read from one.
    pub fn folder(&self) -> Option<&Path> {
        self.content.folder()
    }

    /// The last commit that changed each of `paths`; nothing without a complete history.
    pub fn last_changes(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, LastChange> {
        self.content.last_changes(paths)
    }

    /// All commits and what they changed, as far as the history is there; none without one.
    pub fn chronicle(&self) -> Option<&Chronicle> {
        self.content.chronicle()
    }

    /// The commits that brought the files at `paths`, as far as the history reaches.
    pub fn firsts(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, Commit> {
        self.content.firsts(paths)
    }

    /// The commit that brought the file at `path`, when the history reaches so far.
    pub fn first(&self, path: &RepoPath) -> Option<Commit> {
        self.firsts(&BTreeSet::from([path.clone()])).remove(path)
    }

    /// What commits along first parents made of the files that are wanted; none without a history.
    pub fn annals(&self, wanted: &dyn Fn(&RepoPath) -> bool) -> Option<Annals> {
        self.content.annals(wanted)
    }

    /// What lay at `roots`, folders or files, at a moment, where it is different now; nothing when the history does not
    /// reach so far or nothing was there.
    pub fn past(&self, moment: &Moment, roots: &[RepoPath]) -> Option<Past> {
        self.content.past(moment, roots)
    }

    /// The file at `path` before the change that gave it the content `current`, when the history has it.
    pub fn previous(&self, path: &RepoPath, current: &[u8]) -> Option<Previous> {
        match &self.entry(path)?.kind {
            FileKind::Link { target } => self.content.previous(target, current),
            FileKind::File { .. } => self.content.previous(path, current),
            FileKind::BrokenLink => None,
        }
    }

    /// All files in the order of their paths.
    pub fn files(&self) -> impl Iterator<Item = (&RepoPath, &FileEntry)> {
        self.files.iter()
    }

    /// The files in `folder` and below it, in the order of their paths.
    pub fn files_within<'s>(
        &'s self,
        folder: &RepoPath,
    ) -> impl Iterator<Item = (&'s RepoPath, &'s FileEntry)> + use<'s> {
        // `a-b` sorts between `a` and `a/b`, so what is below a folder is a range of its own: from `a/` up to `a0`.
        let (first, after) = match folder.as_str() {
            "" => (String::new(), None),
            name => (format!("{name}/"), Some(format!("{name}0"))),
        };
        let end = after.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        let own = self.files.get_key_value(folder);
        own.into_iter().chain(self.files.range::<str, _>((Bound::Included(first.as_str()), end)))
    }

    /// What stands at `path`, if anything does.
    pub fn entry(&self, path: &RepoPath) -> Option<&FileEntry> {
        self.files.get(path)
    }

    /// Whether any file lies below `folder`.
    pub fn has_folder(&self, folder: &RepoPath) -> bool {
        folder.as_str().is_empty() || self.files_within(folder).any(|(path, _)| path != folder)
    }

    /// The bytes of the file at `path`, through links inside the tree.
    ///
    /// # Errors
    /// When nothing is there, a link leads out of the tree, or the world fails.
    pub fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        match self.entry(path).map(|entry| &entry.kind) {
            None => Err(ReadError::NotFound),
            Some(FileKind::BrokenLink) => Err(ReadError::BrokenLink),
            Some(FileKind::Link { target }) => self.content.read(target),
            Some(FileKind::File { .. }) => self.content.read(path),
        }
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("repo", &self.repo.name).field("files", &self.files.len()).finish()
    }
}

/// Files held in memory: what tests and generated snapshots read from.
impl Files for BTreeMap<RepoPath, Vec<u8>> {
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        self.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_hold_what_lies_below_them() {
        let snapshot = Snapshot::from_text(
            "r",
            &["a-b", "a.md", "a/b/c", "a/d", "a0", "ab", "b"].map(|path| format!("-- {path} --\n")).concat(),
        );
        for (folder, expected) in [
            ("", "a-b a.md a/b/c a/d a0 ab b"),
            ("a", "a/b/c a/d"),
            ("a/b", "a/b/c"),
            ("a/d", "a/d"),
            ("b", "b"),
            ("c", ""),
        ] {
            let folder = RepoPath::new(folder).expect("plain");
            let found: Vec<&str> = snapshot.files_within(&folder).map(|(path, _)| path.as_str()).collect();
            assert_eq!(found.join(" "), expected, "{folder}");
        }
    }
}
