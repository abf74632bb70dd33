//! The shortest way from one list of lines to another, after Myers, "An O(ND) Difference Algorithm" (1986).

/// The most changes for which the shortest way is looked for; memory and time grow with their square.
const MOST: usize = 1_000;

/// The most lines for which it is looked for.
const LONGEST: usize = 20_000;

/// Lines that go and lines that come at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The place in the first list.
    pub old: usize,
    /// The place in the second list.
    pub new: usize,
    /// How many lines go.
    pub removed: usize,
    /// How many lines come.
    pub added: usize,
}

/// The edits, in their order.
pub fn script(old: &[&str], new: &[&str]) -> Vec<Edit> {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let end = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old_core, new_core) = (&old_rest[..old_rest.len() - end], &new_rest[..new_rest.len() - end]);
    if old_core.is_empty() && new_core.is_empty() {
        return Vec::new();
    }
    let whole = || vec![Edit { old: 0, new: 0, removed: old_core.len(), added: new_core.len() }];
    let mut edits = shortest(old_core, new_core).unwrap_or_else(whole);
    for edit in &mut edits {
        edit.old += start;
        edit.new += start;
    }
    edits
}

/// The furthest places on each diagonal, after each number of changes.
struct Traces(Vec<Vec<usize>>);

/// None when there are more than [`LONGEST`] lines, or it takes more than [`MOST`] changes.
fn shortest(old: &[&str], new: &[&str]) -> Option<Vec<Edit>> {
    if old.len().max(new.len()) > LONGEST {
        return None;
    }
    let most = (old.len() + new.len()).min(MOST);
    let mut traces = Traces(Vec::new());
    // `furthest[k]` belongs to the diagonal on which the place in `old` less that in `new` is `k - most - 1`.
    let mut furthest = vec![0_usize; 2 * most + 3];
    for changes in 0..=most {
        for diagonal in (0..=2 * changes).step_by(2) {
            let k = most + 1 + diagonal - changes;
            let down = diagonal == 0 || (diagonal != 2 * changes && furthest[k - 1] < furthest[k + 1]);
            let mut x = if down { furthest[k + 1] } else { furthest[k - 1] + 1 };
            // Places before the start lie on diagonals that begin there.
            let mut y = (x + most + 1).wrapping_sub(k);
            while let (Some(a), Some(b)) = (old.get(x), new.get(y)) {
                if a != b {
                    break;
                }
                x += 1;
                y += 1;
            }
            furthest[k] = x;
            if x >= old.len() && y >= new.len() {
                return Some(traces.back((old.len(), new.len()), changes));
            }
        }
        // Only the diagonals that this round has reached.
        traces.0.push(furthest[most + 1 - changes..=most + 1 + changes].to_vec());
    }
    None
}

impl Traces {
    /// The furthest place after `changes` on the diagonal `x - y`, when there is one.
    fn at(&self, changes: usize, diagonal: isize) -> Option<usize> {
        let place = diagonal.checked_add_unsigned(changes)?;
        self.0[changes].get(usize::try_from(place).ok()?).copied()
    }

    /// From the end to the start.
    fn back(&self, end: (usize, usize), changes: usize) -> Vec<Edit> {
        let (mut x, mut y) = end;
        let mut edits: Vec<Edit> = Vec::new();
        for before in (0..changes).rev() {
            let diagonal = x as isize - y as isize;
            let (left, right) = (self.at(before, diagonal - 1), self.at(before, diagonal + 1));
            let down = diagonal == -(before as isize + 1) || (diagonal != before as isize + 1 && left < right);
            let from = if down { right } else { left }.unwrap_or_default();
            let diagonal = if down { diagonal + 1 } else { diagonal - 1 };
            let (to_x, to_y) = (from, from.saturating_add_signed(-diagonal));
            push(&mut edits, Edit { old: to_x, new: to_y, removed: usize::from(!down), added: usize::from(down) });
            (x, y) = (to_x, to_y);
        }
        edits.reverse();
        edits
    }
}

/// Puts an edit before the others, into the one that begins where it ends.
fn push(edits: &mut Vec<Edit>, edit: Edit) {
    match edits.last_mut() {
        Some(next) if (next.old, next.new) == (edit.old + edit.removed, edit.new + edit.added) => {
            *next = Edit { removed: next.removed + edit.removed, added: next.added + edit.added, ..edit };
        }
        _ => edits.push(edit),
    }
}
