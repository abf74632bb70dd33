//! What a change does to the organisation. In: what the organisation is before and after it, and what a closer look at
//! its APIs and templates showed. Out: one review, and that review as text. It must not know where either side comes
//! from, nor who reads it.

mod answer;
mod apis;
mod entities;
mod fields;
mod impact;
mod pages;
mod problems;
mod scores;
mod show;
mod templates;

use std::collections::BTreeMap;

pub use answer::{
    ApiChange, Change, Consumer, EntityChange, FieldChange, FileChange, Impact, OwnerImpact, PageChange, Problems,
    RelationChange, Rendered, Review, Side, Step, Summary, TemplateChange, Told,
};
pub use apis::broken;
pub use scores::{ScoreChange, scores};
pub use show::{Links, counts, json, markdown, terminal};

use crate::model::State;

/// The JSON Schema of a review.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Review).to_value()
}

/// What the review has as its version; it grows when a field changes its meaning or goes.
pub const VERSION: u32 = 1;

/// What a closer look showed than states alone can show.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// What differs in definitions, by the reference of the API; without it, operations are compared by name.
    pub apis: BTreeMap<String, Vec<Told>>,
    /// What templates make otherwise, by the reference of the template.
    pub templates: BTreeMap<String, Vec<Rendered>>,
}

/// Compares two states.
pub fn review((base_side, base): (Side, &State), (head_side, head): (Side, &State), evidence: Evidence) -> Review {
    let apis = apis::apis(base, head, &evidence.apis);
    let entities = entities::entities(base, head);
    let (impact, owners) = impact::impact((base, head), &entities, &apis);
    let problems = problems::problems(base, head);
    let pages = pages::pages(base, head);
    let templates = templates::templates(base, head, evidence.templates);
    let summary = Summary::of(&entities, (&impact, &problems), &apis, (&pages, &templates));
    Review {
        version: VERSION,
        base: base_side,
        head: head_side,
        summary,
        entities,
        impact,
        owners,
        problems,
        apis,
        pages,
        templates,
        scores: Vec::new(),
    }
}
