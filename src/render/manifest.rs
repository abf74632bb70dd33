//! The manifest of all templates: what they ask, what they do, and where their archives are.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Content, views::form};
use crate::model::{Archive, Entity, Packed};

/// One template.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TemplateFile<'a> {
    /// `template:namespace/name` in lower case.
    #[serde(rename = "ref")]
    reference: &'a str,
    /// Its title.
    title: &'a str,
    /// What it makes; Markdown.
    description: Option<&'a str>,
    /// `spec.type` as written.
    #[serde(rename = "type")]
    type_name: Option<&'a str>,
    /// Its owner, `kind:namespace/name` in lower case.
    owner: Option<&'a str>,
    /// Its tags.
    tags: Vec<&'a str>,
    /// Its version: as the template says, or twelve digits of the SHA-256 of its zip archive. Null without archives.
    version: Option<&'a str>,
    /// Its page, relative to the root of the site.
    page: String,
    /// The page with its form, relative to the root of the site; null when it is of no version with one.
    form: Option<String>,
    /// Its archives; null when its files are too many.
    archives: Option<ArchivesFile<'a>>,
    /// What may be answered, as a JSON Schema without the settings of fields.
    parameters: Value,
    /// What it does, in order.
    steps: Vec<StepFile<'a>>,
    /// Its `spec`, placeholders substituted: all that it takes to run it with the files of an archive.
    spec: &'a Map<String, Value>,
}

/// The archives of a template, which hold the same files.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ArchivesFile<'a> {
    zip: PackedFile<'a>,
    tar_gz: PackedFile<'a>,
    /// The folder in the template's repository that the folder in the archive stands for; empty for its root.
    root: &'a str,
    /// The template's document, in the folder in the archive.
    document: &'a str,
    /// Where files of repositories lie in the archive, by the addresses that steps fetch them from; empty for the
    /// template's own.
    repositories: Map<String, Value>,
}

/// One archive.
#[derive(Serialize, JsonSchema)]
struct PackedFile<'a> {
    /// Relative to the root of the site. Beside it lies a file with `.sha256` at the end of its name.
    path: &'a str,
    /// In bytes.
    size: u64,
    /// SHA-256 in hexadecimal digits.
    sha256: &'a str,
}

/// One step.
#[derive(Serialize, JsonSchema)]
struct StepFile<'a> {
    /// Its id, when it has one.
    id: Option<&'a str>,
    /// Its name, when it has one.
    name: Option<&'a str>,
    /// Its action.
    action: Option<&'a str>,
}

/// All templates, in the catalog's order.
pub(super) fn templates<'a>(content: &Content<'a>) -> Vec<TemplateFile<'a>> {
    let templates = content.catalog.iter().filter(|(_, entity)| entity.id.kind() == "template");
    templates
        .map(|(index, entity)| {
            let archive = content.archives.iter().find(|archive| archive.template == index);
            template(entity, archive)
        })
        .collect()
}

fn template<'a>(entity: &'a Entity, archive: Option<&'a Archive>) -> TemplateFile<'a> {
    let steps = entity.spec.get("steps").and_then(Value::as_array).into_iter().flatten();
    let word = |step: &'a Value, key: &str| step.get(key).and_then(Value::as_str);
    TemplateFile {
        reference: entity.id.as_str(),
        title: entity.title(),
        description: entity.description(),
        type_name: entity.spec_str("type"),
        owner: entity.related("ownedBy").next().map(|relation| relation.target.as_str()),
        tags: entity.tags().collect(),
        version: archive.map(|archive| archive.version.as_str()),
        page: entity.id.page().as_str().to_owned(),
        form: form::path(entity).map(|path| path.as_str().to_owned()),
        archives: archive.map(archives),
        parameters: parameters(entity.spec.get("parameters")),
        steps: steps
            .map(|step| StepFile { id: word(step, "id"), name: word(step, "name"), action: word(step, "action") })
            .collect(),
        spec: &entity.spec,
    }
}

fn archives(archive: &Archive) -> ArchivesFile<'_> {
    let repositories = archive.homes.iter().map(|(address, folder)| (address.clone(), folder.as_str().into()));
    ArchivesFile {
        zip: packed(&archive.zip),
        tar_gz: packed(&archive.tar_gz),
        root: archive.root.as_str(),
        document: &archive.document,
        repositories: repositories.collect(),
    }
}

fn packed(packed: &Packed) -> PackedFile<'_> {
    PackedFile { path: packed.path.as_str(), size: packed.size, sha256: &packed.sha256 }
}

/// The pages of a form as one schema: answers have to satisfy each of them.
fn parameters(written: Option<&Value>) -> Value {
    let mut schema = match written {
        None => json!({ "type": "object" }),
        Some(Value::Array(pages)) if pages.len() != 1 => {
            json!({ "type": "object", "allOf": pages.iter().map(plain).collect::<Vec<_>>() })
        }
        Some(Value::Array(pages)) => plain(&pages[0]),
        Some(page) => plain(page),
    };
    if let Some(fields) = schema.as_object_mut() {
        fields.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
        fields.entry("type").or_insert_with(|| "object".into());
    }
    schema
}

/// A schema without what only forms understand.
fn plain(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            let meant = |key: &str| !key.starts_with("ui:") && !key.starts_with("backstage:") && key != "enumNames";
            fields
                .iter()
                .filter(|(key, _)| meant(key))
                .map(|(key, value)| match (key.as_str(), value) {
                    // Here the keys are names of questions, whatever they look like.
                    ("properties" | "patternProperties", Value::Object(named)) => {
                        let named = named.iter().map(|(name, schema)| (name.clone(), plain(schema)));
                        (key.clone(), Value::Object(named.collect()))
                    }
                    ("default" | "const" | "enum" | "examples", value) => (key.clone(), value.clone()),
                    _ => (key.clone(), plain(value)),
                })
                .collect()
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_form_become_one_schema() {
        let name = json!({ "type": "string", "ui:widget": "x", "enum": ["a"], "enumNames": ["A"] });
        let plain = json!({ "type": "string", "enum": ["a"] });
        let draft = "http://json-schema.org/draft-07/schema#";
        for (written, expected) in [
            (None, json!({ "type": "object", "$schema": draft })),
            (
                Some(json!({ "properties": { "ui:odd": name, "b": { "default": { "ui:c": 1 } } } })),
                json!({ "properties": { "ui:odd": plain, "b": { "default": { "ui:c": 1 } } }, "$schema": draft, "type": "object" }),
            ),
            (
                Some(json!([{ "title": "A", "properties": { "n": name } }, { "required": ["n"], "ui:order": ["n"] }])),
                json!({ "type": "object", "allOf": [{ "title": "A", "properties": { "n": plain } }, { "required": ["n"] }], "$schema": draft }),
            ),
        ] {
            assert_eq!(parameters(written.as_ref()), expected);
        }
    }
}
