//! Files that documents include, from their own repository alone.

use super::pages::markup;
use crate::{
    diagnostic::nearest,
    markdown::Include,
    model::{RepoPath, Snapshot, SnippetPlaces},
};

/// Files that one document may include.
pub struct Snippets<'a> {
    /// The document's repository.
    pub snapshot: &'a Snapshot,
    /// What the book says about where they lie.
    pub places: &'a SnippetPlaces,
    /// The document.
    pub file: &'a RepoPath,
}

/// Longer files are not included, in bytes.
const LONGEST: u64 = 1 << 20;

impl Include for Snippets<'_> {
    fn snippet(&self, path: &str) -> Result<String, String> {
        let own = self.file.parent();
        let folders = self.places.folders.iter().chain([&own]);
        self.first(path, folders.filter_map(|folder| folder.join(path).ok()).collect())
    }

    fn beside(&self, path: &str) -> Result<String, String> {
        let folders = std::iter::successors(Some(self.file.parent()), |folder| {
            Some(folder.parent()).filter(|_| !folder.as_str().is_empty() && !path.starts_with('.'))
        });
        self.first(path, folders.filter_map(|folder| folder.join(path).ok()).collect())
    }

    fn appended(&self) -> Vec<String> {
        self.places.appended.clone()
    }
}

impl Snippets<'_> {
    /// The text of the first of these files that exists.
    fn first(&self, path: &str, candidates: Vec<RepoPath>) -> Result<String, String> {
        if candidates.is_empty() {
            return Err(format!("the included file `{path}` is outside of the repository"));
        }
        let Some(file) = candidates.iter().find(|file| self.snapshot.entry(file).is_some()) else {
            return Err(self.missing(path, &candidates));
        };
        if self.snapshot.entry(file).is_some_and(|entry| entry.size > LONGEST) {
            return Err(format!("the included file `{path}` is longer than {} MiB", LONGEST >> 20));
        }
        let bytes = self.snapshot.read(file).map_err(|error| format!("the included file `{path}`: {error}"))?;
        Ok(markup(file, &bytes).into_owned())
    }

    /// The nearest file in the folders that are looked in.
    fn missing(&self, path: &str, candidates: &[RepoPath]) -> String {
        let folder = candidates[0].parent();
        let names = self.snapshot.files_within(&folder).filter_map(|(file, _)| file.relative_to(&folder));
        let wanted = candidates[0].file_name();
        match nearest(wanted, names.filter(|name| !name.contains('/')).take(1000)) {
            Some(near) => format!("the included file `{path}` does not exist; there is `{near}`"),
            None => format!("the included file `{path}` does not exist"),
        }
    }
}
