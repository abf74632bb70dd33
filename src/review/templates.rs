//! Templates that are not what they were, and what they make otherwise.

use std::collections::BTreeMap;

use super::{Change, FileChange, Rendered, TemplateChange};
use crate::model::{State, TemplateState};

/// Removed ones first, then changed and added ones, by reference.
pub(super) fn templates(
    base: &State,
    head: &State,
    mut rendered: BTreeMap<String, Vec<Rendered>>,
) -> Vec<TemplateChange> {
    let none = TemplateState::default();
    let mut found = Vec::new();
    let new = head.templates.keys().filter(|reference| !base.templates.contains_key(*reference));
    for reference in base.templates.keys().chain(new) {
        let (before, after) = (base.templates.get(reference), head.templates.get(reference));
        let change = match (before, after) {
            (Some(_), None) => Change::Removed,
            (None, _) => Change::Added,
            (Some(before), Some(after)) if before == after => continue,
            _ => Change::Changed,
        };
        let entity = head.entities.get(reference).or_else(|| base.entities.get(reference));
        found.push(TemplateChange {
            reference: reference.clone(),
            title: entity.map(|entity| entity.title.clone()).unwrap_or_default(),
            change,
            page: head.entities.get(reference).map(|entity| entity.page.clone()),
            files: files(before.unwrap_or(&none), after.unwrap_or(&none)),
            rendered: rendered.remove(reference).unwrap_or_default(),
        });
    }
    found.sort_by(|a, b| (a.change, &a.reference).cmp(&(b.change, &b.reference)));
    found
}

fn files(before: &TemplateState, after: &TemplateState) -> Vec<FileChange> {
    let new = after.files.keys().filter(|path| !before.files.contains_key(*path));
    let told = |path: &String| {
        let change = match (before.files.get(path), after.files.get(path)) {
            (Some(_), None) => Change::Removed,
            (None, _) => Change::Added,
            (Some(old), Some(new)) if old == new => return None,
            _ => Change::Changed,
        };
        Some(FileChange { path: path.clone(), change })
    };
    let mut files: Vec<FileChange> = before.files.keys().chain(new).filter_map(told).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
