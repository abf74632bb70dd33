//! Circles: the strongly connected components of more than one node (Tarjan, 1972).

use super::edges::Edges;
use crate::model::EntityIndex;

const NEW: u32 = u32::MAX;

/// All circles, each sorted; the largest first, those of one size by their first entity.
pub(super) fn cycles(edges: &Edges) -> Vec<Vec<EntityIndex>> {
    let mut walk = Walk {
        edges,
        numbers: vec![NEW; edges.len()],
        lows: vec![0; edges.len()],
        open: vec![false; edges.len()],
        stack: Vec::new(),
        count: 0,
        found: Vec::new(),
    };
    for node in 0..edges.len() {
        if walk.numbers[node] == NEW {
            walk.from(node);
        }
    }
    walk.found.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    walk.found
}

struct Walk<'a> {
    edges: &'a Edges,
    /// In which order nodes were reached.
    numbers: Vec<u32>,
    /// The earliest node that each leads back to.
    lows: Vec<u32>,
    /// Whether a node's circle is still looked for.
    open: Vec<bool>,
    stack: Vec<usize>,
    count: u32,
    found: Vec<Vec<EntityIndex>>,
}

impl Walk<'_> {
    fn from(&mut self, start: usize) {
        self.enter(start);
        // The way from the start, each node with how many of its edges were followed.
        let mut way = vec![(start, 0)];
        while let Some((node, followed)) = way.last_mut() {
            let node = *node;
            if let Some(next) = self.edges.of(node).get(*followed).map(|next| *next as usize) {
                *followed += 1;
                if self.numbers[next] == NEW {
                    self.enter(next);
                    way.push((next, 0));
                } else if self.open[next] {
                    self.lows[node] = self.lows[node].min(self.numbers[next]);
                }
                continue;
            }
            way.pop();
            if let Some((before, _)) = way.last() {
                self.lows[*before] = self.lows[*before].min(self.lows[node]);
            }
            if self.lows[node] == self.numbers[node] {
                self.close(node);
            }
        }
    }

    fn enter(&mut self, node: usize) {
        self.numbers[node] = self.count;
        self.lows[node] = self.count;
        self.count += 1;
        self.open[node] = true;
        self.stack.push(node);
    }

    fn close(&mut self, first: usize) {
        let from = self.stack.iter().rposition(|node| *node == first).unwrap_or(0);
        let circle = self.stack.split_off(from);
        circle.iter().for_each(|node| self.open[*node] = false);
        if circle.len() > 1 {
            let entity = |node: usize| EntityIndex(u32::try_from(node).expect("entities are counted in 32 bits"));
            let mut circle: Vec<EntityIndex> = circle.into_iter().map(entity).collect();
            circle.sort_unstable();
            self.found.push(circle);
        }
    }
}
