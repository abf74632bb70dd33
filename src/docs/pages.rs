//! The Markdown files of a book.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::{claims::Claim, settings::Settings};
use crate::{
    markdown::{self, Summary},
    model::{Page, RepoPath, SitePath, Snapshot},
};

/// A folder of documents, and where in the book it is.
#[derive(Clone, Debug)]
pub struct Mount {
    /// The folder in the repository.
    pub docs_dir: RepoPath,
    /// Where its pages are in the site.
    pub site: Vec<String>,
    /// Whether all files of the folder are published, and not only what pages show.
    pub whole: bool,
}

/// A book in the making.
pub struct Volume<'a> {
    /// The files.
    pub snapshot: &'a Snapshot,
    /// All folders of documents, the book's own first.
    pub mounts: Vec<Mount>,
    /// All pages, sorted by file within their mounts.
    pub pages: Vec<Page>,
    /// Addresses of images on each page.
    pub images: Vec<Vec<String>>,
    by_source: HashMap<RepoPath, usize>,
}

/// Whether a file is Markdown.
pub fn is_page(path: &RepoPath) -> bool {
    matches!(path.stem_and_extension().1.to_ascii_lowercase().as_str(), "md" | "markdown")
}

/// Whether a file is the first page of its folder.
pub fn is_index(path: &RepoPath) -> bool {
    is_page(path) && matches!(path.stem_and_extension().0.to_ascii_lowercase().as_str(), "index" | "readme")
}

impl<'a> Volume<'a> {
    /// Reads the pages of a claim.
    pub fn open(snapshot: &'a Snapshot, claim: &Claim, settings: &Settings) -> Self {
        let (mounts, pages, images, by_source) = Default::default();
        let mut volume = Self { snapshot, mounts, pages, images, by_source };
        volume.mount(
            Mount { docs_dir: settings.docs_dir.clone(), site: claim.site.clone(), whole: !settings.readme_only },
            settings,
        );
        volume
    }

    /// Adds a folder of documents; gives its place in [`Volume::mounts`].
    pub fn mount(&mut self, mount: Mount, settings: &Settings) -> usize {
        let files: Vec<&RepoPath> = self
            .snapshot
            .files_within(&mount.docs_dir)
            .map(|(path, _)| path)
            .filter(|path| is_page(path) && is_published(path, &mount.docs_dir, settings))
            .filter(|path| !self.by_source.contains_key(*path))
            .collect();
        let paths = site_paths(&files, &mount);
        let snapshot = self.snapshot;
        let read: Vec<Option<(Page, Vec<String>)>> =
            files.par_iter().zip(&paths).map(|(file, path)| read(snapshot, file, path)).collect();
        for (page, images) in read.into_iter().flatten() {
            self.by_source.insert(page.source.clone(), self.pages.len());
            self.pages.push(page);
            self.images.push(images);
        }
        self.mounts.push(mount);
        self.mounts.len() - 1
    }

    /// The page that a file became.
    pub fn page(&self, source: &RepoPath) -> Option<usize> {
        self.by_source.get(source).copied()
    }
}

fn is_published(path: &RepoPath, docs_dir: &RepoPath, settings: &Settings) -> bool {
    let Some(relative) = path.relative_to(docs_dir) else { return false };
    if settings.readme_only {
        return is_index(path) && !relative.contains('/');
    }
    let hidden = relative.split('/').any(|part| part.starts_with('.') || part == "node_modules");
    !hidden && !relative.contains("{{") && !settings.exclude.is_match(relative)
}

/// Where the pages go: `index.md`, else `README.md`, is its folder's `index.html`.
fn site_paths(files: &[&RepoPath], mount: &Mount) -> Vec<SitePath> {
    let mut index: BTreeMap<RepoPath, &RepoPath> = BTreeMap::new();
    for file in files.iter().filter(|file| is_index(file)) {
        let first = index.entry(file.parent()).or_insert(file);
        if file.stem_and_extension().0.eq_ignore_ascii_case("index") {
            *first = file;
        }
    }
    let path = |file: &&RepoPath| {
        let relative = file.relative_to(&mount.docs_dir).unwrap_or_default();
        let mut parts = mount.site.clone();
        parts.extend(relative.split('/').map(SitePath::part));
        let name = if index.get(&file.parent()) == Some(file) { "index" } else { file.stem_and_extension().0 };
        parts.pop();
        parts.push(SitePath::part(&format!("{name}.html")));
        SitePath::from_parts(parts)
    };
    files.iter().map(path).collect()
}

/// Reads what is needed of a page before any is typeset.
fn read(snapshot: &Snapshot, file: &RepoPath, path: &SitePath) -> Option<(Page, Vec<String>)> {
    let bytes = snapshot.read(file).ok()?;
    let Summary { front_matter, headings, anchors, images } =
        markdown::summarise(&String::from_utf8_lossy(&bytes), &markdown::NoFiles);
    let first = headings.iter().find(|heading| heading.level == 1).map(|heading| heading.text.clone());
    let title = front_matter.title.or(first).filter(|title| !title.trim().is_empty());
    let title = title.unwrap_or_else(|| name_to_title(file));
    let description = front_matter.description;
    Some((Page { source: file.clone(), path: path.clone(), title, description, headings, anchors }, images))
}

/// `getting-started.md` as `Getting started`; an index has its folder's name.
pub fn name_to_title(file: &RepoPath) -> String {
    let folder = file.parent();
    let stem = match is_index(file) {
        true if folder.as_str().is_empty() => "Home",
        true => folder.file_name(),
        false => file.stem_and_extension().0,
    };
    let words = stem.replace(['-', '_'], " ");
    if words.to_lowercase() != words {
        return words;
    }
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
