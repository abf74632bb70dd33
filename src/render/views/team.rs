//! Members and ownership of groups and users.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{codebase::Codebase, reference::Reference, relations::MOST_ROWS, row::Row};
use crate::{
    model::{EntityIndex, SitePath},
    render::{board::Board, kinds},
};

/// Members and ownership of a group or a user.
#[derive(Debug, Serialize)]
pub(crate) struct Team {
    /// People that belong to the group itself.
    members: Vec<Reference>,
    /// People that belong to a group below it only.
    members_below: Vec<Reference>,
    subgroups: Vec<Reference>,
    is_user: bool,
    owned: Vec<Owned>,
    owned_count: usize,
    /// What groups below own; for a user, what the user's groups own.
    owned_below: Vec<Owned>,
    owned_below_count: usize,
    /// The lists of people and groups as queries.
    queries: Queries,
    /// The catalog with only what this group owns.
    owned_href: String,
}

/// Lists as queries.
#[derive(Debug, Serialize)]
struct Queries {
    members: String,
    members_below: String,
    subgroups: String,
}

/// What is owned of one kind.
#[derive(Debug, Serialize)]
struct Owned {
    label: String,
    /// The same list as a query.
    query: String,
    count: usize,
    rows: Vec<Row>,
    more: usize,
}

/// Members and ownership, when the entity is a group or a user.
pub(crate) fn team(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Option<Team> {
    let entity = &board.catalog[index];
    let (is_user, around): (bool, Vec<EntityIndex>) = match entity.id.kind() {
        "user" => (true, board.targets(index, "memberOf").collect()),
        "group" => (false, board.group_and_below(index).into_iter().filter(|group| *group != index).collect()),
        _ => return None,
    };
    let direct: Vec<EntityIndex> = board.targets(index, "hasMember").collect();
    let mut below: Vec<EntityIndex> =
        if is_user { Vec::new() } else { around.iter().flat_map(|group| board.targets(*group, "hasMember")).collect() };
    below.sort_unstable();
    below.dedup();
    below.retain(|user| !direct.contains(user));
    let owned: Vec<EntityIndex> = board.targets(index, "ownerOf").collect();
    let mut owned_below: Vec<EntityIndex> = around.iter().flat_map(|group| board.targets(*group, "ownerOf")).collect();
    owned_below.sort_unstable();
    owned_below.dedup();
    owned_below.retain(|entity| owned.binary_search(entity).is_err());
    let id = kinds::query_value(entity.id.as_str());
    let below_query = match is_user {
        true => format!("owned-by:(has-member:{id}) -owned-by:{id}"),
        false => format!("owner*:{id} -owned-by:{id}"),
    };
    let references = |users: &[EntityIndex]| users.iter().map(|user| board.reference(from, *user)).collect();
    Some(Team {
        members: board.related(from, entity, "hasMember"),
        members_below: references(&below[..below.len().min(MOST_ROWS)]),
        subgroups: board.related(from, entity, "parentOf"),
        is_user,
        owned_count: owned.len(),
        owned: by_kind(board, from, &owned, &format!("owned-by:{id}")),
        owned_below_count: owned_below.len(),
        owned_below: by_kind(board, from, &owned_below, &below_query),
        queries: Queries {
            members: format!("member-of:{id}"),
            members_below: format!("member-of:(child-of*:{id}) -member-of:{id}"),
            subgroups: format!("child-of:{id}"),
        },
        owned_href: format!("{}#owner={}", from.href_to(&super::shell::page("catalog")), entity.id),
    })
}

/// What the code shows of all that a group and groups below it own, or that is part of a system or a domain.
pub(crate) fn codebase(board: &Board<'_>, index: EntityIndex) -> Option<Codebase> {
    let id = kinds::query_value(board.catalog[index].id.as_str());
    let (mut all, query): (Vec<EntityIndex>, String) = match board.catalog[index].id.kind() {
        "group" => {
            let groups = board.group_and_below(index);
            (groups.iter().flat_map(|group| board.targets(*group, "ownerOf")).collect(), format!("owner*:{id}"))
        }
        "system" => (board.targets(index, "hasPart").collect(), format!("part-of:{id}")),
        _ => return None,
    };
    all.sort_unstable();
    all.dedup();
    Codebase::new(board, &all, &query)
}

/// Entities in one table for each kind; `query` finds them all.
fn by_kind(board: &Board<'_>, from: &SitePath, entities: &[EntityIndex], query: &str) -> Vec<Owned> {
    let mut kinds: BTreeMap<(usize, &str), Vec<EntityIndex>> = BTreeMap::new();
    for index in entities {
        let kind = board.catalog[*index].id.kind();
        kinds.entry((kinds::rank(kind), kind)).or_default().push(*index);
    }
    let tables = kinds.into_iter().map(|((_, kind), entities)| Owned {
        label: kinds::plural(kind, &board.catalog[entities[0]].kind),
        query: format!("kind:{} {query}", kinds::query_value(kind)),
        count: entities.len(),
        rows: entities.iter().take(MOST_ROWS).map(|index| Row::short(board, from, *index)).collect(),
        more: entities.len().saturating_sub(MOST_ROWS),
    });
    tables.collect()
}
