//! What a preview says about itself: a line on every page, and a page that lists what changed.

use std::collections::BTreeMap;

use serde::Serialize;

use super::shell::Head;
use crate::{
    model::{Output, Preview, SitePath},
    render::theme::hash,
};

/// The line on every page.
#[derive(Debug, Serialize)]
pub(crate) struct Banner {
    label: String,
    href: Option<String>,
    commit: Option<String>,
    /// Whether it is known what changed.
    compared: bool,
    /// How many pages are new or other.
    pages: usize,
    /// The script that knows which.
    script: SitePath,
    /// The page that lists all changes.
    changes: SitePath,
}

/// The page that lists all changes.
#[derive(Debug, Serialize)]
pub(crate) struct ChangesView {
    head: Head,
    label: String,
    base: Option<String>,
    sections: Vec<Section>,
}

#[derive(Debug, Serialize)]
struct Section {
    title: &'static str,
    id: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    change: &'static str,
    title: String,
    href: Option<String>,
    note: String,
    lines: Vec<String>,
    diff: Vec<Line>,
}

/// One line of a diff, and what became of it.
#[derive(Debug, Serialize)]
struct Line {
    kind: &'static str,
    text: String,
}

/// The page that lists all changes.
pub(crate) fn path() -> SitePath {
    SitePath::from_parts(["changes.html"])
}

/// What became of each page, as a script that any page can load.
pub(crate) fn script(preview: &Preview) -> Output {
    let pages: BTreeMap<&str, &str> = preview.pages.iter().map(|(path, change)| (path.as_str(), *change)).collect();
    let json = serde_json::to_string(&pages).expect("texts are JSON");
    let text = format!("globalThis.callboardChanges = {json};\n");
    let path = SitePath::from_parts(["assets", &format!("changes.{}.js", hash(text.as_bytes()))]);
    Output { path, bytes: text.into_bytes() }
}

impl Banner {
    pub(crate) fn new(preview: &Preview) -> Self {
        Self {
            label: preview.label.clone(),
            href: preview.url.as_ref().map(ToString::to_string),
            commit: preview.commit.as_ref().map(|commit| commit.chars().take(8).collect()),
            compared: preview.base.is_some(),
            pages: preview.pages.len(),
            script: script(preview).path,
            changes: path(),
        }
    }
}

impl ChangesView {
    pub(crate) fn new(preview: &Preview) -> Self {
        let row = |row: &crate::model::PreviewRow| Row {
            change: row.change,
            title: row.title.clone(),
            href: row.page.as_ref().map(|page| page.as_str().to_owned()),
            note: row.note.clone(),
            lines: row.lines.clone(),
            diff: row.diff.iter().flat_map(|diff| diff.lines()).map(line).collect(),
        };
        let sections = preview.sections.iter().filter(|section| !section.rows.is_empty());
        Self {
            head: Head::new("Changes", "changes").describe(&format!("What {} changes", preview.label)),
            label: preview.label.clone(),
            base: preview.base.clone(),
            sections: sections
                .map(|section| Section {
                    title: section.title,
                    id: section.title.to_lowercase().replace(' ', "-"),
                    rows: section.rows.iter().map(row).collect(),
                })
                .collect(),
        }
    }
}

fn line(text: &str) -> Line {
    let head = ["+++ ", "--- ", "@@ "].iter().any(|start| text.starts_with(start));
    let kind = match text.as_bytes() {
        _ if head => "head",
        [b'+', ..] => "add",
        [b'-', ..] => "del",
        _ => "same",
    };
    Line { kind, text: text.to_owned() }
}
