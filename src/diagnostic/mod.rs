//! Problems in content, as data. What comes in: what a stage found. What goes out: values that are
//! collected, sorted, shown once in one of several formats, and published.
//! It must not know the stages that raise them: a rule is a constant beside the code that checks it.

mod drift;
mod entry;
mod escape;
mod excerpt;
mod fingerprint;
mod format;
mod github;
mod gitlab;
mod human;
mod judge;
mod kept;
mod markdown;
mod nearest;
mod sarif;

use serde::Serialize;

pub use drift::{Amendment, Drift, DriftRule, Finding, Patch, Side};
pub use entry::Entry;
pub use escape::harmless;
pub use format::{Format, View, show};
pub use judge::judge;
pub use markdown::plain;
pub use nearest::nearest;

use crate::model::{EntityId, Place, RepoPath};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is wrong; `check` fails.
    Error,
    /// Something is probably wrong.
    Warning,
    /// Worth knowing.
    Info,
}

/// What is checked: the constant identity of a kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Kebab-case, unique, e.g. `dangling-reference`; also the name of its reference page.
    pub id: &'static str,
    /// Severity unless configuration says otherwise.
    pub severity: Severity,
    /// One sentence without full stop: what is wrong when the rule fires.
    pub summary: &'static str,
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What was checked.
    pub rule: &'static Rule,
    /// The rule's severity, unless configuration changed it.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What is wrong: one sentence, without full stop.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Other places that belong to the problem, each with a few words, e.g. `first declared here`.
    pub related: Vec<(Place, String)>,
    /// The entity it concerns, as `kind:namespace/name`, so that its page can show it.
    pub entity: Option<String>,
}

impl Diagnostic {
    /// A problem at a place, with the rule's own severity.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            place,
            message: message.into(),
            hint: None,
            related: Vec::new(),
            entity: None,
        }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Self {
        self.related.push((place, words.into()));
        self
    }

    /// Says which entity is concerned.
    #[must_use]
    pub fn entity(mut self, id: &EntityId) -> Self {
        self.entity = Some(id.as_str().to_owned());
        self
    }

    /// The order in which problems are shown: by place, then by rule and message.
    pub fn sort_key(&self) -> (&str, &RepoPath, u32, u32, &str, &str) {
        let place = &self.place;
        (&place.repo, &place.path, place.line, place.column, self.rule.id, &self.message)
    }
}
