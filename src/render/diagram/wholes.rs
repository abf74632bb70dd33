//! Systems, domains or teams as boxes, and what follows from their parts as arrows.

use std::collections::BTreeSet;

use super::{Edge, Graph, Node, Role};
use crate::{
    model::{Catalog, EntityIndex, Implied, SitePath},
    render::kinds,
};

/// More boxes than this are for the graph that can be walked.
const MOST: usize = 60;

/// The graph of `implied`; `detail` is what stands under a name. None when there is too much.
pub(super) fn graph(
    catalog: &Catalog,
    page: &SitePath,
    title: &str,
    implied: &[Implied],
    detail: &dyn Fn(EntityIndex) -> Option<String>,
) -> Option<Graph> {
    let ends: BTreeSet<EntityIndex> = implied.iter().flat_map(|one| [one.from, one.to]).collect();
    if ends.len() > MOST {
        return None;
    }
    let boxes: Vec<EntityIndex> = ends.into_iter().collect();
    let node = |index: &EntityIndex| {
        let entity = &catalog[*index];
        Node {
            name: entity.id.to_string(),
            label: entity.title().to_owned(),
            icon: kinds::icon(entity),
            hue: kinds::hue(entity.id.kind()),
            detail: detail(*index),
            href: Some(page.href_to(&entity.id.page())),
            role: Role::Normal,
        }
    };
    let place = |index: EntityIndex| boxes.binary_search(&index).ok();
    let edges = implied.iter().filter_map(|one| {
        let label = if one.against { "against the grain" } else { "needs" }.to_owned();
        Some(Edge { from: place(one.from)?, to: place(one.to)?, label })
    });
    Some(Graph { title: title.to_owned(), nodes: boxes.iter().map(node).collect(), edges: edges.collect() })
}
