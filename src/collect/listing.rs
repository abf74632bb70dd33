//! What stands in a tree before its links are followed.

use std::collections::BTreeMap;

use crate::model::RepoPath;

/// The most paths that one repository may have; what comes after them is left out.
pub const MOST_PATHS: usize = 500_000;

/// The deepest folder that is entered.
pub const DEEPEST: usize = 128;

/// One path as the world shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Raw {
    /// A regular file.
    File {
        /// Whether its owner may execute it.
        executable: bool,
        /// In bytes.
        size: u64,
    },
    /// A symbolic link, with its text.
    Link(String),
}

/// All paths of a tree.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files and links by path.
    pub entries: BTreeMap<RepoPath, Raw>,
    /// Paths, made printable, that no [`RepoPath`] can hold.
    pub unnameable: Vec<String>,
    /// Folders that could not be read or lie too deep.
    pub unreadable: Vec<String>,
    /// Whether paths were left out because there are more than [`MOST_PATHS`].
    pub cut: bool,
}

impl Listing {
    /// Adds what stands at `path`; false when there is no more room.
    pub fn add(&mut self, path: RepoPath, raw: Raw) -> bool {
        self.cut = self.cut || self.entries.len() >= MOST_PATHS;
        if !self.cut {
            self.entries.insert(path, raw);
        }
        !self.cut
    }

    /// The links, with their texts.
    pub fn links(&self) -> Vec<(RepoPath, String)> {
        let link = |(path, raw): (&RepoPath, &Raw)| match raw {
            Raw::Link(text) => Some((path.clone(), text.clone())),
            Raw::File { .. } => None,
        };
        self.entries.iter().filter_map(link).collect()
    }

    /// The path of `name` in `folder`, if it can be one; otherwise it is noted.
    pub fn path(&mut self, folder: &RepoPath, name: &[u8]) -> Option<RepoPath> {
        let path = std::str::from_utf8(name).ok().filter(|name| is_plain(name)).and_then(|name| folder.join(name).ok());
        if path.is_none() {
            let shown = String::from_utf8_lossy(name).replace(char::is_control, "\u{fffd}");
            let slash = if folder.as_str().is_empty() { "" } else { "/" };
            self.unnameable.push(format!("{folder}{slash}{shown}"));
        }
        path
    }
}

/// Whether a tree may call an entry so: git objects can hold any bytes, also names that would lead elsewhere.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '\\', '\0'])
}

/// How many parts a path has.
pub fn depth(path: &RepoPath) -> usize {
    path.as_str().split('/').filter(|part| !part.is_empty()).count()
}
