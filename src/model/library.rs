//! Documents: books of pages, read from beside the code.

use super::{EntityIndex, LastChange, RepoIndex, RepoPath, SafeUrl, SitePath};

/// Every book of the organisation.
#[derive(Debug, Default)]
pub struct Library {
    /// Sorted by their folder in the site.
    pub books: Vec<Book>,
    /// Pages that were built elsewhere, sorted by their folder in the site.
    pub exhibits: Vec<Exhibit>,
}

impl Library {
    /// The book that an entity's documents are in, whether it is the book's owner or shares it.
    pub fn book_of(&self, entity: EntityIndex) -> Option<usize> {
        self.books.iter().position(|book| book.readers.contains(&entity))
    }
}

impl Book {
    /// The page at a path as Backstage writes it, e.g. `/guide/start/#install`: its place, and the anchor.
    pub fn page_at(&self, path: &str) -> Option<(usize, String)> {
        let (path, anchor) = path.split_once('#').unwrap_or((path, ""));
        let bare = |path: &str| {
            let path = path.trim_matches('/');
            let path = path.trim_end_matches(".html").trim_end_matches(".md");
            let path = if path == "index" || path == "README" { "" } else { path };
            path.trim_end_matches("/index").trim_end_matches("/README").to_lowercase()
        };
        let wanted = bare(path);
        let own =
            |page: &Page| page.source.relative_to(&self.docs_dir).is_some_and(|relative| bare(relative) == wanted);
        self.pages.iter().position(own).map(|page| (page, anchor.to_owned()))
    }
}

impl Library {
    /// The place of every page: its book in [`Library::books`], and its place in [`Book::pages`].
    pub fn page_numbers(&self) -> Vec<(usize, usize)> {
        let books = self.books.iter().enumerate();
        books.flat_map(|(book, content)| (0..content.pages.len()).map(move |page| (book, page))).collect()
    }
}

/// Whose documents a book holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookOwner {
    /// An entity that names the book by `backstage.io/techdocs-ref`.
    Entity(EntityIndex),
    /// No entity names it; it belongs to its repository.
    Repo,
}

/// A set of pages with one navigation.
#[derive(Debug)]
pub struct Book {
    /// Whose it is.
    pub owner: BookOwner,
    /// Every entity whose documents these are, the owner first, then those that share the book.
    pub readers: Vec<EntityIndex>,
    /// The repository that holds it.
    pub repo: RepoIndex,
    /// `site_name`, else the owner's title.
    pub title: String,
    /// `site_description`.
    pub description: Option<String>,
    /// The file that defines it (`mkdocs.yml`), or the folder of its documents.
    pub root: RepoPath,
    /// The folder of its documents.
    pub docs_dir: RepoPath,
    /// Navigation in reading order.
    pub nav: Vec<NavItem>,
    /// All pages, in reading order first, then those that the navigation leaves out.
    pub pages: Vec<Page>,
    /// Images and other files to copy beside the pages.
    pub assets: Vec<Asset>,
    /// Addresses that pages used to have, sorted by path.
    pub redirects: Vec<Redirect>,
    /// Where its pages are edited.
    pub editing: Editing,
    /// Folders of decisions.
    pub logs: Vec<DecisionLog>,
    /// Where included files are looked for.
    pub snippets: SnippetPlaces,
}

/// Where the files lie that documents include.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SnippetPlaces {
    /// Folders of the repository, in the order in which they are looked in.
    pub folders: Vec<RepoPath>,
    /// Files that every document ends with, such as a glossary of abbreviations.
    pub appended: Vec<String>,
}

/// Where the pages of a book are edited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Editing {
    /// On the repository's forge.
    #[default]
    Forge,
    /// Nowhere that the portal shows.
    Nowhere,
    /// Below this address; what follows is the path from [`Book::docs_dir`].
    Below(String),
    /// At this address once `{path}` and `{path_noext}` in it are the path from [`Book::docs_dir`], the second without
    /// its extension.
    Template(String),
}

/// An address that a page used to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// The old address: an HTML file of the site.
    pub path: SitePath,
    /// Where the page is now.
    pub target: RedirectTarget,
}

/// Where a redirect leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedirectTarget {
    /// A page of the same book, by its place in [`Book::pages`], and an anchor on it, which may be empty.
    Page(usize, String),
    /// Another site.
    Elsewhere(SafeUrl),
}

