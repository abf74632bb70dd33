//! The organisation as a graph. In: the catalog. Out: what follows from all its relations at once: implied
//! relations, circles, single points of failure, hubs. It must not know pages.
//!
//! One entity needs another when it depends on it, when it consumes the API, and, for an API, when the other
//! provides it. Everything here is linear in the graph but the hubs, which are a fixed number of walks.

mod articulation;
mod cycles;
mod edges;
mod hubs;
mod implied;
#[cfg(test)]
mod tests;

use crate::model::{Architecture, Articulation, Catalog, EntityIndex, Hub, Implied};

use edges::Edges;

/// The relations by which something needs another.
const NEEDS: [&str; 3] = ["dependsOn", "consumesApi", "apiProvidedBy"];

/// Hubs and single points of failure alone.
pub fn weigh(catalog: &Catalog) -> (Vec<Hub>, Vec<Articulation>) {
    let needs = Edges::new(catalog, &NEEDS);
    let needed = needs.turned();
    (hubs::hubs(&needed), articulation::articulations(&needs, &needed))
}

/// What follows from the relations of a catalog.
pub fn survey(catalog: &Catalog) -> Architecture {
    let needs = Edges::new(catalog, &NEEDS);
    let needed = needs.turned();
    let container = |kind: &'static str| move |index| container(catalog, index, kind);
    let owner = |index: EntityIndex| catalog[index].related("ownedBy").find_map(|relation| relation.entity);
    let systems = implied::implied(catalog, &needs, &container("system"));
    let mut cycles = cycles::cycles(&Edges::new(catalog, &["dependsOn", "consumesApi"]));
    cycles.extend(cycles::cycles(&between(catalog, &systems)));
    Architecture {
        systems,
        domains: implied::implied(catalog, &needs, &container("domain")),
        teams: implied::implied(catalog, &needs, &owner),
        cycles,
        articulations: articulation::articulations(&needs, &needed),
        hubs: hubs::hubs(&needed),
        fragile: fragile(catalog),
        orphans: orphans(catalog),
    }
}

/// Implied relations as edges of the whole catalog.
fn between(catalog: &Catalog, implied: &[Implied]) -> Edges {
    let mut edges = Edges::none();
    let mut rest = implied.iter().peekable();
    for (index, _) in catalog.iter() {
        let mine = std::iter::from_fn(|| rest.next_if(|one| one.from == index));
        edges.push(mine.map(|one| one.to.0));
    }
    edges
}

/// How deep containment is followed.
const DEEPEST: usize = 16;

/// The system or domain that something is, or is in.
fn container(catalog: &Catalog, index: EntityIndex, kind: &str) -> Option<EntityIndex> {
    let mut at = index;
    for _ in 0..DEEPEST {
        if catalog[at].id.kind() == kind {
            return Some(at);
        }
        at = catalog[at].related("partOf").find_map(|relation| relation.entity)?;
    }
    None
}

/// Production that depends on, or consumes, what is experimental or deprecated.
fn fragile(catalog: &Catalog) -> Vec<(EntityIndex, EntityIndex)> {
    let lifecycle = |index: EntityIndex| catalog[index].spec_str("lifecycle").map(str::to_lowercase);
    let mut found = Vec::new();
    for (index, entity) in catalog.iter().filter(|(index, _)| lifecycle(*index).as_deref() == Some("production")) {
        let needs = entity.related("dependsOn").chain(entity.related("consumesApi"));
        for target in needs.filter_map(|relation| relation.entity) {
            if matches!(lifecycle(target).as_deref(), Some("experimental" | "deprecated")) {
                found.push((index, target));
            }
        }
    }
    found
}

fn orphans(catalog: &Catalog) -> Vec<EntityIndex> {
    let alone = |relations: &[crate::model::Relation]| relations.iter().all(|relation| relation.entity.is_none());
    let kept = catalog.iter().filter(|(_, entity)| entity.id.kind() != "location" && alone(&entity.relations));
    kept.map(|(index, _)| index).collect()
}
