//! Who depends on what changed, directly and through whom.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

use super::{ApiChange, Change, EntityChange, Impact, OwnerImpact, Step, fields::is_cosmetic};
use crate::model::State;

/// By what something needs another; without that other, it may break. The last says it of the other end.
const NEEDS: [(&str, &str, bool); 3] = [
    ("dependsOn", "depends on", false),
    ("consumesApi", "consumes", false),
    // Who provides an API is needed by it.
    ("providesApi", "is provided by", true),
];

/// What needs an entity, and how.
type NeededBy<'a> = HashMap<&'a str, BTreeSet<(&'a str, &'static str)>>;

/// Everything affected, nearest first, and whose it is.
pub(super) fn impact(
    (base, head): (&State, &State),
    entities: &[EntityChange],
    apis: &[ApiChange],
) -> (Vec<Impact>, Vec<OwnerImpact>) {
    let causes = causes(entities, apis);
    if causes.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut needed_by = NeededBy::new();
    // What needed a thing that is gone may say so only before, and what needs a new one only after.
    for state in [base, head] {
        gather(state, &mut needed_by);
    }
    let mut ways: HashMap<&str, (&str, &'static str)> = HashMap::new();
    let mut origins: HashMap<&str, (&str, usize)> = HashMap::new();
    let mut waiting: VecDeque<&str> = causes.keys().copied().collect();
    origins.extend(causes.keys().map(|cause| (*cause, (*cause, 0))));
    while let Some(reached) = waiting.pop_front() {
        let (cause, distance) = origins[reached];
        for (next, relation) in needed_by.get(reached).into_iter().flatten() {
            if !origins.contains_key(next) {
                origins.insert(next, (cause, distance + 1));
                ways.insert(next, (reached, relation));
                waiting.push_back(next);
            }
        }
    }
    let mut found: Vec<Impact> = Vec::new();
    for (reference, (cause, distance)) in origins.into_iter().filter(|(_, (_, distance))| *distance > 0) {
        // Who goes with the change is not affected by it.
        let Some(entity) = head.entities.get(reference) else { continue };
        let mut path = Vec::new();
        let mut at = reference;
        while let Some((next, relation)) = ways.get(at) {
            path.push(Step { relation: (*relation).to_owned(), reference: (*next).to_owned() });
            at = next;
        }
        found.push(Impact {
            reference: reference.to_owned(),
            title: entity.title.clone(),
            owners: entity.owners(),
            lifecycle: entity.lifecycle.clone(),
            tier: entity.tier.clone(),
            page: entity.page.clone(),
            distance,
            cause: (cause.to_owned(), causes[cause]),
            path,
        });
    }
    found.sort_by(|a, b| (a.distance, rank(a), &a.reference).cmp(&(b.distance, rank(b), &b.reference)));
    let owners = owners(&found);
    (found, owners)
}

/// What others may feel: what is gone or renamed, what differs in more than its looks, and APIs that break callers.
fn causes<'a>(entities: &'a [EntityChange], apis: &'a [ApiChange]) -> BTreeMap<&'a str, Change> {
    let mut causes = BTreeMap::new();
    for entity in entities {
        match entity.change {
            Change::Removed => {
                causes.insert(entity.reference.as_str(), Change::Removed);
            }
            Change::Renamed => {
                causes.extend(entity.from.as_deref().map(|from| (from, Change::Renamed)));
            }
            Change::Changed if entity.fields.iter().any(|change| !is_cosmetic(&change.field)) => {
                causes.insert(&entity.reference, Change::Changed);
            }
            _ => {}
        }
    }
    for api in apis.iter().filter(|api| !api.breaking.is_empty()) {
        causes.entry(&api.reference).or_insert(Change::Changed);
    }
    causes
}

fn gather<'a>(state: &'a State, needed_by: &mut NeededBy<'a>) {
    for (reference, entity) in &state.entities {
        for (relation_type, target) in &entity.relations {
            let Some((_, words, is_back)) = NEEDS.iter().find(|(name, ..)| name == relation_type) else { continue };
            let (needed, needing) = if *is_back { (reference, target) } else { (target, reference) };
            needed_by.entry(needed).or_default().insert((needing, words));
        }
    }
}

/// What is in production comes first.
fn rank(impact: &Impact) -> usize {
    usize::from(impact.lifecycle.as_deref() != Some("production"))
}

fn owners(impact: &[Impact]) -> Vec<OwnerImpact> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for owner in impact.iter().flat_map(|impact| &impact.owners) {
        *counts.entry(owner).or_default() += 1;
    }
    let mut owners: Vec<OwnerImpact> =
        counts.into_iter().map(|(owner, entities)| OwnerImpact { owner: owner.to_owned(), entities }).collect();
    owners.sort_by(|a, b| b.entities.cmp(&a.entities).then_with(|| a.owner.cmp(&b.owner)));
    owners
}
