//! Groups: the groups above and below, the people, what it owns, and the teams that its things need or are needed by.
//! How all these hang together is on their own pages; here it would hide the group.

use std::collections::BTreeMap;

use crate::{
    model::{Catalog, EntityIndex, Implied},
    render::kinds,
};

use super::{super::Role, Sketch, Target, groups};

/// More things than this are counted by kind.
const MOST_OWNED: usize = 9;
/// More people than this are counted.
const MOST_PEOPLE: usize = 6;
/// More teams than this at one side are left to the list.
const MOST_TEAMS: usize = 8;

/// Adds all that surrounds a group.
pub(super) fn add(sketch: &mut Sketch<'_>, index: EntityIndex, implied: &[&Implied]) {
    let catalog = sketch.catalog;
    let group = &catalog[index];
    for (arrow, targets) in groups(catalog, group) {
        if arrow.label == "has member" && targets.len() > MOST_PEOPLE {
            let label = format!("{} people", targets.len());
            let at = sketch.fold(label, "user", "All members are listed on this page".to_owned());
            sketch.join(&arrow, at);
        } else {
            sketch.add_group(&arrow, targets);
        }
    }
    add_owned(sketch, catalog, index);
    add_teams(sketch, catalog, index, implied);
}

/// What the group owns, or when that is much, how much of each kind.
fn add_owned(sketch: &mut Sketch<'_>, catalog: &Catalog, index: EntityIndex) {
    let mut kinds: BTreeMap<(usize, &str), Vec<Target>> = BTreeMap::new();
    let mut count = 0;
    for relation in catalog[index].related("ownerOf") {
        let Some(entity) = relation.entity else { continue };
        let kind = catalog[entity].id.kind();
        let target = Target::new(catalog, relation);
        kinds.entry((kinds::rank(kind), kind)).or_default().push(target);
        count += 1;
    }
    for ((_, kind), mut targets) in kinds {
        if count > MOST_OWNED {
            let first = targets[0].entity.map_or("", |entity| catalog[entity].kind.as_str());
            let words = if targets.len() == 1 { first.to_owned() } else { kinds::plural(kind, first) };
            let name = format!("Owned by {}", catalog[index].title());
            let at = sketch.fold(format!("{} {words}", targets.len()), kind, name);
            sketch.connect(0, at, "owns");
            continue;
        }
        targets.sort();
        for target in targets {
            let at = sketch.entity(&target.id, target.entity, Role::Normal);
            let node = &mut sketch.graph.nodes[at];
            // That it is this group's is what the arrow says.
            node.owner = None;
            node.detail = target.entity.map(|entity| catalog[entity].spec_str("type").unwrap_or(kind).to_owned());
            sketch.connect(0, at, "owns");
        }
    }
}

/// The teams whose things need those of this one, and the other way round, those with most such relations.
fn add_teams(sketch: &mut Sketch<'_>, catalog: &Catalog, index: EntityIndex, implied: &[&Implied]) {
    for forward in [true, false] {
        let other = |one: &Implied| if forward { one.to } else { one.from };
        let mine = |one: &&&Implied| {
            let from_here = if forward { one.from == index } else { one.to == index };
            from_here && one.count > 0 && catalog[other(one)].id.kind() == "group"
        };
        let mut heaviest: Vec<&Implied> = implied.iter().filter(mine).copied().collect();
        heaviest.sort_by_key(|one| std::cmp::Reverse(one.count));
        for one in heaviest.into_iter().take(MOST_TEAMS) {
            let other = other(one);
            let at = sketch.entity(&catalog[other].id, Some(other), Role::Outside);
            let (from, to) = if forward { (0, at) } else { (at, 0) };
            sketch.connect(from, to, "needs");
        }
    }
}
