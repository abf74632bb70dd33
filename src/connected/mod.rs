//! Strongly connected components. In: nodes and where their edges lead. Out: the sets of nodes of which each leads to
//! each other. It must not know what nodes stand for.

/// Not reached yet.
const NEW: u32 = 0;
/// Its component is known.
const CLOSED: u32 = u32::MAX;

/// The components of more than one node, each sorted, in no particular order (Pearce, 2016). Nodes are the numbers
/// below `count`; edges to others are not followed. Linear in nodes and edges, and without recursion.
pub fn strong<'e>(count: u32, edges: &dyn Fn(u32) -> &'e [u32]) -> Vec<Vec<u32>> {
    let mut walk = Walk { edges, lows: vec![NEW; count as usize], open: Vec::new(), reached: 0, found: Vec::new() };
    for node in 0..count {
        if walk.lows[node as usize] == NEW {
            walk.from(node);
        }
    }
    walk.found
}

struct Walk<'w, 'e> {
    edges: &'w dyn Fn(u32) -> &'e [u32],
    /// When each node was reached, then the earliest that it leads back to.
    lows: Vec<u32>,
    /// Nodes that were left, but whose component is still looked for.
    open: Vec<u32>,
    /// How many nodes are on the way or open.
    reached: u32,
    found: Vec<Vec<u32>>,
}

/// A node of the way, its edges that are not followed yet, and when it was reached.
struct Step<'e> {
    node: u32,
    edges: &'e [u32],
    number: u32,
}

impl<'e> Walk<'_, 'e> {
    fn from(&mut self, start: u32) {
        let mut way = vec![self.enter(start)];
        while let Some(step) = way.last_mut() {
            let mut low = self.lows[step.node as usize];
            let mut down = None;
            // An edge that was followed is looked at once more, when it is known what it leads back to.
            while let Some((to, rest)) = step.edges.split_first() {
                match self.lows.get(*to as usize) {
                    Some(&NEW) => {
                        down = Some(*to);
                        break;
                    }
                    Some(other) => low = low.min(*other),
                    None => {}
                }
                step.edges = rest;
            }
            self.lows[step.node as usize] = low;
            if let Some(to) = down {
                way.push(self.enter(to));
            } else if let Some(step) = way.pop() {
                self.leave(&step);
            }
        }
    }

    fn enter(&mut self, node: u32) -> Step<'e> {
        self.reached += 1;
        self.lows[node as usize] = self.reached;
        Step { node, edges: (self.edges)(node), number: self.reached }
    }

    /// Closes the component that began here, if one did.
    fn leave(&mut self, step: &Step<'_>) {
        let low = self.lows[step.node as usize];
        if low != step.number {
            self.open.push(step.node);
            return;
        }
        let from = self.open.iter().rposition(|node| self.lows[*node as usize] < low).map_or(0, |last| last + 1);
        let mut component = self.open.split_off(from);
        component.push(step.node);
        self.reached = step.number - 1;
        component.iter().for_each(|node| self.lows[*node as usize] = CLOSED);
        if component.len() > 1 {
            component.sort_unstable();
            self.found.push(component);
        }
    }
}
