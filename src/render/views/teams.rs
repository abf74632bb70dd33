//! The org chart.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{reference::Reference, shell::Head};
use crate::{
    model::{EntityIndex, SitePath},
    render::{board::Board, kinds},
};

/// The most people that one group names.
const MOST_PEOPLE: usize = 12;

/// How deep groups are nested on the page.
const DEEPEST: usize = 12;

/// The org chart.
#[derive(Debug, Serialize)]
pub(crate) struct TeamsView {
    head: Head,
    roots: Vec<TeamNode>,
    groups: usize,
    users: usize,
    /// People in no group.
    alone: Vec<Reference>,
    alone_more: usize,
}

/// A group, its people and the groups below it.
#[derive(Debug, Serialize)]
struct TeamNode {
    group: Reference,
    type_name: Option<String>,
    people: Vec<Reference>,
    people_more: usize,
    people_count: usize,
    /// All of them as a query.
    people_query: String,
    owned: usize,
    children: Vec<TeamNode>,
}

impl TeamsView {
    pub(crate) fn new(board: &Board<'_>, from: &SitePath) -> Self {
        let groups: Vec<EntityIndex> = board.of_kind("group").collect();
        let mut seen = BTreeSet::new();
        let tops = groups.iter().filter(|group| board.targets(**group, "childOf").next().is_none());
        let mut roots: Vec<TeamNode> = tops.filter_map(|group| node(board, from, *group, &mut seen, 0)).collect();
        // Groups that are their own ancestors have no top; each circle starts at its first group.
        roots.extend(groups.iter().filter_map(|group| node(board, from, *group, &mut seen, 0)).collect::<Vec<_>>());
        let users: Vec<EntityIndex> = board.of_kind("user").collect();
        let alone: Vec<EntityIndex> =
            users.iter().copied().filter(|user| board.targets(*user, "memberOf").next().is_none()).collect();
        Self {
            head: Head::new("Teams", "teams"),
            roots,
            groups: groups.len(),
            users: users.len(),
            alone_more: alone.len().saturating_sub(100),
            alone: alone.iter().take(100).map(|user| board.reference(from, *user)).collect(),
        }
    }
}

fn node(
    board: &Board<'_>,
    from: &SitePath,
    index: EntityIndex,
    seen: &mut BTreeSet<EntityIndex>,
    depth: usize,
) -> Option<TeamNode> {
    if depth > DEEPEST || !seen.insert(index) {
        return None;
    }
    let entity = &board.catalog[index];
    let people: Vec<EntityIndex> = board.targets(index, "hasMember").collect();
    let children: Vec<EntityIndex> = board.targets(index, "parentOf").collect();
    Some(TeamNode {
        group: board.reference(from, index),
        type_name: entity.spec_str("type").map(str::to_owned),
        people: people.iter().take(MOST_PEOPLE).map(|user| board.reference(from, *user)).collect(),
        people_more: people.len().saturating_sub(MOST_PEOPLE),
        people_count: people.len(),
        people_query: format!("member-of:{}", kinds::query_value(entity.id.as_str())),
        owned: board.targets(index, "ownerOf").count(),
        children: children.into_iter().filter_map(|child| node(board, from, child, seen, depth + 1)).collect(),
    })
}
