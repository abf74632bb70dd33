//! What the links of one page become.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap, HashSet},
};

use super::{
    Explanation,
    address::{encode, has_scheme, loosely, split_tail},
    advice,
    forge::decode,
    mentions::{self, Meant},
    pages::is_index,
    rules,
    shelf::Shelf,
    snippets::Snippets,
};
use crate::{
    diagnostic::{Rule, nearest},
    markdown::{Include, Mention, Resolve, Target},
    model::{Book, Page, RepoIndex, RepoPath, SafeUrl, SitePath},
};

/// The links of one page.
pub struct Links<'a> {
    shelf: &'a Shelf<'a>,
    book: usize,
    volume: &'a Book,
    page: &'a Page,
    /// What to say about each message that was given to the renderer.
    explanations: RefCell<BTreeMap<String, Explanation>>,
    /// The places of each page that a link with a fragment led to.
    anchors: RefCell<HashMap<&'a SitePath, HashSet<&'a str>>>,
    /// Addresses as written that lead into the portal, with where they lead from the page's Markdown.
    kept: RefCell<HashMap<String, String>>,
    snippets: Snippets<'a>,
}

/// What may follow an address that names a page without its file's ending.
const ENDINGS: [&str; 8] =
    [".md", ".mdx", "/index.md", "/README.md", "/readme.md", "/index.mdx", ".adoc", "/index.adoc"];

/// What stands at a path of a repository.
enum Found<'a> {
    Page(&'a Page),
    Asset(&'a SitePath),
    /// A file or folder that the portal does not hold, on its forge.
    Forge(SafeUrl),
    /// A file or folder that the portal does not hold, of a repository without address.
    Unpublished,
    Nothing,
}

impl Resolve for Links<'_> {
    fn link(&self, destination: &str) -> Target {
        let target = self.target(destination.trim());
        self.keep(destination, &target);
        target
    }

    fn image(&self, destination: &str) -> Target {
        let target = self.picture(destination.trim());
        self.keep(destination, &target);
        target
    }

    fn entity(&self, reference: &str) -> Mention {
        match mentions::meant(self.shelf, reference) {
            Meant::Entity(entity) => Mention::Entity(mentions::link(self.shelf, &self.page.path, entity)),
            Meant::Text => Mention::Text,
            Meant::Nothing(id) => {
                let message = format!("`{reference}` is no entity of this portal");
                self.note(&message, &rules::BROKEN_LINK, || self.advise(|| advice::entity(self.shelf, &id)));
                Mention::Broken(message)
            }
        }
    }

    fn includes(&self) -> &dyn Include {
        &self.snippets
    }
}

impl<'a> Links<'a> {
    fn target(&self, destination: &str) -> Target {
        if destination.is_empty() {
            return Target::Dropped;
        }
        if let Some(fragment) = destination.strip_prefix('#') {
            return self.on_page(self.page, String::new(), fragment);
        }
        if has_scheme(destination) || destination.starts_with("//") {
            return match mentions::meant(self.shelf, destination) {
                Meant::Entity(entity) => Target::Href(self.page.path.href_to(&self.shelf.catalog[entity].id.page())),
                _ => self.absolute(destination),
            };
        }
        let (path, tail) = split_tail(destination);
        match self.find(&decode(path)) {
            Found::Page(page) => {
                let fragment = tail.split_once('#').map_or("", |(_, fragment)| fragment);
                self.on_page(page, self.page.path.href_to(&page.path), fragment)
            }
            Found::Asset(asset) => Target::Href(self.page.path.href_to(asset)),
            Found::Forge(url) => Target::Href(url.as_str().to_owned()),
            Found::Unpublished => {
                let message = format!("`{destination}` is not part of the portal");
                self.broken(message, || Some("link to a document, or give the repository an address".to_owned()))
            }
            Found::Nothing => self.broken(format!("`{destination}` does not exist"), || self.near(&decode(path))),
        }
    }

    fn picture(&self, destination: &str) -> Target {
        if destination.is_empty() {
            return Target::Dropped;
        }
        if has_scheme(destination) || destination.starts_with("//") {
            return match self.absolute(destination) {
                Target::Href(url) => self.copy_of(&url).map_or(Target::Remote(url), Target::Href),
                other => other,
            };
        }
        let (path, _) = split_tail(destination);
        let path = decode(path);
        match self.find(&path) {
            Found::Asset(asset) => Target::Href(self.page.path.href_to(asset)),
            Found::Forge(url) => Target::Remote(url.as_str().to_owned()),
            Found::Unpublished => self.broken(format!("the image `{destination}` is not published"), || None),
            Found::Page(_) | Found::Nothing => {
                self.broken(format!("the image `{destination}` does not exist"), || self.near(&path))
            }
        }
    }

