//! Which column each box stands in: every line leads to a column further right, long lines get a bend point in each
//! column that they cross.

use super::{Line, draw::Box};

/// A box, or a bend point of a line.
#[derive(Clone, Debug)]
pub(super) struct Vertex {
    /// The box; none for a bend point.
    pub(super) node: Option<usize>,
    /// The column, from 0.
    pub(super) layer: usize,
    /// The frame that the box stands in.
    pub(super) cluster: Option<usize>,
    /// Pixels that it needs in its column.
    pub(super) height: i32,
    /// Ends of lines at its left side.
    pub(super) left: Vec<usize>,
    /// Ends of lines at its right side.
    pub(super) right: Vec<usize>,
}

/// The part of a line between two neighbouring columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    /// The vertex on the left.
    pub(super) left: usize,
    /// The vertex on the right.
    pub(super) right: usize,
    /// The line, turned so that it leads to the right.
    pub(super) line: usize,
}

/// A graph in columns.
#[derive(Clone, Debug)]
pub(super) struct Layered {
    /// The boxes first, then the bend points.
    pub(super) vertices: Vec<Vertex>,
    /// All lines, cut at the columns; those of one line follow one another.
    pub(super) segments: Vec<Segment>,
    /// The vertices of each column from top to bottom.
    pub(super) layers: Vec<Vec<usize>>,
    /// All lines, turned to the right.
    pub(super) lines: Vec<Line>,
}

/// Pixels that a line needs beside others in a column.
const BEND_HEIGHT: i32 = 6;
/// Pixels between the points where lines of different look leave a box.
pub(super) const PORT: i32 = 18;

/// Chooses columns.
pub(super) fn assign(boxes: &[Box], lines: &[Line]) -> Layered {
    let mut lines = lines.to_vec();
    let sequence = acyclic(boxes.len(), &mut lines);
    let rank = ranks(&sequence, &lines);
    let count = rank.iter().max().map_or(0, |last| last + 1);
    let vertex = |node: usize| Vertex {
        node: Some(node),
        layer: rank[node],
        cluster: boxes[node].cluster,
        height: boxes[node].height,
        left: Vec::new(),
        right: Vec::new(),
    };
    let vertices: Vec<Vertex> = (0..boxes.len()).map(vertex).collect();
    let mut layered = Layered { vertices, segments: Vec::new(), layers: vec![Vec::new(); count], lines };
    for (node, layer) in rank.iter().enumerate() {
        layered.layers[*layer].push(node);
    }
    for line in 0..layered.lines.len() {
        layered.cut(line);
    }
    for node in 0..boxes.len() {
        let vertex = &layered.vertices[node];
        let ports = layered.looks(&vertex.left).len().max(layered.looks(&vertex.right).len());
        let least = PORT * i32::try_from(ports).expect("few looks") + 12;
        layered.vertices[node].height = vertex.height.max(least);
    }
    layered
}

impl Layered {
    /// Adds the segments of a line and the bend points between them.
    fn cut(&mut self, line: usize) {
        let (start, end) = (self.lines[line].left, self.lines[line].right);
        let mut left = start;
        for layer in self.vertices[start].layer + 1..=self.vertices[end].layer {
            let right = if layer == self.vertices[end].layer { end } else { self.bend(layer) };
            self.vertices[left].right.push(self.segments.len());
            self.vertices[right].left.push(self.segments.len());
            self.segments.push(Segment { left, right, line });
            left = right;
        }
    }

    /// Groups segments whose lines look alike.
    pub(super) fn looks(&self, segments: &[usize]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let look = |segment: usize| self.lines[self.segments[segment].line].look();
        for segment in segments {
            match groups.iter_mut().find(|group| look(group[0]) == look(*segment)) {
                Some(group) => group.push(*segment),
                None => groups.push(vec![*segment]),
            }
        }
        groups
    }

    fn bend(&mut self, layer: usize) -> usize {
        let bend =
            Vertex { node: None, layer, cluster: None, height: BEND_HEIGHT, left: Vec::new(), right: Vec::new() };
        self.vertices.push(bend);
        self.layers[layer].push(self.vertices.len() - 1);
        self.vertices.len() - 1
    }
}

/// Turns lines until none closes a cycle, and gives an order of the nodes that all lines follow.
/// The heuristic is that of Eades, Lin and Smyth (1993): sinks last, sources first, else the node that gives most.
fn acyclic(count: usize, lines: &mut [Line]) -> Vec<usize> {
    let mut remaining: Vec<usize> = (0..count).collect();
    let mut incoming = vec![0_i32; count];
    let mut outgoing = vec![0_i32; count];
    for line in lines.iter() {
        outgoing[line.left] += 1;
        incoming[line.right] += 1;
    }
    let (mut first, mut last) = (Vec::new(), Vec::new());
    while !remaining.is_empty() {
        let sink = remaining.iter().position(|node| outgoing[*node] == 0);
        let source = || remaining.iter().position(|node| incoming[*node] == 0);
        let giver = || {
            let most = remaining
                .iter()
                .enumerate()
                .max_by_key(|(at, node)| (outgoing[**node] - incoming[**node], std::cmp::Reverse(*at)));
            most.map(|(at, _)| at)
        };
        let at = sink.or_else(source).or_else(giver).expect("nodes remain");
        let node = remaining.remove(at);
        if sink.is_some() {
            last.push(node)
        } else {
            first.push(node)
        }
        for line in lines.iter() {
            if line.left == node {
                incoming[line.right] -= 1;
            } else if line.right == node {
                outgoing[line.left] -= 1;
            }
        }
    }
    first.extend(last.into_iter().rev());
    let mut position = vec![0; count];
    for (at, node) in first.iter().enumerate() {
        position[*node] = at;
    }
    lines.iter_mut().filter(|line| position[line.left] > position[line.right]).for_each(Line::turn);
    first
}

/// The column of each node: as far left as its lines allow, then moved to where its lines are shortest in sum.
fn ranks(sequence: &[usize], lines: &[Line]) -> Vec<usize> {
    let mut rank = vec![0; sequence.len()];
    for node in sequence {
        for line in lines.iter().filter(|line| line.left == *node) {
            rank[line.right] = rank[line.right].max(rank[*node] + 1);
        }
    }
    for _ in 0..8 {
        let before = rank.clone();
        for node in sequence.iter().rev().chain(sequence) {
            let sources = lines.iter().filter(|line| line.right == *node).map(|line| rank[line.left]);
            let targets = lines.iter().filter(|line| line.left == *node).map(|line| rank[line.right]);
            let (giving, taking) = (targets.clone().count(), sources.clone().count());
            if giving > taking {
                rank[*node] = targets.min().expect("a node that gives has a target") - 1;
            } else if giving < taking {
                rank[*node] = sources.max().expect("a node that takes has a source") + 1;
            }
        }
        if rank == before {
            break;
        }
    }
    let least = rank.iter().min().copied().unwrap_or(0);
    rank.iter_mut().for_each(|rank| *rank -= least);
    rank
}
