//! Problems that came and went. One that only stands on another line, or in a file that was moved, is the same.

use std::collections::HashMap;

use super::Problems;
use crate::model::{Problem, State};

/// What two sightings of one problem have in common; first the narrow sense, then the wide one.
type Key = (String, String, String, String);

/// Problems of one side that the other has not, as many times as it has them more often.
pub(super) fn problems(base: &State, head: &State) -> Problems {
    let mut mended: Vec<&Problem> = base.problems.iter().collect();
    let mut new: Vec<&Problem> = head.problems.iter().collect();
    for key in [exact, narrow, wide] {
        (mended, new) = unmatched(mended, new, key);
    }
    let mut new: Vec<Problem> = new.into_iter().cloned().collect();
    new.sort_by_key(|problem| severity(&problem.severity));
    Problems { new, mended: mended.into_iter().cloned().collect() }
}

/// The order of severities.
pub(super) fn severity(word: &str) -> usize {
    ["error", "warning", "info"].iter().position(|known| *known == word).unwrap_or(3)
}

fn exact(problem: &Problem) -> Key {
    let (rule, path, message, _) = narrow(problem);
    (rule, path, message, problem.place.line.to_string())
}

fn narrow(problem: &Problem) -> Key {
    let path = format!("{}\0{}", problem.place.repo, problem.place.path);
    (problem.rule.clone(), path, problem.message.clone(), String::new())
}

/// In whatever file, and whatever numbers the message names: but the same source line, and in the same repository.
fn wide(problem: &Problem) -> Key {
    let message = problem.message.chars().map(|c| if c.is_ascii_digit() { '#' } else { c });
    let line = problem.excerpt.as_deref().unwrap_or_default().trim().to_owned();
    // Without a source line, only the place tells one problem from another.
    let place = if line.is_empty() { problem.place.path.clone() } else { line };
    (problem.rule.clone(), problem.place.repo.clone(), message.collect(), place)
}

fn unmatched<'a>(
    base: Vec<&'a Problem>,
    head: Vec<&'a Problem>,
    key: fn(&Problem) -> Key,
) -> (Vec<&'a Problem>, Vec<&'a Problem>) {
    let mut left: HashMap<Key, usize> = HashMap::new();
    for problem in &base {
        *left.entry(key(problem)).or_default() += 1;
    }
    let mut shared: HashMap<Key, usize> = HashMap::new();
    let mut new = Vec::new();
    for problem in head {
        let key = key(problem);
        match left.get_mut(&key).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                *shared.entry(key).or_default() += 1;
            }
            None => new.push(problem),
        }
    }
    let is_gone = |problem: &&Problem| match shared.get_mut(&key(problem)).filter(|count| **count > 0) {
        Some(count) => {
            *count -= 1;
            false
        }
        None => true,
    };
    (base.into_iter().filter(is_gone).collect(), new)
}
