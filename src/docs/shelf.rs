//! What typesetting looks things up in.

use std::collections::HashMap;

use super::{forge::Forges, pages::is_index};
use crate::model::{Catalog, EntityIndex, Library, RepoIndex, RepoPath, SitePath, Snapshot};

/// What typesetting may look at, with look-up tables made once.
pub struct Shelf<'a> {
    /// The repositories' files.
    pub snapshots: &'a [Snapshot],
    /// All entities.
    pub catalog: &'a Catalog,
    /// All books.
    pub library: &'a Library,
    pub(super) forges: Forges,
    pages: HashMap<(RepoIndex, &'a RepoPath), Vec<(usize, usize)>>,
    names: HashMap<String, Option<EntityIndex>>,
    aliases: HashMap<(RepoIndex, String), Vec<(usize, usize)>>,
    assets: HashMap<(RepoIndex, &'a RepoPath), Vec<(usize, &'a SitePath)>>,
    /// The first page of a book in each folder and below it.
    firsts: HashMap<(usize, &'a str), usize>,
    /// The first file of a book with each name; indices, of which there are many, are left out.
    namesakes: HashMap<(usize, &'a str), &'a str>,
}

impl<'a> Shelf<'a> {
    /// Makes the look-up tables.
    pub fn new(snapshots: &'a [Snapshot], catalog: &'a Catalog, library: &'a Library) -> Self {
        let mut pages: HashMap<_, Vec<_>> = HashMap::new();
        let mut assets: HashMap<_, Vec<_>> = HashMap::new();
        let mut aliases: HashMap<_, Vec<_>> = HashMap::new();
        let (mut firsts, mut namesakes) = (HashMap::new(), HashMap::new());
        for (number, book) in library.books.iter().enumerate() {
            for (index, page) in book.pages.iter().enumerate() {
                pages.entry((book.repo, &page.source)).or_default().push((number, index));
                if !is_index(&page.source) {
                    namesakes.entry((number, page.source.file_name())).or_insert(page.source.as_str());
                }
                for folder in page.source.upwards() {
                    firsts.entry((number, folder)).or_insert(index);
                }
            }
            for (index, page) in book.pages.iter().enumerate() {
                for alias in &page.aliases {
                    aliases.entry((book.repo, bare(alias).to_owned())).or_default().push((number, index));
                }
            }
            for asset in &book.assets {
                namesakes.entry((number, asset.source.file_name())).or_insert(asset.source.as_str());
                assets.entry((book.repo, &asset.source)).or_default().push((number, &asset.path));
            }
        }
        Self {
            snapshots,
            catalog,
            library,
            forges: Forges::new(catalog),
            names: names(catalog),
            pages,
            aliases,
            assets,
            firsts,
            namesakes,
        }
    }

    /// The page that a file became, in `book` when it has it, else in the first that does.
    pub(super) fn page(&self, repo: RepoIndex, source: &RepoPath, book: usize) -> Option<(usize, usize)> {
        let found = self.pages.get(&(repo, source))?;
        found.iter().find(|(number, _)| *number == book).or_else(|| found.first()).copied()
    }

    /// The page that is known by another path, in `book` when it has it, else in the first that does.
    pub(super) fn known_as(&self, repo: RepoIndex, path: &RepoPath, book: usize) -> Option<(usize, usize)> {
        let found = self.aliases.get(&(repo, bare(path).to_owned()))?;
        found.iter().find(|(number, _)| *number == book).or_else(|| found.first()).copied()
    }

    /// The first page of `book`, in its order, that lies in a folder or below it.
    pub(super) fn first_within(&self, book: usize, folder: &RepoPath) -> Option<usize> {
        self.firsts.get(&(book, folder.as_str())).copied()
    }

    /// The first file of `book` with a name.
    pub(super) fn namesake(&self, book: usize, name: &str) -> Option<&'a str> {
        self.namesakes.get(&(book, name)).copied()
    }

    /// The entity with a name, when only one has it, or only one component.
    pub(super) fn named(&self, name: &str) -> Option<EntityIndex> {
        self.names.get(&name.to_lowercase()).copied().flatten()
    }

    /// The published copy of a file, in `book` when it has it, else in the first that does.
    pub(super) fn asset(&self, repo: RepoIndex, source: &RepoPath, book: usize) -> Option<&'a SitePath> {
        let found = self.assets.get(&(repo, source))?;
        found.iter().find(|(number, _)| *number == book).or_else(|| found.first()).map(|(_, path)| *path)
    }
}

/// Entities by name. A component counts before what is named after it.
fn names(catalog: &Catalog) -> HashMap<String, Option<EntityIndex>> {
    let mut names: HashMap<String, Option<EntityIndex>> = HashMap::new();
    let is_component = |index: EntityIndex| catalog[index].id.kind() == "component";
    for (index, entity) in catalog.iter() {
        let known = names.entry(entity.id.name().to_owned()).or_insert(Some(index));
        match known {
            Some(other) if *other == index || (is_component(*other) && !is_component(index)) => {}
            Some(other) if !is_component(*other) && is_component(index) => *known = Some(index),
            _ => *known = None,
        }
    }
    names
}

/// A path without what tells an address from a file: `a.md`, `a.html`, `a/index.html` are `a`.
fn bare(path: &RepoPath) -> &str {
    let text = path.as_str();
    let text = [".md", ".mdx", ".html"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    text.strip_suffix("/index").unwrap_or(text)
}
