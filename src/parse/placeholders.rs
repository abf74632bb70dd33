//! `$text`, `$json` and `$yaml`: an object with one such key stands for the content of a file of the same
//! repository. Backstage `plugins/catalog-backend/src/processors/PlaceholderProcessor.ts`.

use super::{
    check::{is_placeholder, short},
    problem::Problem,
    rules::{PLACEHOLDER_OUTSIDE, PLACEHOLDER_TARGET},
    targets::{Found, Targets},
};
use crate::{
    model::{LARGEST_DEFINITION, Node, RepoIndex, RepoPath, Value},
    yaml::{self, Dialect, MAX_BYTES},
};

/// How many bytes the placeholders of one document may bring in.
const MOST_BYTES: u64 = LARGEST_DEFINITION;

/// Puts files in the place of placeholders, for one document.
pub(super) struct Substitution<'a> {
    targets: &'a Targets<'a>,
    repo: RepoIndex,
    path: &'a RepoPath,
    bytes_left: u64,
}

impl<'a> Substitution<'a> {
    pub(super) fn new(targets: &'a Targets<'a>, repo: RepoIndex, path: &'a RepoPath) -> Self {
        Self { targets, repo, path, bytes_left: MOST_BYTES }
    }

    /// Replaces every placeholder in the document; one that cannot be replaced stays and is reported.
    pub(super) fn run(&mut self, node: &mut Node, problems: &mut Vec<Problem>) {
        if is_placeholder(node) {
            match self.load(node) {
                Ok(value) => node.value = value,
                Err(problem) => problems.push(*problem),
            }
            return;
        }
        match &mut node.value {
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.run(item, problems)),
            // Backstage leaves objects alone that have a `$` key among others.
            Value::Mapping(entries)
                if !entries.iter().any(|(key, _)| key.as_str().is_some_and(|key| key.starts_with('$'))) =>
            {
                entries.iter_mut().for_each(|(_, value)| self.run(value, problems));
            }
            _ => {}
        }
    }

    fn load(&mut self, node: &Node) -> Result<Value, Box<Problem>> {
        let [(key, target)] = node.entries() else { return Ok(node.value.clone()) };
        let (key, address) = (key.as_str().unwrap_or_default(), target.as_str().unwrap_or_default());
        let wrong = |message: String| Box::new(Problem::new(&PLACEHOLDER_TARGET, target, message));
        let outside = |message: &str, hint: &str| {
            let message = format!("`{key}: {}` {message}", short(address));
            Box::new(Problem::new(&PLACEHOLDER_OUTSIDE, target, message).hint(hint))
        };
        let path = match self.targets.find(self.repo, self.path, address) {
            Found::File(repo, path) if repo == self.repo => path,
            Found::File(..) | Found::Outside => {
                return Err(outside("leads out of the repository", "keep the file in the repository of the entity"));
            }
            Found::Nothing(_, path) => {
                return Err(wrong(format!("`{key}`: there is no file `{}`", short(&path))));
            }
            Found::Uncollected => {
                return Err(outside("is not read: nothing is fetched", "keep a copy in the repository of the entity"));
            }
            Found::Malformed => return Err(wrong(format!("`{key}`: `{}` is no path", short(address)))),
        };
        let most = if ["$json", "$yaml"].contains(&key) { MAX_BYTES } else { LARGEST_DEFINITION };
        let text = self.read(&path, most).map_err(|reason| wrong(format!("`{key}`: {path}: {reason}")))?;
        let broken = |reason: String| wrong(format!("`{key}`: {path} does not parse: {}", short(&reason)));
        match key {
            // The two that resolve the references of a definition first are read as they are written.
            "$text" | "$openapi" | "$asyncapi" => Ok(Value::String(text)),
            "$json" => {
                let value: serde_json::Value =
                    serde_json::from_str(&text).map_err(|error| broken(error.to_string()))?;
                Ok(from_json(value, node).value)
            }
            _ => {
                let mut documents = yaml::read(&text, Dialect::CATALOG);
                match (documents.len(), documents.pop()) {
                    (1, Some(document)) => match document.errors.first() {
                        Some(error) => Err(broken(format!("line {}: {}", error.line, error.message))),
                        None => Ok(document.root.map_or(Value::Null, |root| placed(root, node).value)),
                    },
                    (count, _) => Err(broken(format!("one document is expected, not {count}"))),
                }
            }
        }
    }

    fn read(&mut self, path: &RepoPath, most: u64) -> Result<String, String> {
        let snapshot = self.targets.snapshot(self.repo);
        let size = snapshot.entry(path).map_or(0, |entry| entry.size);
        if size > most.min(self.bytes_left) {
            let most = most.min(self.bytes_left);
            return Err(format!("the file is too large: it has {size} bytes, at most {most} are read"));
        }
        self.bytes_left -= size;
        let bytes = snapshot.read(path).map_err(|error| error.to_string())?;
        // Backstage reads any bytes as UTF-8; a definition in another encoding is no text to show.
        let text = String::from_utf8(bytes).map_err(|_| "the file is not UTF-8".to_owned())?;
        Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
    }
}

/// JSON as a tree; every part stands where the placeholder stood.
fn from_json(value: serde_json::Value, at: &Node) -> Node {
    let value = match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(number) => Value::Number(number),
        serde_json::Value::String(text) => Value::String(text),
        serde_json::Value::Array(items) => Value::Sequence(items.into_iter().map(|item| from_json(item, at)).collect()),
        serde_json::Value::Object(entries) => {
            let key = |key| Node { value: Value::String(key), line: at.line, column: at.column };
            Value::Mapping(entries.into_iter().map(|(name, value)| (key(name), from_json(value, at))).collect())
        }
    };
    Node { value, line: at.line, column: at.column }
}

/// A tree from another file; every part stands where the placeholder stood.
fn placed(mut node: Node, at: &Node) -> Node {
    (node.line, node.column) = (at.line, at.column);
    node.value = match node.value {
        Value::Sequence(items) => Value::Sequence(items.into_iter().map(|item| placed(item, at)).collect()),
        Value::Mapping(entries) => {
            Value::Mapping(entries.into_iter().map(|(key, value)| (placed(key, at), placed(value, at))).collect())
        }
        value => value,
    };
    node
}
