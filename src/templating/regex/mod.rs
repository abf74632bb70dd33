//! Regular expressions of ECMAScript, without what cannot be matched in linear time: look-around and references back.
//! Matching follows all ways through the pattern at once (Thompson, Pike), so no input makes it run away.

mod parse;
mod program;
mod search;

use super::{
    fault::{Budget, Fault, Outcome},
    text::{ascii, quoted},
    value::Pattern,
};

/// Whether a pattern is found in a text.
///
/// # Errors
/// When the pattern is none, uses what is not supported, or matching costs too much.
pub fn is_found(pattern: &[u16], units: &[u16], budget: &Budget) -> Outcome<bool> {
    let program = program(pattern)?;
    let flags = search::Flags { folded: false, lines: false, sticky: false };
    search::search(&program, units, 0, flags, budget).map(|found| found.is_some())
}

fn program(pattern: &[u16]) -> Outcome<program::Program> {
    let parsed = parse::parse(pattern)
        .map_err(|problem| Fault::new(format!("the regular expression {} {problem}", quoted(pattern))))?;
    program::compile(&parsed.node, parsed.groups).ok_or_else(|| Fault::limit("the regular expression is too large"))
}

/// `String::replace` with a regular expression: the first match, or all with the flag `g`.
///
/// # Errors
/// When the pattern is none, uses what is not supported, or matching costs too much.
pub fn replace(units: &[u16], pattern: &Pattern, new: &[u16], budget: &Budget) -> Outcome<Vec<u16>> {
    let has = |flag: char| pattern.flags.iter().any(|unit| ascii(*unit) == flag);
    let program = program(&pattern.source)?;
    let flags = search::Flags { folded: has('i'), lines: has('m'), sticky: has('y') };
    let mut out = Vec::new();
    let (mut from, mut written) = (0, 0);
    while from <= units.len() {
        let Some(found) = search::search(&program, units, from, flags, budget)? else { break };
        let (start, end) = (found[0], found[1]);
        out.extend_from_slice(&units[written..start]);
        expand(&mut out, units, &found, new);
        budget.text(start - written + new.len())?;
        written = end;
        from = if end == start { end + 1 } else { end };
        if !has('g') {
            break;
        }
    }
    out.extend_from_slice(&units[written..]);
    Ok(out)
}

/// Writes a replacement: `$&` is the match, `$1` a group, `` $` `` and `$'` what stands around, `$$` a dollar sign.
fn expand(out: &mut Vec<u16>, units: &[u16], found: &[usize], new: &[u16]) {
    let groups = found.len() / 2 - 1;
    let mut at = 0;
    while at < new.len() {
        let next = |n: usize| new.get(at + n).map_or('\0', |unit| ascii(*unit));
        let digits = [next(1).to_digit(10), next(2).to_digit(10)];
        let group = match digits {
            [Some(a), Some(b)] if (1..=groups).contains(&((10 * a + b) as usize)) => Some(((10 * a + b) as usize, 3)),
            [Some(a), _] if (1..=groups).contains(&(a as usize)) => Some((a as usize, 2)),
            _ => None,
        };
        let (part, length): (&[u16], usize) = match (next(0), next(1), group) {
            ('$', '$', _) => (&new[at..=at], 2),
            ('$', '&', _) => (&units[found[0]..found[1]], 2),
            ('$', '`', _) => (&units[..found[0]], 2),
            ('$', '\'', _) => (&units[found[1]..], 2),
            ('$', _, Some((group, length))) => {
                let (start, end) = (found[2 * group], found[2 * group + 1]);
                (if end == search::NOWHERE { &[] } else { &units[start..end] }, length)
            }
            _ => (&new[at..=at], 1),
        };
        out.extend_from_slice(part);
        at += length;
    }
}
