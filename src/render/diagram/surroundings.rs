//! What to show around an entity: the other ends of its relations and how they hang together. Systems and domains
//! show what they contain instead, see [`contents`].

mod contents;
mod team;

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{Catalog, Entity, EntityId, EntityIndex, Implied, Relation, SitePath},
    render::kinds,
};

use super::{
    Cluster, Edge, Graph, Node, Role, clusters,
    relations::{Arrow, CONTAINS, arrow},
};

/// More boxes than this at one end of one relation fold.
const MOST_IN_GROUP: usize = 16;

/// Where the page of an entity shows its relations as a table.
const TABLE: &str = "#relations";

/// The graph for the page of an entity; `implied` is what follows for a group.
pub(super) fn graph(catalog: &Catalog, index: EntityIndex, implied: &[&Implied]) -> Graph {
    let entity = &catalog[index];
    let has_parts = entity.related(CONTAINS.0).next().is_some();
    if ["system", "domain"].contains(&entity.id.kind()) && has_parts {
        return contents::graph(catalog, index);
    }
    let mut sketch = Sketch::new(catalog, entity);
    if entity.id.kind() == "group" {
        team::add(&mut sketch, index, implied);
    } else {
        for (arrow, targets) in groups(catalog, entity) {
            sketch.add_group(&arrow, targets);
        }
        sketch.add_owned(entity);
        sketch.connect_neighbours();
    }
    sketch.frame_systems();
    sketch.graph
}

/// One other end of a relation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Target {
    /// For the order of boxes: the title in lower case.
    title: String,
    id: EntityId,
    entity: Option<EntityIndex>,
}

impl Target {
    fn new(catalog: &Catalog, relation: &Relation) -> Self {
        let title = relation.entity.map_or(relation.target.name(), |index| catalog[index].title()).to_lowercase();
        Self { title, id: relation.target.clone(), entity: relation.entity }
    }
}

/// The relations of an entity by arrow, each with its distinct targets sorted by title.
fn groups(catalog: &Catalog, entity: &Entity) -> BTreeMap<Arrow, BTreeSet<Target>> {
    let mut groups: BTreeMap<Arrow, BTreeSet<Target>> = BTreeMap::new();
    for relations in entity.relations.chunk_by(|a, b| a.relation_type == b.relation_type) {
        let arrow = relations.first().and_then(|relation| arrow(relation.relation_type.0));
        if let Some(arrow) = arrow {
            groups.entry(arrow).or_default().extend(relations.iter().map(|relation| Target::new(catalog, relation)));
        }
    }
    groups
}

/// A graph in the making, with one box for each thing it stands for.
struct Sketch<'a> {
    catalog: &'a Catalog,
    page: SitePath,
    graph: Graph,
    /// The boxes of single entities and systems.
    boxes: BTreeMap<EntityId, usize>,
}

impl<'a> Sketch<'a> {
    /// Begins with the entity in question as box 0.
    fn new(catalog: &'a Catalog, entity: &Entity) -> Self {
        let page = entity.id.page();
        let title = format!("Relations of {}", entity.title());
        let mut sketch = Self { catalog, page, graph: Graph { title, ..Graph::default() }, boxes: BTreeMap::new() };
        sketch.entity(&entity.id, catalog.find(&entity.id), Role::Centre);
        sketch
    }

    /// The box of an entity, made if there is none yet.
    fn entity(&mut self, id: &EntityId, entity: Option<EntityIndex>, role: Role) -> usize {
        if let Some(at) = self.boxes.get(id) {
            return *at;
        }
        let node = match entity.map(|index| &self.catalog[index]) {
            Some(entity) => Node {
                name: name(entity),
                label: entity.title().to_owned(),
                icon: kinds::icon(entity),
                hue: kinds::hue(id.kind()),
                detail: self.owner(entity),
                owner: self.owner(entity),
                href: Some(self.page.href_to(&id.page())),
                role,
                cluster: None,
            },
            None => Node {
                name: format!("{id} is not in the catalog"),
                label: id.name().to_owned(),
                icon: "dangling",
                hue: kinds::hue(id.kind()),
                detail: Some("not in the catalog".to_owned()),
                href: None,
                role: Role::Missing,
                ..Node::default()
            },
        };
        self.boxes.insert(id.clone(), self.graph.nodes.len());
        self.graph.nodes.push(node);
        self.graph.nodes.len() - 1
    }

    /// A box for many things.
    fn fold(&mut self, label: String, kind: &str, name: String) -> usize {
        let (icon, hue) = (kinds::hue(kind), kinds::hue(kind));
        let href = Some(TABLE.to_owned());
        self.graph.nodes.push(Node { name, label, icon, hue, href, role: Role::Fold, ..Node::default() });
        self.graph.nodes.len() - 1
    }

    /// An arrow between two boxes, once.
    fn connect(&mut self, from: usize, to: usize, label: &str) {
        let same = |edge: &Edge| edge.from == from && edge.to == to && edge.label == label;
        if from != to && !self.graph.edges.iter().any(same) {
            self.graph.edges.push(Edge { from, to, label: label.to_owned() });
        }
    }

