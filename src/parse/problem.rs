//! What is wrong in a document, before it is known which file the document is from.

use crate::{
    diagnostic::{Diagnostic, Rule, Severity},
    model::{Node, Place, Repo, RepoPath},
};

/// One problem of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What was checked.
    pub rule: &'static Rule,
    /// What is wrong, without full stop.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

impl Problem {
    /// A problem at a node.
    pub fn new(rule: &'static Rule, node: &Node, message: impl Into<String>) -> Self {
        Self { rule, message: message.into(), hint: None, line: node.line, column: node.column }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The problem with its file.
    pub fn into_diagnostic(self, repo: &Repo, path: &RepoPath) -> Diagnostic {
        let place =
            Place { repo: repo.name.clone(), path: path.clone(), line: self.line, column: self.column, excerpt: None };
        Diagnostic { hint: self.hint, ..Diagnostic::new(self.rule, place, self.message) }
    }
}

/// So many problems of one document are reported; hostile documents have more.
const MOST: usize = 100;

/// The problems of one document.
#[derive(Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    fatal: bool,
}

impl Problems {
    /// Adds one, unless there are very many already.
    pub fn push(&mut self, problem: Problem) {
        self.fatal |= problem.rule.severity == Severity::Error;
        if self.list.len() < MOST {
            self.list.push(problem);
        }
    }

    /// Whether any of them is an error.
    pub fn is_fatal(&self) -> bool {
        self.fatal
    }

    /// All of them.
    pub fn into_vec(self) -> Vec<Problem> {
        self.list
    }
}
