//! Single points of failure: articulation points of the graph of needs, whatever the direction (Hopcroft and
//! Tarjan, 1973), and how much each cuts off.

use super::edges::Edges;
use crate::model::{Articulation, EntityIndex};

/// Those that cut off fewer are everywhere: every leaf hangs on something.
const LEAST: usize = 3;

/// So many are named.
const MOST: usize = 50;

const NEW: u32 = u32::MAX;

/// The points that cut off most.
pub(super) fn articulations(edges: &Edges, turned: &Edges) -> Vec<Articulation> {
    let count = edges.len();
    let mut walk = Walk {
        edges,
        turned,
        numbers: vec![NEW; count],
        lows: vec![0; count],
        sizes: vec![1; count],
        loose: vec![Vec::new(); count],
        reached: 0,
    };
    let mut found = Vec::new();
    for start in 0..count {
        if walk.numbers[start] == NEW {
            walk.from(start, &mut found);
        }
    }
    found.sort_by(|a: &Articulation, b| b.cut_off.cmp(&a.cut_off).then(a.entity.cmp(&b.entity)));
    found.truncate(MOST);
    found
}

struct Walk<'a> {
    edges: &'a Edges,
    turned: &'a Edges,
    numbers: Vec<u32>,
    lows: Vec<u32>,
    /// How many nodes hang below each on the way of the walk, itself included.
    sizes: Vec<usize>,
    /// Sizes of the parts that fall off when a node is gone.
    loose: Vec<Vec<usize>>,
    reached: u32,
}

/// A node on the way, the one before it, and how many neighbours were looked at.
type Step = (usize, usize, usize);

impl Walk<'_> {
    fn neighbour(&self, node: usize, place: usize) -> Option<usize> {
        let out = self.edges.of(node);
        let next = out.get(place).or_else(|| self.turned.of(node).get(place - out.len()));
        next.map(|next| *next as usize)
    }

    fn from(&mut self, start: usize, found: &mut Vec<Articulation>) {
        let first = self.reached;
        self.enter(start);
        let mut way: Vec<Step> = vec![(start, start, 0)];
        let mut seen = vec![start];
        while let Some((node, before, place)) = way.last_mut() {
            let (node, before) = (*node, *before);
            if let Some(next) = self.neighbour(node, *place) {
                *place += 1;
                if self.numbers[next] == NEW {
                    self.enter(next);
                    seen.push(next);
                    way.push((next, node, 0));
                } else if next != before {
                    self.lows[node] = self.lows[node].min(self.numbers[next]);
                }
                continue;
            }
            way.pop();
            if node != start {
                self.leave(node, before);
            }
        }
        let whole = (self.reached - first) as usize;
        for node in seen {
            found.extend(self.point(node, start, whole));
        }
    }

    fn enter(&mut self, node: usize) {
        self.numbers[node] = self.reached;
        self.lows[node] = self.reached;
        self.reached += 1;
    }

    /// Tells the node before what was found below it.
    fn leave(&mut self, node: usize, before: usize) {
        self.lows[before] = self.lows[before].min(self.lows[node]);
        self.sizes[before] += self.sizes[node];
        if self.lows[node] >= self.numbers[before] {
            let size = self.sizes[node];
            self.loose[before].push(size);
        }
    }

    /// What a node cuts off: all parts but the largest, the part above it among them.
    fn point(&self, node: usize, start: usize, whole: usize) -> Option<Articulation> {
        let loose = &self.loose[node];
        let fallen: usize = loose.iter().sum();
        let above = whole - 1 - fallen;
        let parts = loose.len() + usize::from(node != start && above > 0);
        let largest = loose.iter().copied().max()?.max(if node == start { 0 } else { above });
        let cut_off = whole - 1 - largest;
        let entity = EntityIndex(u32::try_from(node).expect("entities are counted in 32 bits"));
        (parts > 1 && cut_off >= LEAST).then_some(Articulation { entity, cut_off })
    }
}
