//! What can go wrong, and how much a template may cost.

use std::cell::Cell;

/// How much one template may cost. Each limit is there because a template comes from somebody else.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The longest source, in UTF-16 code units.
    pub source: usize,
    /// The most nodes of the syntax tree, copies of loop bodies among them.
    pub nodes: usize,
    /// The most steps of evaluation: nodes visited, values copied, characters handled by the dozen.
    pub work: u64,
    /// How deep tags, expressions and calls may nest.
    pub depth: usize,
    /// The longest output, in UTF-16 code units.
    pub output: usize,
    /// All text that is made on the way to the output, in UTF-16 code units.
    pub scratch: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { source: 4 << 20, nodes: 400_000, work: 1_000_000, depth: 200, output: 16 << 20, scratch: 64 << 20 }
    }
}

/// What kind of problem an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The template is not written in the language.
    Syntax,
    /// The template is well written and fails on these values.
    Evaluation,
    /// The template costs more than [`Limits`] allow.
    Limit,
}

/// Why a template was not rendered, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What kind of problem it is.
    pub kind: ErrorKind,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it; empty when the message says it.
    pub hint: String,
    /// The line in the template, from 1.
    pub line: u32,
    /// The column in that line, in characters, from 1.
    pub column: u32,
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)?;
        if !self.hint.is_empty() {
            write!(f, "; {}", self.hint)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// A problem whose place may still be unknown: the innermost node that sees it pass adds its own.
#[derive(Clone, Debug)]
pub struct Fault {
    pub kind: ErrorKind,
    pub message: String,
    pub hint: String,
    pub at: Option<u32>,
}

/// A result that may carry a fault; boxed, since it travels through every call of the evaluator.
pub type Outcome<T> = Result<T, Box<Fault>>;

impl Fault {
    pub fn new(message: impl Into<String>) -> Box<Self> {
        Box::new(Self { kind: ErrorKind::Evaluation, message: message.into(), hint: String::new(), at: None })
    }

    pub fn syntax(message: impl Into<String>, at: u32) -> Box<Self> {
        Box::new(Self { kind: ErrorKind::Syntax, message: message.into(), hint: String::new(), at: Some(at) })
    }

    pub fn limit(message: impl Into<String>) -> Box<Self> {
        let mut fault = Self::new(message);
        fault.kind = ErrorKind::Limit;
        fault.hint("make the template or its values smaller")
    }

    pub fn hint(mut self: Box<Self>, hint: impl Into<String>) -> Box<Self> {
        self.hint = hint.into();
        self
    }

    /// Adds a place, unless one nearer to the problem is known.
    pub fn or_at(mut self: Box<Self>, at: u32) -> Box<Self> {
        self.at.get_or_insert(at);
        self
    }

    /// The error as it is shown, its place counted out in `source`.
    pub fn located(self, source: &[u16]) -> Error {
        let (line, column) = place(source, self.at.unwrap_or(0));
        Error { kind: self.kind, message: self.message, hint: self.hint, line, column }
    }
}

/// Line and column, from 1, of an offset into UTF-16 text; columns count characters.
pub fn place(source: &[u16], at: u32) -> (u32, u32) {
    let before = &source[..source.len().min(at as usize)];
    let line = before.iter().filter(|unit| **unit == u16::from(b'\n')).count();
    let start = before.iter().rposition(|unit| *unit == u16::from(b'\n')).map_or(0, |at| at + 1);
    let column = before[start..].iter().filter(|unit| !(0xDC00..0xE000).contains(*unit)).count();
    (line as u32 + 1, column as u32 + 1)
}

/// What is left of the limits while a template is evaluated.
#[derive(Debug)]
pub struct Budget {
    work: Cell<u64>,
    scratch: Cell<u64>,
}

impl Budget {
    pub fn new(limits: &Limits) -> Self {
        Self { work: Cell::new(limits.work), scratch: Cell::new(limits.scratch) }
    }

    /// The steps that are left.
    pub fn left(&self) -> u64 {
        self.work.get()
    }

    /// Charges steps of evaluation.
    pub fn work(&self, steps: usize) -> Outcome<()> {
        let left = self.work.get().checked_sub(steps as u64);
        self.work.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(|| Fault::limit("the template takes too many steps"))
    }

    /// Charges text that is made, in code units; making it is work too.
    pub fn text(&self, units: usize) -> Outcome<()> {
        let left = self.scratch.get().checked_sub(units as u64);
        self.scratch.set(left.unwrap_or(0));
        if left.is_none() {
            return Err(Fault::limit("the template makes too much text"));
        }
        self.work(units / 64)
    }
}

/// The name among `known` that was probably meant: at most two edits away, the first of the nearest.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let most = 2.min(name.chars().count() / 2);
    let name: Vec<char> = name.chars().take(40).collect();
    let distances = known.map(|candidate| (edits(&name, candidate), candidate));
    distances.filter(|(distance, _)| *distance <= most).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Levenshtein's distance.
fn edits(name: &[char], candidate: &str) -> usize {
    let candidate: Vec<char> = candidate.chars().collect();
    let mut row: Vec<usize> = (0..=candidate.len()).collect();
    for (i, a) in name.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in candidate.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[candidate.len()]
}
