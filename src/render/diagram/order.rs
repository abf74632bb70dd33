//! The order of boxes and bend points inside their columns, with few crossings: sweeps by barycentre, and swaps of
//! neighbours where that helps (Gansner, Koutsofios, North and Vo 1993).

use super::layers::Layered;

/// Sweeps over all columns; each is cheap, and little changes after these.
const SWEEPS: usize = 12;

/// Orders every column.
pub(super) fn order(layered: &mut Layered) {
    let mut best = (crossings(layered), layered.layers.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        let count = layered.layers.len();
        for step in 1..count {
            let to_right = sweep % 2 == 0;
            let layer = if to_right { step } else { count - 1 - step };
            sort(layered, layer, to_right);
        }
        transpose(layered);
        let found = crossings(layered);
        if found < best.0 {
            best = (found, layered.layers.clone());
        }
    }
    layered.layers = best.1;
}

/// The place of each vertex in its column.
pub(super) fn positions(layered: &Layered) -> Vec<usize> {
    let mut positions = vec![0; layered.vertices.len()];
    for layer in &layered.layers {
        for (position, vertex) in layer.iter().enumerate() {
            positions[*vertex] = position;
        }
    }
    positions
}

/// Sorts a column by the mean place of the neighbours on one side; vertices without any keep their place.
fn sort(layered: &mut Layered, layer: usize, from_left: bool) {
    let positions = positions(layered);
    let mean = |vertex: usize| {
        let near = neighbours(layered, vertex, from_left);
        if near.is_empty() {
            return None;
        }
        // In thousandths of a place, so that means compare as whole numbers.
        Some(near.iter().map(|near| positions[*near] * 1000).sum::<usize>() / near.len())
    };
    let column = layered.layers[layer].clone();
    let mut moving: Vec<(usize, usize)> =
        column.iter().filter_map(|vertex| mean(*vertex).map(|mean| (mean, *vertex))).collect();
    moving.sort_by_key(|(mean, _)| *mean);
    let mut moving = moving.into_iter();
    let sorted = column.iter().map(|vertex| match mean(*vertex) {
        None => *vertex,
        Some(_) => moving.next().expect("as many as have a mean").1,
    });
    layered.layers[layer] = sorted.collect();
}

/// Swaps neighbours in a column as long as that removes crossings.
fn transpose(layered: &mut Layered) {
    for _ in 0..4 {
        let mut positions = positions(layered);
        let mut better = false;
        for layer in 0..layered.layers.len() {
            for at in 1..layered.layers[layer].len() {
                let (upper, lower) = (layered.layers[layer][at - 1], layered.layers[layer][at]);
                let gain = [true, false].map(|left| {
                    let (a, b) = (neighbours(layered, upper, left), neighbours(layered, lower, left));
                    pair_crossings(&a, &b, &positions) - pair_crossings(&b, &a, &positions)
                });
                if gain[0] + gain[1] > 0 {
                    layered.layers[layer].swap(at - 1, at);
                    positions.swap(upper, lower);
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
}

/// Crossings among the lines of two vertices of a column when the first stands above the second.
fn pair_crossings(upper: &[usize], lower: &[usize], positions: &[usize]) -> i64 {
    let crossed = |from: &usize| lower.iter().filter(|to| positions[**to] < positions[*from]).count();
    i64::try_from(upper.iter().map(crossed).sum::<usize>()).expect("few lines")
}

fn neighbours(layered: &Layered, vertex: usize, left: bool) -> Vec<usize> {
    let vertex = &layered.vertices[vertex];
    if left {
        vertex.left.iter().map(|segment| layered.segments[*segment].left).collect()
    } else {
        vertex.right.iter().map(|segment| layered.segments[*segment].right).collect()
    }
}

/// All crossings between neighbouring columns.
pub(super) fn crossings(layered: &Layered) -> i64 {
    let positions = positions(layered);
    layered.layers.iter().map(|layer| layer_crossings(layered, layer, &positions)).sum()
}

/// Crossings of the lines that leave a column to the right: the inversions among their ends.
fn layer_crossings(layered: &Layered, layer: &[usize], positions: &[usize]) -> i64 {
    let mut seen: Vec<usize> = Vec::new();
    let mut crossings = 0;
    for vertex in layer {
        let mut ends: Vec<usize> = neighbours(layered, *vertex, false).into_iter().map(|end| positions[end]).collect();
        ends.sort_unstable();
        for end in &ends {
            crossings += seen.len() - seen.partition_point(|earlier| earlier <= end);
        }
        seen.extend(ends);
        seen.sort_unstable();
    }
    i64::try_from(crossings).expect("few lines")
}
