//! What most others need.

use std::cmp::Reverse;

use super::edges::Edges;
use crate::model::{EntityIndex, Hub};

/// So many candidates are looked at: those that most need directly.
const CANDIDATES: usize = 60;

/// So many are named.
const MOST: usize = 20;

/// Needed by fewer, directly and through others, is nothing special.
const LEAST: usize = 3;

/// The entities that most others need. `needed` leads from each entity to what needs it.
pub(super) fn hubs(needed: &Edges) -> Vec<Hub> {
    let mut candidates: Vec<usize> = (0..needed.len()).filter(|node| !needed.of(*node).is_empty()).collect();
    candidates.sort_by_key(|node| (Reverse(needed.of(*node).len()), *node));
    candidates.truncate(CANDIDATES);
    let mut marks = vec![0_u32; needed.len()];
    let mut found: Vec<Hub> =
        candidates.iter().zip(1_u32..).map(|(node, mark)| hub(needed, *node, mark, &mut marks)).collect();
    found.retain(|hub| hub.all >= LEAST);
    found.sort_by_key(|hub| (Reverse(hub.all), Reverse(hub.direct), hub.entity));
    found.truncate(MOST);
    found
}

fn hub(needed: &Edges, start: usize, mark: u32, marks: &mut [u32]) -> Hub {
    marks[start] = mark;
    let mut open = vec![start];
    let mut all = 0;
    while let Some(node) = open.pop() {
        for next in needed.of(node).iter().map(|next| *next as usize) {
            if marks[next] != mark {
                marks[next] = mark;
                all += 1;
                open.push(next);
            }
        }
    }
    let entity = EntityIndex(u32::try_from(start).expect("entities are counted in 32 bits"));
    Hub { entity, direct: needed.of(start).len(), all }
}
