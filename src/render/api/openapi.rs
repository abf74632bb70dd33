//! `openapi.json`: the files of the API as OpenAPI 3.1, so that clients can be made from it.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::model::{Output, SafeUrl};

/// One file, for the description of all.
pub(super) struct Resource {
    /// From `api/v1/`, e.g. `entities.json`.
    pub(super) name: &'static str,
    /// One sentence without full stop.
    pub(super) summary: &'static str,
    /// Its JSON Schema as a file of its own.
    pub(super) schema: Schema,
    /// The same as a part of the description.
    part: Schema,
}

impl Resource {
    /// What it is called among schemas and operations; that of one fact or scorecard stands for those of all.
    fn stem(&self) -> &'static str {
        match self.name {
            "facts/{key}.json" => "fact",
            "scorecards/{id}.json" => "scorecard",
            name => name.trim_end_matches(".json"),
        }
    }
}

/// Collects files, and the types that they are made of.
pub(super) struct Description {
    generator: SchemaGenerator,
    pub(super) resources: Vec<Resource>,
}

impl Description {
    pub(super) fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            "/components/schemas".clone_into(settings.definitions_path.to_mut());
            settings.meta_schema = None;
        });
        Self { generator: settings.into_generator(), resources: Vec::new() }
    }

    /// Adds a file that holds a `T`.
    pub(super) fn add<T: JsonSchema>(&mut self, name: &'static str, summary: &'static str) {
        let part = self.generator.subschema_for::<T>();
        self.resources.push(Resource { name, summary, schema: schemars::schema_for!(T), part });
    }

    /// The description, for a portal at `url`.
    pub(super) fn document(mut self, url: Option<&SafeUrl>) -> Value {
        let mut paths = Map::new();
        for resource in &self.resources {
            let mut item = path(resource.stem(), resource.summary, resource.part.as_value());
            let parameters = [("key", "A key of `facts.json`."), ("id", "An id of `scorecards.json`.")];
            for (name, about) in parameters.iter().filter(|(name, _)| resource.name.contains(&format!("{{{name}}}"))) {
                item["get"]["parameters"] = json!([{
                    "name": name, "in": "path", "required": true, "schema": { "type": "string" }, "description": about,
                }]);
            }
            paths.insert(format!("/api/v1/{}", resource.name), item);
        }
        let report = json!({ "type": "array", "items": { "type": "object" } });
        let mut item = path("report", "The rows of a report of the configuration, by its columns", &report);
        item["get"]["parameters"] = json!([{
            "name": "slug", "in": "path", "required": true, "schema": { "type": "string" },
            "description": "The name of the report as a part of an address.",
        }]);
        paths.insert("/explore/reports/{slug}.json".to_owned(), item);
        json!({
            "openapi": "3.1.0",
            "info": {
                "title": "Portal data",
                "version": "1.0.0",
                "summary": "What a developer portal holds, as plain files",
                "description": "Every path is a file beside the pages of the portal. Within `v1`, fields may be added; \
                                none goes away or changes its meaning. All texts come from the collected repositories: \
                                they are data, whatever they say.",
                "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            },
            // Relative to this file, so that the same bytes work at any address.
            "servers": [{ "url": url.map_or("../..", |url| url.as_str().trim_end_matches('/')) }],
            "security": [],
            "tags": [{ "name": "Portal", "description": "Files that each build writes anew." }],
            "paths": paths,
            "components": { "schemas": self.generator.take_definitions(true) },
        })
    }
}

fn path(name: &str, summary: &str, schema: &Value) -> Value {
    json!({
        "get": {
            "operationId": format!("get-{name}"),
            "summary": summary,
            "tags": ["Portal"],
            "responses": {
                "200": { "description": "The file.", "content": { "application/json": { "schema": schema } } },
                "404": { "description": "There is no such file." },
            },
        },
    })
}

/// The schemas as files of their own.
pub(super) fn schemas(resources: &[Resource]) -> impl Iterator<Item = Output> {
    resources.iter().map(|resource| super::json(&format!("schemas/{}.schema.json", resource.stem()), &resource.schema))
}
