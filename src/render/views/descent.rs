//! Which template an entity came from, what the template has changed since, and who came from a template.

use serde::Serialize;

use super::{reference::Reference, shell::day};
use crate::{
    model::{Descent, EntityIndex, FileChange, SitePath},
    render::{board::Board, kinds},
};

/// The most entities that a template's page lists.
const MOST: usize = 50;

/// What the template of an entity has changed since.
#[derive(Debug, Serialize)]
pub(crate) struct Drift {
    template: Reference,
    /// The day and the commit of the template that the entity came from; none when the history does not say.
    since: Option<(String, String)>,
    count: usize,
    files: Vec<File>,
    more: usize,
}

/// One file that the template has changed.
#[derive(Debug, Serialize)]
struct File {
    path: String,
    state: Option<&'static str>,
    added: usize,
    removed: usize,
    note: Option<&'static str>,
    hunks: Vec<Hunk>,
}

/// Lines close together.
#[derive(Debug, Serialize)]
struct Hunk {
    head: String,
    lines: Vec<Line>,
}

/// One line with its mark and its end.
#[derive(Debug, Serialize)]
struct Line {
    kind: &'static str,
    text: String,
}

/// Who came from a template.
#[derive(Debug, Serialize)]
pub(crate) struct Uses {
    pub(crate) count: usize,
    /// How many of them the template has left behind.
    pub(crate) behind: usize,
    /// The same list as a query.
    pub(crate) query: String,
    entities: Vec<Use>,
    more: usize,
}

/// One entity that came from a template.
#[derive(Debug, Serialize)]
struct Use {
    entity: Reference,
    owner: Option<Reference>,
    since: Option<String>,
    files: usize,
    /// Where its page shows what has changed.
    href: String,
}

/// The template that an entity came from.
pub(crate) fn drift(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Option<Drift> {
    let descent = board.descent_of(index)?;
    let since = descent.since.as_ref().map(|commit| (day(&commit.time), commit.id.chars().take(8).collect()));
    Some(Drift {
        template: board.reference(from, descent.template),
        since,
        count: descent.files(),
        files: descent.changes.iter().map(file).collect(),
        more: descent.more,
    })
}

fn file(change: &FileChange) -> File {
    let line = |(mark, text): &(char, String)| Line {
        kind: match mark {
            '+' => "add",
            '-' => "del",
            _ => "same",
        },
        text: format!("{mark}{text}\n"),
    };
    let hunks = change.hunks.iter();
    File {
        path: change.path.to_string(),
        state: change.state,
        added: change.added,
        removed: change.removed,
        note: change.note,
        hunks: hunks
            .map(|hunk| Hunk { head: format!("{}\n", hunk.head), lines: hunk.lines.iter().map(line).collect() })
            .collect(),
    }
}

/// Who came from a template; none when nobody did.
pub(crate) fn uses(board: &Board<'_>, from: &SitePath, template: EntityIndex) -> Option<Uses> {
    let descents = board.made_from(template);
    if descents.is_empty() {
        return None;
    }
    let one = |descent: &&Descent| {
        let entity = &board.catalog[descent.entity];
        Use {
            entity: board.reference(from, descent.entity),
            owner: board.owner(from, entity),
            since: descent.since.as_ref().map(|commit| day(&commit.time)),
            files: descent.files(),
            href: format!("{}#drift", from.href_to(&entity.id.page())),
        }
    };
    let id = kinds::query_value(board.catalog[template].id.as_str());
    Some(Uses {
        count: descents.len(),
        behind: descents.iter().filter(|descent| descent.files() > 0).count(),
        query: format!("annotation.backstage.io/source-template:{id}"),
        entities: descents.iter().take(MOST).map(one).collect(),
        more: descents.len().saturating_sub(MOST),
    })
}