    /// Arrows between the entity in question and the targets of one relation; too many of them fold into their
    /// systems, and what is still too much into one box.
    fn add_group(&mut self, arrow: &Arrow, targets: BTreeSet<Target>) {
        let (systems, mut single) = if targets.len() > MOST_IN_GROUP {
            fold_systems(self.catalog, targets)
        } else {
            (BTreeMap::new(), targets.into_iter().collect())
        };
        for (system, count) in systems {
            let at = self.entity(&self.catalog[system].id, Some(system), Role::Fold);
            let node = &mut self.graph.nodes[at];
            (node.detail, node.owner) = (Some(format!("{count} entities")), None);
            self.join(arrow, at);
        }
        let rest = if single.len() > MOST_IN_GROUP { single.split_off(MOST_IN_GROUP - 1) } else { Vec::new() };
        for target in single {
            let at = self.entity(&target.id, target.entity, Role::Normal);
            self.join(arrow, at);
        }
        if let Some(first) = rest.first() {
            let label = format!("+{} more", rest.len());
            let at = self.fold(label, first.id.kind(), "All relations are in the table".to_owned());
            self.join(arrow, at);
        }
    }

    /// An arrow between the entity in question and another box.
    fn join(&mut self, arrow: &Arrow, at: usize) {
        let (from, to) = if arrow.forward { (0, at) } else { (at, 0) };
        self.connect(from, to, &arrow.label);
    }

    /// What a group or a user owns, as one box for each kind.
    fn add_owned(&mut self, entity: &Entity) {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for relation in entity.related("ownerOf") {
            *kinds.entry(relation.target.kind()).or_default() += 1;
        }
        for (kind, count) in kinds {
            let label = format!("{count} {}", if count == 1 { kind.to_owned() } else { kinds::plural(kind, kind) });
            let at = self.fold(label, kind, format!("Owned by {}", entity.title()));
            self.connect(0, at, "owns");
        }
    }

    /// Arrows among the other boxes, without containment: the system around everything is no news.
    fn connect_neighbours(&mut self) {
        let folded = |at: usize| self.graph.nodes[at].role == Role::Fold;
        let shown = self.boxes.iter().filter(|(_, at)| **at != 0);
        let shown: BTreeMap<EntityIndex, usize> =
            shown.filter_map(|(id, at)| Some((self.catalog.find(id)?, *at))).collect();
        let from: Vec<_> = shown.iter().filter(|(_, at)| !folded(**at)).collect();
        for (index, from) in from {
            // Relations are sorted by type, and a team or a system has hundreds of them that are not drawn.
            for relations in self.catalog[*index].relations.chunk_by(|a, b| a.relation_type == b.relation_type) {
                let arrow = relations.first().and_then(|relation| arrow(relation.relation_type.0));
                let Some(arrow) = arrow.filter(|arrow| arrow.forward && arrow.label != CONTAINS.2) else { continue };
                let ends = relations.iter().filter_map(|relation| shown.get(&relation.entity?));
                ends.for_each(|to| self.connect(*from, *to, &arrow.label));
            }
        }
    }

    /// Frames around boxes of one system.
    fn frame_systems(&mut self) {
        let catalog = self.catalog;
        let indices: Vec<Option<EntityIndex>> = {
            let mut indices = vec![None; self.graph.nodes.len()];
            self.boxes.iter().for_each(|(id, at)| indices[*at] = catalog.find(id));
            indices
        };
        let system = |at: usize| {
            let mut wholes = catalog[indices[at]?].related(CONTAINS.1).filter_map(|relation| relation.entity);
            wholes.find(|whole| catalog[*whole].id.kind() == "system")
        };
        let page = &self.page;
        clusters::frame(&mut self.graph, 2, system, |system| Cluster::new(&catalog[*system], page));
    }

    fn owner(&self, entity: &Entity) -> Option<String> {
        let relation = entity.related("ownedBy").next()?;
        let title = relation.entity.map_or(relation.target.name(), |index| self.catalog[index].title());
        Some(title.to_owned())
    }
}

/// The full name of an entity: its title and its reference.
fn name(entity: &Entity) -> String {
    if entity.title() == entity.name { entity.id.to_string() } else { format!("{} ({})", entity.title(), entity.id) }
}

/// Counts those targets whose system holds more than one of them, and leaves the others.
fn fold_systems(catalog: &Catalog, targets: BTreeSet<Target>) -> (BTreeMap<EntityIndex, usize>, Vec<Target>) {
    let mut systems: BTreeMap<EntityIndex, usize> = BTreeMap::new();
    let system = |target: &Target| target.entity.and_then(|index| container(catalog, index));
    for system in targets.iter().filter_map(system) {
        *systems.entry(system).or_default() += 1;
    }
    systems.retain(|_, count| *count > 1);
    let single = targets.into_iter().filter(|target| !system(target).is_some_and(|of| systems.contains_key(&of)));
    (systems.clone(), single.collect())
}

/// What an entity is part of, the first by name if there are several.
fn container(catalog: &Catalog, index: EntityIndex) -> Option<EntityIndex> {
    catalog[index].related(CONTAINS.1).find_map(|relation| relation.entity)
}
