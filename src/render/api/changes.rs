//! `changes.json`: what happened to entities.

use schemars::JsonSchema;
use serde::Serialize;

use super::json;
use crate::{
    model::{Output, RepoIndex},
    render::Content,
};

/// What happened to entities, as far as histories are known.
#[derive(Serialize, JsonSchema)]
pub(super) struct ChangesFile<'a> {
    /// Repositories whose history is known.
    histories: Vec<HistoryFile<'a>>,
    /// Newest first.
    changes: Vec<TurnFile<'a>>,
}

/// How far a history is known.
#[derive(Serialize, JsonSchema)]
struct HistoryFile<'a> {
    /// The repository's name.
    repo: &'a str,
    /// The day since when, `YYYY-MM-DD`; null when it is known from the first commit on.
    since: Option<&'a str>,
}

/// Something that happened.
#[derive(Serialize, JsonSchema)]
struct TurnFile<'a> {
    /// RFC 3339 in UTC.
    time: &'a str,
    /// The commit along first parents: 40 hexadecimal digits.
    commit: &'a str,
    /// Who made it.
    author: &'a str,
    /// `kind:namespace/name` in lower case; it need not exist any more.
    entity: &'a str,
    /// `created`, `removed`, `moved`, `owner`, `lifecycle`, `type`, `system`, `domain`, `title`, `description`,
    /// `definition`, `dependency`, `provided API` or `consumed API`.
    change: &'a str,
    /// What it was; null when there was nothing, and for `definition`.
    before: Option<&'a str>,
    /// What it became; null when there is nothing, and for `definition`.
    after: Option<&'a str>,
    /// The repository's name.
    repo: &'a str,
    /// The file; of what was removed, where it was.
    path: &'a str,
    /// The line where the document began, from 1.
    line: u32,
}

pub(super) fn file(content: &Content<'_>) -> Output {
    let repo = |index: RepoIndex| content.catalog[index].name.as_str();
    let known = content.timeline.known.iter();
    let histories = known.map(|(index, since)| HistoryFile { repo: repo(*index), since: since.as_deref() }).collect();
    let changes = content.timeline.turns.iter().map(|turn| TurnFile {
        time: &turn.commit.time,
        commit: &turn.commit.id,
        author: &turn.author,
        entity: turn.entity.as_str(),
        change: turn.kind,
        before: turn.before.as_deref(),
        after: turn.after.as_deref(),
        repo: repo(turn.repo),
        path: turn.place.0.as_str(),
        line: turn.place.1,
    });
    json("changes.json", &ChangesFile { histories, changes: changes.collect() })
}
