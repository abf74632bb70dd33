//! What is wrong with a query.

use super::value::Span;

/// Where a query is wrong, and what may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The first character that is wrong, from 0.
    pub start: usize,
    /// The character after the last one.
    pub end: usize,
    /// What is wrong: no capital, no full stop.
    pub message: String,
    /// What to write instead, when it can be guessed.
    pub hint: Option<String>,
}

impl QueryError {
    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { start: span.start, end: span.end, message: message.into(), hint: None }
    }

    pub(super) fn hint(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hint = hint.map(Into::into);
        self
    }

    /// The query, carets under what is wrong, and the reason: three lines. Of a long query only what stands around
    /// the place is shown.
    pub fn show(&self, query: &str) -> String {
        /// So many characters are shown before the place, and from its start on.
        const BEFORE: usize = 60;
        const FROM: usize = 80;
        let first = self.start.saturating_sub(BEFORE);
        let plain = |c: char| if c.is_whitespace() || c.is_control() { ' ' } else { c };
        let line: String = query.chars().skip(first).take(self.start - first + FROM).map(plain).collect();
        let carets = (self.end - self.start).clamp(1, FROM);
        let hint = self.hint.as_ref().map_or_else(String::new, |hint| format!("; {hint}"));
        format!(
            "{}\n{}{}\n{}{hint}\n",
            line.trim_end(),
            " ".repeat(self.start - first),
            "^".repeat(carets),
            self.message
        )
    }
}
