//! The documents of a book.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use rayon::prelude::*;

use super::{
    asciidoc,
    claims::Claim,
    meta::Meta,
    reading,
    settings::{Outline, Settings},
    sidebars,
    snippets::Snippets,
};
use crate::{
    markdown::Summary,
    model::{Memory, Page, RepoPath, Role, SitePath, Snapshot, SnippetPlaces},
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
    /// What each page says about its place.
    pub metas: Vec<Meta>,
    /// Addresses of images on each page.
    pub images: Vec<Vec<String>>,
    /// Where included files are looked for.
    pub snippets: SnippetPlaces,
    by_source: HashMap<RepoPath, usize>,
    memory: &'a dyn Memory,
}

/// Whether a file is a document.
pub fn is_page(path: &RepoPath) -> bool {
    let extension = path.stem_and_extension().1.to_ascii_lowercase();
    matches!(extension.as_str(), "md" | "markdown" | "mdx") || asciidoc::is_asciidoc(path)
}

/// Whether a file is the first page of its folder.
pub fn is_index(path: &RepoPath) -> bool {
    is_page(path) && matches!(path.stem_and_extension().0.to_ascii_lowercase().as_str(), "index" | "readme")
}

impl<'a> Volume<'a> {
    /// Reads the pages of a claim.
    pub fn open((snapshot, memory): (&'a Snapshot, &'a dyn Memory), claim: &Claim, settings: &Settings) -> Self {
        let (mounts, pages, metas, images, by_source) = Default::default();
        let snippets = settings.snippets.clone();
        let mut volume = Self { snapshot, mounts, pages, metas, images, snippets, by_source, memory };
        let mount =
            Mount { docs_dir: settings.docs_dir.clone(), site: claim.site.clone(), whole: !settings.readme_only };
        volume.mount(mount, settings);
        volume
    }

    /// Adds a folder of documents; gives its place in [`Volume::mounts`].
    pub fn mount(&mut self, mount: Mount, settings: &Settings) -> usize {
        if self.mounts.iter().any(|other| other.whole && other.docs_dir == mount.docs_dir) {
            return self.mount_files(mount, &[]);
        }
        let files = self.snapshot.files_within(&mount.docs_dir).map(|(path, _)| path);
        let files = files.filter(|path| is_page(path) && is_published(path, &mount.docs_dir, settings));
        let files: Vec<&RepoPath> = files.collect();
        self.mount_files(mount, &files)
    }

