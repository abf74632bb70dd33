//! What is wrong with templates as programs: found before anybody runs them. In: a template as written, and the
//! skeletons that its steps render. Out: problems with their places. It must not know answers: nothing is run.

mod actions;
mod form;
mod scope;
mod skeleton;
mod steps;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;

use super::contents::Source;
use super::written::{self, Written};
use crate::{diagnostic::Diagnostic, model::Entity};

/// The most problems that are told of one template.
const MOST: usize = 100;

/// The most further places that are told of one problem; one mistake in a large skeleton shows a thousand times.
const MOST_PLACES: usize = 5;

/// Looks at one template. What is wrong in many places is told once.
pub fn lint(source: &Source<'_>, entity: &Entity) -> Vec<Diagnostic> {
    let repo = &source.home(entity).repo.name;
    let Some(written) = Written::read(entity, repo) else { return Vec::new() };
    let form = form::Form::read(entity);
    let mut found = steps::lint(entity, &written, &form);
    found.extend(form::unused(entity, &written, &form));
    found.extend(skeleton::lint(source, entity));
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut places: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for diagnostic in found {
        match places.get(&(diagnostic.rule.id, diagnostic.message.clone())) {
            Some(first) if told[*first].related.len() < MOST_PLACES => {
                told[*first].related.push((diagnostic.place, "and here".to_owned()));
            }
            Some(_) => {}
            None if told.len() < MOST => {
                places.insert((diagnostic.rule.id, diagnostic.message.clone()), told.len());
                told.push(diagnostic.entity(&entity.id));
            }
            None => {}
        }
    }
    told
}
