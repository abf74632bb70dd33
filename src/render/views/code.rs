//! The pages of technologies and of activity.

use serde::Serialize;

use super::{codebase::Codebase, reference::Reference, shell::Head};
use crate::{
    model::{EntityIndex, FactValue, SitePath},
    render::board::Board,
};

/// So many entities stand in one list; the query beside it has the rest.
const MOST_LINES: usize = 15;

/// Languages, tools, licences of the whole organisation.
#[derive(Debug, Serialize)]
pub(crate) struct TechnologiesView {
    head: Head,
    code: Option<Codebase>,
}

impl TechnologiesView {
    pub(crate) fn new(board: &Board<'_>) -> Self {
        let head =
            Head::new("Technologies", "explore").describe("Languages, tools and licences, as the code shows them.");
        Self { head, code: Codebase::new(board, &everything(board), "") }
    }
}

/// Who works on what.
#[derive(Debug, Serialize)]
pub(crate) struct ActivityView {
    head: Head,
    code: Option<Codebase>,
    lists: Vec<List>,
    /// Of how many entities a year of history is known, and of how many it is not.
    known: usize,
    unknown: usize,
}

/// Entities that something is true of.
#[derive(Debug, Serialize)]
struct List {
    id: &'static str,
    title: &'static str,
    about: &'static str,
    query: &'static str,
    count: usize,
    more: usize,
    lines: Vec<Worked>,
}

/// An entity and who works on it.
#[derive(Debug, Serialize)]
struct Worked {
    entity: Reference,
    owner: Option<Reference>,
    commits: u32,
    contributors: u32,
    bus_factor: u32,
    last: Option<String>,
}

/// Id, title, what it means, the query that says the same, and how the list is ordered.
type Question = (&'static str, &'static str, &'static str, &'static str);

const QUESTIONS: [Question; 4] = [
    (
        "orphaned",
        "Orphaned",
        "Nobody changed it for a year, and no owner that exists is named.",
        "commits:0 is:unowned",
    ),
    (
        "one-person",
        "In one person's hands",
        "One person made more than half of a year's commits.",
        "bus-factor:1 sort:-commits",
    ),
    (
        "quiet",
        "Quiet for a year",
        "Owned, and no person changed anything for a year.",
        "commits:0 -is:unowned sort:last-commit",
    ),
    ("busiest", "Busiest", "Most commits in a year.", "has:commits sort:-commits"),
];

impl ActivityView {
    pub(crate) fn new(board: &Board<'_>, page: &SitePath) -> Self {
        let all = everything(board);
        let observed: Vec<EntityIndex> =
            all.iter().copied().filter(|index| board.observed.get(*index, "code").is_some()).collect();
        let known: Vec<EntityIndex> =
            observed.iter().copied().filter(|index| number(board, *index, "commits").is_some()).collect();
        let list = |question: &Question| list(board, page, &known, question);
        Self {
            head: Head::new("Activity", "explore").describe("Who works on what, as the commits show it."),
            code: Codebase::new(board, &all, ""),
            lists: QUESTIONS.iter().map(list).collect(),
            unknown: observed.len() - known.len(),
            known: known.len(),
        }
    }
}

fn list(board: &Board<'_>, page: &SitePath, known: &[EntityIndex], question: &Question) -> List {
    let (id, title, about, query) = *question;
    let commits = |index: EntityIndex| number(board, index, "commits").unwrap_or_default();
    let unowned = |index: EntityIndex| !board.catalog[index].related("ownedBy").any(|owner| owner.entity.is_some());
    let fits = |index: &EntityIndex| match id {
        "orphaned" => commits(*index) == 0 && unowned(*index),
        "one-person" => number(board, *index, "bus-factor") == Some(1),
        "quiet" => commits(*index) == 0 && !unowned(*index),
        _ => commits(*index) > 0,
    };
    let mut found: Vec<EntityIndex> = known.iter().copied().filter(fits).collect();
    match id {
        "quiet" | "orphaned" => found.sort_by_key(|index| text(board, *index, "last-commit")),
        _ => found.sort_by_key(|index| std::cmp::Reverse(commits(*index))),
    }
    let worked = |index: &EntityIndex| Worked {
        entity: board.reference(page, *index),
        owner: board.owner(page, &board.catalog[*index]),
        commits: commits(*index),
        contributors: number(board, *index, "contributors").unwrap_or_default(),
        bus_factor: number(board, *index, "bus-factor").unwrap_or_default(),
        last: text(board, *index, "last-commit"),
    };
    let lines = found.iter().take(MOST_LINES).map(worked).collect();
    List { id, title, about, query, count: found.len(), more: found.len().saturating_sub(MOST_LINES), lines }
}

fn everything(board: &Board<'_>) -> Vec<EntityIndex> {
    board.catalog.iter().map(|(index, _)| index).collect()
}

fn number(board: &Board<'_>, index: EntityIndex, key: &str) -> Option<u32> {
    match &board.observed.get(index, key)?.value {
        FactValue::Number(number) => Some(*number),
        _ => None,
    }
}

fn text(board: &Board<'_>, index: EntityIndex, key: &str) -> Option<String> {
    match &board.observed.get(index, key)?.value {
        FactValue::Text(text) => Some(text.clone()),
        _ => None,
    }
}
