//! What belongs together, a system or a domain: its boxes stand side by side in every column, so that a frame around
//! them holds nothing else.

use std::collections::BTreeMap;

use super::{Cluster, Graph, layers::Layered};

/// Frames those boxes that share a whole with at least `least` in all; `whole` tells the whole of a box. Nothing is
/// framed when everything would be in one frame.
pub(super) fn frame<K: Ord>(
    graph: &mut Graph,
    least: usize,
    whole: impl Fn(usize) -> Option<K>,
    cluster: impl Fn(&K) -> Cluster,
) {
    let mut members: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for node in 0..graph.nodes.len() {
        if let Some(whole) = whole(node) {
            members.entry(whole).or_default().push(node);
        }
    }
    members.retain(|_, nodes| nodes.len() >= least);
    if members.values().any(|nodes| nodes.len() == graph.nodes.len()) {
        return;
    }
    for (whole, nodes) in members {
        for node in nodes {
            graph.nodes[node].cluster = Some(graph.clusters.len());
        }
        graph.clusters.push(cluster(&whole));
    }
}

/// Puts the boxes of each cluster side by side in every column, at the mean of their places.
pub(super) fn gather(layered: &mut Layered) {
    for layer in &mut layered.layers {
        let mut places: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (place, vertex) in layer.iter().enumerate() {
            if let Some(cluster) = layered.vertices[*vertex].cluster {
                let (sum, count) = places.entry(cluster).or_default();
                (*sum, *count) = (*sum + place, *count + 1);
            }
        }
        let key = |(place, vertex): (usize, usize)| match layered.vertices[vertex].cluster {
            // In thousandths of a place, so that means compare as whole numbers.
            Some(cluster) => (places[&cluster].0 * 1000 / places[&cluster].1, cluster + 1, place),
            None => (place * 1000, 0, place),
        };
        let mut sorted: Vec<_> = layer.iter().copied().enumerate().map(|entry| (key(entry), entry.1)).collect();
        sorted.sort_unstable();
        *layer = sorted.into_iter().map(|(_, vertex)| vertex).collect();
    }
}
