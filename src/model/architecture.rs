//! How an organisation hangs together, beyond what files say one by one.

use super::EntityIndex;

/// What follows from all relations at once.
#[derive(Debug, Default)]
pub struct Architecture {
    /// Systems that need others, because something in them does; sorted by both ends.
    pub systems: Vec<Implied>,
    /// The same between domains.
    pub domains: Vec<Implied>,
    /// The same between the owners of things.
    pub teams: Vec<Implied>,
    /// Entities that need each other in a circle, then systems; each circle sorted, the largest of each first.
    pub cycles: Vec<Vec<EntityIndex>>,
    /// Entities without which others lose every tie to the rest, those that cut off most first.
    pub articulations: Vec<Articulation>,
    /// What most others need, directly or through others, most first.
    pub hubs: Vec<Hub>,
    /// Production that needs what is not ready or no longer kept, in the order of entities.
    pub fragile: Vec<(EntityIndex, EntityIndex)>,
    /// Entities with no relation to any other, in their order.
    pub orphans: Vec<EntityIndex>,
}

/// A relation that no file declares, between two containers or owners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implied {
    /// What needs.
    pub from: EntityIndex,
    /// What is needed.
    pub to: EntityIndex,
    /// Some of the relations that it follows from, in their order.
    pub because: Vec<(EntityIndex, EntityIndex)>,
    /// How many there are.
    pub count: usize,
    /// Whether a file declares it, too.
    pub declared: bool,
    /// Whether most relations between the two lead the other way, so that this one goes against the grain.
    pub against: bool,
}

/// A single point of failure: an articulation point of the graph of needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Articulation {
    /// The entity.
    pub entity: EntityIndex,
    /// How many others lose their tie to the largest part of what is left.
    pub cut_off: usize,
}

/// An entity that many need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hub {
    /// The entity.
    pub entity: EntityIndex,
    /// How many need it directly.
    pub direct: usize,
    /// How many need it at all.
    pub all: usize,
}
