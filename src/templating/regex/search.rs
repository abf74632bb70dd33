//! Finds a pattern in a text, all ways at once.

use super::{
    super::{
        fault::{Budget, Outcome},
        text::{ascii, lower, upper},
    },
    parse::Set,
    program::{Program, Step},
};

/// The position of what did not take part.
pub const NOWHERE: usize = usize::MAX;

/// The flags that change what matches.
#[derive(Clone, Copy)]
pub struct Flags {
    /// Case does not count.
    pub folded: bool,
    /// `^` and `$` match at line ends too.
    pub lines: bool,
    /// The match starts where the search does.
    pub sticky: bool,
}

/// A way through the program: where it is, and the positions it kept.
type Way = (usize, Vec<usize>);

/// The ways that wait for the next unit, the best first, and which steps they have been through.
struct Ways {
    ways: Vec<Way>,
    seen: Vec<usize>,
}

/// The first match from a position on: where it and its groups start and end.
pub fn search(
    program: &Program,
    units: &[u16],
    from: usize,
    flags: Flags,
    budget: &Budget,
) -> Outcome<Option<Vec<usize>>> {
    let mut now = Ways { ways: Vec::new(), seen: vec![NOWHERE; program.steps.len()] };
    let mut next = Ways { ways: Vec::new(), seen: vec![NOWHERE; program.steps.len()] };
    let mut best: Option<Vec<usize>> = None;
    for at in from..=units.len() {
        if best.is_none() && (at == from || !flags.sticky) {
            follow(program, (0, vec![NOWHERE; program.kept]), &mut now, (units, at), flags);
        }
        if now.ways.is_empty() && (best.is_some() || flags.sticky) {
            break;
        }
        budget.work(1 + now.ways.len() * program.kept / 8)?;
        for (step, kept) in now.ways.drain(..) {
            match &program.steps[step] {
                Step::Match => {
                    best = Some(kept);
                    // What comes after is worse than this match.
                    break;
                }
                Step::Unit(set) if units.get(at).is_some_and(|unit| holds(set, *unit, flags.folded)) => {
                    follow(program, (step + 1, kept), &mut next, (units, at + 1), flags);
                }
                _ => {}
            }
        }
        std::mem::swap(&mut now, &mut next);
    }
    Ok(best)
}

/// Goes on from a step to all that wait for a unit, best first.
fn follow(program: &Program, way: Way, ways: &mut Ways, (units, at): (&[u16], usize), flags: Flags) {
    let is_end = |unit: Option<&u16>| flags.lines && unit.is_some_and(|unit| matches!(unit, 10 | 13 | 0x2028 | 0x2029));
    let mut open = vec![way];
    while let Some((step, mut kept)) = open.pop() {
        if ways.seen[step] == at {
            continue;
        }
        ways.seen[step] = at;
        match &program.steps[step] {
            Step::Jump(to) => open.push((*to, kept)),
            Step::Split(first, second) => {
                open.push((*second, kept.clone()));
                open.push((*first, kept));
            }
            Step::Save(place) => {
                kept[*place] = at;
                open.push((step + 1, kept));
            }
            Step::Forget(low, high) => {
                kept[*low..*high].fill(NOWHERE);
                open.push((step + 1, kept));
            }
            Step::Start if at == 0 || is_end(units.get(at - 1)) => open.push((step + 1, kept)),
            Step::End if at == units.len() || is_end(units.get(at)) => open.push((step + 1, kept)),
            Step::Boundary(wanted) => {
                let before = at > 0 && is_word(units[at - 1]);
                let behind = units.get(at).is_some_and(|unit| is_word(*unit));
                if (before != behind) == *wanted {
                    open.push((step + 1, kept));
                }
            }
            Step::Start | Step::End => {}
            Step::Unit(_) | Step::Match => ways.ways.push((step, kept)),
        }
    }
}

fn is_word(unit: u16) -> bool {
    ascii(unit).is_ascii_alphanumeric() || ascii(unit) == '_'
}

fn holds(set: &Set, unit: u16, folded: bool) -> bool {
    let within = |unit: u16| set.ranges.iter().any(|(low, high)| (*low..=*high).contains(&unit));
    let mut found = within(unit);
    if folded && !found {
        found = [lower(&[unit]), upper(&[unit])].iter().any(|other| matches!(other[..], [other] if within(other)));
    }
    found != set.negated
}
