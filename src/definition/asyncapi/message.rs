//! Messages.

use crate::{
    definition::{desk::Desk, example, spot::Spot},
    model::{Content, Example, Parameter, Response, Schema, Shape},
};

/// A message; `prefix` says that it is an answer.
pub(super) fn message<'a>(desk: &Desk<'a>, root: Spot<'a>, spot: Spot<'a>, prefix: &str) -> Option<Response> {
    let reference = spot.text("$ref").rsplit('/').next().unwrap_or_default();
    let spot = desk.meant(spot).filter(|spot| desk.spend(*spot))?;
    let names = [spot.text("name"), spot.text("title"), reference, spot.text("messageId")];
    let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or("message");
    let texts = [spot.text("summary"), spot.text("description")];
    let media = [spot.text("contentType"), root.text("defaultContentType")];
    let media = media.into_iter().find(|media| !media.is_empty()).unwrap_or("application/json");
    Some(Response {
        status: format!("{prefix}{name}"),
        description: texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n"),
        headers: spot.get("headers").map(|headers| fields(desk.schema(headers))).unwrap_or_default(),
        contents: vec![content(desk, spot, media)],
        shared: None,
    })
}

fn content<'a>(desk: &Desk<'a>, message: Spot<'a>, media: &str) -> Content {
    let examples = message.items_of("examples").take(5).filter_map(|example| {
        let payload = example.get("payload")?;
        let name = [example.text("summary"), example.text("name")].into_iter().find(|name| !name.is_empty());
        Some(example::written(name.unwrap_or_default(), payload.node, media))
    });
    let mut content = Content { media_type: media.to_owned(), schema: None, examples: examples.collect() };
    let Some(payload) = message.get("payload") else { return content };
    // Version 3 wraps a schema that is not AsyncAPI's own.
    let (format, payload) = match payload.get("schemaFormat") {
        Some(format) => (format.node.as_str().unwrap_or_default(), payload.get("schema").unwrap_or(payload)),
        None => (message.text("schemaFormat"), payload),
    };
    let foreign = ["avro", "protobuf", "raml"].into_iter().find(|name| format.contains(name));
    match foreign {
        None => content.schema = Some(desk.schema(payload)),
        Some(name) => {
            let Example { text, language, .. } = example::written("", payload.node, "");
            content.examples.push(Example { name: format!("{name} schema"), text, language, generated: false });
        }
    }
    content
}

/// The fields of a schema of headers.
fn fields(schema: Schema) -> Vec<Parameter> {
    let Shape::Object(object) = schema.shape else { return Vec::new() };
    let parameter = |field: crate::model::Field| Parameter {
        location: String::new(),
        name: field.name,
        required: field.required,
        schema: field.schema,
    };
    object.fields.into_iter().map(parameter).collect()
}
