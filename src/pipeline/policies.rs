//! The policies of the configuration.

use super::{Known, facts, reports};
use crate::{
    config::Config,
    diagnostic::Diagnostic,
    model::{EntityId, Event, Policy},
    query,
    review::{Change, EntityChange, Review},
};

/// What is wrong with policies, and what breaks those that hold at all times.
pub(super) fn check(config: &Config, known: &Known, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    if config.policies.is_empty() {
        return Vec::new();
    }
    let ground = facts::ground(known, diagnostics);
    let mut found = query::wrong_policies(&config.policies, ground.vocabulary());
    let Some(today) = reports::today(known) else { return found };
    for policy in config.policies.iter().filter(|policy| policy.on.is_empty()) {
        let broken = (0..).map(crate::model::EntityIndex).zip(known.catalog.entities());
        let entities = query::found_by(policy, &ground, today);
        let broken = broken.filter(|(index, _)| entities.binary_search(&index.0).is_ok());
        found.extend(broken.map(|(index, _)| query::violation(policy, &known.catalog, index, None)));
    }
    found
}

/// What breaks policies over changes. What is gone is asked for as it was, everything else as it is.
pub(super) fn changes(config: &Config, review: &Review, (before, after): (&Known, &Known)) -> Vec<Diagnostic> {
    let policies: Vec<&Policy> = config.policies.iter().filter(|policy| !policy.on.is_empty()).collect();
    let mut found = Vec::new();
    if policies.is_empty() {
        return found;
    }
    for (known, is_before) in [(before, true), (after, false)] {
        let events = events(review, is_before);
        let Some(today) = reports::today(known).filter(|_| !events.is_empty()) else { continue };
        let ground = facts::ground(known, &known.diagnostics);
        for policy in &policies {
            let entities = query::found_by(policy, &ground, today);
            for (reference, event, became) in &events {
                let Some(index) = known.catalog.find(reference).filter(|_| policy.on.iter().any(|on| meets(on, event)))
                else {
                    continue;
                };
                let one = query::violation(policy, &known.catalog, index, Some(became));
                let is_told = found.iter().any(|told: &Diagnostic| told.message == one.message);
                if entities.binary_search(&index.0).is_ok() && !is_told {
                    found.push(one);
                }
            }
        }
    }
    found
}

/// Whether what happened is what a policy is about.
fn meets(on: &Event, event: &Event) -> bool {
    match (on, event) {
        (Event::Field(wanted), Event::Field(field)) => {
            field == wanted || field.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.starts_with('.'))
        }
        (Event::Breaking, Event::RemovedOperation) => true,
        (on, event) => on == event,
    }
}

/// What became of entities, in words as well: of those that are gone, or of those that are there.
fn events(review: &Review, is_before: bool) -> Vec<(EntityId, Event, String)> {
    let mut events = Vec::new();
    let mut add = |reference: &str, event: Event, words: String| {
        events.extend(id(reference).map(|id| (id, event, words)));
    };
    for entity in &review.entities {
        match (entity.change, is_before) {
            (Change::Removed, true) => add(&entity.reference, Event::Removed, "was removed".to_owned()),
            (Change::Renamed, true) => {
                let from = entity.from.as_deref().unwrap_or_default();
                add(from, Event::Removed, format!("was renamed to {}", entity.reference));
            }
            (Change::Added, false) => add(&entity.reference, Event::Added, "was added".to_owned()),
            (Change::Renamed | Change::Changed | Change::Moved, false) => of_change(entity, &mut add),
            _ => {}
        }
    }
    for api in review.apis.iter().filter(|_| !is_before) {
        for told in &api.breaking {
            let is_removal = told.message.starts_with("was removed");
            let event = if is_removal { Event::RemovedOperation } else { Event::Breaking };
            add(&api.reference, event, format!("has a break in `{}`: it {}", told.subject, told.message));
        }
    }
    events
}

fn of_change(entity: &EntityChange, add: &mut impl FnMut(&str, Event, String)) {
    add(&entity.reference, Event::Changed, format!("was {}", entity.change.word()));
    for change in &entity.fields {
        let words = format!("has another `{}`", change.field);
        add(&entity.reference, Event::Field(change.field.clone()), words);
    }
}

fn id(reference: &str) -> Option<EntityId> {
    let (kind, rest) = reference.split_once(':')?;
    let (namespace, name) = rest.split_once('/')?;
    Some(EntityId::new(kind, namespace, name))
}
