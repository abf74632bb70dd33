//! Where lines meet their boxes, and at which of their ends they are named.

use super::{
    layers::{Layered, PORT, Segment},
    order,
};

/// Where lines meet their boxes: lines of one look share a point.
pub(super) struct Ports {
    /// By segment: pixels below the middle of the vertex, at its left and at its right end.
    pub(super) offsets: Vec<[i32; 2]>,
    /// By segment: whether its words stand at its left, at its right end.
    pub(super) written: Vec<[bool; 2]>,
}

impl Ports {
    /// Chooses the points from the order in the columns.
    pub(super) fn new(layered: &Layered) -> Self {
        let count = layered.segments.len();
        let mut ports = Self { offsets: vec![[0; 2]; count], written: vec![[false; 2]; count] };
        let positions = order::positions(layered);
        let mut sizes = vec![[0; 2]; count];
        for vertex in layered.vertices.iter().filter(|vertex| vertex.node.is_some()) {
            let right = ports_of(layered, &vertex.right, |segment| positions[segment.right]);
            let left = ports_of(layered, &vertex.left, |segment| positions[segment.left]);
            for (end, (segment, offset, size)) in
                right.into_iter().map(|port| (0, port)).chain(left.into_iter().map(|port| (1, port)))
            {
                ports.offsets[segment][end] = offset;
                sizes[segment][end] = size;
            }
        }
        ports.write(layered, &sizes);
        ports
    }

    /// Puts the words of each line to that end where more lines share them.
    fn write(&mut self, layered: &Layered, sizes: &[[usize; 2]]) {
        let mut first = 0;
        for at in 0..layered.segments.len() {
            let line = layered.segments[at].line;
            if layered.segments[first].line != line {
                first = at;
            }
            let ends_here = layered.segments.get(at + 1).is_none_or(|next| next.line != line);
            if ends_here && sizes[first][0] >= sizes[at][1] {
                self.written[first][0] = true;
            } else if ends_here {
                self.written[at][1] = true;
            }
        }
    }
}

/// The port of each segment at one side of a box, in the order of the far ends: the segment, pixels below the middle,
/// and how many segments share it.
fn ports_of(layered: &Layered, segments: &[usize], far: impl Fn(&Segment) -> usize) -> Vec<(usize, i32, usize)> {
    let mean = |group: &Vec<usize>| {
        let sum: usize = group.iter().map(|segment| far(&layered.segments[*segment]) * 1000).sum();
        sum / group.len()
    };
    let mut groups = layered.looks(segments);
    groups.sort_by_key(|group| (mean(group), group[0]));
    let top = -PORT / 2 * (i32::try_from(groups.len()).expect("few looks") - 1);
    let offsets = (0..).map(|at| top + PORT * at);
    let port = |(group, offset): (&Vec<usize>, i32)| {
        group.iter().map(|segment| (*segment, offset, group.len())).collect::<Vec<_>>()
    };
    groups.iter().zip(offsets).flat_map(port).collect()
}
