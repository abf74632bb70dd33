//! Work trees and plain folders, listed as git would: without `.git`, without what `.gitignore` names.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::{
    beneath,
    history::History,
    listing::{DEEPEST, Listing, Raw, depth},
};
use crate::model::{Annals, Chronicle, Commit, Files, LastChange, Moment, Past, Previous, ReadError, RepoPath};

/// The content of a folder.
pub struct FolderFiles {
    root: PathBuf,
    /// Its symbolic links, with their texts.
    pub links: Vec<(RepoPath, String)>,
    /// The commits before it.
    pub history: Option<History>,
}

impl FolderFiles {
    /// The files below `root`, the links among them, and the commits before them.
    pub fn new(root: &Path, links: Vec<(RepoPath, String)>, history: Option<History>) -> Self {
        Self { root: root.to_owned(), links, history }
    }
}

impl Files for FolderFiles {
    fn read(&self, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
        beneath::read(&self.root, path)
    }

    fn folder(&self) -> Option<&Path> {
        Some(&self.root)
    }

    fn last_changes(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, LastChange> {
        self.history.as_ref().map(|history| history.last_changes(paths)).unwrap_or_default()
    }

    fn chronicle(&self) -> Option<&Chronicle> {
        self.history.as_ref().map(History::chronicle)
    }

    fn previous(&self, path: &RepoPath, current: &[u8]) -> Option<Previous> {
        self.history.as_ref()?.previous(path, current)
    }

    fn firsts(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, Commit> {
        self.history.as_ref().map(|history| history.firsts(paths)).unwrap_or_default()
    }

    fn annals(&self, wanted: &dyn Fn(&RepoPath) -> bool) -> Option<Annals> {
        self.history.as_ref().map(|history| history.annals(wanted))
    }

    fn past(&self, moment: &Moment, roots: &[RepoPath]) -> Option<Past> {
        self.history.as_ref()?.past(moment, roots)
    }
}

/// Lists the folder at `prefix` below `root`, a work tree's root; `.gitignore` files count from `root` downwards.
/// `tracked` are paths relative to `prefix` that git keeps although they are ignored; the folders in `skip` are left
/// out.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn list(root: &Path, prefix: &RepoPath, tracked: &[RepoPath], skip: &[PathBuf]) -> io::Result<Listing> {
    let skip = skip.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
    let walk = Walk { base: root.join(prefix.as_str()).canonicalize()?, skip };
    let mut ignores = Ignores::default();
    let mut above = RepoPath::default();
    for part in prefix.as_str().split('/').filter(|part| !part.is_empty()) {
        ignores = ignores.and(root, &above);
        above = above.join(part).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
    }
    let mut listing = Listing::default();
    let mut folders = vec![(RepoPath::default(), ignores)];
    walk.entries(&RepoPath::default())?;
    while let Some((folder, ignores)) = folders.pop() {
        let below = walk.list_folder(&folder, &ignores, &mut listing);
        folders.extend(below);
        if listing.cut {
            break;
        }
    }
    for path in tracked {
        if !listing.entries.contains_key(path) {
            walk.add_tracked(path, &mut listing);
        }
    }
    Ok(listing)
}

/// The `.gitignore` files of a folder and the folders above it, the nearest last.
#[derive(Clone, Default)]
struct Ignores(Vec<Arc<Gitignore>>);

impl Ignores {
    /// Adds the `.gitignore` of the folder at `path` below `root`.
    fn and(&self, root: &Path, path: &RepoPath) -> Self {
        let mut all = self.clone();
        let bytes = path.join(".gitignore").ok().and_then(|file| beneath::read(root, &file).ok());
        if let Some(bytes) = bytes {
            let text = String::from_utf8_lossy(&bytes);
            let mut builder = GitignoreBuilder::new(root.join(path.as_str()));
            for line in text.trim_start_matches('\u{feff}').lines() {
                // A line that is no pattern is passed over, as git does.
                let _ = builder.add_line(None, line);
            }
            all.0.extend(builder.build().ok().map(Arc::new));
        }
        all
    }

    /// Whether `path` is left out: the nearest file that speaks of it decides.
    fn ignore(&self, path: &Path, is_folder: bool) -> bool {
        let said = self.0.iter().rev().map(|file| file.matched(path, is_folder)).find(|said| !said.is_none());
        said.is_some_and(|said| said.is_ignore())
    }
}

/// A walk through the folders below `base`.
struct Walk {
    base: PathBuf,
    skip: Vec<PathBuf>,
}

impl Walk {
    #[expect(clippy::disallowed_methods, reason = "the door to work trees")]
    fn entries(&self, folder: &RepoPath) -> io::Result<Vec<fs::DirEntry>> {
        fs::read_dir(self.base.join(folder.as_str()))?.collect()
    }

    /// Lists one folder; gives the folders to walk next.
    fn list_folder(&self, folder: &RepoPath, ignores: &Ignores, listing: &mut Listing) -> Vec<(RepoPath, Ignores)> {
        let is_root = folder.as_str().is_empty();
        let entries = match self.entries(folder) {
            Ok(entries) if depth(folder) <= DEEPEST => entries,
            _ => {
                listing.unreadable.push(folder.to_string());
                return Vec::new();
            }
        };
        // A folder with its own `.git` is another repository: a submodule or a clone.
        if !is_root && entries.iter().any(|entry| entry.file_name() == ".git") {
            return Vec::new();
        }
        let ignores = ignores.and(&self.base, folder);
        let mut folders = Vec::new();
        for entry in entries {
            let (Ok(kind), name) = (entry.file_type(), entry.file_name()) else { continue };
            if name == ".git" || ignores.ignore(&entry.path(), kind.is_dir()) {
                continue;
            }
            let Some(path) = listing.path(folder, name.as_encoded_bytes()) else { continue };
            if kind.is_dir() && self.skip.contains(&entry.path()) {
                continue;
            } else if kind.is_dir() {
                folders.push((path, ignores.clone()));
            } else if let Some(raw) = self.raw(&path) {
                listing.add(path, raw);
            }
        }
        folders
    }

    /// What stands at `path`; none for folders, pipes, sockets and devices.
    fn raw(&self, path: &RepoPath) -> Option<Raw> {
        let full = self.base.join(path.as_str());
        let metadata = fs::symlink_metadata(&full).ok()?;
        if metadata.is_symlink() {
            let target = fs::read_link(&full).ok()?;
            return Some(Raw::Link(target.to_string_lossy().into_owned()));
        }
        metadata.is_file().then(|| Raw::File { executable: is_executable(&metadata), size: metadata.len() })
    }

    /// Adds a path that git knows, unless a link or another repository stands on its way by now.
    fn add_tracked(&self, path: &RepoPath, listing: &mut Listing) {
        let mut folder = path.parent();
        while !folder.as_str().is_empty() {
            let plain = fs::symlink_metadata(self.base.join(folder.as_str())).is_ok_and(|metadata| metadata.is_dir());
            if !plain || depth(&folder) > DEEPEST {
                return;
            }
            folder = folder.parent();
        }
        if let Some(raw) = self.raw(path) {
            listing.add(path.clone(), raw);
        }
    }
}

#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_metadata: &fs::Metadata) -> bool {
    false
}
