//! Links of other repositories, by the address on the forge, to files that a change removes.

use std::collections::BTreeSet;

use memchr::memmem::find_iter;
use rayon::prelude::*;

use super::reach::documents;
use crate::{
    diagnostic::{Diagnostic, Rule},
    docs,
    model::{Place, RepoPath, Snapshot},
};

/// What ends an address in a document.
const ENDS: [char; 12] = [' ', '\t', ')', ']', '>', '<', '"', '\'', '`', '#', '?', '|'];

/// Longer addresses lead nowhere, in bytes.
const LONGEST: usize = 2_000;

/// So many links of one document are told.
const MOST: usize = 20;

/// What stands between a repository and a revision in addresses of forges.
const VERBS: [&str; 8] = ["-/blob/", "-/tree/", "-/raw/", "blob/", "tree/", "raw/", "src/branch/", "src/"];

/// New problems in repositories that were not changed themselves; `after` has files only where the change can reach.
pub(super) fn broken(before: &[Snapshot], after: &[Snapshot], changed: &[usize]) -> Vec<Diagnostic> {
    let rule = docs::RULES.iter().find(|rule| rule.id == "broken-link").expect("it is a rule");
    let mut found = Vec::new();
    for index in changed {
        let (old, new) = (&before[*index], &after[*index]);
        let gone: BTreeSet<&str> =
            old.files().filter(|(path, _)| new.entry(path).is_none()).map(|(path, _)| path.as_str()).collect();
        let address = new.repo.url.as_ref().and_then(|url| url.as_str().split_once("://"));
        let Some((_, address)) = address.filter(|_| !gone.is_empty() && new.repo.prefix.as_str().is_empty()) else {
            continue;
        };
        let home = format!("://{}/", address.trim_end_matches('/'));
        let others = after.par_iter().enumerate().filter(|(other, _)| !changed.contains(other));
        found.par_extend(others.flat_map_iter(|(_, other)| of_repo(rule, other, &home, &gone)));
    }
    found
}

fn of_repo(rule: &'static Rule, snapshot: &Snapshot, home: &str, gone: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let of_document = |path: &RepoPath| -> Vec<Diagnostic> {
        let bytes = snapshot.read(path).unwrap_or_default();
        let target = |at: usize| {
            let rest = &bytes[at + home.len()..];
            let text = String::from_utf8_lossy(&rest[..rest.len().min(LONGEST)]);
            let line = text.lines().next().unwrap_or_default();
            let address = line.split(ENDS).next().unwrap_or_default();
            let rest = VERBS.iter().find_map(|verb| address.strip_prefix(verb))?;
            let file = rest.split_once('/')?.1;
            gone.contains(file).then(|| file.to_owned())
        };
        let (mut line, mut counted) = (1, 0);
        let told = |at: usize| {
            let file = target(at)?;
            line += bytes[counted..at].iter().filter(|byte| **byte == b'\n').count();
            counted = at;
            let place = Place {
                repo: snapshot.repo.name.clone(),
                path: path.clone(),
                line: u32::try_from(line).unwrap_or(u32::MAX),
                ..Place::default()
            };
            let message = format!("the link to `{file}` leads to a file that the change removes");
            Some(Diagnostic::new(rule, place, message).hint("keep the file, or agree with those who link to it"))
        };
        find_iter(&bytes, home.as_bytes()).filter_map(told).take(MOST).collect()
    };
    documents(snapshot).flat_map(of_document).collect()
}
