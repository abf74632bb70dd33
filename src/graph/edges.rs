//! Relations of some types as one compact table.

use crate::model::{Catalog, EntityIndex};

/// Edges from every entity, distinct and sorted: those of `i` stand from `starts[i]` to `starts[i + 1]`.
pub(super) struct Edges {
    starts: Vec<usize>,
    targets: Vec<u32>,
}

impl Edges {
    pub(super) fn new(catalog: &Catalog, types: &[&str]) -> Self {
        let mut edges = Self::none();
        for (index, entity) in catalog.iter() {
            let relations = entity.relations.iter().filter(|relation| types.contains(&relation.relation_type.0));
            let targets = relations.filter_map(|relation| relation.entity).filter(|target| *target != index);
            edges.push(targets.map(|target| target.0));
        }
        edges
    }

    /// Edges of no entity yet.
    pub(super) fn none() -> Self {
        Self { starts: vec![0], targets: Vec::new() }
    }

    /// Adds the next entity with where its edges lead.
    pub(super) fn push(&mut self, targets: impl Iterator<Item = u32>) {
        let from = self.targets.len();
        self.targets.extend(targets);
        self.targets[from..].sort_unstable();
        let mut kept = from;
        for at in from..self.targets.len() {
            if at == from || self.targets[at] != self.targets[kept - 1] {
                self.targets[kept] = self.targets[at];
                kept += 1;
            }
        }
        self.targets.truncate(kept);
        self.starts.push(kept);
    }

    /// The same edges from their other ends.
    pub(super) fn turned(&self) -> Self {
        let mut starts = vec![0; self.len() + 1];
        for target in &self.targets {
            starts[*target as usize + 1] += 1;
        }
        for node in 0..self.len() {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut targets = vec![0; self.targets.len()];
        for (node, number) in (0..self.len()).zip(0_u32..) {
            for target in self.of(node) {
                targets[next[*target as usize]] = number;
                next[*target as usize] += 1;
            }
        }
        Self { starts, targets }
    }

    /// The number of entities.
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Where the edges of an entity lead.
    pub(super) fn of(&self, node: usize) -> &[u32] {
        &self.targets[self.starts[node]..self.starts[node + 1]]
    }

    /// All edges.
    pub(super) fn iter(&self) -> impl Iterator<Item = (EntityIndex, EntityIndex)> {
        let each = (0..self.len()).zip(0_u32..);
        each.flat_map(|(node, from)| self.of(node).iter().map(move |to| (EntityIndex(from), EntityIndex(*to))))
    }
}
