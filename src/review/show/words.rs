//! Sentences that all texts share; nothing in them is escaped yet.

use serde_json::Value;

use crate::{
    model::Spot,
    review::{Change, EntityChange, FieldChange, Impact, Review, Side, Summary},
};

/// Longer values are cut, in characters.
const LONGEST: usize = 120;

/// A count with its noun.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// What there is, in a line, the worst first.
pub(super) fn summary(summary: &Summary) -> String {
    let parts = [
        (summary.broken_apis, "API breaks callers", "APIs break callers"),
        (summary.errors, "new error", "new errors"),
        (summary.warnings, "new warning", "new warnings"),
        (summary.notes, "new note", "new notes"),
        (summary.mended, "problem mended", "problems mended"),
        (summary.affected, "entity affected", "entities affected"),
        (summary.removed, "entity removed", "entities removed"),
        (summary.changed, "entity changed", "entities changed"),
        (summary.added, "entity added", "entities added"),
        (summary.pages, "page of docs", "pages of docs"),
        (summary.templates, "template", "templates"),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| counted(count, one, many))
        .collect();
    if told.is_empty() { "nothing that the portal shows is different".to_owned() } else { told.join(", ") }
}

/// A side with the first digits of its commit.
pub(super) fn side(side: &Side) -> (String, Option<String>) {
    let digits = side.commit.as_ref().map(|commit| commit.chars().take(10).collect::<String>());
    (side.name.clone(), digits.filter(|digits| !side.name.starts_with(digits.as_str())))
}

/// The way from an affected entity to what changed.
pub(super) fn way(impact: &Impact) -> String {
    let mut text = String::new();
    for (number, step) in impact.path.iter().enumerate() {
        let which = if number == 0 { "" } else { ", which " };
        text += &format!("{which}{} {}", step.relation, step.reference);
    }
    text
}

/// Lifecycle and tier.
pub(super) fn standing(lifecycle: Option<&String>, tier: Option<&String>) -> String {
    lifecycle.into_iter().chain(tier).cloned().collect::<Vec<_>>().join(", ")
}

/// A value in a few words.
pub(super) fn value(value: Option<&Value>) -> String {
    let text = match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) => text.lines().next().unwrap_or_default().to_owned(),
        Some(other) => other.to_string(),
    };
    if text.chars().count() > LONGEST {
        return text.chars().take(LONGEST).chain(['…']).collect();
    }
    text
}

/// Whether a field is long text, of which values say nothing.
pub(super) fn is_long(change: &FieldChange) -> bool {
    let long =
        |value: &Option<Value>| value.as_ref().and_then(Value::as_str).is_some_and(|text| text.lines().count() > 1);
    let is_cut = change.before_length.is_some() || change.after_length.is_some();
    is_cut || long(&change.before) || long(&change.after)
}

/// `path:line`, with the repository where it is not the one that is reviewed.
pub(super) fn place(spot: &Spot) -> String {
    let parts: Vec<&str> =
        [spot.repo.as_str(), spot.path.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    let line = if spot.line > 0 { format!(":{}", spot.line) } else { String::new() };
    format!("{}{line}", parts.join("/"))
}

/// What became of an entity, with its former name.
pub(super) fn became(entity: &EntityChange) -> String {
    match (&entity.from, entity.change) {
        (Some(from), Change::Renamed) => format!("renamed from {from}"),
        (_, change) => change.word().to_owned(),
    }
}

/// Whom to ask: owners of what is affected and of what was changed.
pub(super) fn owners(review: &Review) -> Vec<String> {
    review.owners.iter().map(|owner| format!("{} ({})", owner.owner, owner.entities)).collect()
}
