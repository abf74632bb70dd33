//! A page of documentation inside its book.

use serde::Serialize;

use super::{
    Markup,
    decisions::{self, DecisionList, DecisionRow},
    reference::{Reference, label},
    shell::Head,
};
use crate::{
    model::{Book, BookOwner, Editing, Heading, Html, NavItem, Page, SafeUrl, SitePath},
    render::board::Board,
};

/// The most lines that one level of the navigation shows at once; the others are one step away.
const MOST_SIBLINGS: usize = 80;

/// A page of documentation inside its book.
#[derive(Debug, Serialize)]
pub(crate) struct DocumentView {
    head: Head,
    book: String,
    book_href: String,
    docs_href: String,
    owner: Option<Reference>,
    repo: String,
    /// The title, when the document does not begin with it.
    title: Option<String>,
    nav: Vec<Line>,
    html: Markup,
    contents: Vec<Entry>,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    view_href: Option<String>,
    edit_href: Option<String>,
    source: String,
    markdown_href: String,
    /// When and by whom the document was last changed.
    changed: Option<Changed>,
    /// What a decision says about itself.
    decision: Option<DecisionRow>,
    /// The decisions that the page lists.
    decisions: Option<DecisionList>,
}

/// When and by whom a document was last changed.
#[derive(Debug, Serialize)]
struct Changed {
    day: String,
    author: String,
    person: Option<Reference>,
}

/// A line of the navigation. Every page of a book has up to a hundred of them, and most are nothing but title and
/// address, so what does not hold is left out.
#[derive(Debug, Default, Serialize)]
struct Line {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    href: Option<String>,
    #[serde(skip_serializing_if = "is_not")]
    current: bool,
    /// A section on the way to the current page.
    #[serde(skip_serializing_if = "is_not")]
    open: bool,
    /// A section that is closed; its address is its first page's.
    #[serde(skip_serializing_if = "is_not")]
    section: bool,
    #[serde(skip_serializing_if = "is_not")]
    external: bool,
    /// Lines below; empty for a section that is closed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lines: Vec<Line>,
}

/// Whether something does not hold.
fn is_not(holds: &bool) -> bool {
    !holds
}

/// A line of the table of contents.
#[derive(Debug, Serialize)]
struct Entry {
    id: String,
    text: String,
    level: u8,
}

/// The page before or after.
#[derive(Debug, Serialize)]
struct Neighbour {
    title: String,
    href: String,
}

impl DocumentView {
    /// The page at `number` of the book at `place` of the library.
    pub(crate) fn new(board: &Board<'_>, place: usize, number: usize, html: Html) -> Self {
        let book = &board.library.books[place];
        let page = &book.pages[number];
        let from = &page.path;
        let repo = &board.catalog[book.repo];
        let order = reading_order(&book.nav);
        let position = order.iter().position(|other| *other == number);
        let neighbour = |at: Option<usize>| {
            let other = &book.pages[*order.get(at?)?];
            Some(Neighbour { title: label(&other.title), href: from.href_to(&other.path) })
        };
        let view_url =
            if board.is_listing(page) { repo.tree_url(&page.source) } else { repo.view_url(&page.source, None) };
        let owner = match book.owner {
            BookOwner::Entity(index) => Some(board.reference(from, index)),
            BookOwner::Repo => None,
        };
        Self {
            head: Head::new(format!("{} · {}", label(&page.title), label(&book.title)), "docs")
                .describe(page.description.as_deref().unwrap_or_default()),
            book: label(&book.title),
            book_href: book.pages.first().map_or_else(String::new, |first| from.href_to(&first.path)),
            docs_href: from.href_to(&super::shell::page("docs")),
            owner,
            repo: repo.name.clone(),
            title: page.headings.iter().all(|heading| heading.level != 1).then(|| page.title.clone()),
            nav: lines(book, from, &book.nav, number),
            html: html.into(),
            contents: contents(&page.headings),
            previous: neighbour(position.and_then(|position| position.checked_sub(1))),
            next: neighbour(position.map(|position| position + 1)),
            view_href: view_url.map(|url| url.to_string()),
            edit_href: edit_href(board, book, page),
            source: format!("{}/{}", repo.name, page.source),
            markdown_href: from.href_to(&page.plain_path()),
            changed: page.changed.as_ref().map(|change| Changed {
                day: super::shell::day(&change.time),
                author: change.author.clone(),
                person: board.person(&change.email).map(|person| board.reference(from, person)),
            }),
            decision: decisions::of_page(book, number, from),
            decisions: decisions::list(book, number, from, &about(board, book)),
        }
    }
}

