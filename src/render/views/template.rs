//! What a scaffold template asks, does and gives.

use serde::Serialize;
use serde_json::{Map, Value};

use super::{descent::Uses, source::size};
use crate::{
    model::{EntityIndex, SitePath},
    render::board::Board,
};

/// The most files that a template's page lists.
const MOST_FILES: usize = 200;

/// What a scaffold template asks, does and gives.
#[derive(Debug, Serialize)]
pub(crate) struct Template {
    pages: Vec<Page>,
    steps: Vec<Step>,
    downloads: Vec<Download>,
    files: Vec<String>,
    more_files: usize,
    file_count: usize,
    uses: Option<Uses>,
    /// The page on which it is used; none when its steps are not understood.
    form: Option<String>,
}

/// One page of questions.
#[derive(Debug, Serialize)]
struct Page {
    title: Option<String>,
    description: Option<String>,
    parameters: Vec<Parameter>,
}

/// One question.
#[derive(Debug, Serialize)]
struct Parameter {
    name: String,
    title: Option<String>,
    description: Option<String>,
    type_name: String,
    required: bool,
    default: Option<String>,
    choices: Vec<String>,
}

/// One step.
#[derive(Debug, Serialize)]
struct Step {
    name: String,
    id: Option<String>,
    action: String,
    condition: Option<String>,
}

/// One archive.
#[derive(Debug, Serialize)]
struct Download {
    label: &'static str,
    href: String,
    size: String,
}

impl Template {
    /// Whether anything came from it.
    pub(crate) fn is_used(&self) -> bool {
        self.uses.is_some()
    }
}

/// The template's own part of its page, when the entity is a template.
pub(crate) fn template(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Option<Template> {
    let entity = &board.catalog[index];
    if entity.id.kind() != "template" {
        return None;
    }
    let archive = board.archive_of(index);
    let files = archive.map_or(&[][..], |archive| &archive.files);
    let downloads = archive.into_iter().flat_map(|archive| [(".zip", &archive.zip), (".tar.gz", &archive.tar_gz)]);
    Some(Template {
        pages: pages(entity.spec.get("parameters")),
        steps: entity.spec.get("steps").and_then(Value::as_array).into_iter().flatten().map(step).collect(),
        downloads: downloads
            .map(|(label, packed)| Download { label, href: from.href_to(&packed.path), size: size(packed.size) })
            .collect(),
        files: files.iter().take(MOST_FILES).cloned().collect(),
        more_files: files.len().saturating_sub(MOST_FILES),
        file_count: files.len(),
        uses: super::descent::uses(board, from, index),
        form: super::form::path(entity).map(|path| from.href_to(&path)),
    })
}

/// The pages of questions: `parameters` is one page or a list of them.
fn pages(parameters: Option<&Value>) -> Vec<Page> {
    let pages: Vec<&Value> = match parameters {
        Some(Value::Array(pages)) => pages.iter().collect(),
        Some(page @ Value::Object(_)) => vec![page],
        _ => Vec::new(),
    };
    pages
        .into_iter()
        .map(|page| Page {
            title: text(page, "title"),
            description: text(page, "description"),
            parameters: questions(page),
        })
        .collect()
}

fn questions(page: &Value) -> Vec<Parameter> {
    let required: Vec<&str> =
        page.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = page.get("properties").and_then(Value::as_object).into_iter().flatten();
    properties
        .map(|(name, schema)| Parameter {
            name: name.clone(),
            title: text(schema, "title"),
            description: text(schema, "description"),
            type_name: type_name(schema),
            required: required.contains(&name.as_str()),
            default: schema.get("default").map(shown),
            choices: schema.get("enum").and_then(Value::as_array).into_iter().flatten().map(shown).collect(),
        })
        .collect()
}

/// The JSON Schema type, and the field that asks for it when it is not a plain one.
fn type_name(schema: &Value) -> String {
    let plain = match schema.get("type") {
        Some(Value::String(name)) => name.clone(),
        Some(Value::Array(names)) => names.iter().map(shown).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    };
    match text(schema, "ui:field") {
        Some(field) => format!("{plain} · {field}"),
        None => plain,
    }
}

fn step(step: &Value) -> Step {
    let id = text(step, "id");
    Step {
        name: text(step, "name").or_else(|| id.clone()).unwrap_or_else(|| "Step".to_owned()),
        id,
        action: text(step, "action").unwrap_or_default(),
        condition: step.get("if").map(shown),
    }
}

fn text(value: &Value, field: &str) -> Option<String> {
    let object: &Map<String, Value> = value.as_object()?;
    object.get(field)?.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// A value as a reader would type it.
fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
