//! Policies: what an organisation allows of its architecture, and of changes to it.

use super::{Place, Placed};

/// A rule of the organisation's own: a query that finds what it is broken by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Kebab-case; no two policies have the same.
    pub id: String,
    /// Where it stands in the configuration.
    pub place: Place,
    /// What breaks it, in the query language.
    pub query: Placed,
    /// Whom it is for, in the query language; everything without it.
    pub scope: Option<Placed>,
    /// What must have become of an entity to break it; empty when it holds at all times.
    pub on: Vec<Event>,
    /// One sentence without full stop: what is not to be.
    pub message: String,
    /// How bad it is.
    pub level: Level,
    /// Whom to ask.
    pub owner: Option<String>,
    /// Why it is.
    pub why: Option<String>,
    /// What to do.
    pub fix: Option<String>,
}

/// How bad it is when a policy is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// It is known, and worth a note.
    Allow,
    /// It should be mended.
    Warn,
    /// It must not be.
    Deny,
}

impl Level {
    /// The levels by the words for them.
    pub const ALL: [(&'static str, Self); 3] = [("allow", Self::Allow), ("warn", Self::Warn), ("deny", Self::Deny)];

    /// The word for it.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].0
    }
}

/// What may become of an entity by a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was added.
    Added,
    /// It was removed, or has another name.
    Removed,
    /// Anything of it differs.
    Changed,
    /// An operation of its definition was removed.
    RemovedOperation,
    /// Its definition breaks callers.
    Breaking,
    /// A field differs, e.g. `spec.owner`, or one below it.
    Field(String),
}

impl Event {
    /// The events that have a word.
    pub const WORDS: [(&'static str, Self); 5] = [
        ("added", Self::Added),
        ("removed", Self::Removed),
        ("changed", Self::Changed),
        ("removed-operation", Self::RemovedOperation),
        ("breaking", Self::Breaking),
    ];

    /// The event that a word names, or a field by its path.
    pub fn named(word: &str) -> Option<Self> {
        let known = Self::WORDS.iter().find(|(name, _)| *name == word).map(|(_, event)| event.clone());
        known.or_else(|| {
            (word.starts_with("spec.") || word.starts_with("metadata.")).then(|| Self::Field(word.to_owned()))
        })
    }
}
