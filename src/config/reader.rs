//! Typed values out of YAML nodes, with a problem for each that has another type.

use crate::{
    diagnostic::{Diagnostic, Rule, Severity, nearest},
    model::{Node, Place, RepoPath, Value},
};

use super::keys;

/// Anything that is wrong with the configuration.
pub const CONFIG: Rule =
    Rule { id: "config", severity: Severity::Error, summary: "The configuration says something that makes no sense" };

/// Where something stands: line and column, from 1.
pub type Spot = (u32, u32);

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// As written.
    pub value: String,
    /// Where.
    pub spot: Spot,
}

/// Reads one file and collects what is wrong with it.
#[derive(Debug)]
pub struct Reader<'a> {
    file: RepoPath,
    lines: Vec<&'a str>,
    /// Every problem so far.
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// A reader of `text`, which is called `file` in messages.
    pub fn new(file: RepoPath, text: &'a str) -> Self {
        Self { file, lines: text.lines().collect(), diagnostics: Vec::new() }
    }

    /// A place in the file.
    pub fn place(&self, (line, column): Spot) -> Place {
        let excerpt = self.lines.get((line as usize).wrapping_sub(1)).map(|line| masked(line));
        Place { repo: String::new(), path: self.file.clone(), line, column, excerpt }
    }

    /// Notes a problem.
    pub fn wrong(&mut self, (line, column): Spot, message: impl Into<String>, hint: impl Into<String>) {
        let diagnostic = Diagnostic::new(&CONFIG, self.place((line, column)), message);
        let hint = hint.into();
        self.diagnostics.push(if hint.is_empty() { diagnostic } else { diagnostic.hint(hint) });
    }

    /// The entries of a mapping whose keys are in the table below `parent`; others are problems.
    pub fn entries<'n>(&mut self, node: &'n Node, parent: &str) -> Vec<(&'n str, &'n Node)> {
        if !matches!(node.value, Value::Mapping(_) | Value::Null) {
            let what = if parent.is_empty() { "the configuration" } else { parent };
            self.wrong(spot(node), format!("{what} must be a mapping, not {}", article(node.type_name())), "");
        }
        let mut known = Vec::new();
        for (key, value) in node.entries() {
            let name = key.as_str().unwrap_or_default();
            if keys::below(parent).any(|key| key == name) {
                known.push((name, value));
                continue;
            }
            let hint = match nearest(name, keys::below(parent)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    let mut names: Vec<&str> = keys::below(parent).collect();
                    names.dedup();
                    format!("known keys: {}", names.join(", "))
                }
            };
            self.wrong(spot(key), format!("unknown key `{name}`"), hint);
        }
        known
    }

    /// A text that is not empty.
    pub fn text(&mut self, key: &str, node: &Node) -> Option<Text> {
        match node.as_str() {
            Some(text) if !text.trim().is_empty() => Some(Text { value: text.to_owned(), spot: spot(node) }),
            Some(_) => {
                self.wrong(spot(node), format!("`{key}` is empty"), "");
                None
            }
            None => {
                self.mistyped(key, node, "string");
                None
            }
        }
    }

    /// A text or a number, as it was written.
    pub fn word(&mut self, key: &str, node: &Node) -> Option<Text> {
        match &node.value {
            Value::Number(number) => Some(Text { value: number.to_string(), spot: spot(node) }),
            _ => self.text(key, node),
        }
    }

    /// Several texts; a single one stands for a list of one.
    pub fn texts(&mut self, key: &str, node: &Node) -> Vec<Text> {
        match &node.value {
            Value::Sequence(items) => items.iter().filter_map(|item| self.text(key, item)).collect(),
            Value::String(_) => self.text(key, node).into_iter().collect(),
            _ => {
                self.mistyped(key, node, "array");
                Vec::new()
            }
        }
    }

    /// A switch.
    pub fn boolean(&mut self, key: &str, node: &Node) -> Option<bool> {
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        self.mistyped(key, node, "boolean");
        None
    }

    /// Notes that `node` has another type than it must have.
    pub fn mistyped(&mut self, key: &str, node: &Node, expected: &str) {
        let hint = match (expected, node.as_str()) {
            ("boolean", _) => "write `true` or `false`",
            ("string", None) if node.items().is_empty() && node.entries().is_empty() => "put it in quotes",
            _ => "",
        };
        let message = format!("`{key}` must be {}, not {}", article(expected), article(node.type_name()));
        self.wrong(spot(node), message, hint);
    }
}

/// Where a node starts.
pub fn spot(node: &Node) -> Spot {
    (node.line, node.column)
}

/// A line as it may be shown: of addresses in it, stars for what names a user, a password or a query.
fn masked(line: &str) -> String {
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        shown.push_str(before);
        let end = after.find(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '<' | '>')).unwrap_or(after.len());
        let (address, behind) = after.split_at(end);
        let host = address.find('/').unwrap_or(address.len());
        let user = address[..host].rfind('@').unwrap_or(0);
        let query = address.find('?').map_or(address.len(), |at| at + 1);
        let hide = |(at, c): (usize, char)| if at < user || at >= query { '*' } else { c };
        shown.extend(address.char_indices().map(hide));
        rest = behind;
    }
    shown + rest
}

fn article(noun: &str) -> String {
    match noun {
        "null" => "empty".to_owned(),
        noun if noun.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {noun}"),
        noun => format!("a {noun}"),
    }
}