    /// For one page of a book.
    pub fn new(shelf: &'a Shelf<'a>, book: usize, page: usize) -> Self {
        let volume = &shelf.library.books[book];
        Self {
            shelf,
            book,
            volume,
            page: &volume.pages[page],
            explanations: RefCell::default(),
            anchors: RefCell::default(),
            kept: RefCell::default(),
            snippets: Snippets {
                snapshot: &shelf.snapshots[volume.repo.0 as usize],
                places: &volume.snippets,
                file: &volume.pages[page].source,
            },
        }
    }

    /// Where the addresses on the page lead from its Markdown.
    pub fn kept(self) -> HashMap<String, String> {
        self.kept.into_inner()
    }

    /// Remembers a link into the portal; in Markdown it leads to Markdown.
    fn keep(&self, destination: &str, target: &Target) {
        let (Target::Href(href) | Target::Doubtful(href, _)) = target else { return };
        if has_scheme(href) || href.starts_with('#') {
            return;
        }
        let (path, tail) = split_tail(href);
        let plain = match path.strip_suffix(".html") {
            Some(stem) if !has_entity_page(path) => format!("{stem}.md{tail}"),
            _ => href.clone(),
        };
        if plain != destination {
            self.kept.borrow_mut().insert(destination.to_owned(), plain);
        }
    }

    /// The rule behind a problem, and what to do about it.
    pub fn explain(&self, message: &str) -> Explanation {
        self.explanations.borrow().get(message).cloned().unwrap_or((&rules::UNSAFE_MARKUP, None))
    }

    /// Remembers what to do about a problem. What is said a second time is not thought about again.
    fn note(&self, message: &str, rule: &'static Rule, hint: impl FnOnce() -> Option<String>) {
        if !self.explanations.borrow().contains_key(message) {
            let hint = hint();
            self.explanations.borrow_mut().insert(message.to_owned(), (rule, hint));
        }
    }

    fn broken(&self, message: String, hint: impl FnOnce() -> Option<String>) -> Target {
        self.note(&message, &rules::BROKEN_LINK, hint);
        Target::Broken(message)
    }

    /// An address with a scheme: files of collected repositories lead to their pages, others stay.
    fn absolute(&self, destination: &str) -> Target {
        let text = if destination.starts_with("//") { format!("https:{destination}") } else { destination.to_owned() };
        let Some(url) = SafeUrl::parse(&text) else {
            let shown: String = destination.chars().take(60).collect();
            let hint = "links may start with https, http, mailto or tel".to_owned();
            return self.broken(format!("`{shown}` is not an address that the portal links to"), || Some(hint));
        };
        let (path, tail) = split_tail(url.as_str());
        let page = self.shelf.forges.find(path).and_then(|(repo, file)| {
            let file = self.inside(repo, &file)?;
            self.shelf.page(repo, &file, self.book)
        });
        match page {
            Some((book, page)) if !tail.starts_with("#L") => {
                let page = &self.shelf.library.books[book].pages[page];
                let fragment = tail.split_once('#').map_or("", |(_, fragment)| fragment);
                self.on_page(page, self.page.path.href_to(&page.path), fragment)
            }
            _ => Target::Href(url.as_str().to_owned()),
        }
    }

    /// The published copy of an image that is given by its address on a forge.
    fn copy_of(&self, url: &str) -> Option<String> {
        let (repo, file) = self.shelf.forges.find(split_tail(url).0)?;
        let asset = self.shelf.asset(repo, &self.inside(repo, &file)?, self.book)?;
        Some(self.page.path.href_to(asset))
    }

    /// A path of the whole repository as a path of the part that was collected.
    fn inside(&self, repo: RepoIndex, file: &RepoPath) -> Option<RepoPath> {
        RepoPath::new(file.relative_to(&self.shelf.catalog[repo].prefix)?).ok()
    }

    /// A link to a page, and to a place on it. Anchors in the manner of other renderers are understood.
    fn on_page(&self, page: &'a Page, href: String, fragment: &str) -> Target {
        let wanted = decode(fragment);
        if wanted.is_empty() {
            return Target::Href(if href.is_empty() { "#".to_owned() } else { href });
        }
        let generated = wanted.starts_with("fn:") || wanted.starts_with("fnref") || wanted.starts_with("__");
        if generated || self.has_anchor(page, &wanted) {
            return Target::Href(format!("{href}#{}", encode(&wanted)));
        }
        let loose = loosely(&wanted);
        let found = if self.exhausted() || loose.is_empty() { None } else { ids(page).find(|id| loosely(id) == loose) };
        if let Some(id) = found {
            return Target::Href(format!("{href}#{}", encode(id)));
        }
        let message = format!("`#{wanted}` is no heading of `{}`", page.source);
        let hint = || self.advise(|| nearest(&wanted, ids(page)).map(|near| format!("did you mean `#{near}`?")));
        self.note(&message, &rules::BROKEN_ANCHOR, hint);
        Target::Doubtful(if href.is_empty() { "#".to_owned() } else { href }, message)
    }