    /// Adds some documents of a folder; gives its place in [`Volume::mounts`].
    pub fn mount_files(&mut self, mount: Mount, files: &[&'a RepoPath]) -> usize {
        let new = files.iter().copied().filter(|path| !self.by_source.contains_key(*path));
        let files: Vec<&RepoPath> = new.collect();
        let paths = site_paths(&files, &mount);
        let (snapshot, places, memory) = (self.snapshot, &self.snippets, self.memory);
        let read = |(file, path): (&&RepoPath, &SitePath)| read(&Snippets { snapshot, places, file }, memory, path);
        let read: Vec<Option<(Page, Meta, Vec<String>)>> = files.par_iter().zip(&paths).map(read).collect();
        for (page, meta, images) in read.into_iter().flatten() {
            self.push(page, meta, images);
        }
        self.mounts.push(mount);
        self.mounts.len() - 1
    }

    /// Adds one page.
    pub fn push(&mut self, page: Page, meta: Meta, images: Vec<String>) {
        self.by_source.insert(page.source.clone(), self.pages.len());
        self.pages.push(page);
        self.metas.push(meta);
        self.images.push(images);
    }

    /// The page that a file became.
    pub fn page(&self, source: &RepoPath) -> Option<usize> {
        self.by_source.get(source).copied()
    }

    /// What the navigation calls a page unless it says otherwise.
    pub fn label(&self, page: usize) -> String {
        self.metas[page].label.clone().unwrap_or_else(|| self.pages[page].title.clone())
    }

    /// Notes under which other paths documents may name each page: Docusaurus' `id` and `slug`, and names without the
    /// number that orders them.
    pub fn learn_names(&mut self, settings: &Settings) {
        for (page, meta) in self.pages.iter_mut().zip(&self.metas) {
            let folder = page.source.parent();
            let slug = meta.slug.as_ref().and_then(|slug| match slug.strip_prefix('/') {
                Some(rooted) => settings.docs_dir.join(rooted).ok(),
                None => folder.join(slug).ok(),
            });
            let id = meta.id.as_ref().filter(|id| !id.contains('/')).and_then(|id| folder.join(id).ok());
            let sidebars = settings.file.as_ref().is_some_and(sidebars::is_sidebars);
            let by_files = sidebars || matches!(settings.nav, Outline::Files);
            let plain = |path: &RepoPath| by_files.then(|| unnumbered(path)).flatten();
            let names = [id.as_ref().and_then(plain), plain(&page.source), slug, id];
            page.aliases.extend(names.into_iter().flatten().filter(|path| *path != page.source));
        }
    }

    /// The mount that a file lies in.
    pub fn mount_of(&self, source: &RepoPath) -> Option<&Mount> {
        self.mounts.iter().find(|mount| source.is_within(&mount.docs_dir))
    }
}

fn is_published(path: &RepoPath, docs_dir: &RepoPath, settings: &Settings) -> bool {
    let Some(relative) = path.relative_to(docs_dir) else { return false };
    if settings.readme_only {
        return is_index(path) && !relative.contains('/');
    }
    if matches!(&settings.nav, Outline::Summary(summary) if summary == path) {
        return false;
    }
    let hidden = relative.split('/').any(|part| part.starts_with('.') || part == "node_modules");
    let partial = path.stem_and_extension().1 == "mdx" && path.file_name().starts_with('_');
    let hidden = hidden && !settings.exclude.keeps(relative);
    !(partial || hidden || relative.contains("{{") || settings.exclude.holds(relative))
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
fn read(snippets: &Snippets<'_>, memory: &dyn Memory, path: &SitePath) -> Option<(Page, Meta, Vec<String>)> {
    let file = snippets.file;
    let (Summary { front_matter, headings, anchors, images }, meta) = reading::read(snippets, memory)?;
    let first = headings.iter().find(|heading| heading.level == 1).map(|heading| heading.text.clone());
    let title = front_matter.title.or(first).filter(|title| !title.trim().is_empty());
    let title = title.unwrap_or_else(|| name_to_title(file));
    let description = front_matter.description;
    let role = role(file);
    let (source, path) = (file.clone(), path.clone());
    let page = Page { source, path, title, description, headings, anchors, role, ..Page::default() };
    Some((page, meta, images))
}

/// The text of a document as Markdown.
pub fn markup<'t>(file: &RepoPath, bytes: &'t [u8]) -> Cow<'t, str> {
    let text = String::from_utf8_lossy(bytes);
    if asciidoc::is_asciidoc(file) { Cow::Owned(asciidoc::to_markdown(&text)) } else { text }
}

/// What the name of a file says about its purpose.
fn role(file: &RepoPath) -> Role {
    let folder = file.parent();
    let stem = file.stem_and_extension().0.to_lowercase();
    let in_runbooks = folder.as_str().split('/').any(|part| matches!(part, "runbook" | "runbooks" | "playbooks"));
    match stem.as_str() {
        "changelog" | "changes" | "history" | "release-notes" | "releases" => Role::Changelog,
        _ if stem.starts_with("runbook") || stem.ends_with("runbook") => Role::Runbook,
        "playbook" => Role::Runbook,
        _ if in_runbooks => Role::Runbook,
        _ => Role::Document,
    }
}

/// `02-guide/01-start.md` as `guide/start`; none when nothing is numbered.
pub fn unnumbered(file: &RepoPath) -> Option<RepoPath> {
    let bare = |part: &str| {
        let name = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = name.trim_start_matches(['-', '_', '.', ' ']);
        if name.len() < part.len() && rest.len() < name.len() && !rest.is_empty() {
            rest.to_owned()
        } else {
            part.to_owned()
        }
    };
    let parts: Vec<String> = file.as_str().split('/').map(bare).collect();
    let path = parts.join("/");
    let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
    (path != file.as_str()).then(|| RepoPath::new(stem).ok()).flatten()
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