/// What finds the pages of a book in search: the entity that it is about, or its source.
fn about(board: &Board<'_>, book: &Book) -> String {
    match book.owner {
        BookOwner::Entity(index) => format!("entity:{}", board.catalog[index].id),
        BookOwner::Repo => format!("source:{}", board.catalog[book.repo].name),
    }
}

/// Where the page is edited, as the book has it.
fn edit_href(board: &Board<'_>, book: &Book, page: &Page) -> Option<String> {
    if board.is_listing(page) {
        return None;
    }
    let path = page.source.relative_to(&book.docs_dir);
    let written = match (&book.editing, path) {
        (Editing::Nowhere, _) => return None,
        (Editing::Below(base), Some(path)) => SafeUrl::parse(&format!("{base}{path}")),
        (Editing::Template(template), Some(path)) => SafeUrl::parse(&filled(template, path)),
        (Editing::Forge, _) | (_, None) => {
            return board.catalog[book.repo].edit_url(&page.source).map(|url| url.to_string());
        }
    };
    written.map(|url| url.to_string())
}

/// A template of addresses with a path in it; `!q` asks for the path as one part of an address.
fn filled(template: &str, path: &str) -> String {
    let bare = path.rsplit_once('.').map_or(path, |(bare, _)| bare);
    let quoted = template.replace("{path!q}", &SitePath::escaped(path));
    let quoted = quoted.replace("{path_noext!q}", &SitePath::escaped(bare));
    quoted.replace("{path}", path).replace("{path_noext}", bare)
}

/// The pages of a navigation in the order in which one reads them.
fn reading_order(nav: &[NavItem]) -> Vec<usize> {
    let mut order = Vec::new();
    for item in nav {
        match item {
            NavItem::Page { page, .. } => order.push(*page),
            NavItem::Section { items, .. } => order.extend(reading_order(items)),
            NavItem::Link { .. } => {}
        }
    }
    order
}

/// One level of the navigation; only sections on the way to the current page are open.
fn lines(book: &Book, from: &SitePath, nav: &[NavItem], current: usize) -> Vec<Line> {
    let here = nav.iter().position(|item| holds(item, current)).unwrap_or(0);
    let start = here.saturating_sub(MOST_SIBLINGS / 2).min(nav.len().saturating_sub(MOST_SIBLINGS));
    let shown = nav.iter().skip(start).take(MOST_SIBLINGS);
    shown.map(|item| line(book, from, item, current)).collect()
}

fn line(book: &Book, from: &SitePath, item: &NavItem, current: usize) -> Line {
    let plain = |title: &str, href: Option<String>| Line { title: label(title), href, ..Line::default() };
    match item {
        NavItem::Page { title, page } => Line {
            current: *page == current,
            ..plain(title, book.pages.get(*page).map(|page| from.href_to(&page.path)))
        },
        NavItem::Link { title, url } => Line { external: true, ..plain(title, Some(url.to_string())) },
        NavItem::Section { title, items } => {
            let href = |page: usize| book.pages.get(page).map(|page| from.href_to(&page.path));
            let (own, rest) = own_page(title, items);
            if own.is_some() && rest.is_empty() || !holds(item, current) {
                let first = reading_order(items).first().copied();
                let line = plain(title, first.and_then(href));
                return Line { section: !rest.is_empty(), current: own == Some(current), ..line };
            }
            let line = plain(title, own.and_then(href));
            Line { open: true, current: own == Some(current), lines: lines(book, from, rest, current), ..line }
        }
    }
}

/// The page that stands for a section, and what else is in it. A first page of the same name would be said twice.
fn own_page<'a>(title: &str, items: &'a [NavItem]) -> (Option<usize>, &'a [NavItem]) {
    match items {
        [NavItem::Page { title: first, page }, rest @ ..] if first.to_lowercase() == title.to_lowercase() => {
            (Some(*page), rest)
        }
        _ => (None, items),
    }
}

fn holds(item: &NavItem, current: usize) -> bool {
    match item {
        NavItem::Page { page, .. } => *page == current,
        NavItem::Section { items, .. } => items.iter().any(|item| holds(item, current)),
        NavItem::Link { .. } => false,
    }
}

/// Headings of two levels: the second and third, or the first and second when more than one is of the first.
fn contents(headings: &[Heading]) -> Vec<Entry> {
    let parts = headings.iter().filter(|heading| heading.level == 1).count();
    let up = u8::from(parts > 1);
    let after_title = headings.iter().enumerate().filter(|(at, heading)| *at > 0 || heading.level > 1);
    let shown =
        after_title.map(|(_, heading)| (heading, heading.level + up)).filter(|(_, level)| (2..=3).contains(level));
    shown.map(|(heading, level)| Entry { id: heading.id.clone(), text: label(&heading.text), level }).collect()
}
