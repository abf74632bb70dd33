//! Strongly connected components. In: nodes and where their edges lead. Out: the sets of nodes of which each leads to
//! each other. It must not know what nodes stand for.

const NEW: u32 = u32::MAX;

/// The components of more than one node, each sorted, in no particular order (Tarjan, 1972). Nodes are the numbers
/// below `count`; edges to others are not followed. Linear in nodes and edges, and without recursion.
pub fn strong<'e>(count: u32, edges: &dyn Fn(u32) -> &'e [u32]) -> Vec<Vec<u32>> {
    let size = count as usize;
    let mut walk = Walk {
        edges,
        numbers: vec![NEW; size],
        lows: vec![0; size],
        open: vec![false; size],
        stack: Vec::new(),
        count: 0,
        found: Vec::new(),
    };
    for node in 0..count {
        if walk.numbers[node as usize] == NEW {
            walk.from(node);
        }
    }
    walk.found
}

struct Walk<'w, 'e> {
    edges: &'w dyn Fn(u32) -> &'e [u32],
    /// In which order nodes were reached.
    numbers: Vec<u32>,
    /// The earliest node that each leads back to.
    lows: Vec<u32>,
    /// Whether a node's component is still looked for.
    open: Vec<bool>,
    stack: Vec<u32>,
    count: u32,
    found: Vec<Vec<u32>>,
}

impl Walk<'_, '_> {
    fn from(&mut self, start: u32) {
        self.enter(start);
        // The way from the start, each node with how many of its edges were followed.
        let mut way = vec![(start, 0)];
        while let Some((node, followed)) = way.last_mut() {
            let (node, next) = (*node as usize, (self.edges)(*node).get(*followed).map(|next| *next as usize));
            *followed += 1;
            let Some(next) = next else {
                way.pop();
                self.leave(node, way.last().map(|(before, _)| *before as usize));
                continue;
            };
            match self.numbers.get(next) {
                None => {}
                Some(&NEW) => {
                    let next = next as u32;
                    self.enter(next);
                    way.push((next, 0));
                }
                Some(number) if self.open[next] => self.lows[node] = self.lows[node].min(*number),
                Some(_) => {}
            }
        }
    }

    fn enter(&mut self, node: u32) {
        let place = node as usize;
        self.numbers[place] = self.count;
        self.lows[place] = self.count;
        self.count += 1;
        self.open[place] = true;
        self.stack.push(node);
    }

    /// Tells the node before what was found, or closes the component that began here.
    fn leave(&mut self, node: usize, before: Option<usize>) {
        if let Some(before) = before {
            self.lows[before] = self.lows[before].min(self.lows[node]);
        }
        if self.lows[node] != self.numbers[node] {
            return;
        }
        let from = self.stack.iter().rposition(|open| *open as usize == node).unwrap_or(0);
        let mut component = self.stack.split_off(from);
        component.iter().for_each(|node| self.open[*node as usize] = false);
        if component.len() > 1 {
            component.sort_unstable();
            self.found.push(component);
        }
    }
}
