//! Documents: books of pages, read from beside the code.

use super::{EntityIndex, RepoIndex, RepoPath, SitePath};

/// Every book of the organisation.
#[derive(Debug, Default)]
pub struct Library {
    /// Sorted by their folder in the site.
    pub books: Vec<Book>,
}

impl Library {
    /// The book that an entity's documents are in, whether it is the book's owner or shares it.
    pub fn book_of(&self, entity: EntityIndex) -> Option<usize> {
        self.books.iter().position(|book| book.readers.contains(&entity))
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
        url: super::SafeUrl,
    },
}

/// One page of a book.
#[derive(Clone, Debug)]
pub struct Page {
    /// The Markdown file.
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
}
