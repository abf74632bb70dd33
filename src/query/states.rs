//! States that follow from the relations.

use super::{
    bits::Bits,
    ground::{Adjacency, Ground, Name, Ways},
};
use crate::connected;

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
                let Some(way) = relation(ground, name) else { continue };
                connected::strong(end, &|node| way.of(node)).iter().flatten().for_each(|node| {
                    found.insert(*node);
                });
                (0..end).filter(|node| way.of(*node).contains(node)).for_each(|node| {
                    found.insert(node);
                });
            }
            found
        }
    }
}

fn relation<'g>(ground: &'g Ground, name: &str) -> Option<&'g Adjacency> {
    match ground.vocabulary().find(name)? {
        Name::Relation(Ways::One(edge)) => Some(ground.adjacency(edge)),
        _ => None,
    }
}