    fn has_anchor(&self, page: &'a Page, wanted: &str) -> bool {
        self.anchors.borrow_mut().entry(&page.path).or_insert_with(|| ids(page).collect()).contains(wanted)
    }

    /// The advice, as long as the page has few problems.
    fn advise(&self, advice: impl FnOnce() -> Option<String>) -> Option<String> {
        if self.exhausted() { None } else { advice() }
    }

    fn exhausted(&self) -> bool {
        advice::exhausted(self.explanations.borrow().len())
    }

    /// What a relative or rooted path leads to. It may be meant from the file, from the page's address as MkDocs
    /// makes it (`a/b.md` at `a/b/`), from the folder of the documents, or from the root of the repository.
    fn find(&self, path: &str) -> Found<'a> {
        let folder = self.page.source.parent();
        let mut bases = Vec::new();
        if path.starts_with('/') {
            bases.extend([self.volume.docs_dir.clone(), RepoPath::default()]);
        } else {
            let address = folder.join(self.page.source.stem_and_extension().0).ok();
            bases.push(folder);
            bases.extend(address.filter(|_| !is_index(&self.page.source)));
        }
        let mut elsewhere = None;
        for (number, base) in bases.iter().enumerate() {
            match base.join(path.trim_start_matches('/')) {
                Ok(file) => match self.at(self.volume.repo, &file) {
                    Found::Nothing => {}
                    found @ (Found::Page(_) | Found::Asset(_)) => return found,
                    found => {
                        elsewhere.get_or_insert(found);
                    }
                },
                Err(_) if number == 0 => {
                    elsewhere = self.in_neighbour(base, path);
                }
                Err(_) => {}
            }
        }
        elsewhere.unwrap_or(Found::Nothing)
    }

    /// What a path of a repository leads to.
    fn at(&self, repo: RepoIndex, file: &RepoPath) -> Found<'a> {
        let snapshot = &self.shelf.snapshots[repo.0 as usize];
        if snapshot.entry(file).is_some() {
            if let Some(found) = self.published(repo, file) {
                return found;
            }
            return forge(self.shelf.catalog[repo].view_url(file, None));
        }
        let name = file.as_str();
        let bare = name.strip_suffix(".html").unwrap_or(name);
        let bare = bare.strip_suffix("/index").unwrap_or(bare);
        for ending in ENDINGS {
            let found = RepoPath::new(&format!("{bare}{ending}")).ok().and_then(|path| self.published(repo, &path));
            if let Some(found) = found {
                return found;
            }
        }
        if let Some((book, page)) = self.shelf.known_as(repo, file, self.book) {
            return Found::Page(&self.shelf.library.books[book].pages[page]);
        }
        if !name.is_empty() && snapshot.has_folder(file) {
            // A folder without an index stands for the first page in it.
            let first = self.shelf.first_within(self.book, file).filter(|_| repo == self.volume.repo);
            if let Some(page) = first {
                return Found::Page(&self.volume.pages[page]);
            }
            return forge(self.shelf.catalog[repo].tree_url(file));
        }
        Found::Nothing
    }

    fn published(&self, repo: RepoIndex, file: &RepoPath) -> Option<Found<'a>> {
        if let Some((book, page)) = self.shelf.page(repo, file, self.book) {
            return Some(Found::Page(&self.shelf.library.books[book].pages[page]));
        }
        self.shelf.asset(repo, file, self.book).map(Found::Asset)
    }

    /// A path that leads above the root, into the folder of another repository.
    fn in_neighbour(&self, base: &RepoPath, path: &str) -> Option<Found<'a>> {
        let mut above = base.as_str().split('/').filter(|part| !part.is_empty()).count();
        let mut parts = path.split('/').filter(|part| !part.is_empty() && *part != ".").peekable();
        while parts.next_if_eq(&"..").is_some() {
            if above == 0 {
                break;
            }
            above -= 1;
        }
        let repo = self.shelf.forges.folder(parts.next()?)?;
        let file = RepoPath::new(&parts.collect::<Vec<_>>().join("/")).ok()?;
        Some(self.at(repo, &file))
    }

    /// A file that a path may mean.
    fn near(&self, path: &str) -> Option<String> {
        self.advise(|| advice::file(self.shelf, self.book, &self.page.source.parent(), path))
    }
}

/// Whether an address leads to an entity's page, which has no Markdown.
fn has_entity_page(path: &str) -> bool {
    path.trim_start_matches("../").starts_with("catalog/")
}

/// All places on a page that links may lead to.
fn ids(page: &Page) -> impl Iterator<Item = &str> {
    page.headings.iter().map(|heading| heading.id.as_str()).chain(page.anchors.iter().map(String::as_str))
}

fn forge<'a>(url: Option<SafeUrl>) -> Found<'a> {
    url.map_or(Found::Unpublished, Found::Forge)
}
