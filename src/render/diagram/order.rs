//! The order of boxes and bend points inside their columns, with few crossings: sweeps by barycentre, and swaps of
//! neighbours where that helps (Gansner, Koutsofios, North and Vo 1993).

use super::layers::Layered;

/// Sweeps over all columns; each is cheap, and little changes after these.
const SWEEPS: usize = 12;

/// The vertices that each vertex has lines to: on its left, and on its right.
pub(super) struct Ties {
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
}

impl Ties {
    pub(super) fn new(layered: &Layered) -> Self {
        let vertices = layered.vertices.iter();
        let left = |segment: &usize| layered.segments[*segment].left;
        let right = |segment: &usize| layered.segments[*segment].right;
        Self {
            left: vertices.clone().map(|vertex| vertex.left.iter().map(left).collect()).collect(),
            right: vertices.map(|vertex| vertex.right.iter().map(right).collect()).collect(),
        }
    }
}

/// Orders every column.
pub(super) fn order(layered: &mut Layered) {
    let ties = Ties::new(layered);
    let mut positions = positions(layered);
    let mut best = (crossings(layered, &ties, &positions), layered.layers.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        let count = layered.layers.len();
        for step in 1..count {
            let to_right = sweep % 2 == 0;
            let layer = if to_right { step } else { count - 1 - step };
            sort(&mut layered.layers[layer], if to_right { &ties.left } else { &ties.right }, &mut positions);
        }
        transpose(layered, &ties, &mut positions);
        let found = crossings(layered, &ties, &positions);
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
fn sort(column: &mut [usize], ties: &[Vec<usize>], positions: &mut [usize]) {
    // In thousandths of a place, so that means compare as whole numbers.
    let mean = |vertex: usize| {
        let near = &ties[vertex];
        (!near.is_empty()).then(|| near.iter().map(|near| positions[*near] * 1000).sum::<usize>() / near.len())
    };
    let mut moving: Vec<(usize, usize)> =
        column.iter().filter_map(|vertex| mean(*vertex).map(|mean| (mean, *vertex))).collect();
    moving.sort_by_key(|(mean, _)| *mean);
    let places = column.iter_mut().enumerate().filter(|(_, vertex)| !ties[**vertex].is_empty());
    for ((place, vertex), (_, moved)) in places.zip(moving) {
        *vertex = moved;
        positions[moved] = place;
    }
}

/// Swaps neighbours in a column as long as that removes crossings.
fn transpose(layered: &mut Layered, ties: &Ties, positions: &mut [usize]) {
    for _ in 0..4 {
        let mut better = false;
        for layer in 0..layered.layers.len() {
            for at in 1..layered.layers[layer].len() {
                let (upper, lower) = (layered.layers[layer][at - 1], layered.layers[layer][at]);
                let gain = [&ties.left, &ties.right].map(|ties| {
                    let (a, b) = (&ties[upper], &ties[lower]);
                    pair_crossings(a, b, positions) - pair_crossings(b, a, positions)
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

/// All crossings between neighbouring columns.
pub(super) fn crossings(layered: &Layered, ties: &Ties, positions: &[usize]) -> i64 {
    let pairs = layered.layers.iter().zip(layered.layers.iter().skip(1));
    pairs.map(|(layer, next)| layer_crossings(layer, next.len(), &ties.right, positions)).sum()
}

/// Crossings of the lines that leave a column to the right: the inversions among their ends. The `places` of the next
/// column are counted in a binary indexed tree (Barth, Jünger and Mutzel 2002).
fn layer_crossings(layer: &[usize], places: usize, ties: &[Vec<usize>], positions: &[usize]) -> i64 {
    let mut tree = vec![0_i64; places + 1];
    let mut seen = 0;
    let mut crossings = 0;
    for vertex in layer {
        let ends = || ties[*vertex].iter().map(|end| positions[*end] + 1);
        for end in ends() {
            let mut at = end;
            crossings += seen;
            while at > 0 {
                crossings -= tree[at];
                at &= at - 1;
            }
        }
        for end in ends() {
            let mut at = end;
            seen += 1;
            while at < tree.len() {
                tree[at] += 1;
                at += at & at.wrapping_neg();
            }
        }
    }
    crossings
}

#[cfg(test)]
mod tests {
    use super::layer_crossings;

    #[test]
    fn crossings_are_pairs_of_lines_in_the_other_order() {
        let positions = [0, 1, 2, 0, 1, 2];
        for (ends, expected) in [
            ([vec![3], vec![4], vec![5]], 0),
            ([vec![5], vec![4], vec![3]], 3),
            ([vec![4, 5], vec![3, 4], vec![]], 3),
            ([vec![3, 4, 5], vec![3, 4, 5], vec![3, 4, 5]], 9),
            ([vec![4], vec![4], vec![4]], 0),
        ] {
            assert_eq!(layer_crossings(&[0, 1, 2], 3, &ends, &positions), expected, "{ends:?}");
        }
    }
}
