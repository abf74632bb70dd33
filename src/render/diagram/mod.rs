//! Dependency diagrams as SVG. In: a small graph, or an entity whose surroundings make one. Out: one `<svg>` whose
//! boxes are links, layered from left to right. It must not know the theme's colours: it writes class names, and
//! `theme/styles/diagram.css` gives them a look.
//!
//! All coordinates are whole pixels and no floating point takes part, so that every platform draws the same bytes.

mod clusters;
mod draw;
mod layers;
mod order;
mod place;
mod ports;
mod relations;
mod surroundings;
#[cfg(test)]
mod tests;
mod text;
mod wholes;

use crate::model::{Catalog, Entity, EntityIndex, Html, Implied, SitePath};

/// What a box stands for in the diagram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// The entity whose page the diagram is on: the one filled box.
    Centre,
    /// Another entity.
    #[default]
    Normal,
    /// An entity of another system.
    Outside,
    /// A reference to nothing in the catalog.
    Missing,
    /// Several entities in one box.
    Fold,
}

/// One box.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The full name, shown when the pointer rests on the box.
    pub name: String,
    /// The text inside.
    pub label: String,
    /// The theme's icon.
    pub icon: &'static str,
    /// The theme's hue, named like a kind.
    pub hue: &'static str,
    /// A second line in small type, mostly the owner.
    pub detail: Option<String>,
    /// Where the box leads, relative to the page.
    pub href: Option<String>,
    /// What it stands for.
    pub role: Role,
    /// Whose it is; boxes of one owner have one colour.
    pub owner: Option<String>,
    /// The frame that it stands in, by its place in [`Graph::clusters`].
    pub cluster: Option<usize>,
}

/// A frame around boxes that belong together.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// What stands at its top.
    pub label: String,
    /// Where that leads, relative to the page.
    pub href: String,
}

impl Cluster {
    /// The frame of what is part of an entity.
    fn new(whole: &Entity, page: &SitePath) -> Self {
        Self { label: whole.title().to_owned(), href: page.href_to(&whole.id.page()) }
    }
}

/// One arrow between two nodes, by their places in [`Graph::nodes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Where it starts.
    pub from: usize,
    /// Where it points.
    pub to: usize,
    /// What `from` does to `to`, e.g. `depends on`.
    pub label: String,
}

/// What a diagram shows. The order of nodes decides ties, so it should mean something.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The accessible name of the diagram.
    pub title: String,
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The arrows; loops and arrows to nowhere are left out.
    pub edges: Vec<Edge>,
    /// The frames.
    pub clusters: Vec<Cluster>,
}

/// More boxes than this are no help to anybody, and laying them out would take its time.
const MOST_NODES: usize = 400;

/// Draws a graph. None when it has no arrow, or too many boxes to be of use.
pub fn svg(graph: &Graph) -> Option<Html> {
    let lines = merge(graph);
    if lines.is_empty() || graph.nodes.len() > MOST_NODES {
        return None;
    }
    let boxes: Vec<draw::Box> = graph.nodes.iter().map(draw::Box::new).collect();
    let mut layered = layers::assign(&boxes, &lines);
    order::order(&mut layered);
    clusters::gather(&mut layered);
    let drawing = place::place(&layered, &boxes);
    Some(draw::draw(graph, &boxes, &layered.lines, &drawing))
}

/// The diagram of what surrounds an entity; `implied` is what follows for it when it is a group. None when nothing does.
pub fn of_entity(catalog: &Catalog, index: EntityIndex, implied: &[&Implied]) -> Option<Html> {
    svg(&surroundings::graph(catalog, index, implied))
}

/// The diagram of what systems, domains or teams need of each other, on a page of its own: as much of the `heaviest`
/// as can be read, given in this order, and whether that is all. None when nothing is needed.
pub fn of_wholes(catalog: &Catalog, page: &SitePath, title: &str, heaviest: &[&Implied]) -> Option<(Html, bool)> {
    let (graph, all) = wholes::graph(catalog, page, title, heaviest);
    Some((svg(&graph)?, all))
}

/// All arrows between two nodes as one line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// The node on the left once layers are assigned.
    left: usize,
    /// The node on the right.
    right: usize,
    /// What is written at it.
    label: String,
    /// Whether it points at the left node.
    arrow_left: bool,
    /// Whether it points at the right node.
    arrow_right: bool,
}

impl Line {
    /// The same line seen from the other side: how a line that closes a cycle is laid out.
    fn turn(&mut self) {
        std::mem::swap(&mut self.left, &mut self.right);
        std::mem::swap(&mut self.arrow_left, &mut self.arrow_right);
    }

    /// Lines that look alike leave a box at one point.
    fn look(&self) -> (&str, bool, bool) {
        (&self.label, self.arrow_left, self.arrow_right)
    }
}

/// One line for each pair of nodes, in the order in which the pairs appear.
fn merge(graph: &Graph) -> Vec<Line> {
    let count = graph.nodes.len();
    let mut lines: Vec<Line> = Vec::new();
    for edge in &graph.edges {
        if edge.from == edge.to || edge.from >= count || edge.to >= count {
            continue;
        }
        let same = |line: &&mut Line| (line.left, line.right) == (edge.from, edge.to);
        let opposite = |line: &&mut Line| (line.left, line.right) == (edge.to, edge.from);
        if let Some(line) = lines.iter_mut().find(same) {
            line.arrow_right = true;
            add_label(&mut line.label, &edge.label);
        } else if let Some(line) = lines.iter_mut().find(opposite) {
            line.arrow_left = true;
            add_label(&mut line.label, &edge.label);
        } else {
            let label = edge.label.clone();
            lines.push(Line { left: edge.from, right: edge.to, label, arrow_left: false, arrow_right: true });
        }
    }
    lines
}

fn add_label(label: &mut String, more: &str) {
    if !label.split(", ").any(|part| part == more) {
        label.push_str(", ");
        label.push_str(more);
    }
}
