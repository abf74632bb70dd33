//! What files say, before it is known what belongs together.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::{model::Extent, version::is_exact};

/// What a manifest names.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    /// The type of its package URLs; lock files of the same type belong to it.
    pub(super) kind: &'static str,
    /// What it calls itself, by which some lock files know it.
    pub(super) name: Option<String>,
    pub(super) wanted: Vec<Wanted>,
    /// Whether it names all that is built in, so that a lock file adds nothing.
    pub(super) whole: bool,
}

impl Manifest {
    /// How much it tells without a lock file. Actions and images come alone, as far as packages go.
    pub(super) fn extent(&self) -> Extent {
        let alone = self.whole || matches!(self.kind, "github" | "docker") || self.wanted.is_empty();
        if alone { Extent::Locked } else { Extent::Named }
    }
}

/// One package that a manifest names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// `npm/@babel/core`.
    pub(super) package: String,
    /// A version or a range; empty when any will do.
    pub(super) range: String,
    pub(super) line: u32,
    pub(super) development: bool,
    /// Whether the manifest says that only others need it.
    pub(super) indirect: bool,
}

impl Wanted {
    /// The version that is meant where nothing is locked: a range is written as one, and a pin as the version alone.
    pub(super) fn meant(&self) -> String {
        let range = self.range.as_str();
        let bare = range.trim_start_matches('=').trim_start();
        let parts = bare.split(['-', '+']).next().unwrap_or(bare).split('.').count();
        match self.package.split('/').next().unwrap_or_default() {
            "cargo" if range != bare && parts >= 3 && is_exact(bare) => bare.to_owned(),
            "cargo" if range == bare && is_exact(bare) => format!("^{bare}"),
            "npm" if is_exact(bare) => {
                if parts < 3 {
                    format!("{bare}.x")
                } else {
                    bare.to_owned()
                }
            }
            "pypi" | "composer" if is_exact(bare) => bare.to_owned(),
            "maven" | "nuget" => {
                let inner = range.strip_prefix('[').and_then(|range| range.strip_suffix(']')).unwrap_or(range);
                let inner = inner.strip_suffix("!!").unwrap_or(inner);
                if is_exact(inner) { inner.to_owned() } else { range.to_owned() }
            }
            _ => range.to_owned(),
        }
    }
}

/// One package that is locked.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) package: String,
    pub(super) version: String,
    pub(super) line: u32,
    /// Places of other nodes.
    pub(super) needs: Vec<u32>,
    /// Whether it is code of the repository itself, which is no package of others.
    pub(super) own: bool,
    pub(super) development: bool,
}

/// What a lock file fixes.
#[derive(Debug, Default)]
pub(super) struct Lock {
    pub(super) kind: &'static str,
    pub(super) nodes: Vec<Node>,
    /// Needs that a manifest has to fulfil, so that they bring nothing themselves.
    pub(super) peers: HashSet<(u32, u32)>,
    /// What manifests name, by their folders from the lock file's.
    pub(super) importers: BTreeMap<String, Vec<u32>>,
    /// What manifests name, by what these call themselves.
    pub(super) members: HashMap<String, u32>,
    /// Nodes by `package@range` as a manifest writes it, and by package.
    pub(super) names: HashMap<String, u32>,
    /// Whether `importers` tells all that is direct, so that no manifest is needed.
    pub(super) complete: bool,
}

impl Lock {
    /// Enters a package by its name; the first stays.
    pub(super) fn name(&mut self, node: u32) {
        let package = self.nodes[node as usize].package.clone();
        self.names.entry(package).or_insert(node);
    }
}

/// What a file turns out to be.
#[derive(Debug)]
pub(super) enum Written {
    Manifest(Manifest),
    Lock(Lock),
    /// Of a build that looks for more in other files.
    Maven(super::read::maven::Pom),
    /// Versions that manifests below it leave out.
    Central(BTreeMap<String, String>),
    /// What is wrong with some packages; a scanner names those that it looked at.
    Advisories(Option<Lock>, Vec<super::read::advisory::Advisory>),
}

/// Why a file cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// From 1; 0 for the file.
    pub(super) line: u32,
    /// Without full stop.
    pub(super) message: String,
}

impl Trouble {
    pub(super) fn new(line: u32, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        let text = error.to_string();
        let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
        Self::new(u32::try_from(error.line()).unwrap_or_default(), format!("not JSON: {message}"))
    }
}

/// From places in a text to lines.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub(super) fn new(text: &str) -> Self {
        Self(std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect())
    }

    pub(super) fn line(&self, at: usize) -> u32 {
        u32::try_from(self.0.partition_point(|start| *start <= at)).unwrap_or(u32::MAX)
    }
}

/// Finds keys of a JSON text one after the other, in the order in which they stand, so that all of them take one walk.
pub(super) struct Keys<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl<'t> Keys<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// The line of the next place where a key stands in quotes; 0 when it is written in an unusual way.
    pub(super) fn line(&mut self, key: &str) -> u32 {
        let quoted = serde_json::Value::from(key).to_string();
        let Some(found) = memchr::memmem::find(&self.text.as_bytes()[self.at..], quoted.as_bytes()) else {
            // Looking for every key in all that is left would take too long, so that the search is over.
            self.at = self.text.len();
            return 0;
        };
        let end = self.at + found;
        self.line += memchr::memchr_iter(b'\n', &self.text.as_bytes()[self.at..end]).count() as u32;
        self.at = end + quoted.len();
        self.line
    }
}

/// A range without what would be taken for something else; nothing for an address or a folder.
pub(super) fn range(text: &str) -> String {
    let text = text.trim().trim_matches(['"', '\'']);
    let text = text.strip_prefix("workspace:").or_else(|| text.strip_prefix("npm:")).unwrap_or(text);
    let text = text.rfind('@').map_or(text, |at| &text[at + 1..]);
    let is_address = text.contains("://")
        || ["file:", "link:", "git", "portal:", "patch:", "catalog:", "."].iter().any(|start| text.starts_with(start));
    if is_address || text.len() > 100 || text == "*" { String::new() } else { text.to_owned() }
}

/// A Python name as <https://packaging.python.org/en/latest/specifications/name-normalization/> says.
pub(super) fn python(name: &str) -> String {
    let mut folded = String::from("pypi/");
    for part in name.trim().split(['-', '_', '.']).filter(|part| !part.is_empty()) {
        if !folded.ends_with('/') {
            folded.push('-');
        }
        folded.push_str(&part.to_ascii_lowercase());
    }
    folded
}
