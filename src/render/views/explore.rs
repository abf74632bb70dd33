//! The pages on which the catalog is asked and its graph is walked, which scripts fill.

use std::cmp::Reverse;

use serde::Serialize;

use super::{report::ReportLink, shell::Head};
use crate::{model::Entity, render::board::Board};

/// The page on which the catalog is asked.
#[derive(Debug, Serialize)]
pub(crate) struct ExploreView {
    head: Head,
    reports: Vec<ReportLink>,
    examples: Vec<Example>,
}

/// A question, and how it is asked.
#[derive(Debug, Serialize)]
struct Example {
    question: String,
    query: String,
}

/// The page of the graph.
#[derive(Debug, Serialize)]
pub(crate) struct GraphView {
    head: Head,
    examples: Vec<Start>,
}

/// Where a walk through the graph may start.
#[derive(Debug, Serialize)]
struct Start {
    title: String,
    note: String,
    href: String,
}

impl GraphView {
    pub(crate) fn new(board: &Board<'_>) -> Self {
        let start = |entity: &Entity, note: &str, more: &str| {
            let reference: String = url::form_urlencoded::byte_serialize(entity.id.as_str().as_bytes()).collect();
            Start { title: entity.title().to_owned(), note: note.to_owned(), href: format!("#start={reference}{more}") }
        };
        let mut examples = Vec::new();
        if let Some(hub) = most(board, "dependencyOf", "") {
            examples.push(start(hub, "most others depend on it", ""));
            examples.push(start(hub, "what breaks without it", "&breaks=1"));
        }
        if let Some(system) = most(board, "hasPart", "system") {
            examples.push(start(system, "the largest system", "&depth=2"));
        }
        if let Some(team) = most(board, "ownerOf", "group") {
            examples.push(start(team, "the team that owns most", ""));
        }
        if has_systems(board) {
            let href = "#q=kind%3Adomain%2Csystem".to_owned();
            examples.push(Start { title: "Domains and systems".into(), note: "kind:domain,system".into(), href });
        }
        Self {
            head: Head::new("Graph", "explore").describe("Walk from entity to entity along their relations."),
            examples,
        }
    }
}

fn has_systems(board: &Board<'_>) -> bool {
    board.kinds.iter().any(|(kind, ..)| kind == "system" || kind == "domain")
}

/// The entity of a kind, or of any, that has most relations of a type.
fn most<'a>(board: &Board<'a>, relation: &str, kind: &str) -> Option<&'a Entity> {
    let found = board.catalog.iter().filter(|(_, entity)| kind.is_empty() || entity.id.kind() == kind);
    let counted = found.map(|(index, entity)| (entity.related(relation).count(), Reverse(index)));
    let (count, Reverse(index)) = counted.max()?;
    (count > 0).then(|| &board.catalog[index])
}

impl ExploreView {
    pub(crate) fn new(board: &Board<'_>, reports: &[ReportLink]) -> Self {
        let mut examples = vec![
            example("What runs in production without documentation", "kind:component lifecycle:production -has:docs"),
            example("What nobody owns", "is:unowned"),
            example("What depends on something deprecated", "depends-on*:(lifecycle:deprecated)"),
        ];
        if let Some(hub) = most(board, "dependencyOf", "") {
            let query = format!("needs*:{}", hub.id);
            examples.push(example(&format!("What breaks without {}", hub.title()), &query));
        }
        if let Some(team) = most(board, "ownerOf", "group") {
            let query = format!("owner*:{} kind:component,api", team.id);
            examples.push(example(&format!("What {} and the teams below it own", team.title()), &query));
        }
        if let Some(system) = most(board, "hasPart", "system") {
            examples.push(example(&format!("Everything in {}", system.title()), &format!("in:{}", system.id)));
        }
        examples.push(example("Where most problems are", "problems:>0 sort:-problems"));
        let head = Head::new("Explore", "explore").describe("Ask the catalog: fields, relations, any number of steps.");
        Self { head, reports: reports.to_vec(), examples }
    }
}

fn example(question: &str, query: &str) -> Example {
    Example { question: question.to_owned(), query: query.to_owned() }
}
