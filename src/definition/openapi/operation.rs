//! Paths to operations.

use super::{Frame, content, security::needs};
use crate::{
    definition::{desk::Desk, example, schema::simple, spot::Spot},
    model::{Body, Content, Field, Object, Operation, Parameter, Response, Schema, Shape},
};

/// The keys of a path item that are operations.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// So many operations of one definition are shown.
const MOST_OPERATIONS: usize = 10_000;

/// All operations with their first tag: those of paths, then webhooks and callbacks.
pub(super) fn all<'a>(desk: &Desk<'a>, frame: &Frame<'a>) -> Vec<(String, Operation)> {
    let mut found = Vec::new();
    for (path, item) in frame.root.entries_of("paths") {
        if !path.starts_with("x-") {
            path_item(desk, frame, (path, item), "", &mut found);
        }
    }
    for key in ["webhooks", "x-webhooks"] {
        for (name, item) in frame.root.entries_of(key) {
            path_item(desk, frame, (name, item), "Webhooks", &mut found);
        }
    }
    found
}

fn path_item<'a>(
    desk: &Desk<'a>,
    frame: &Frame<'a>,
    (path, item): (&'a str, Spot<'a>),
    group: &str,
    found: &mut Vec<(String, Operation)>,
) {
    let Some(item) = desk.meant(item) else { return };
    if !item.is_mapping() {
        desk.expect(path, "an object", item);
        return;
    }
    for (method, spot) in item.entries() {
        if !METHODS.contains(&method.to_ascii_lowercase().as_str()) || found.len() >= MOST_OPERATIONS {
            continue;
        }
        if !spot.is_mapping() {
            desk.expect(method, "an object", spot);
            continue;
        }
        let Some(spot) = desk.meant(spot) else { continue };
        let operation = operation(desk, frame, (path, item), method, spot);
        let callbacks = (group != "Callbacks").then(|| spot.entries_of("callbacks")).into_iter().flatten();
        let tag = match group {
            "" => spot.texts_of("tags").next().unwrap_or_default(),
            group => group,
        };
        found.push((tag.to_owned(), operation));
        for (_, callback) in callbacks {
            for (expression, item) in desk.meant(callback).into_iter().flat_map(Spot::entries) {
                path_item(desk, frame, (expression, item), "Callbacks", found);
            }
        }
    }
}

fn operation<'a>(
    desk: &Desk<'a>,
    frame: &Frame<'a>,
    (path, item): (&'a str, Spot<'a>),
    method: &str,
    spot: Spot<'a>,
) -> Operation {
    let verb = method.to_ascii_uppercase();
    let id = spot.text("operationId").to_owned();
    let name = if id.is_empty() { format!("{}-{path}", verb.to_lowercase()) } else { id.clone() };
    let anchor = desk.anchor("op", &name);
    let all = parameters(desk, item, spot);
    let placed = |spot: &Spot<'a>| !matches!(spot.text("in"), "body" | "formData");
    let parameters =
        all.iter().copied().filter(placed).filter(|spot| desk.spend(*spot)).map(|spot| parameter(desk, spot)).collect();
    let request = match frame.old {
        true => old_body(desk, frame, spot, &all),
        false => spot.get("requestBody").and_then(|body| desk.meant(body)).map(|body| Body {
            description: body.text("description").to_owned(),
            required: body.flag("required"),
            contents: content::contents(desk, body),
        }),
    };
    Operation {
        anchor,
        id,
        verb,
        target: path.to_owned(),
        summary: spot.text("summary").to_owned(),
        description: spot.text("description").to_owned(),
        deprecated: spot.flag("deprecated").then(|| spot.text("x-deprecated-reason").to_owned()),
        security: needs(spot, frame.root),
        parameters,
        request,
        responses: responses(desk, frame, spot),
        snippet: None,
        line: desk.line(spot),
    }
}

/// Parameters of the operation and those of the path that it does not replace, references followed.
fn parameters<'a>(desk: &Desk<'a>, item: Spot<'a>, operation: Spot<'a>) -> Vec<Spot<'a>> {
    let read = |holder: Spot<'a>| -> Vec<Spot<'a>> {
        holder
            .items_of("parameters")
            .filter_map(|parameter| desk.meant(parameter))
            .filter(|spot| spot.is_mapping())
            .collect()
    };
    let own = read(operation);
    let mut all = read(item);
    let key = |spot: &Spot<'a>| (spot.text("in"), spot.text("name"));
    all.retain(|shared| own.iter().all(|own| key(own) != key(shared)));
    all.extend(own);
    all.sort_by_key(|spot| ["path", "query", "header", "cookie"].iter().position(|place| *place == spot.text("in")));
    all
}

