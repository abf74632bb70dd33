//! The files that came with a template: those of its own repository, and of others that its steps fetch from.

use std::collections::BTreeMap;

use super::workspace::{File, normal};

/// Skeletons by path.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    pub(super) files: BTreeMap<String, File>,
    /// The folder of the template's document.
    pub(super) folder: String,
    /// Addresses of repositories and the folders that stand for them, the one that is the longest of those that fit counts.
    pub(super) homes: Vec<(String, String)>,
}

impl Bundle {
    /// Files by path, the folder that the template's document lies in, and the folders of other repositories by address.
    pub fn new(files: BTreeMap<String, File>, folder: String, homes: Vec<(String, String)>) -> Self {
        Self { files, folder, homes }
    }

    /// The path that an address names, seen from the template; none when it leads elsewhere.
    pub fn place(&self, url: &str) -> Option<String> {
        if !url.contains("://") {
            return normal(&self.folder, url).ok();
        }
        let fitting = self.homes.iter().filter_map(|(address, home)| {
            let rest = url.strip_prefix(address.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then_some((rest, home))
        });
        let (rest, home) = fitting.min_by_key(|(rest, _)| rest.len())?;
        let rest = rest.trim_start_matches("/-").trim_start_matches('/').split(['?', '#']).next()?;
        let path = match rest.split_once('/') {
            Some(("tree" | "blob" | "src" | "raw", place)) => place.split_once('/').map_or("", |(_, path)| path),
            _ => rest,
        };
        normal(home, path).ok()
    }

    /// The bytes of all files together.
    pub fn size(&self) -> usize {
        self.files.values().map(|file| file.bytes.len()).sum()
    }

    /// The file at a path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// The files of a folder, with their paths in it.
    pub fn within<'a>(&'a self, folder: &str) -> impl Iterator<Item = (&'a str, &'a File)> + use<'a> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let length = start.len();
        let end = start.clone();
        let files = self.files.range(start..).take_while(move |(path, _)| path.starts_with(&end));
        files.map(move |(path, file)| (&path[length..], file))
    }
}
