//! What a template asks for, and which of it nothing uses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::written::Written;
use crate::{
    diagnostic::Diagnostic,
    model::{Entity, Node},
    pack::rules::UNUSED_PARAMETER,
    templating::{Limits, Syntax, Template, What},
};

/// Words of JSON Schema that hold no name of another question.
const WORDS: [&str; 9] =
    ["required", "ui:order", "enum", "enumNames", "default", "title", "description", "type", "pattern"];

/// What a template asks for.
#[derive(Debug, Default)]
pub struct Form {
    /// The names of all questions at the top, on whatever conditions, and whether an answer goes to the steps.
    asked: BTreeMap<String, bool>,
    /// The names, when all of them can be told.
    names: Option<BTreeSet<String>>,
    /// What the form itself refers to.
    mentioned: BTreeSet<String>,
}

impl Form {
    /// Reads the questions, placeholders substituted.
    pub fn read(entity: &Entity) -> Self {
        let mut form = Self::default();
        let mut open = false;
        let pages = match entity.spec.get("parameters") {
            Some(Value::Array(pages)) => pages.as_slice(),
            Some(page) => std::slice::from_ref(page),
            None => &[],
        };
        for page in pages {
            form.page(page, &mut open);
            form.mentions(page);
        }
        // Some fields answer for others whose names they are told.
        let named = form.mentioned.iter().filter(|name| !form.asked.contains_key(*name));
        form.names = (!open).then(|| form.asked.keys().chain(named).cloned().collect());
        form
    }

    /// All names that answers can have; none when the form leaves that open.
    pub fn names(&self) -> Option<&BTreeSet<String>> {
        self.names.as_ref()
    }

    /// The questions of a page, those on conditions among them.
    fn page(&mut self, schema: &Value, open: &mut bool) {
        let Some(schema) = schema.as_object() else { return };
        *open |= schema.keys().any(|key| key.starts_with('$') || key == "patternProperties")
            || schema.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false));
        for (name, question) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let goes = goes_to_steps(question);
            self.asked.entry(name.clone()).and_modify(|all| *all &= goes).or_insert(goes);
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            schema.get(key).and_then(Value::as_array).into_iter().flatten().for_each(|part| self.page(part, open));
        }
        for key in ["then", "else"] {
            schema.get(key).iter().for_each(|part| self.page(part, open));
        }
        for key in ["dependencies", "dependentSchemas", "dependentRequired"] {
            for (name, part) in schema.get(key).and_then(Value::as_object).into_iter().flatten() {
                self.mentioned.insert(name.clone());
                self.page(part, open);
            }
        }
        let conditions = schema.get("if").and_then(|part| part.get("properties")?.as_object());
        self.mentioned.extend(conditions.into_iter().flatten().map(|(name, _)| name.clone()));
    }

    /// Names in the settings of fields: pickers depend on each other.
    fn mentions(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
                self.mentioned.extend(words.map(str::to_owned));
            }
            Value::Array(items) => items.iter().for_each(|item| self.mentions(item)),
            Value::Object(fields) => {
                fields.iter().filter(|(key, _)| !WORDS.contains(&key.as_str())).for_each(|(_, it)| self.mentions(it));
            }
            _ => {}
        }
    }
}

/// Whether a question has an answer for the steps: notes have none, and some fields answer among the secrets.
fn goes_to_steps(question: &Value) -> bool {
    let options = question.get("ui:options").and_then(Value::as_object);
    let secret = options.is_some_and(|options| options.keys().any(|key| key.starts_with("secret")));
    question.get("type").and_then(Value::as_str) != Some("null")
        && question.get("ui:field").and_then(Value::as_str) != Some("Secret")
        && !secret
}

/// Tells what is asked for and goes nowhere.
pub fn unused(entity: &Entity, written: &Written<'_>, form: &Form) -> Vec<Diagnostic> {
    let Some(used) = used(entity) else { return Vec::new() };
    let is_used = |name: &String| used.contains(name) || form.mentioned.contains(name);
    let asked = form.asked.iter().filter(|(name, goes)| **goes && !is_used(name));
    let tell = |name: &String| {
        let parameters = written.at(&["spec", "parameters"]);
        let question = parameters.and_then(|node| question(node, name));
        let place = written.place(question.or(parameters));
        let message = format!("the form asks for `{name}`, but no step uses `parameters.{name}`");
        Diagnostic::new(&UNUSED_PARAMETER, place, message).hint("use it in a step, or ask for less")
    };
    asked.map(|(name, _)| tell(name)).collect()
}

/// The key of a question, wherever in the form it is asked.
fn question<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let properties = node.get("properties");
    let own = properties.and_then(|properties| properties.get_entry(name)).map(|(key, _)| key);
    let below = || {
        let inner = node.entries().iter().filter(|(key, _)| key.as_str() != Some("properties")).map(|(_, value)| value);
        inner.chain(node.items()).find_map(|part| question(part, name))
    };
    own.or_else(below)
}

/// The answers that steps and output use; none when all of them may be.
fn used(entity: &Entity) -> Option<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let rest = entity.spec.iter().filter(|(key, _)| *key != "parameters");
    rest.map(|(_, value)| value).try_for_each(|value| collect(value, &mut names))?;
    Some(names)
}

fn collect(value: &Value, names: &mut BTreeSet<String>) -> Option<()> {
    match value {
        Value::String(text) if text.contains("parameters") => {
            // What cannot be read has been told; it may use anything.
            let template = Template::parse(text, &Syntax::backstage(), &Limits::default()).ok()?;
            for one in template.uses() {
                let What::Variable { path, .. } = one.what else { continue };
                if path[0] == "parameters" {
                    names.insert(path.get(1)?.clone());
                }
            }
            Some(())
        }
        Value::Array(items) => items.iter().try_for_each(|item| collect(item, names)),
        Value::Object(fields) => object(fields, names),
        _ => Some(()),
    }
}

fn object(fields: &Map<String, Value>, names: &mut BTreeSet<String>) -> Option<()> {
    fields.iter().try_for_each(|(_, value)| collect(value, names))
}
