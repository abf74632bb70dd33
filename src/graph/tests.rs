//! Small random graphs, compared with the plainest way to find the same.

use std::collections::BTreeSet;

use super::{articulation::articulations, cycles::cycles, edges::Edges, hubs::hubs};
use crate::model::EntityIndex;

/// Numbers that look random and are the same everywhere (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % limit as u64).unwrap()
    }
}

fn random(seed: u64) -> Vec<Vec<usize>> {
    let mut dice = Dice(seed);
    let count = 1 + dice.below(24);
    let edges = dice.below(count * 2);
    let mut lists = vec![Vec::new(); count];
    for _ in 0..edges {
        let (from, to) = (dice.below(count), dice.below(count));
        if from != to {
            lists[from].push(to);
        }
    }
    lists
}

fn edges(lists: &[Vec<usize>]) -> Edges {
    let mut edges = Edges::none();
    for list in lists {
        edges.push(list.iter().map(|to| u32::try_from(*to).unwrap()));
    }
    edges
}

/// Everything that `start` leads to, itself left out unless a circle leads back; `without` is not entered.
fn reached(lists: &[Vec<usize>], start: usize, without: Option<usize>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = vec![start];
    while let Some(node) = open.pop() {
        open.extend(lists[node].iter().filter(|to| Some(**to) != without && found.insert(**to)));
    }
    found
}

fn both_ways(lists: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut both = lists.to_vec();
    for (from, list) in lists.iter().enumerate() {
        list.iter().for_each(|to| both[*to].push(from));
    }
    both
}

/// Sizes of the parts that the neighbours of a node fall into without it.
fn parts(both: &[Vec<usize>], node: usize) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut sizes = Vec::new();
    for next in both[node].iter().filter(|next| **next != node) {
        if !seen.contains(next) {
            let mut part = reached(both, *next, Some(node));
            part.insert(*next);
            sizes.push(part.len());
            seen.extend(part);
        }
    }
    sizes
}

fn entity(node: usize) -> EntityIndex {
    EntityIndex(u32::try_from(node).unwrap())
}

#[test]
fn circles_points_and_hubs_are_those_that_trying_each_node_finds() {
    for seed in 0..400 {
        let lists = random(seed);
        let graph = edges(&lists);
        let nodes = 0..lists.len();
        let leads: Vec<BTreeSet<usize>> = nodes.clone().map(|node| reached(&lists, node, None)).collect();
        let circle =
            |a: usize| nodes.clone().filter(|b| leads[a].contains(b) && leads[*b].contains(&a)).map(entity).collect();
        let expected: BTreeSet<Vec<EntityIndex>> =
            nodes.clone().map(circle).filter(|circle: &Vec<_>| circle.len() > 1).collect();
        assert_eq!(cycles(&graph).into_iter().collect::<BTreeSet<_>>(), expected, "circles of graph {seed}");

        let both = both_ways(&lists);
        let cut_off = |node: usize| {
            let sizes = parts(&both, node);
            sizes.iter().sum::<usize>() - sizes.iter().max().copied().unwrap_or(0)
        };
        let expected: BTreeSet<_> =
            nodes.clone().map(|node| (entity(node), cut_off(node))).filter(|(_, cut_off)| *cut_off >= 3).collect();
        let found = articulations(&graph, &graph.turned());
        let found: BTreeSet<_> = found.iter().map(|point| (point.entity, point.cut_off)).collect();
        assert_eq!(found, expected, "points of graph {seed}");

        for hub in hubs(&graph) {
            let node = hub.entity.0 as usize;
            let all = leads[node].iter().filter(|to| **to != node).count();
            let direct = lists[node].iter().collect::<BTreeSet<_>>().len();
            assert_eq!((hub.all, hub.direct), (all, direct), "a hub of graph {seed}");
        }
    }
}
