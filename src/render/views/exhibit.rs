//! The page that frames what another tool built.

use serde::Serialize;

use super::{
    reference::{Reference, label},
    shell::Head,
};
use crate::{
    model::{Exhibit, ExhibitText, PageSection, Record, RecordKind},
    render::{board::Board, records},
};

/// The page that frames what another tool built.
#[derive(Debug, Serialize)]
pub(crate) struct ExhibitView {
    head: Head,
    title: String,
    docs_href: String,
    owner: Reference,
    /// The first file.
    start_href: String,
    /// The folder of all files, with its slash.
    base: String,
    source: String,
}

impl ExhibitView {
    pub(crate) fn new(board: &Board<'_>, exhibit: &Exhibit) -> Self {
        let from = &exhibit.path;
        let start_href = from.href_to(&exhibit.start);
        let stem = from.as_str().rsplit('/').next().unwrap_or_default().trim_end_matches(".html");
        Self {
            head: Head::new(label(&exhibit.title), "docs"),
            title: label(&exhibit.title),
            docs_href: from.href_to(&super::shell::page("docs")),
            owner: board.reference(from, exhibit.entity),
            start_href,
            base: format!("{stem}/"),
            source: format!("{}/{}", board.catalog[exhibit.repo].name, exhibit.folder),
        }
    }
}

/// What search finds in an exhibit: each page by its file, title and text.
pub(crate) fn records(board: &Board<'_>, exhibit: &Exhibit, pages: Vec<ExhibitText>) -> Vec<Record> {
    let mut facets = records::of_owner(board, exhibit.entity);
    facets.push(records::source(board, exhibit.repo));
    let record = |ExhibitText { file, title, text }| Record {
        kind: RecordKind::Page,
        label: "docs".to_owned(),
        path: exhibit.path.clone(),
        title: if title.is_empty() { file.clone() } else { title },
        anchor: Some(format!("/{file}")),
        context: exhibit.title.clone(),
        keywords: Vec::new(),
        facets: facets.clone(),
        sections: vec![PageSection { heading: None, text }],
    };
    pages.into_iter().map(record).collect()
}
