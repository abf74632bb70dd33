//! What reading one definition shares: its files, its named types, its anchors, its problems and its budget.

use std::cell::{Cell, RefCell};

use super::{
    anchors::Anchors,
    files::{Files, Lost},
    origin::Origin,
    rules::{DEFINITION_OUTSIDE, DEFINITION_REFERENCE, DEFINITION_STRUCTURE},
    spot::Spot,
    types::Types,
};
use crate::{
    diagnostic::{Diagnostic, Rule, nearest},
    model::{Node, RepoPath},
};

/// So many problems of one definition are reported.
const MOST_PROBLEMS: usize = 50;

/// So many schemas are read; references multiply what a file holds.
const MOST_SCHEMAS: usize = 400_000;

/// So many references are followed one after the other.
const LONGEST_CHAIN: usize = 16;

/// What the readers of all formats share.
pub(super) struct Desk<'a> {
    pub(super) files: &'a Files,
    origin: &'a Origin,
    pub(super) types: RefCell<Types<'a>>,
    anchors: RefCell<Anchors>,
    problems: RefCell<Vec<Diagnostic>>,
    schemas_left: Cell<usize>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(files: &'a Files, origin: &'a Origin) -> Self {
        Self {
            files,
            origin,
            types: RefCell::default(),
            anchors: RefCell::default(),
            problems: RefCell::default(),
            schemas_left: Cell::new(MOST_SCHEMAS),
        }
    }

    /// All problems, each once.
    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        self.problems.into_inner()
    }

    /// An anchor that no other place has.
    pub(super) fn anchor(&self, prefix: &str, name: &str) -> String {
        self.anchors.borrow_mut().give(prefix, name)
    }

    /// Line of a node in the file that people see; 0 when it stands in another file than the first.
    pub(super) fn line(&self, spot: Spot<'_>) -> u32 {
        if spot.file == 0 { self.origin.place(spot.node.line, 1).0 } else { 0 }
    }

    /// Whether another schema may be read; says so once when not.
    pub(super) fn spend(&self, spot: Spot<'_>) -> bool {
        match self.schemas_left.get() {
            0 => false,
            1 => {
                self.schemas_left.set(0);
                self.wrong(spot, format!("The definition has more than {MOST_SCHEMAS} schemas; the rest is not shown"));
                false
            }
            left => {
                self.schemas_left.set(left - 1);
                true
            }
        }
    }

    /// Reports a part that is not what the format asks for.
    pub(super) fn wrong(&self, spot: Spot<'_>, message: impl Into<String>) {
        self.report(&DEFINITION_STRUCTURE, spot, message.into(), None);
    }

    /// Reports a value of another type than the format asks for.
    pub(super) fn expect(&self, what: &str, expected: &str, spot: Spot<'_>) {
        self.wrong(spot, format!("`{what}` is to be {expected}, not {}", article(spot.node.type_name())));
    }

    fn report(&self, rule: &'static Rule, spot: Spot<'_>, message: String, hint: Option<String>) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() >= MOST_PROBLEMS {
            return;
        }
        let place = if spot.file == 0 {
            self.origin.diagnostic_place(spot.node.line, spot.node.column)
        } else {
            self.origin.place_in(&self.files.files[spot.file].path, spot.node.line, spot.node.column)
        };
        let mut diagnostic = Diagnostic::new(rule, place, message);
        diagnostic.hint = hint;
        if !problems.contains(&diagnostic) {
            problems.push(diagnostic);
        }
    }

    /// The node that a spot means: itself, or what its `$ref` leads to. None, and a problem, when it leads nowhere.
    pub(super) fn meant(&self, spot: Spot<'a>) -> Option<Spot<'a>> {
        let mut spot = spot;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = spot.get("$ref") else { return Some(spot) };
            spot = self.target(reference)?.0;
        }
        self.report(&DEFINITION_REFERENCE, spot, "References lead in a circle".to_owned(), None);
        None
    }

    /// What the value of a `$ref` leads to, with its key.
    pub(super) fn target(&self, reference: Spot<'a>) -> Option<(Spot<'a>, (usize, String))> {
        let Some(text) = reference.node.as_str() else {
            self.expect("$ref", "a string", reference);
            return None;
        };
        match self.files.follow(reference.file, text) {
            Ok(found) => Some(found),
            Err(lost) => {
                self.lost(reference, text, &lost);
                None
            }
        }
    }

    fn lost(&self, reference: Spot<'a>, text: &str, lost: &Lost) {
        let text = short(text);
        match lost {
            Lost::Outside => {
                let hint = "keep a copy of what it means in the repository".to_owned();
                let message = format!("`$ref: {text}` leads out of the repository and is not read");
                self.report(&DEFINITION_OUTSIDE, reference, message, Some(hint));
            }
            Lost::NoFile(path) => {
                let message = format!("`$ref: {text}`: there is no file `{}` that could be read", short(path));
                self.report(&DEFINITION_REFERENCE, reference, message, None);
            }
            Lost::NoPlace(key) => {
                let known = self.siblings(reference.file, text);
                let hint = nearest(key, known.iter().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
                self.report(&DEFINITION_REFERENCE, reference, format!("`$ref: {text}` leads nowhere"), hint);
            }
        }
    }

    /// The keys beside the last step of a reference that leads nowhere.
    fn siblings(&self, file: usize, reference: &str) -> Vec<String> {
        let Some((parent, _)) = reference.rsplit_once('/') else { return Vec::new() };
        let Ok((spot, _)) = self.files.follow(file, parent) else { return Vec::new() };
        spot.entries().take(2_000).map(|(key, _)| key.to_owned()).collect()
    }

    /// The file that a spot stands in.
    pub(super) fn path(&self, file: usize) -> &RepoPath {
        &self.files.files[file].path
    }
}

/// A value's type with its article.
fn article(type_name: &str) -> String {
    match type_name {
        "null" => "empty".to_owned(),
        "array" | "object" => format!("an {type_name}"),
        name => format!("a {name}"),
    }
}

/// The start of a text, for messages.
pub(super) fn short(text: &str) -> &str {
    match text.char_indices().nth(120) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// Whether a node is a mapping with something in it.
pub(super) fn is_filled(node: &Node) -> bool {
    !node.entries().is_empty()
}
