//! The page on which the catalog is asked, which scripts fill.

use serde::Serialize;

use super::shell::Head;
use crate::render::board::Board;

/// The page on which the catalog is asked.
#[derive(Debug, Serialize)]
pub(crate) struct ExploreView {
    head: Head,
    examples: Vec<Example>,
}

/// A question, and how it is asked.
#[derive(Debug, Serialize)]
struct Example {
    question: String,
    query: String,
}

impl ExploreView {
    pub(crate) fn new(board: &Board<'_>) -> Self {
        let most = |relation: &str, kind: &str| {
            let found = board.catalog.iter().filter(|(_, entity)| kind.is_empty() || entity.id.kind() == kind);
            let counted = found.map(|(index, entity)| (entity.related(relation).count(), std::cmp::Reverse(index)));
            let (count, std::cmp::Reverse(index)) = counted.max()?;
            (count > 0).then(|| &board.catalog[index])
        };
        let mut examples = vec![
            example("What runs in production without documentation", "kind:component lifecycle:production -has:docs"),
            example("What nobody owns", "is:unowned"),
            example("What depends on something deprecated", "depends-on*:(lifecycle:deprecated)"),
        ];
        if let Some(hub) = most("dependencyOf", "") {
            let query = format!("depends-on*:{}", hub.id);
            examples.push(example(&format!("What breaks without {}", hub.title()), &query));
        }
        if let Some(team) = most("ownerOf", "group") {
            let query = format!("owner*:{} kind:component,api", team.id);
            examples.push(example(&format!("What {} and the teams below it own", team.title()), &query));
        }
        if let Some(system) = most("hasPart", "system") {
            examples.push(example(&format!("Everything in {}", system.title()), &format!("in:{}", system.id)));
        }
        examples.push(example("Where most problems are", "problems:>0 sort:-problems"));
        let head = Head::new("Explore", "explore").describe("Ask the catalog: fields, relations, any number of steps.");
        Self { head, examples }
    }
}

fn example(question: &str, query: &str) -> Example {
    Example { question: question.to_owned(), query: query.to_owned() }
}
