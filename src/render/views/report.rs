//! The answer to a saved question, readable without scripts.

use serde::Serialize;

use super::{
    reference::Reference,
    shell::{Head, page},
};
use crate::{
    model::{EntityId, EntityRef, ReportAnswer, SavedReport, SitePath},
    render::board::Board,
};

/// So many rows stand on the page; the files beside it have all.
const MOST_ROWS: usize = 1000;

/// A report.
#[derive(Debug, Serialize)]
pub(crate) struct ReportView {
    head: Head,
    name: String,
    query: String,
    explore_href: String,
    /// The same question in the explorer.
    ask_href: String,
    csv_href: String,
    json_href: String,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
    count: usize,
    more: usize,
    grouped: bool,
    /// The largest count, where counts are drawn.
    most: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Cell {
    entities: Vec<Reference>,
    text: String,
}

/// A report among others.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReportLink {
    name: String,
    href: String,
    query: String,
    count: usize,
}

impl ReportLink {
    pub(crate) fn new(report: &SavedReport, answer: &ReportAnswer) -> Self {
        Self {
            name: report.name.clone(),
            href: page("explore").href_to(&report.path("html")),
            query: report.query.0.clone(),
            count: answer.rows.len(),
        }
    }
}

impl ReportView {
    pub(crate) fn new(board: &Board<'_>, report: &SavedReport, answer: &ReportAnswer) -> Self {
        let from = report.path("html");
        let explore_href = from.href_to(&page("explore"));
        let columns: Vec<&str> = report.columns.iter().map(|(name, _)| name.as_str()).collect();
        let mut asked = url::form_urlencoded::Serializer::new(String::new());
        asked.append_pair("q", &report.query.0);
        if !columns.is_empty() {
            asked.append_pair("columns", &columns.join(","));
        }
        if let Some((field, _)) = &report.group_by {
            asked.append_pair("group", field);
        }
        let row = |row: &Vec<Vec<String>>| -> Vec<Cell> {
            let cells = row.iter().zip(&answer.references);
            cells.map(|(values, references)| cell(board, &from, values, *references)).collect()
        };
        Self {
            head: Head::new(report.name.clone(), "explore").describe(&report.query.0),
            name: report.name.clone(),
            query: report.query.0.clone(),
            ask_href: format!("{explore_href}#{}", asked.finish()),
            explore_href,
            csv_href: from.href_to(&report.path("csv")),
            json_href: from.href_to(&report.path("json")),
            columns: answer.head.clone(),
            rows: answer.rows.iter().take(MOST_ROWS).map(row).collect(),
            count: answer.rows.len(),
            more: answer.rows.len().saturating_sub(MOST_ROWS),
            grouped: report.group_by.is_some(),
            most: report.bars.then(|| most(answer)).flatten(),
        }
    }
}

/// The count of the first row: the most frequent value comes first.
fn most(answer: &ReportAnswer) -> Option<u64> {
    answer.rows.first()?.last()?.first()?.parse().ok()
}

fn cell(board: &Board<'_>, from: &SitePath, values: &[String], references: bool) -> Cell {
    let reference = |value: &String| match board.find(value, "default") {
        Some(index) => Some(board.reference(from, index)),
        None => {
            let parsed = EntityRef::parse(value, None, "default").ok()?;
            Some(Reference::dangling(&EntityId::from(&parsed)))
        }
    };
    match references {
        true => Cell { entities: values.iter().filter_map(reference).collect(), text: String::new() },
        false => Cell { entities: Vec::new(), text: values.join(", ") },
    }
}
