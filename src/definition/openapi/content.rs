//! The forms of what is sent and what comes back.

use crate::{
    definition::{desk::Desk, example, spot::Spot},
    model::{Content, Example},
};

/// So many examples of one content are shown.
const MOST_EXAMPLES: usize = 5;

/// `content` of OpenAPI 3. Forms of one schema, as `application/json` and `text/json`, are shown once.
pub(super) fn contents<'a>(desk: &Desk<'a>, holder: Spot<'a>) -> Vec<Content> {
    let content = |(media, spot): (&str, Spot<'a>)| {
        let spot = desk.meant(spot)?;
        Some(Content {
            media_type: media.to_owned(),
            schema: spot.get("schema").map(|schema| desk.schema(schema)),
            examples: examples(desk, spot, media),
        })
    };
    holder.entries_of("content").filter_map(content).collect()
}

fn examples<'a>(desk: &Desk<'a>, spot: Spot<'a>, media: &str) -> Vec<Example> {
    let mut found = Vec::new();
    for (name, example) in spot.entries_of("examples").take(MOST_EXAMPLES) {
        let Some(example) = desk.meant(example) else { continue };
        let title = if example.text("summary").is_empty() { name } else { example.text("summary") };
        found.extend(example.get("value").map(|value| example::written(title, value.node, media)));
    }
    if let (true, Some(value)) = (found.is_empty(), spot.get("example")) {
        found.push(example::written("", value.node, media));
    }
    found
}

/// `schema` and `examples` of a response of OpenAPI 2.
pub(super) fn old<'a>(desk: &Desk<'a>, response: Spot<'a>, produces: &[&str]) -> Vec<Content> {
    let mut examples: Vec<(&str, Example)> = response
        .entries_of("examples")
        .take(MOST_EXAMPLES)
        .map(|(media, value)| (media, example::written("", value.node, media)))
        .collect();
    let schema = response.get("schema").map(|schema| desk.schema(schema));
    if schema.is_none() && examples.is_empty() {
        return Vec::new();
    }
    let first = examples.first().map(|(media, _)| *media);
    let media = produces.first().copied().or(first).unwrap_or("application/json");
    let own: Vec<Example> = examples.drain(..).map(|(_, example)| example).collect();
    vec![Content { media_type: media.to_owned(), schema, examples: own }]
}
