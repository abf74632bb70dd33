//! What the steps of a template fetch.

use serde_json::Value;

use super::written::{self, Written};
use crate::model::{Entity, Place};

/// One fetched address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetch {
    /// The step's place in `spec.steps`.
    pub step: usize,
    /// `input.url` as written, up to the first expression.
    pub url: String,
    /// Whether the rest of the address is known only when the template runs.
    pub open: bool,
}

/// All addresses that `fetch:…` steps name, in their order.
pub fn fetches(entity: &Entity) -> Vec<Fetch> {
    let steps = entity.spec.get("steps").and_then(Value::as_array).into_iter().flatten().enumerate();
    steps.filter_map(|(step, content)| fetch(step, content)).collect()
}

fn fetch(step: usize, content: &Value) -> Option<Fetch> {
    content.get("action")?.as_str().filter(|action| action.starts_with("fetch:"))?;
    let url = content.get("input")?.get("url")?.as_str()?;
    let (fixed, open) = match url.find("${{") {
        // Only whole folders before the expression are certain.
        Some(end) => (url[..end].rfind('/').map_or("", |slash| &url[..=slash]), true),
        None => (url, false),
    };
    Some(Fetch { step, url: fixed.to_owned(), open })
}

/// Where a step's `input.url` is written; the start of the document when it cannot be told.
pub fn place(entity: &Entity, repo: &str, step: usize) -> Place {
    let step = step.to_string();
    match Written::read(entity, repo) {
        Some(written) => written.place(written.at(&["spec", "steps", &step, "input", "url"])),
        None => written::start(entity, repo),
    }
}
