//! Entities that are not what they were.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{Change, EntityChange, RelationChange, fields::fields};
use crate::model::{EntityState, State};

/// The relations that the other end declares.
const REVERSE: [&str; 7] =
    ["ownerOf", "hasPart", "dependencyOf", "apiProvidedBy", "apiConsumedBy", "parentOf", "hasMember"];

/// Removed ones first, then renamed, changed, moved and added ones; among them by reference.
pub(super) fn entities(base: &State, head: &State) -> Vec<EntityChange> {
    let renamed = renamed(base, head);
    let old_names: BTreeSet<&str> = renamed.values().copied().collect();
    let mut found = Vec::new();
    for (reference, before) in &base.entities {
        if !head.entities.contains_key(reference) && !old_names.contains(reference.as_str()) {
            let relations = before.relations.iter().filter(is_forward);
            let relations = relations.map(|relation| told(Change::Removed, relation)).collect();
            found.push(EntityChange { page: None, relations, ..of(reference, Change::Removed, before) });
        }
    }
    for (reference, after) in &head.entities {
        let from = renamed.get(reference.as_str()).copied();
        let Some(before) = base.entities.get(from.unwrap_or(reference)) else {
            let relations = after.relations.iter().filter(is_forward);
            let relations = relations.map(|relation| told(Change::Added, relation)).collect();
            found.push(EntityChange { relations, ..of(reference, Change::Added, after) });
            continue;
        };
        let fields = fields(&before.document, &after.document);
        let relations = relations(before, after);
        let is_elsewhere = (&before.place.repo, &before.place.path) != (&after.place.repo, &after.place.path);
        let change = match (from, fields.is_empty() && relations.is_empty(), is_elsewhere) {
            (Some(_), ..) => Change::Renamed,
            (None, false, _) => Change::Changed,
            (None, true, true) => Change::Moved,
            (None, true, false) => continue,
        };
        let from = from.map(str::to_owned);
        found.push(EntityChange { from, fields, relations, ..of(reference, change, after) });
    }
    found.sort_by(|a, b| (a.change, &a.reference).cmp(&(b.change, &b.reference)));
    found
}

fn of(reference: &str, change: Change, entity: &EntityState) -> EntityChange {
    EntityChange {
        reference: reference.to_owned(),
        title: entity.title.clone(),
        change,
        owners: entity.owners(),
        lifecycle: entity.lifecycle.clone(),
        tier: entity.tier.clone(),
        place: entity.place.clone(),
        page: Some(entity.page.clone()),
        ..EntityChange::default()
    }
}

impl EntityState {
    /// The references of its owners.
    pub(super) fn owners(&self) -> Vec<String> {
        self.targets("ownedBy").map(str::to_owned).collect()
    }

    /// The other ends of its relations of one type.
    pub(super) fn targets<'s>(&'s self, relation_type: &'s str) -> impl Iterator<Item = &'s str> {
        let of_type = self.relations.iter().filter(move |(name, _)| name == relation_type);
        of_type.map(|(_, target)| target.as_str())
    }
}

fn is_forward((relation_type, _): &&(String, String)) -> bool {
    !REVERSE.contains(&relation_type.as_str())
}

fn told(change: Change, (relation_type, target): &(String, String)) -> RelationChange {
    RelationChange { change, relation_type: relation_type.clone(), target: target.clone() }
}

fn relations(before: &EntityState, after: &EntityState) -> Vec<RelationChange> {
    let gone = before.relations.iter().filter(|relation| after.relations.binary_search(relation).is_err());
    let new = after.relations.iter().filter(|relation| before.relations.binary_search(relation).is_err());
    let gone = gone.filter(is_forward).map(|relation| told(Change::Removed, relation));
    gone.chain(new.filter(is_forward).map(|relation| told(Change::Added, relation))).collect()
}

/// Entities with another name than before, and that name: the same kind, and else the same document.
fn renamed<'a>(base: &'a State, head: &'a State) -> BTreeMap<&'a str, &'a str> {
    let mut gone: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (reference, before) in base.entities.iter().filter(|(reference, _)| !head.entities.contains_key(*reference)) {
        gone.entry(nameless(reference, before)).or_default().push(reference);
    }
    let mut found = BTreeMap::new();
    if gone.is_empty() {
        return found;
    }
    for (reference, after) in head.entities.iter().filter(|(reference, _)| !base.entities.contains_key(*reference)) {
        let alike = gone.get_mut(&nameless(reference, after)).filter(|alike| !alike.is_empty());
        found.extend(alike.map(|alike| (reference.as_str(), alike.remove(0))));
    }
    found
}

/// What stays when a thing is renamed: its kind and file, and all that its document says but for its names.
fn nameless(reference: &str, entity: &EntityState) -> String {
    let mut document = entity.document.clone();
    if let Some(Value::Object(metadata)) = document.get_mut("metadata") {
        for name in ["name", "namespace", "title", "annotations"] {
            metadata.remove(name);
        }
    }
    let kind = reference.split(':').next().unwrap_or_default();
    format!("{kind}\0{}\0{document}", entity.place.repo)
}
