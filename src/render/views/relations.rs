//! The relations of an entity as tables.

use serde::Serialize;

use super::row::Row;
use crate::{
    model::{Entity, SitePath},
    render::{board::Board, kinds},
};

/// The most rows that one table on an entity's page has; the JSON has all of them.
pub(crate) const MOST_ROWS: usize = 100;

/// The relations of one type.
#[derive(Debug, Serialize)]
pub(crate) struct Relations {
    label: String,
    /// The same list as a query; none for a relation that queries do not know.
    query: Option<String>,
    count: usize,
    rows: Vec<Row>,
    more: usize,
}

/// Relations that other parts of the page already show.
const ELSEWHERE: [&str; 6] = ["ownedBy", "ownerOf", "hasMember", "memberOf", "parentOf", "childOf"];

/// The order of the tables; types that are not listed follow by name.
const ORDER: [&str; 8] =
    ["hasPart", "providesApi", "apiProvidedBy", "dependsOn", "consumesApi", "dependencyOf", "apiConsumedBy", "partOf"];

/// The relations of an entity by type, what it contains first.
pub(crate) fn relations(board: &Board<'_>, from: &SitePath, entity: &Entity) -> Vec<Relations> {
    let mut types: Vec<&'static str> = entity.relations.iter().map(|relation| relation.relation_type.0).collect();
    types.dedup();
    types.retain(|relation_type| !ELSEWHERE.contains(relation_type));
    types.sort_by_key(|relation_type| ORDER.iter().position(|other| other == relation_type).unwrap_or(ORDER.len()));
    types.into_iter().map(|relation_type| table(board, from, entity, relation_type)).collect()
}

fn table(board: &Board<'_>, from: &SitePath, entity: &Entity, relation_type: &'static str) -> Relations {
    let count = entity.related(relation_type).count();
    let rows = entity.related(relation_type).take(MOST_ROWS).map(|relation| match relation.entity {
        Some(index) => Row::short(board, from, index),
        None => Row::dangling(&relation.target),
    });
    Relations {
        label: kinds::relation_words(relation_type).to_owned(),
        query: kinds::related_query(relation_type, entity.id.as_str()),
        count,
        rows: rows.collect(),
        more: count.saturating_sub(MOST_ROWS),
    }
}