fn parameter<'a>(desk: &Desk<'a>, spot: Spot<'a>) -> Parameter {
    if spot.text("name").is_empty() {
        desk.wrong(spot, "A parameter has no `name`");
    }
    Parameter {
        location: spot.text("in").to_owned(),
        name: spot.text("name").to_owned(),
        required: spot.flag("required") || spot.text("in") == "path",
        schema: parameter_schema(desk, spot),
    }
}

/// What a parameter or header may be: its `schema`, that of its only content, or in OpenAPI 2 the parameter itself.
pub(super) fn parameter_schema<'a>(desk: &Desk<'a>, spot: Spot<'a>) -> Schema {
    let content = spot.entries_of("content").next().and_then(|(_, content)| content.get("schema"));
    let mut schema = match spot.get("schema").or(content) {
        Some(schema) => desk.schema(schema),
        None if spot.get("type").is_some() => desk.schema(spot),
        None => Schema::default(),
    };
    if !spot.text("description").is_empty() {
        schema.description = spot.text("description").to_owned();
    }
    if spot.flag("deprecated") {
        schema.deprecated.get_or_insert_default();
    }
    let first = spot.entries_of("examples").next().and_then(|(_, example)| desk.meant(example)?.get("value"));
    if let Some(example) = spot.get("example").or(first) {
        schema.example = Some(example::excerpt(example.node));
    }
    schema
}

/// The body of OpenAPI 2: one parameter in the body, or the fields of a form.
fn old_body<'a>(desk: &Desk<'a>, frame: &Frame<'a>, operation: Spot<'a>, all: &[Spot<'a>]) -> Option<Body> {
    let consumes: Vec<&str> = match operation.get("consumes") {
        Some(_) => operation.texts_of("consumes").collect(),
        None => frame.consumes.clone(),
    };
    if let Some(body) = all.iter().find(|spot| spot.text("in") == "body") {
        let schema = body.get("schema").map(|schema| desk.schema(schema));
        let media = consumes.first().copied().unwrap_or("application/json").to_owned();
        let contents = vec![Content { media_type: media, schema, examples: Vec::new() }];
        let description = body.text("description").to_owned();
        return Some(Body { description, required: body.flag("required"), contents });
    }
    let fields: Vec<Field> =
        all.iter().filter(|spot| spot.text("in") == "formData").map(|spot| field(desk, *spot)).collect();
    if fields.is_empty() {
        return None;
    }
    let file = fields.iter().any(|field| matches!(&field.schema.shape, Shape::Simple(names) if names[0] == "file"));
    let usual = if file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    let required = fields.iter().any(|field| field.required);
    let schema = Schema { shape: Shape::Object(Object { fields, ..Object::default() }), ..simple("object") };
    let media_type = consumes.first().copied().unwrap_or(usual).to_owned();
    Some(Body {
        description: String::new(),
        required,
        contents: vec![Content { media_type, schema: Some(schema), examples: Vec::new() }],
    })
}

fn field<'a>(desk: &Desk<'a>, spot: Spot<'a>) -> Field {
    let Parameter { name, required, schema, .. } = parameter(desk, spot);
    Field { name, required, schema, ..Field::default() }
}

fn responses<'a>(desk: &Desk<'a>, frame: &Frame<'a>, operation: Spot<'a>) -> Vec<Response> {
    let produces: Vec<&str> = match operation.get("produces") {
        Some(_) => operation.texts_of("produces").collect(),
        None => frame.produces.clone(),
    };
    if let Some(responses) = operation.get("responses").filter(|spot| !spot.is_mapping()) {
        desk.expect("responses", "an object", responses);
    }
    let response = |(status, spot): (&str, Spot<'a>)| {
        let shared = spot.get("$ref").and_then(|reference| reference.node.as_str()).map(str::to_owned);
        let spot = desk.meant(spot).filter(|spot| desk.spend(*spot))?;
        let header = |(name, spot): (&str, Spot<'a>)| {
            let spot = desk.meant(spot)?;
            let schema = parameter_schema(desk, spot);
            Some(Parameter { location: String::new(), name: name.to_owned(), required: spot.flag("required"), schema })
        };
        Some(Response {
            status: status.to_owned(),
            description: spot.text("description").to_owned(),
            headers: spot.entries_of("headers").filter_map(header).collect(),
            contents: if frame.old { content::old(desk, spot, &produces) } else { content::contents(desk, spot) },
            shared,
        })
    };
    operation.entries_of("responses").filter(|(status, _)| !status.starts_with("x-")).filter_map(response).collect()
}
