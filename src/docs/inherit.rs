//! Settings that a `mkdocs.yml` takes over from other files of its repository: `INHERIT`. Mappings are merged, anything
//! else is the nearer file's. Rules: MkDocs' guide, "Configuration Inheritance".

use std::collections::BTreeMap;

use super::{
    rules,
    settings::{at, tree},
};
use crate::{
    diagnostic::Diagnostic,
    model::{Node, RepoPath, Snapshot, Value},
};

const KEY: &str = "INHERIT";

/// Files farther up than this are not read; a file may name itself.
const MOST: usize = 8;

/// Mappings that lie deeper are the nearer file's alone.
const DEEPEST: usize = 16;

/// The settings of `file` with those that it inherits. What is inherited stands where the file says so: a problem with
/// it is shown there.
pub fn merged(snapshot: &Snapshot, file: &RepoPath, own: Node, diagnostics: &mut Vec<Diagnostic>) -> Node {
    let Some((key, _)) = own.get_entry(KEY) else { return own };
    let place = (key.line, key.column);
    let mut problem = |message: String| {
        diagnostics.push(at(snapshot, file, place, &rules::INVALID_DOCS_SETTINGS, message));
    };
    let mut root = own;
    let mut from = file.clone();
    for _ in 0..MOST {
        let Some(name) = take(&mut root) else { break };
        let path = from.parent().join(&name).ok().filter(|path| snapshot.entry(path).is_some());
        let Some(path) = path else {
            problem(format!("the file `{name}` that `{KEY}` names is not in the repository"));
            break;
        };
        let mut found = Vec::new();
        let Some(mut farther) = tree(snapshot, &path, &mut found) else {
            problem(format!("the file `{name}` that `{KEY}` names cannot be read"));
            break;
        };
        replace(&mut farther, place, 0);
        merge(&mut root, farther, 0);
        from = path;
    }
    root
}

/// Takes the name of the file that is inherited out of the settings.
fn take(root: &mut Node) -> Option<String> {
    let Value::Mapping(entries) = &mut root.value else { return None };
    let found = entries.iter().position(|(key, _)| key.as_str() == Some(KEY))?;
    entries.remove(found).1.as_str().map(str::to_owned)
}

/// Adds what `near` lacks.
fn merge(near: &mut Node, far: Node, depth: usize) {
    let (Value::Mapping(entries), Value::Mapping(others)) = (&mut near.value, far.value) else { return };
    if depth > DEEPEST {
        return;
    }
    let names = entries.iter().enumerate().filter_map(|(place, (key, _))| Some((key.as_str()?.to_owned(), place)));
    let names: BTreeMap<String, usize> = names.collect();
    for (key, value) in others {
        match key.as_str().and_then(|key| names.get(key)) {
            Some(place) => merge(&mut entries[*place].1, value, depth + 1),
            None => entries.push((key, value)),
        }
    }
}

/// Moves a tree to one place.
fn replace(node: &mut Node, (line, column): (u32, u32), depth: usize) {
    (node.line, node.column) = (line, column);
    if depth > 2 * DEEPEST {
        return;
    }
    match &mut node.value {
        Value::Sequence(items) => items.iter_mut().for_each(|item| replace(item, (line, column), depth + 1)),
        Value::Mapping(entries) => entries.iter_mut().for_each(|(key, value)| {
            replace(key, (line, column), depth + 1);
            replace(value, (line, column), depth + 1);
        }),
        _ => {}
    }
}
