//! What the steps of a template fetch.

use serde_json::Value;

use super::{
    possible,
    written::{self, Written},
};
use crate::model::{Entity, Place};

/// One fetched address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The step's place in `spec.steps`.
    pub step: usize,
    /// `input.url` as written, or one of those that it may become, or its start up to the first expression.
    pub url: String,
    /// Whether the address is known only when the template runs.
    pub open: bool,
}

/// All addresses that `fetch:…` steps name, in their order, and those that they may.
pub fn fetches(entity: &Entity) -> Vec<Fetch> {
    let steps = entity.spec.get("steps").and_then(Value::as_array).into_iter().flatten().enumerate();
    steps.filter_map(|(step, content)| fetch(entity, step, content)).flatten().collect()
}

fn fetch(entity: &Entity, step: usize, content: &Value) -> Option<Vec<Fetch>> {
    content.get("action")?.as_str().filter(|action| action.starts_with("fetch:"))?;
    let url = content.get("input")?.get("url")?.as_str()?;
    let Some(end) = url.find("${{") else { return Some(vec![Fetch { step, url: url.to_owned(), open: false }]) };
    // Only whole folders before the expression are certain.
    let fixed = url[..end].rfind('/').map_or("", |slash| &url[..=slash]);
    let possible = possible::addresses(entity, url);
    let all = std::iter::once(fixed.to_owned()).chain(possible);
    Some(all.map(|url| Fetch { step, url, open: true }).collect())
}

/// Where a step's `input.url` is written; the start of the document when it cannot be told.
pub fn place(entity: &Entity, repo: &str, step: usize) -> Place {
    let step = step.to_string();
    match Written::read(entity, repo) {
        Some(written) => written.place(written.at(&["spec", "steps", &step, "input", "url"])),
        None => written::start(entity, repo),
    }
}
