//! States that follow from the relations.

use super::{
    bits::Bits,
    ground::{Adjacency, Ground, Name},
};

/// What may stand after `is:`.
pub const STATES: [&str; 4] = ["orphan", "unowned", "dangling", "cyclic"];

/// Kinds that have owners.
const OWNED: [&str; 6] = ["component", "api", "resource", "system", "domain", "template"];

/// A state that an entity may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// No relation with an entity.
    Orphan,
    /// Nobody owns it, though its kind has owners.
    Unowned,
    /// A relation with something that does not exist.
    Dangling,
    /// On a cycle of `depends-on`, of `part-of` or of `child-of`.
    Cyclic,
}

/// The state of a name in lower case.
pub(super) fn find(name: &str) -> Option<State> {
    Some(match name {
        "orphan" => State::Orphan,
        "unowned" => State::Unowned,
        "dangling" => State::Dangling,
        "cyclic" => State::Cyclic,
        _ => return None,
    })
}

/// The entities in a state.
pub(super) fn entities(ground: &Ground, state: State) -> Bits {
    let end = ground.entities;
    let ways = || ground.relations.iter().flat_map(|relation| [&relation.forward, &relation.backward]);
    match state {
        State::Orphan => {
            Bits::such(end, |entity| !ways().any(|way| way.of(entity).first().is_some_and(|node| *node < end)))
        }
        // The targets of each node ascend, and references to nothing come after all entities.
        State::Dangling => {
            Bits::such(end, |entity| ways().any(|way| way.of(entity).last().is_some_and(|node| *node >= end)))
        }
        State::Unowned => {
            let owners = relation(ground, "owned-by");
            Bits::such(end, |entity| {
                let kind = ground.reference(entity).split(':').next().unwrap_or_default();
                let owned = owners.is_some_and(|owners| owners.of(entity).first().is_some_and(|owner| *owner < end));
                OWNED.contains(&kind) && !owned
            })
        }
        State::Cyclic => {
            let mut found = Bits::none(end);
            for name in ["depends-on", "part-of", "child-of"] {
                if let Some(way) = relation(ground, name) {
                    Cycles::new(way, end).mark(&mut found);
                }
            }
            found
        }
    }
}

fn relation<'g>(ground: &'g Ground, name: &str) -> Option<&'g Adjacency> {
    match ground.vocabulary().find(name)? {
        Name::Relation(edge) => Some(ground.adjacency(edge)),
        _ => None,
    }
}

/// Strongly connected components by Tarjan's algorithm, with a stack of its own instead of recursion.
struct Cycles<'g> {
    way: &'g Adjacency,
    end: u32,
    /// When each entity was first seen, from 1.
    seen: Vec<u32>,
    /// The earliest that can be reached from it; the greatest number once its component is known.
    low: Vec<u32>,
    count: u32,
    open: Vec<u32>,
}

impl<'g> Cycles<'g> {
    fn new(way: &'g Adjacency, end: u32) -> Self {
        Self { way, end, seen: vec![0; end as usize], low: vec![0; end as usize], count: 0, open: Vec::new() }
    }

    /// Adds every entity on a cycle.
    fn mark(&mut self, found: &mut Bits) {
        for start in 0..self.end {
            if self.seen[start as usize] == 0 {
                self.walk(start, found);
            }
        }
    }

    fn walk(&mut self, start: u32, found: &mut Bits) {
        let way = self.way;
        let mut path = vec![self.enter(start)];
        while let Some((node, followed)) = path.last_mut() {
            let (node, next) = (*node, way.of(*node).get(*followed).copied().filter(|next| *next < self.end));
            *followed += 1;
            match next {
                Some(next) if self.seen[next as usize] == 0 => path.push(self.enter(next)),
                Some(next) => {
                    if next == node {
                        found.insert(node);
                    }
                    let low = self.low[next as usize];
                    if low != u32::MAX {
                        self.low[node as usize] = self.low[node as usize].min(low);
                    }
                }
                None => {
                    path.pop();
                    let low = self.low[node as usize];
                    if low == self.seen[node as usize] {
                        self.close(node, found);
                    } else if let Some((before, _)) = path.last() {
                        self.low[*before as usize] = self.low[*before as usize].min(low);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: u32) -> (u32, usize) {
        self.count += 1;
        self.seen[node as usize] = self.count;
        self.low[node as usize] = self.count;
        self.open.push(node);
        (node, 0)
    }

    /// Takes the component that began with `first` off the open ones.
    fn close(&mut self, first: u32, found: &mut Bits) {
        let alone = self.open.last() == Some(&first);
        while let Some(node) = self.open.pop() {
            self.low[node as usize] = u32::MAX;
            if !alone {
                found.insert(node);
            }
            if node == first {
                break;
            }
        }
    }
}
