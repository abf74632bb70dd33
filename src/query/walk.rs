//! Ways through the relations, breadth first.

use super::{bits::Bits, ground::Adjacency};

/// A relation, both ways.
#[derive(Clone, Copy)]
pub(super) struct Way<'g> {
    /// For each node, where steps from it lead.
    pub(super) there: &'g Adjacency,
    /// For each node, where steps to it come from.
    pub(super) back: &'g Adjacency,
}

/// When what is left is at most so many times as much as what was found last, it is asked whether a step leads there,
/// which is mostly told by the first few steps; before, steps are followed back from what was found last.
const FEW: usize = 8;

/// The entities from which a way of at most `most` steps, and at least one, leads to one of `targets`. Ways lead
/// through entities only, which are the nodes below `entities`; other nodes may be their ends.
pub(super) fn reach(ways: &[Way<'_>], targets: &Bits, entities: u32, most: u32) -> Bits {
    let mut found = Bits::none(entities);
    // What was found, and the targets, from which a step may lead back to them.
    let mut known = targets.widened(entities);
    let mut frontier: Vec<u32> = targets.iter().collect();
    let mut left: Vec<u32> = Vec::new();
    let mut count = 0;
    for _ in 0..most {
        let mut next = Vec::new();
        if frontier.len() * FEW < entities as usize - count {
            for node in frontier {
                for way in ways {
                    next.extend(
                        way.back.of(node).iter().copied().filter(|source| *source < entities && found.insert(*source)),
                    );
                }
            }
        } else {
            if left.is_empty() {
                left = (0..entities).collect();
            }
            left.retain(|node| !found.has(*node));
            let leads = |node: u32| ways.iter().any(|way| way.there.of(node).iter().any(|to| known.has(*to)));
            next.extend(left.iter().copied().filter(|node| leads(*node)));
            next.iter().for_each(|node| {
                found.insert(*node);
            });
        }
        if next.is_empty() {
            break;
        }
        count += next.len();
        known.unite(&found);
        frontier = next;
    }
    found
}
