//! Circles: entities of which each leads to each other.

use super::edges::Edges;
use crate::{connected, model::EntityIndex};

/// All circles, each sorted; the largest first, those of one size by their first entity.
pub(super) fn cycles(edges: &Edges) -> Vec<Vec<EntityIndex>> {
    let count = u32::try_from(edges.len()).expect("entities are counted in 32 bits");
    let found = connected::strong(count, &|node| edges.of(node as usize));
    let mut circles: Vec<Vec<EntityIndex>> =
        found.into_iter().map(|circle| circle.into_iter().map(EntityIndex).collect()).collect();
    circles.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    circles
}
