//! Decisions of a book: the list on the page of a folder, and what stands above each record.

use serde::Serialize;

use super::reference::label;
use crate::model::{Book, Decision, DecisionLog, SitePath};

/// The decisions that a page lists.
#[derive(Debug, Serialize)]
pub(crate) struct DecisionList {
    rows: Vec<DecisionRow>,
    /// What search is asked for to find them.
    query: String,
    /// Whether any of them says its status, and its date.
    rated: bool,
    dated: bool,
}

/// A decision among others.
#[derive(Debug, Serialize)]
pub(crate) struct DecisionRow {
    number: String,
    title: String,
    href: String,
    status: Option<Status>,
    date: String,
    supersedes: Vec<Other>,
    superseded_by: Vec<Other>,
}

/// A status and what it means for a reader.
#[derive(Debug, Serialize)]
struct Status {
    name: String,
    /// `good`, `notice` or `unknown`.
    meaning: &'static str,
}

/// Another decision.
#[derive(Debug, Serialize)]
struct Other {
    number: String,
    title: String,
    href: String,
}

/// The list that a page shows; none when it is no log.
pub(crate) fn list(book: &Book, page: usize, from: &SitePath, about: &str) -> Option<DecisionList> {
    let log = book.logs.iter().find(|log| log.page == page)?;
    let rows: Vec<DecisionRow> = log.decisions.iter().map(|decision| row(book, log, decision, from)).collect();
    let (rated, dated) = (rows.iter().any(|row| row.status.is_some()), rows.iter().any(|row| !row.date.is_empty()));
    Some(DecisionList { rows, query: format!("kind:decision {about}"), rated, dated })
}

/// What stands above a record; none when the page is none.
pub(crate) fn of_page(book: &Book, page: usize, from: &SitePath) -> Option<DecisionRow> {
    let find = |log: &DecisionLog| log.decisions.iter().position(|decision| decision.page == page);
    let (log, place) = book.logs.iter().find_map(|log| Some((log, find(log)?)))?;
    let row = row(book, log, &log.decisions[place], from);
    let empty =
        row.status.is_none() && row.date.is_empty() && row.supersedes.is_empty() && row.superseded_by.is_empty();
    (!empty).then_some(row)
}

fn row(book: &Book, log: &DecisionLog, decision: &Decision, from: &SitePath) -> DecisionRow {
    let href = |decision: &Decision| from.href_to(&book.pages[decision.page].path);
    let other = |place: &usize| {
        let decision = &log.decisions[*place];
        Other { number: decision.number.clone(), title: label(&decision.title), href: href(decision) }
    };
    let own = decision.standing();
    DecisionRow {
        number: decision.number.clone(),
        title: label(&decision.title),
        href: href(decision),
        status: (!own.is_empty()).then(|| status(own)),
        date: decision.date.clone(),
        supersedes: decision.supersedes.iter().map(other).collect(),
        superseded_by: decision.superseded_by.iter().map(other).collect(),
    }
}

fn status(name: &str) -> Status {
    let meaning = match name.to_lowercase().as_str() {
        "accepted" | "active" | "adopted" | "approved" | "decided" | "done" | "implemented" => "good",
        "draft" | "in progress" | "in review" | "open" | "pending" | "proposed" | "review" => "notice",
        _ => "unknown",
    };
    Status { name: name.to_owned(), meaning }
}
