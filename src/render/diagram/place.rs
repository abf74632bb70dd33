//! Where boxes, bends and lines go, in pixels. Heights are relaxed column by column towards the neighbours
//! (weighted isotonic regression keeps the order and the distances), so that lines run as level as they can.
//! Lines curve only between columns and are level inside them, so none can pass through a box.

use super::{
    Line,
    draw::Box,
    layers::{Layered, Vertex},
    ports::Ports,
    text,
};

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// The course of a line: level from `start` to the first curve, between curves, and from the last one to `end`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    /// The line.
    pub(super) line: usize,
    /// Where it leaves the left box.
    pub(super) start: (i32, i32),
    /// From and to of each curve, in order.
    pub(super) curves: Vec<[(i32, i32); 2]>,
    /// Where it meets the right box.
    pub(super) end: (i32, i32),
}

/// Words at a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// Where the text starts, or ends when `at_end`.
    pub(super) at: (i32, i32),
    /// Whether the text ends at `at`.
    pub(super) at_end: bool,
    /// The text.
    pub(super) text: String,
}

/// Everything that is drawn, in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Drawing {
    pub(super) width: i32,
    pub(super) height: i32,
    /// By node.
    pub(super) boxes: Vec<Rect>,
    pub(super) routes: Vec<Route>,
    pub(super) words: Vec<Words>,
    /// Each with its cluster.
    pub(super) frames: Vec<(usize, Rect)>,
}

/// Free space around the drawing; focus rings need it.
const MARGIN: i32 = 4;
/// A frame around boxes: above them with its label, below them, and at either side.
const FRAME: (i32, i32, i32) = (22, 7, 6);
/// Between two boxes of a column.
const BOX_GAP: i32 = 14;
/// Between a box and a line that passes it.
const BEND_GAP: i32 = 8;
/// A line's level start where nothing is written.
const STUB: i32 = 8;
/// A line's level end with room for its arrow.
const ARROW_STUB: i32 = 14;
/// Size of the words at lines.
pub(super) const WORDS_SIZE: i32 = 11;
/// Rounds over all columns; the picture is still after these.
const ROUNDS: usize = 10;

/// Chooses all coordinates.
pub(super) fn place(layered: &Layered, boxes: &[Box]) -> Drawing {
    let ports = Ports::new(layered);
    let y = heights(layered, &ports);
    let columns = Columns::new(layered, boxes, &ports, &y);
    let rect = |node: usize| {
        let vertex = &layered.vertices[node];
        let (x, width) = columns.boxes[vertex.layer];
        Rect { x, y: y[node] - vertex.height / 2, width, height: vertex.height }
    };
    let boxes: Vec<Rect> = (0..boxes.len()).map(rect).collect();
    let (last, last_width) = columns.boxes.last().copied().unwrap_or_default();
    let frames = frames(layered, &columns, &boxes);
    let low = |(vertex, y): (&Vertex, &i32)| y + vertex.height / 2 + vertex.cluster.map_or(0, |_| FRAME.1);
    let bottom = layered.vertices.iter().zip(&y).map(low).max().unwrap_or(0);
    Drawing {
        width: last + last_width + columns.side + MARGIN,
        height: bottom + MARGIN,
        boxes,
        routes: routes(layered, &ports, &columns, &y),
        words: words(layered, &ports, &columns, &y),
        frames,
    }
}

/// A frame for each cluster in each column.
fn frames(layered: &Layered, columns: &Columns, boxes: &[Rect]) -> Vec<(usize, Rect)> {
    let (above, below, side) = FRAME;
    let mut frames: Vec<(usize, Rect)> = Vec::new();
    for (layer, (x, width)) in layered.layers.iter().zip(&columns.boxes) {
        let first = frames.len();
        for vertex in layer.iter().map(|vertex| &layered.vertices[*vertex]) {
            let (Some(cluster), Some(rect)) = (vertex.cluster, vertex.node.map(|node| boxes[node])) else { continue };
            let bottom = rect.y + rect.height + below;
            match frames[first..].iter_mut().find(|frame| frame.0 == cluster) {
                Some((_, frame)) => frame.height = bottom - frame.y,
                None => {
                    let y = rect.y - above;
                    frames.push((cluster, Rect { x: x - side, y, width: width + 2 * side, height: bottom - y }));
                }
            }
        }
    }
    frames
}

