//! APIs whose definitions differ, and who calls them.

use std::collections::{BTreeMap, BTreeSet};

use super::{ApiChange, Consumer, Told};
use crate::model::{DefinitionState, State};

/// APIs that break callers first, those with most consumers first; then by reference.
pub(super) fn apis(base: &State, head: &State, seen: &BTreeMap<String, Vec<Told>>) -> Vec<ApiChange> {
    let mut found = Vec::new();
    for (reference, before) in &base.definitions {
        let after = head.definitions.get(reference);
        if after.is_some_and(|after| after.hash == before.hash) && !seen.contains_key(reference) {
            continue;
        }
        let told = match (seen.get(reference), after) {
            (Some(told), _) => told.clone(),
            (None, Some(after)) => by_name(before, after),
            (None, None) => vec![gone(reference, head)],
        };
        let (compatible, breaking): (Vec<Told>, Vec<Told>) = told.into_iter().partition(|told| told.compatible);
        if compatible.is_empty() && breaking.is_empty() {
            continue;
        }
        let entity = head.entities.get(reference).or_else(|| base.entities.get(reference));
        found.push(ApiChange {
            reference: reference.clone(),
            title: entity.map(|entity| entity.title.clone()).unwrap_or_default(),
            versions: (before.version.clone(), after.map(|after| after.version.clone()).unwrap_or_default()),
            breaking,
            compatible,
            consumers: consumers(base, head, reference),
            page: after.map(|after| after.page.clone()),
        });
    }
    found.sort_by_key(|api| (api.breaking.is_empty(), std::cmp::Reverse(api.consumers.len())));
    found
}

fn gone(reference: &str, head: &State) -> Told {
    let message = if head.entities.contains_key(reference) { "can no longer be read" } else { "was removed" };
    Told { compatible: false, subject: "the definition".to_owned(), message: message.to_owned() }
}

/// What the names of operations tell by themselves.
fn by_name(before: &DefinitionState, after: &DefinitionState) -> Vec<Told> {
    let (old, new): (BTreeSet<&String>, BTreeSet<&String>) =
        (before.operations.iter().collect(), after.operations.iter().collect());
    let told = |compatible, message: &str| {
        let message = message.to_owned();
        move |name: &&String| Told { compatible, subject: (*name).clone(), message: message.clone() }
    };
    let gone = old.difference(&new).map(told(false, "was removed"));
    gone.chain(new.difference(&old).map(told(true, "was added"))).collect()
}

/// Who consumes an API on either side; who goes with the change is no longer asked.
pub(super) fn consumers(base: &State, head: &State, reference: &str) -> Vec<Consumer> {
    let mut found = BTreeMap::new();
    for state in [base, head] {
        let consumers = state.entities.iter().filter(|(name, entity)| {
            head.entities.contains_key(*name) && entity.targets("consumesApi").any(|target| target == reference)
        });
        found.extend(consumers.map(|(name, entity)| (name, entity.owners())));
    }
    found.into_iter().map(|(name, owners)| Consumer { reference: name.clone(), owners }).collect()
}

/// What is wrong with an API that breaks its callers, in one sentence, and what to do; nothing when nobody may fail.
pub fn broken(api: &ApiChange) -> Option<(String, String)> {
    let first = api.breaking.first()?;
    let more = if api.breaking.len() > 1 { format!("; {} more", api.breaking.len() - 1) } else { String::new() };
    let names: Vec<&str> = api.consumers.iter().take(3).map(|consumer| consumer.reference.as_str()).collect();
    let others = api.consumers.len().saturating_sub(names.len());
    let others = if others > 0 { format!(" and {others} more") } else { String::new() };
    let whom = if names.is_empty() { "callers".to_owned() } else { format!("{}{others}", names.join(", ")) };
    let subject =
        if first.subject == "the definition" { first.subject.clone() } else { format!("`{}`", first.subject) };
    let message = format!("{} may break {whom}: {subject} {}{more}", api.reference, first.message);
    let hint = "keep what callers use until they have moved, or agree with their owners and raise the major version";
    Some((message, hint.to_owned()))
}