/// One line of a book's navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NavItem {
    /// A page of this book.
    Page {
        /// The label in the navigation.
        title: String,
        /// Its place in [`Book::pages`].
        page: usize,
    },
    /// A heading with lines below it.
    Section {
        /// The label.
        title: String,
        /// What stands below.
        items: Vec<NavItem>,
    },
    /// A link out of the book.
    Link {
        /// The label.
        title: String,
        /// The address, http or https.
        url: SafeUrl,
    },
}

/// One page of a book.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The document's file; the folder, for a list of decisions that has no file of its own.
    pub source: RepoPath,
    /// The HTML file in the site.
    pub path: SitePath,
    /// From front matter, the first heading, the navigation, or the file's name.
    pub title: String,
    /// `description` of the front matter.
    pub description: Option<String>,
    /// All headings in order.
    pub headings: Vec<Heading>,
    /// Other anchors that links may lead to, sorted.
    pub anchors: Vec<String>,
    /// Paths that documents may name instead of the file: a chosen address, a redirect, a name without its number.
    pub aliases: Vec<RepoPath>,
    /// What it is for.
    pub role: Role,
    /// The last commit that changed the file, when the history is there.
    pub changed: Option<LastChange>,
}

impl Page {
    /// Where the document lies as Markdown, beside its HTML.
    pub fn plain_path(&self) -> SitePath {
        let stem = self.path.as_str().trim_end_matches(".html");
        SitePath::from_parts(format!("{stem}.md").split('/'))
    }
}

/// What a page is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// To be read.
    #[default]
    Document,
    /// To see what changed from version to version.
    Changelog,
    /// To be followed when something is wrong.
    Runbook,
    /// To know why: one decision.
    Decision,
    /// To find a decision.
    DecisionLog,
}

/// The decisions of one folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionLog {
    /// The page that lists them, by its place in [`Book::pages`].
    pub page: usize,
    /// In the order of their numbers.
    pub decisions: Vec<Decision>,
}

/// One architecture decision record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Its page in [`Book::pages`].
    pub page: usize,
    /// The number as written, e.g. `0007`; empty when it has none.
    pub number: String,
    /// The title without its number.
    pub title: String,
    /// E.g. `Accepted`; empty when the record does not say.
    pub status: String,
    /// As written, e.g. `2024-03-01`; empty when the record does not say.
    pub date: String,
    /// Places in [`DecisionLog::decisions`] that it takes the place of.
    pub supersedes: Vec<usize>,
    /// Places in [`DecisionLog::decisions`] that took its place.
    pub superseded_by: Vec<usize>,
}

impl Decision {
    /// Its status; what took its place may know it while the record itself does not say so.
    pub fn standing(&self) -> &str {
        if self.superseded_by.is_empty() { &self.status } else { "Superseded" }
    }
}

/// A heading of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// Its text without markup.
    pub text: String,
}

/// The text under one heading, for search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSection {
    /// The heading; none for what stands before the first one.
    pub heading: Option<Heading>,
    /// Visible text without markup.
    pub text: String,
}

/// A file that is copied as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The file in the repository.
    pub source: RepoPath,
    /// The file in the site.
    pub path: SitePath,
}

/// A page, ready to be put into the theme.
#[derive(Clone, Debug, Default)]
pub struct Typeset {
    /// The document's body; its links are resolved and its raw HTML is sanitised.
    pub html: super::Html,
    /// Its text by heading, for search.
    pub sections: Vec<PageSection>,
    /// The document as Markdown, without its metadata.
    pub markdown: String,
}

/// HTML that another tool built, shown in a frame on a page of the portal.
#[derive(Clone, Debug)]
pub struct Exhibit {
    /// Whose it is.
    pub entity: EntityIndex,
    /// The repository that holds it.
    pub repo: RepoIndex,
    /// What the tool calls it, else the folder's name.
    pub title: String,
    /// The folder in the repository.
    pub folder: RepoPath,
    /// The portal's page with the frame.
    pub path: SitePath,
    /// The first file that the frame shows.
    pub start: SitePath,
    /// All files.
    pub files: Vec<Asset>,
}

/// The text of one page of an exhibit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExhibitText {
    /// The file, from the folder of the exhibit, as the site has it.
    pub file: String,
    /// What the page calls itself; may be empty.
    pub title: String,
    /// Visible text.
    pub text: String,
}
