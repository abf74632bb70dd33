//! Wholes that are parts of their parts.

use super::{Scene, name_place, place, rules::RELATION_CYCLE};
use crate::{
    diagnostic::Diagnostic,
    model::{EntityIndex, Relation},
};

/// So many names of a circle are shown.
const SHOWN: usize = 8;

/// So many circles are looked for; a tangle has more than anybody reads.
const MOST: usize = 100;

/// Reports each circle of `partOf` and of `childOf` once, at its first entity.
pub(super) fn check(scene: &Scene<'_>, relations: &[Vec<Relation>]) -> Vec<Diagnostic> {
    let circles = ["partOf", "childOf"].map(|relation_type| Walk::new(relations, relation_type).circles());
    circles.iter().flatten().map(|circle| diagnostic(scene, circle)).collect()
}

fn diagnostic(scene: &Scene<'_>, circle: &[usize]) -> Diagnostic {
    let at = |number: usize| &scene.declared[number];
    let (id, declaration) = at(circle[0]);
    let next = circle.get(1).unwrap_or(&circle[0]);
    let reference = declaration
        .references
        .iter()
        .find(|reference| scene.find(&reference.target).is_some_and(|index| index.0 as usize == *next));
    let start = match reference {
        Some(reference) => place(scene.repos, declaration, (reference.line, reference.column)),
        None => name_place(scene.repos, declaration),
    };
    let mut names: Vec<String> = circle.iter().take(SHOWN).map(|number| at(*number).0.to_string()).collect();
    if circle.len() > SHOWN {
        names.push("…".to_owned());
    }
    names.push(id.to_string());
    let message = format!("these contain each other: {}", names.join(" → "));
    Diagnostic::new(&RELATION_CYCLE, start, message).hint("remove one of these references").entity(id)
}

/// A depth-first walk along one type of relation.
struct Walk {
    next: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    /// On the current way.
    Open,
    Done,
}

impl Walk {
    fn new(relations: &[Vec<Relation>], relation_type: &str) -> Self {
        let targets = |list: &Vec<Relation>| {
            let of_type = list.iter().filter(|relation| relation.relation_type.0 == relation_type);
            of_type.filter_map(|relation| relation.entity).map(|EntityIndex(number)| number as usize).collect()
        };
        Self { next: relations.iter().map(targets).collect() }
    }

    /// A circle for every relation that leads back onto the way that led to it; each starts at its smallest entity.
    fn circles(&self) -> Vec<Vec<usize>> {
        let mut marks = vec![Mark::New; self.next.len()];
        let mut circles: Vec<Vec<usize>> = Vec::new();
        for start in 0..self.next.len() {
            if marks[start] == Mark::New {
                self.walk(start, &mut marks, &mut circles);
            }
        }
        circles.sort();
        circles.dedup();
        circles
    }

    fn walk(&self, start: usize, marks: &mut [Mark], circles: &mut Vec<Vec<usize>>) {
        // The way so far, each with how many of its relations were followed.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        marks[start] = Mark::Open;
        while let Some((at, followed)) = way.last_mut() {
            let Some(next) = self.next[*at].get(*followed).copied() else {
                marks[*at] = Mark::Done;
                way.pop();
                continue;
            };
            *followed += 1;
            match marks[next] {
                Mark::Done => {}
                Mark::New => {
                    marks[next] = Mark::Open;
                    way.push((next, 0));
                }
                Mark::Open if circles.len() < MOST => circles.extend(circle(&way, next)),
                Mark::Open => {}
            }
        }
    }
}

fn circle(way: &[(usize, usize)], back_to: usize) -> Option<Vec<usize>> {
    let from = way.iter().position(|(at, _)| *at == back_to)?;
    let mut circle: Vec<usize> = way[from..].iter().map(|(at, _)| *at).collect();
    let smallest = circle.iter().enumerate().min_by_key(|(_, at)| **at)?.0;
    circle.rotate_left(smallest);
    Some(circle)
}
