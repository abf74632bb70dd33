//! Ways through the relations, breadth first.

use super::{bits::Bits, ground::Adjacency};

/// The entities from which a way of at most `most` steps, and at least one, leads to one of `targets`. `back` says for
/// each node where steps to it come from. Ways lead through entities only, which are the nodes below `entities`;
/// other nodes may be their ends.
pub(super) fn reach(back: &[&Adjacency], targets: &Bits, entities: u32, most: u32) -> Bits {
    let mut found = Bits::none(entities);
    let mut frontier: Vec<u32> = targets.iter().collect();
    for _ in 0..most {
        let mut next = Vec::new();
        for node in frontier {
            for way in back {
                next.extend(way.of(node).iter().copied().filter(|source| *source < entities && found.insert(*source)));
            }
        }
        if next.is_empty() {
            break;
        }
        frontier = next;
    }
    found
}
