//! Systems and domains: their parts, how the parts depend on one another, and which other systems they touch.
//! What lies deeper is represented by the part that contains it.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use crate::model::{Catalog, EntityIndex};

use super::{
    super::{
        Graph, Role,
        relations::{CONTAINS, arrow},
    },
    Sketch, container, groups,
};

/// More parts than this fold into one box.
const MOST_PARTS: usize = 28;
/// More neighbours than this at one side fold into one box.
const MOST_OUTSIDE: usize = 10;
/// How deep containment is followed.
const DEPTH: usize = 16;

/// What is outside, each with the boxes that are tied to it and the words for it.
type Outside = BTreeMap<EntityIndex, BTreeSet<(usize, Cow<'static, str>)>>;

/// The graph of what a system or domain contains.
pub(super) fn graph(catalog: &Catalog, index: EntityIndex) -> Graph {
    let mut contents = Contents::new(catalog, index);
    contents.add_parts();
    contents.add_dependencies();
    contents.add_containment();
    contents.sketch.graph.title = format!("Parts of {}", catalog[index].title());
    contents.sketch.graph
}

struct Contents<'a> {
    catalog: &'a Catalog,
    centre: EntityIndex,
    sketch: Sketch<'a>,
    /// The box for each thing inside, however deep.
    inside: BTreeMap<EntityIndex, usize>,
    /// The boxes of the parts.
    parts: Vec<usize>,
}

impl<'a> Contents<'a> {
    fn new(catalog: &'a Catalog, centre: EntityIndex) -> Self {
        let sketch = Sketch::new(catalog, &catalog[centre]);
        Self { catalog, centre, sketch, inside: BTreeMap::from([(centre, 0)]), parts: Vec::new() }
    }

    /// Boxes for the parts, and for each thing in them the box that stands for it.
    fn add_parts(&mut self) {
        let centre = &self.catalog[self.centre];
        for (arrow, targets) in groups(self.catalog, centre) {
            // What the centre itself is part of stands beside its name; here room is needed for its parts.
            if arrow.label != CONTAINS.2 || !arrow.forward {
                continue;
            }
            let mut parts: Vec<_> = targets.into_iter().collect();
            let rest = if parts.len() > MOST_PARTS { parts.split_off(MOST_PARTS - 1) } else { Vec::new() };
            for part in parts {
                let at = self.sketch.entity(&part.id, part.entity, Role::Normal);
                self.parts.push(at);
                self.claim(part.entity, at);
            }
            if let Some(first) = rest.first() {
                let name = "All parts are in the table".to_owned();
                let at = self.sketch.fold(format!("+{} more", rest.len()), first.id.kind(), name);
                self.parts.push(at);
                rest.iter().for_each(|part| self.claim(part.entity, at));
            }
        }
    }

    /// Lets a box stand for an entity and for everything in it.
    fn claim(&mut self, entity: Option<EntityIndex>, at: usize) {
        let mut open: Vec<EntityIndex> = entity.into_iter().collect();
        while let Some(index) = open.pop() {
            if self.inside.contains_key(&index) {
                continue;
            }
            self.inside.insert(index, at);
            open.extend(self.catalog[index].related(CONTAINS.0).filter_map(|relation| relation.entity));
        }
    }

    /// Arrows among the parts, and between them and what is outside.
    fn add_dependencies(&mut self) {
        let mut outside: [Outside; 2] = Default::default();
        let inside = self.inside.clone();
        for (index, at) in &inside {
            for relation in &self.catalog[*index].relations {
                let Some(arrow) = arrow(relation.relation_type.0).filter(|arrow| arrow.label != CONTAINS.2) else {
                    continue;
                };
                let label = self.label(arrow.label);
                match relation.entity.map(|target| (target, inside.get(&target))) {
                    Some((_, Some(to))) if arrow.forward => self.sketch.connect(*at, *to, &label),
                    Some((target, None)) => {
                        let system = self.representative(target);
                        outside[usize::from(arrow.forward)].entry(system).or_default().insert((*at, label));
                    }
                    _ => {}
                }
            }
        }
        let [dependents, dependencies] = outside;
        self.add_outside(dependents, false);
        self.add_outside(dependencies, true);
    }

    /// Between systems any use is a dependency.
    fn label(&self, label: Cow<'static, str>) -> Cow<'static, str> {
        let domain = self.catalog[self.centre].id.kind() == "domain";
        if domain && label == "consumes" { Cow::Borrowed("depends on") } else { label }
    }

    /// The system that something outside belongs to, or else the thing itself.
    fn representative(&self, index: EntityIndex) -> EntityIndex {
        let mut at = index;
        for _ in 0..DEPTH {
            if self.catalog[at].id.kind() == "system" {
                return at;
            }
            match container(self.catalog, at) {
                Some(next) => at = next,
                None => return index,
            }
        }
        index
    }

    /// Boxes for what is outside, or a single one for too many.
    fn add_outside(&mut self, outside: Outside, forward: bool) {
        let single = (outside.len() > MOST_OUTSIDE).then(|| {
            let name = "All relations are on the pages of the parts".to_owned();
            self.sketch.fold(format!("{} others", outside.len()), "system", name)
        });
        for (index, lines) in outside {
            let at = single.unwrap_or_else(|| self.sketch.entity(&self.catalog[index].id, Some(index), Role::Outside));
            for (part, label) in lines {
                let (from, to) = if forward { (part, at) } else { (at, part) };
                self.sketch.connect(from, to, &label);
            }
        }
    }

    /// Arrows from the centre to those parts that no other part leads to; the others hang on these.
    fn add_containment(&mut self) {
        let mut reached: BTreeSet<usize> = BTreeSet::new();
        let is_part = |at: &usize| self.parts.contains(at);
        let edges: Vec<(usize, usize)> =
            self.sketch.graph.edges.iter().map(|edge| (edge.from, edge.to)).filter(|(from, _)| is_part(from)).collect();
        let led_to: BTreeSet<usize> = edges.iter().map(|(_, to)| *to).collect();
        let roots = self.parts.iter().filter(|part| !led_to.contains(part));
        // Parts in a cycle have no root; the first of them serves.
        for part in roots.chain(&self.parts).copied().collect::<Vec<_>>() {
            if !reached.insert(part) {
                continue;
            }
            self.sketch.connect(0, part, CONTAINS.2);
            let mut open = vec![part];
            while let Some(at) = open.pop() {
                let next = edges.iter().filter(|(from, to)| *from == at && is_part(to)).map(|(_, to)| *to);
                open.extend(next.filter(|to| reached.insert(*to)).collect::<Vec<_>>());
            }
        }
    }
}
