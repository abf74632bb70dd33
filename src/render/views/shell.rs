//! What stands around every page: the top bar, the head and the footer.

use serde::Serialize;

use crate::{
    model::{Catalog, SitePath},
    render::{Options, board::Board, theme::Assets},
};

/// What is particular to one page's head.
#[derive(Debug, Serialize)]
pub(crate) struct Head {
    pub(crate) title: String,
    /// The section of the top bar that the page belongs to.
    pub(crate) section: &'static str,
    /// For search engines and previews: plain text, short.
    pub(crate) description: String,
}

impl Head {
    pub(crate) fn new(title: impl Into<String>, section: &'static str) -> Self {
        Self { title: title.into(), section, description: String::new() }
    }

    /// Adds the first words of a text as description.
    pub(crate) fn describe(mut self, text: &str) -> Self {
        let words: Vec<&str> = text.split_whitespace().take(40).collect();
        self.description = words.join(" ");
        self
    }
}

/// What is the same on all pages, and in every build that changes little: what it holds changes every page.
#[derive(Debug, Serialize)]
pub(crate) struct Portal {
    pub(crate) title: String,
    pub(crate) sections: Vec<Section>,
    pub(crate) assets: Assets,
    /// Whether pages ask search engines not to list them.
    pub(crate) no_index: bool,
    pub(crate) version: &'static str,
    pub(crate) sources: usize,
    /// The only source, when there is but one.
    pub(crate) source: Option<String>,
}

/// A section of the top bar.
#[derive(Debug, Serialize)]
pub(crate) struct Section {
    pub(crate) key: &'static str,
    pub(crate) label: &'static str,
    pub(crate) path: SitePath,
}

impl Portal {
    pub(crate) fn new(options: &Options, board: &Board<'_>, assets: Assets) -> Self {
        let title = options.title.as_str();
        let repos = board.catalog.repos();
        Self {
            title: if title.trim().is_empty() { "Callboard".to_owned() } else { title.to_owned() },
            sections: sections(board),
            assets,
            no_index: options.no_index,
            version: env!("CARGO_PKG_VERSION"),
            sources: repos.len(),
            source: (repos.len() == 1).then(|| repos[0].name.clone()),
        }
    }

    /// Knows of definitions that no entity names.
    pub(crate) fn list(&mut self, board: &Board<'_>) {
        self.sections = sections(board);
    }
}

/// The day of an RFC 3339 time.
pub(crate) fn day(time: &str) -> String {
    time.chars().take(10).collect()
}

/// A page of the site with a fixed path.
pub(crate) fn page(folder: &str) -> SitePath {
    SitePath::from_parts([folder, "index.html"])
}

/// The table of a kind.
pub(crate) fn kind_page(kind: &str) -> SitePath {
    SitePath::from_parts(["catalog", &SitePath::part(kind), "index.html"])
}

fn sections(board: &Board<'_>) -> Vec<Section> {
    let has = |kind: &str| has_kind(board.catalog, kind);
    let all = [
        (true, "catalog", "Catalog", page("catalog")),
        (has("api") || !board.loose.is_empty(), "apis", "APIs", kind_page("api")),
        (!(board.library.books.is_empty() && board.library.exhibits.is_empty()), "docs", "Docs", page("docs")),
        (has("template"), "templates", "Templates", page("templates")),
        (has("group"), "teams", "Teams", page("teams")),
        (!board.catalog.entities().is_empty(), "explore", "Explore", page("explore")),
    ];
    all.into_iter().filter(|(exists, ..)| *exists).map(|(_, key, label, path)| Section { key, label, path }).collect()
}

fn has_kind(catalog: &Catalog, kind: &str) -> bool {
    catalog.entities().iter().any(|entity| entity.id.kind() == kind)
}