/// The middle of each vertex, from the top.
fn heights(layered: &Layered, ports: &Ports) -> Vec<i32> {
    let mut y = vec![0; layered.vertices.len()];
    for layer in &layered.layers {
        let mut offsets = distances(layered, layer);
        let middle = offsets.last().copied().unwrap_or(0) / 2;
        offsets.iter_mut().for_each(|offset| *offset -= middle);
        layer.iter().zip(offsets).for_each(|(vertex, offset)| y[*vertex] = offset);
    }
    let count = layered.layers.len();
    for round in 0..ROUNDS {
        for step in 0..count {
            let to_right = round % 2 == 0;
            let layer = if to_right { step } else { count - 1 - step };
            let both = round + 3 > ROUNDS;
            relax(layered, ports, layer, [to_right || both, !to_right || both], &mut y);
        }
    }
    let high = |(vertex, y): (&Vertex, &i32)| y - vertex.height / 2 - vertex.cluster.map_or(0, |_| FRAME.0);
    let top = layered.vertices.iter().zip(&y).map(high).min().unwrap_or(0);
    y.iter_mut().for_each(|y| *y += MARGIN - top);
    y
}

/// Least distance of each vertex of a column from its first one.
fn distances(layered: &Layered, layer: &[usize]) -> Vec<i32> {
    let mut distances = Vec::with_capacity(layer.len());
    let mut distance = 0;
    for (at, vertex) in layer.iter().map(|vertex| &layered.vertices[*vertex]).enumerate() {
        if let Some(above) = at.checked_sub(1).map(|at| &layered.vertices[layer[at]]) {
            let gap = if above.node.is_some() && vertex.node.is_some() { BOX_GAP } else { BEND_GAP };
            let frames = if above.cluster == vertex.cluster {
                0
            } else {
                above.cluster.map_or(0, |_| FRAME.1) + vertex.cluster.map_or(0, |_| FRAME.0)
            };
            distance += above.height / 2 + vertex.height / 2 + gap + frames;
        }
        distances.push(distance);
    }
    distances
}

/// Moves the vertices of a column towards their neighbours, keeping order and distances.
/// Pool adjacent violators: the exact least-squares answer.
fn relax(layered: &Layered, ports: &Ports, layer: usize, sides: [bool; 2], y: &mut [i32]) {
    struct Pool {
        sum: i64,
        weight: i64,
        count: usize,
    }
    impl Pool {
        fn mean(&self) -> i64 {
            (2 * self.sum + self.weight).div_euclid(2 * self.weight)
        }
    }
    let column = &layered.layers[layer];
    let distances = distances(layered, column);
    let mut pools: Vec<Pool> = Vec::new();
    for (vertex, distance) in column.iter().zip(&distances) {
        let (sum, weight) = pull(layered, ports, *vertex, sides, y);
        pools.push(Pool { sum: sum - weight * i64::from(*distance), weight, count: 1 });
        while let [.., upper, lower] = pools.as_slice()
            && upper.mean() > lower.mean()
        {
            let lower = pools.pop().expect("two pools");
            let upper = pools.last_mut().expect("two pools");
            upper.sum += lower.sum;
            upper.weight += lower.weight;
            upper.count += lower.count;
        }
    }
    let means = pools.iter().flat_map(|pool| std::iter::repeat_n(pool.mean(), pool.count));
    for ((vertex, distance), mean) in column.iter().zip(&distances).zip(means) {
        y[*vertex] = i32::try_from(mean).expect("a few thousand pixels") + distance;
    }
}

/// Where a vertex would like to be: the weighted sum of its wishes, and their weight.
fn pull(layered: &Layered, ports: &Ports, vertex: usize, sides: [bool; 2], y: &[i32]) -> (i64, i64) {
    let own = &layered.vertices[vertex];
    let (mut sum, mut weight) = (i64::from(y[vertex]), 1);
    let left = own.left.iter().filter(|_| sides[0]).map(|at| (*at, layered.segments[*at].left, 1));
    let right = own.right.iter().filter(|_| sides[1]).map(|at| (*at, layered.segments[*at].right, 0));
    for (segment, other, end) in left.chain(right) {
        let wish = y[other] + ports.offsets[segment][1 - end] - ports.offsets[segment][end];
        // Long lines should be level, which matters more than boxes in the very middle.
        let bends = [vertex, other].iter().filter(|vertex| layered.vertices[**vertex].node.is_none()).count();
        let pull = [8, 16, 64][bends];
        sum += pull * i64::from(wish);
        weight += pull;
    }
    (sum, weight)
}

