//! What happened to entities: on their own pages, on those of teams and systems, and on a page for all.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    reference::Reference,
    shell::{Head, day},
};
use crate::{
    model::{Catalog, EntityIndex, SitePath, Turn, visible_line},
    render::board::Board,
};

/// So many lines are shown at once.
const MOST_SHOWN: usize = 10;

/// So many lines a page has in all; the JSON has the rest.
const MOST: usize = 60;

/// So many lines the page for all has.
const MOST_OF_ALL: usize = 300;

/// What others changed is told for so many days before the newest commit.
const WINDOW: i64 = 30;

/// Longer values are cut, in characters.
const LONGEST: usize = 120;

/// Relations that lead to what an entity needs.
const NEEDS: [&str; 3] = ["dependsOn", "consumesApi", "apiProvidedBy"];

/// What happened to an entity and to what it holds, and what its dependencies changed.
#[derive(Debug, Serialize)]
pub(crate) struct History {
    /// Whether lines name their entity, as it may be another one.
    named: bool,
    first: Vec<Line>,
    rest: Vec<Line>,
    /// Lines that only the JSON has.
    left: usize,
    /// The day since when the history is known; none when it is known from the beginning.
    since: Option<String>,
    /// What its dependencies changed in the last days, one and two steps away.
    needs: Vec<Line>,
}

/// What happened to everything, by day.
#[derive(Debug, Serialize)]
pub(crate) struct TimelineView {
    head: Head,
    days: Vec<Day>,
    count: usize,
    /// Lines that only the JSON has.
    left: usize,
    /// Repositories whose history is known, and how many of them not from the beginning.
    known: usize,
    cut: usize,
    newest: Option<String>,
}

/// What happened on one day.
#[derive(Debug, Serialize)]
struct Day {
    day: String,
    lines: Vec<Line>,
}

/// Something that happened.
#[derive(Debug, Serialize)]
struct Line {
    day: String,
    entity: Reference,
    owner: Option<Reference>,
    label: String,
    before: Option<String>,
    after: Option<String>,
    author: String,
    commit: String,
    href: Option<String>,
    place: String,
}

/// What is told on the page of an entity; none when nothing is known.
pub(crate) fn history(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Option<History> {
    let held = held(board, index);
    let named = !held.is_empty();
    let all = of(board, &held.into_iter().chain([index]).collect());
    let since = board.timeline.known.get(&board.catalog[index].origin.repo)?.clone();
    let lines = |turns: &[usize]| turns.iter().map(|place| line(board, from, &board.timeline.turns[*place])).collect();
    let shown = all.len().min(MOST_SHOWN);
    let needs = recent(board, index);
    let told = all.len().min(MOST);
    Some(History {
        named,
        first: lines(&all[..shown]),
        rest: lines(&all[shown..told]),
        left: all.len() - told,
        since,
        needs: lines(&needs[..needs.len().min(MOST)]),
    })
}

/// What happened to some entities, newest first, by places in the timeline.
fn of(board: &Board<'_>, entities: &BTreeSet<EntityIndex>) -> Vec<usize> {
    let mut turns: Vec<usize> = entities.iter().flat_map(|index| board.turns_of(*index)).map(|turn| turn.0).collect();
    turns.sort_unstable();
    turns
}

/// What a group and those below it own, and the parts of a system or a domain.
fn held(board: &Board<'_>, index: EntityIndex) -> BTreeSet<EntityIndex> {
    match board.catalog[index].id.kind() {
        "group" => {
            let groups = board.group_and_below(index);
            groups.iter().flat_map(|group| board.targets(*group, "ownerOf")).collect()
        }
        "system" | "domain" => board.targets(index, "hasPart").collect(),
        _ => BTreeSet::new(),
    }
}

/// What an entity's dependencies, and theirs, changed lately, newest first, by places in the timeline.
pub(in crate::render) fn recent(board: &Board<'_>, index: EntityIndex) -> Vec<usize> {
    let Some(since) = &board.lately else { return Vec::new() };
    let others = |index: EntityIndex, most: usize| {
        NEEDS.into_iter().take(most).flat_map(move |relation| board.targets(index, relation))
    };
    // Who provides an API is needed by those who call it, not by the API.
    let own: BTreeSet<EntityIndex> = others(index, 2).collect();
    let mut found: BTreeSet<EntityIndex> = own.iter().flat_map(|index| others(*index, NEEDS.len())).collect();
    found.extend(own);
    found.remove(&index);
    of(board, &found)
        .into_iter()
        .take_while(|place| board.timeline.turns[*place].commit.time.as_str() >= since.as_str())
        .collect()
}

/// Since when changes of others are told: some days before the newest commit, RFC 3339 in UTC.
pub(in crate::render) fn lately(catalog: &Catalog) -> Option<String> {
    let newest = newest(catalog)?.parse::<jiff::Timestamp>().ok()?;
    Some(jiff::Timestamp::from_second(newest.as_second() - WINDOW * 24 * 60 * 60).ok()?.to_string())
}

/// The time of the newest commit.
fn newest(catalog: &Catalog) -> Option<&str> {
    catalog.repos().iter().filter_map(|repo| Some(repo.commit.as_ref()?.time.as_str())).max()
}

fn line(board: &Board<'_>, from: &SitePath, turn: &Turn) -> Line {
    let index = board.catalog.find(&turn.entity);
    let repo = &board.catalog[turn.repo];
    let (path, number) = &turn.place;
    Line {
        day: day(&turn.commit.time),
        entity: index.map_or_else(|| Reference::dangling(&turn.entity), |index| board.reference(from, index)),
        owner: index.and_then(|index| board.owner(from, &board.catalog[index])),
        label: label(turn),
        before: turn.before.as_deref().map(cut),
        after: turn.after.as_deref().map(cut),
        author: visible_line(&turn.author),
        commit: turn.commit.id.chars().take(8).collect(),
        href: repo.commit_url(&turn.commit.id).map(|url| url.to_string()),
        place: format!("{}/{path}:{number}", repo.name),
    }
}

/// What happened in words.
fn label(turn: &Turn) -> String {
    let mut chars = turn.kind.chars();
    let kind: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
    match (turn.kind, &turn.before, &turn.after) {
        ("created" | "removed" | "moved", ..) => kind,
        ("dependency" | "provided API" | "consumed API", None, _) => format!("{kind} added"),
        ("dependency" | "provided API" | "consumed API", ..) => format!("{kind} removed"),
        (_, None, Some(_)) => format!("{kind} set"),
        (_, Some(_), None) => format!("{kind} removed"),
        _ => format!("{kind} changed"),
    }
}

fn cut(text: &str) -> String {
    let text = visible_line(text);
    let short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

impl TimelineView {
    pub(crate) fn new(board: &Board<'_>, page: &SitePath) -> Self {
        let timeline = board.timeline;
        let mut days: BTreeMap<String, Vec<Line>> = BTreeMap::new();
        for turn in timeline.turns.iter().take(MOST_OF_ALL) {
            days.entry(day(&turn.commit.time)).or_default().push(line(board, page, turn));
        }
        Self {
            head: Head::new("Changes", "explore").describe("What happened to entities, as catalog files tell."),
            days: days.into_iter().rev().map(|(day, lines)| Day { day, lines }).collect(),
            count: timeline.turns.len(),
            left: timeline.turns.len().saturating_sub(MOST_OF_ALL),
            known: timeline.known.len(),
            cut: timeline.known.values().flatten().count(),
            newest: newest(board.catalog).map(day),
        }
    }
}
