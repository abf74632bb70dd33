//! Relations as adjacency lists.

use std::collections::{BTreeSet, HashMap};

use super::vocabulary::kebab;
use crate::model::{Catalog, EntityId};

/// The relations that every portal has: name, name of the way back, and further names of that.
pub const RELATIONS: [(&str, &str, &[&str]); 7] = [
    ("depends-on", "depended-on-by", &["dependency-of"]),
    ("part-of", "has-part", &[]),
    ("owned-by", "owner-of", &[]),
    ("provides-api", "api-provided-by", &[]),
    ("consumes-api", "api-consumed-by", &[]),
    ("child-of", "parent-of", &[]),
    ("member-of", "has-member", &[]),
];

/// One relation in both directions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::query) struct Relation {
    /// As queries name it.
    pub(in crate::query) name: String,
    /// The way back.
    pub(in crate::query) back: Option<String>,
    /// Further names of the way back.
    pub(in crate::query) also: Vec<String>,
    pub(in crate::query) forward: Adjacency,
    pub(in crate::query) backward: Adjacency,
}

/// For each node, the nodes that a relation leads to: distinct, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::query) struct Adjacency {
    /// Where each node's targets begin, and where the last one's end.
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Adjacency {
    /// From pairs of source and target, in any order.
    fn new(mut pairs: Vec<(u32, u32)>, nodes: u32) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0; nodes as usize + 1];
        for (source, _) in &pairs {
            starts[*source as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { starts, targets: pairs.into_iter().map(|(_, target)| target).collect() }
    }

    /// From the number of targets of each node and all targets; none when they do not fit together.
    pub(super) fn of_degrees(degrees: &[u32], targets: Vec<u32>) -> Option<Self> {
        let mut starts = super::column::sums(degrees)?;
        starts.insert(0, 0);
        let nodes = degrees.len();
        let fits = *starts.last()? as usize == targets.len() && targets.iter().all(|target| (*target as usize) < nodes);
        fits.then_some(Self { starts, targets })
    }

    /// The same relation the other way round.
    pub(super) fn reversed(&self) -> Self {
        let pairs = (0..self.nodes()).flat_map(|node| self.of(node).iter().map(move |target| (*target, node)));
        Self::new(pairs.collect(), self.nodes())
    }

    /// How many nodes there are.
    pub(super) fn nodes(&self) -> u32 {
        (self.starts.len() - 1) as u32
    }

    /// Where the relation leads from a node.
    pub(in crate::query) fn of(&self, node: u32) -> &[u32] {
        &self.targets[self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize]
    }
}

impl Relation {
    /// A relation, the way back made from the way there.
    pub(super) fn new(name: String, back: Option<String>, also: Vec<String>, forward: Adjacency) -> Self {
        let backward = forward.reversed();
        Self { name, back, also, forward, backward }
    }
}

/// References to nothing, sorted, and all relations of the catalog.
pub(super) fn relations(catalog: &Catalog) -> (Vec<String>, Vec<Relation>) {
    let all = || catalog.entities().iter().flat_map(|entity| &entity.relations);
    let missing: BTreeSet<&EntityId> =
        all().filter(|relation| relation.entity.is_none()).map(|relation| &relation.target).collect();
    let first = u32::try_from(catalog.entities().len()).expect("entities are counted in 32 bits");
    let numbers: HashMap<&EntityId, u32> = missing.iter().copied().zip(first..).collect();
    let nodes = first + numbers.len() as u32;
    let types: BTreeSet<&str> = all().map(|relation| relation.relation_type.0).collect();
    let mut names: Vec<(String, Option<String>, Vec<String>)> = RELATIONS
        .iter()
        .map(|(name, back, also)| {
            ((*name).to_owned(), Some((*back).to_owned()), also.iter().map(|name| (*name).to_owned()).collect())
        })
        .collect();
    let mut ways: HashMap<&str, (usize, bool)> = HashMap::new();
    for relation_type in types {
        let name = kebab(relation_type);
        let back =
            |names: &(String, Option<String>, Vec<String>)| names.1.as_ref() == Some(&name) || names.2.contains(&name);
        let way = match names.iter().position(|names| names.0 == name || back(names)) {
            Some(place) => (place, names[place].0 != name),
            None => {
                names.push((name, None, Vec::new()));
                (names.len() - 1, false)
            }
        };
        ways.insert(relation_type, way);
    }
    let mut pairs: Vec<Vec<(u32, u32)>> = vec![Vec::new(); names.len()];
    for (source, entity) in (0..).zip(catalog.entities()) {
        for relation in &entity.relations {
            let target = relation.entity.map_or_else(|| numbers[&relation.target], |index| index.0);
            let (place, back) = ways[relation.relation_type.0];
            pairs[place].push(if back { (target, source) } else { (source, target) });
        }
    }
    let relation = |((name, back, also), pairs)| Relation::new(name, back, also, Adjacency::new(pairs, nodes));
    let relations = names.into_iter().zip(pairs).map(relation).collect();
    (missing.into_iter().map(|id| id.as_str().to_owned()).collect(), relations)
}
