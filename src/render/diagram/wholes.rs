//! Systems, domains or teams as boxes, and what follows from their parts as arrows.

use std::collections::BTreeSet;

use super::{Cluster, Edge, Graph, Node, Role, clusters};
use crate::{
    model::{Catalog, EntityIndex, Implied, SitePath},
    render::kinds,
};

/// More boxes than this are for the graph that can be walked.
const MOST: usize = 48;
/// More arrows than this nobody follows.
const MOST_ARROWS: usize = 90;

/// The graph of the first of `heaviest`, and whether that is all.
pub(super) fn graph(catalog: &Catalog, page: &SitePath, title: &str, heaviest: &[&Implied]) -> (Graph, bool) {
    let mut ends: BTreeSet<EntityIndex> = BTreeSet::new();
    let mut drawn: Vec<&Implied> = Vec::new();
    for one in heaviest.iter().filter(|one| one.from != one.to) {
        let new = [one.from, one.to].iter().filter(|end| !ends.contains(end)).count();
        if drawn.len() < MOST_ARROWS && ends.len() + new <= MOST {
            ends.extend([one.from, one.to]);
            drawn.push(one);
        }
    }
    let all = drawn.len() == heaviest.len();
    // The order in which arrows are given decides ties, so it must not hang on how heavy they are.
    drawn.sort_by_key(|one| (one.from, one.to));
    let boxes: Vec<EntityIndex> = ends.into_iter().collect();
    let place = |index: EntityIndex| boxes.binary_search(&index).ok();
    let edges = drawn.iter().filter_map(|one| {
        let label = if one.against { "against the grain" } else { "needs" }.to_owned();
        Some(Edge { from: place(one.from)?, to: place(one.to)?, label })
    });
    let edges = edges.collect();
    let nodes = boxes.iter().map(|index| node(catalog, page, *index)).collect();
    let mut graph = Graph { title: title.to_owned(), nodes, edges, clusters: Vec::new() };
    let whole = |at: usize| {
        let of = if catalog[boxes[at]].id.kind() == "group" { "childOf" } else { "partOf" };
        catalog[boxes[at]].related(of).find_map(|relation| relation.entity)
    };
    clusters::frame(&mut graph, 1, whole, |whole| Cluster::new(&catalog[*whole], page));
    (graph, all)
}

fn node(catalog: &Catalog, page: &SitePath, index: EntityIndex) -> Node {
    let entity = &catalog[index];
    let owner = entity.related("ownedBy").find_map(|relation| relation.entity);
    let owner = owner.map(|owner| catalog[owner].title().to_owned());
    Node {
        name: entity.id.to_string(),
        label: entity.title().to_owned(),
        icon: kinds::icon(entity),
        hue: kinds::hue(entity.id.kind()),
        detail: owner.clone(),
        href: Some(page.href_to(&entity.id.page())),
        role: Role::Normal,
        owner,
        cluster: None,
    }
}
