//! Tables of entities: all of them, and one for each kind, in pages of a bounded size.

use serde::Serialize;

use super::{
    row::Row,
    shell::{Head, kind_page, page},
};
use crate::{
    model::{EntityIndex, SitePath},
    render::{board::Board, kinds},
};

/// Rows on one page. With scripts, the filters read all rows from the data file instead.
const ROWS: usize = 250;

/// One page of a table of entities.
#[derive(Debug, Serialize)]
pub(crate) struct CatalogView {
    head: Head,
    title: String,
    /// Kind in lower case; none for the table of all.
    kind: Option<String>,
    /// The rows of all pages as a query.
    query: String,
    hue: Option<&'static str>,
    kinds: Vec<KindLink>,
    count: usize,
    first: usize,
    last: usize,
    rows: Vec<Row>,
    pages: Vec<PageLink>,
    previous: Option<String>,
    next: Option<String>,
    /// The script that holds the rows of all pages.
    data: SitePath,
    /// Definitions that no entity names, on the first page of APIs.
    loose: Vec<Loose>,
}

/// A definition that no entity names.
#[derive(Debug, Serialize)]
struct Loose {
    title: String,
    dialect: String,
    source: String,
    href: String,
    operations: usize,
}

/// A kind among the tables.
#[derive(Debug, Serialize)]
pub(crate) struct KindLink {
    pub(crate) label: String,
    pub(crate) hue: &'static str,
    pub(crate) href: String,
    pub(crate) count: usize,
    pub(crate) current: bool,
}

/// A page among the pages of a table.
#[derive(Debug, Serialize)]
struct PageLink {
    number: usize,
    href: String,
    current: bool,
}

/// A table that is cut into pages.
pub(crate) struct Table {
    kind: Option<(String, String)>,
    entities: Vec<EntityIndex>,
}

impl Table {
    /// The table of all entities.
    pub(crate) fn all(board: &Board<'_>) -> Self {
        Self { kind: None, entities: board.by_title(board.catalog.iter().map(|(index, _)| index)) }
    }

    /// The table of one kind, given in lower case and as written.
    pub(crate) fn of_kind(board: &Board<'_>, kind: &str, written: &str) -> Self {
        Self { kind: Some((kind.to_owned(), written.to_owned())), entities: board.by_title(board.of_kind(kind)) }
    }

    /// How many pages the table has; an empty one has one.
    pub(crate) fn pages(&self) -> usize {
        self.entities.len().div_ceil(ROWS).max(1)
    }

    /// The path of a page, counted from 0.
    pub(crate) fn path(&self, number: usize) -> SitePath {
        let first = self.kind.as_ref().map_or_else(|| page("catalog"), |(kind, _)| kind_page(kind));
        if number == 0 {
            return first;
        }
        let folder = first.as_str().trim_end_matches("/index.html");
        SitePath::from_parts(folder.split('/').chain([format!("page-{}.html", number + 1).as_str()]))
    }

    /// A page, counted from 0.
    pub(crate) fn page(&self, board: &Board<'_>, number: usize, data: &SitePath) -> CatalogView {
        let from = &self.path(number);
        let start = number * ROWS;
        let end = (start + ROWS).min(self.entities.len());
        let href = |number: usize| from.href_to(&self.path(number));
        let pages = self.pages();
        let title = match &self.kind {
            Some((kind, written)) => kinds::plural(kind, written),
            None => "Catalog".to_owned(),
        };
        let kind = self.kind.as_ref().map(|(kind, _)| kind.clone());
        CatalogView {
            head: Head::new(title.clone(), if kind.as_deref() == Some("api") { "apis" } else { "catalog" }),
            title,
            hue: kind.as_deref().map(kinds::hue),
            kinds: kind_links(board, from, kind.as_deref()),
            query: format!("kind:{}", kind.as_deref().map_or_else(|| "*".to_owned(), kinds::query_value)),
            kind,
            count: self.entities.len(),
            first: (start + 1).min(end),
            last: end,
            rows: self.entities[start..end].iter().map(|index| Row::new(board, from, *index)).collect(),
            pages: (0..pages)
                .map(|page| PageLink { number: page + 1, href: href(page), current: page == number })
                .collect(),
            previous: (number > 0).then(|| href(number - 1)),
            next: (number + 1 < pages).then(|| href(number + 1)),
            data: data.clone(),
            loose: if number == 0 && self.is_of("api") { loose(board, from) } else { Vec::new() },
        }
    }

    fn is_of(&self, kind: &str) -> bool {
        self.kind.as_ref().is_some_and(|(own, _)| own == kind)
    }
}

fn loose(board: &Board<'_>, from: &SitePath) -> Vec<Loose> {
    let view = |card: &super::definition::Card| Loose {
        title: card.title.clone(),
        dialect: card.dialect.clone(),
        source: card.source.clone(),
        href: from.href_to(&card.page),
        operations: card.operations,
    };
    board.loose.iter().map(view).collect()
}

/// Links to the tables of all kinds.
pub(crate) fn kind_links(board: &Board<'_>, from: &SitePath, current: Option<&str>) -> Vec<KindLink> {
    let links = board.kinds.iter().map(|(kind, written, count)| KindLink {
        label: kinds::plural(kind, written),
        hue: kinds::hue(kind),
        href: from.href_to(&kind_page(kind)),
        count: *count,
        current: current == Some(kind.as_str()),
    });
    links.collect()
}
