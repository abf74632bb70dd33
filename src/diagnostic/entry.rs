//! A problem as JSON: the same shape in `--format json` and in `api/v1/diagnostics.json`.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Diagnostic, Severity};

/// One problem, flat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Entry<'a> {
    /// The rule's id.
    pub rule: &'a str,
    /// `error`, `warning` or `info`, as configured.
    pub severity: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// What to do.
    pub hint: Option<&'a str>,
    /// The repository's name; empty for the configuration.
    pub repo: &'a str,
    /// The file in the repository; null when the whole repository is meant.
    pub path: Option<&'a str>,
    /// From 1; null when the whole file is meant.
    pub line: Option<u32>,
    /// In characters, from 1; null when the whole line is meant.
    pub column: Option<u32>,
}

impl<'a> From<&'a Diagnostic> for Entry<'a> {
    fn from(diagnostic: &'a Diagnostic) -> Self {
        let place = &diagnostic.place;
        Self {
            rule: diagnostic.rule.id,
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            hint: diagnostic.hint.as_deref(),
            repo: &place.repo,
            path: Some(place.path.as_str()).filter(|path| !path.is_empty()),
            line: Some(place.line).filter(|line| *line > 0),
            column: Some(place.column).filter(|column| *column > 0),
        }
    }
}

impl Severity {
    /// The word for it, in configuration, JSON and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}
