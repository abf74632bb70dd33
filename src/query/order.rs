//! The order of an answer.

use std::cmp::Ordering;

use super::ground::{Column, Ground, Values};

/// Sorts entities by fields, first given first; entities without the value come last, ties are in their own order.
pub(super) fn sort(ground: &Ground, sorts: &[(usize, bool)], entities: &mut [u32]) {
    let known = sorts.iter().filter_map(|(field, descending)| Some((ground.fields.get(*field)?, *descending)));
    let keys: Vec<Vec<u32>> =
        known.map(|(field, descending)| keys(&ground.columns[field.column], descending, ground.entities)).collect();
    entities.sort_by(|a, b| {
        let compare = |keys: &Vec<u32>| keys[*a as usize].cmp(&keys[*b as usize]);
        keys.iter().map(compare).find(|order| *order != Ordering::Equal).unwrap_or_else(|| a.cmp(b))
    });
}

/// For each entity the rank of its least value, or of its greatest when these come first; without a value the last.
fn keys(column: &Column, descending: bool, entities: u32) -> Vec<u32> {
    let ranks = ranks(&column.values, descending);
    let mut keys = vec![u32::MAX; entities as usize];
    for (entity, row) in column.rows() {
        if let Some(least) = row.iter().map(|value| ranks[*value as usize]).min() {
            keys[entity as usize] = least;
        }
    }
    keys
}

/// The place of each value in the order asked for: texts by their lower case, then as written.
fn ranks(values: &Values, descending: bool) -> Vec<u32> {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    // Values are sorted as written, so a stable sort by their lower case is all that is missing.
    if let Values::Text(texts) = values {
        let folded: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        order.sort_by(|a, b| folded[*a as usize].cmp(&folded[*b as usize]));
    }
    let mut ranks = vec![0; order.len()];
    for (rank, value) in (0..).zip(&order) {
        ranks[*value as usize] = rank;
    }
    if descending {
        let last = order.len() as u32;
        ranks.iter_mut().for_each(|rank| *rank = last - *rank);
    }
    ranks
}