/// The columns and the gaps between them, from left to right.
struct Columns {
    /// x and width of the boxes in each column.
    boxes: Vec<(i32, i32)>,
    /// x where the curves of the gap after each column start and end.
    curves: Vec<(i32, i32)>,
    /// What frames need at the left and at the right of everything.
    side: i32,
}

impl Columns {
    fn new(layered: &Layered, boxes: &[Box], ports: &Ports, y: &[i32]) -> Self {
        let count = layered.layers.len();
        let mut stubs = vec![(STUB, 0, ARROW_STUB); count];
        for (at, segment) in layered.segments.iter().enumerate() {
            let line = &layered.lines[segment.line];
            let (left, steep, right) = &mut stubs[layered.vertices[segment.left].layer];
            let words = text::width(&line.label, WORDS_SIZE);
            let [at_left, at_right] = ports.written[at].map(|written| if written { words + 4 } else { 0 });
            *left = (*left).max(at_left + if line.arrow_left { ARROW_STUB } else { STUB });
            *right = (*right).max(at_right + if line.arrow_right { ARROW_STUB } else { STUB });
            *steep = (*steep).max((y[segment.left] - y[segment.right]).abs());
        }
        let side = if layered.vertices.iter().any(|vertex| vertex.cluster.is_some()) { FRAME.2 } else { 0 };
        let mut columns = Self { boxes: Vec::new(), curves: Vec::new(), side };
        let mut x = MARGIN + side;
        for (layer, (left, steep, right)) in layered.layers.iter().zip(stubs) {
            let widths = layer.iter().filter_map(|vertex| layered.vertices[*vertex].node).map(|node| boxes[node].width);
            let width = widths.max().unwrap_or(0);
            columns.boxes.push((x, width));
            let start = x + width + left;
            let end = start + (28 + steep / 6).clamp(36, 96);
            columns.curves.push((start, end));
            x = end + right;
        }
        columns
    }
}

fn routes(layered: &Layered, ports: &Ports, columns: &Columns, y: &[i32]) -> Vec<Route> {
    let mut routes: Vec<Route> = Vec::new();
    for (at, segment) in layered.segments.iter().enumerate() {
        let layer = layered.vertices[segment.left].layer;
        let (from, to) = columns.curves[layer];
        let [left, right] = ports.offsets[at];
        let (left, right) = (y[segment.left] + left, y[segment.right] + right);
        if routes.last().is_none_or(|route| route.line != segment.line) {
            let (x, width) = columns.boxes[layer];
            let start = (x + width, left);
            routes.push(Route { line: segment.line, start, curves: Vec::new(), end: start });
        }
        let route = routes.last_mut().expect("a route was begun");
        route.curves.push([(from, left), (to, right)]);
        route.end = (columns.boxes[layer + 1].0, right);
    }
    routes
}

/// The words of all lines, each once for lines that share them.
fn words(layered: &Layered, ports: &Ports, columns: &Columns, y: &[i32]) -> Vec<Words> {
    let mut words: Vec<Words> = Vec::new();
    for (at, segment) in layered.segments.iter().enumerate() {
        let line: &Line = &layered.lines[segment.line];
        let layer = layered.vertices[segment.left].layer;
        let [left, right] = ports.offsets[at];
        let [at_left, at_right] = ports.written[at];
        let mut write = |x: i32, y: i32, at_end: bool| {
            let words_at = Words { at: (x, y - 4), at_end, text: line.label.clone() };
            if !line.label.is_empty() && !words.contains(&words_at) {
                words.push(words_at);
            }
        };
        if at_left {
            let (x, width) = columns.boxes[layer];
            write(x + width + if line.arrow_left { ARROW_STUB } else { STUB }, y[segment.left] + left, false);
        }
        if at_right {
            let room = if line.arrow_right { ARROW_STUB } else { STUB };
            write(columns.boxes[layer + 1].0 - room, y[segment.right] + right, true);
        }
    }
    words
}
