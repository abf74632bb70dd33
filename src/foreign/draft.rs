//! A template in the making: questions, the values that follow from the answers, and files.

use serde_json::{Map, Value, json};

use super::{Files, inlined::Unread, pieces::escaped};
use crate::{
    scaffold::File,
    templating::{Limits, Syntax, Template, What},
};

/// Where the files of the project lie in the bundle.
const SKELETON: &str = "skeleton";

/// The most questions and values of a template: each costs a step that reads all that came before.
const MOST_VALUES: usize = 300;

/// The step that adds a value to those that are known.
const ACTION: &str = "callboard:value";

/// What stands in a field whose answer follows from others.
const WORKED_OUT: &str = "Worked out from other answers";

/// What the steps call the values that are known so far.
pub const KNOWN: &str = "steps.values.output";

/// What a question is answered with when nobody answers it.
#[derive(Clone, Debug)]
pub enum Default {
    /// Nothing.
    None,
    /// A value.
    Plain(Value),
    /// A text with tags of the scaffolder, which other values are part of.
    Text(String),
    /// A value with such texts in it.
    Made(Value),
}

/// One question, or a value that nobody is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// What files and steps call it.
    pub name: String,
    /// Its schema; none when nobody is asked.
    pub schema: Option<Map<String, Value>>,
    /// The answer when there is none.
    pub default: Default,
    /// When it is asked, as an expression of the scaffolder.
    pub when: Option<String>,
    /// When it is asked, as a schema of the answers.
    pub condition: Option<Value>,
    /// A text that is empty as long as the answer is right.
    pub validator: Option<String>,
}

impl Question {
    /// One that is always asked.
    pub fn new(name: &str, schema: Value, default: Default) -> Self {
        let schema = match schema {
            Value::Object(schema) => Some(schema),
            _ => None,
        };
        Self { name: name.to_owned(), schema, default, when: None, condition: None, validator: None }
    }
}

/// A template in the making.
#[derive(Debug, Default)]
pub struct Draft {
    properties: Map<String, Value>,
    conditions: Vec<Value>,
    required: Vec<Value>,
    order: Vec<Value>,
    values: Vec<Value>,
    after: Vec<Value>,
    notes: Vec<Value>,
    files: Files,
    /// Settings of `fetch:template` beside its values.
    pub settings: Map<String, Value>,
    /// Tags that read other files in vain, with the files they stand in.
    pub unread: Vec<(String, Unread)>,
}

impl Draft {
    /// Adds a question.
    pub fn ask(&mut self, question: Question) {
        let Question { name, schema, default, when, condition, validator } = question;
        // What only a tool's own extension works out is asked for.
        let default = match default {
            Default::Text(text) if schema.is_some() && needs_more(&text) => Default::None,
            default => default,
        };
        let asked = schema.is_some();
        let kind = schema.as_ref().and_then(|schema| schema.get("type")).cloned();
        if let Some(mut schema) = schema {
            match &default {
                Default::Plain(value) => drop(schema.insert("default".to_owned(), value.clone())),
                Default::None if condition.is_none() && when.is_none() => self.required.push(name.as_str().into()),
                Default::None | Default::Made(_) => {}
                Default::Text(_) => drop(schema.insert("ui:placeholder".to_owned(), WORKED_OUT.into())),
            }
            self.order.push(name.as_str().into());
            match condition {
                None => drop(self.properties.insert(name.clone(), Value::Object(schema))),
                Some(condition) => self.conditions.push(json!({
                    "if": condition,
                    "then": { "properties": { name.as_str(): schema } },
                })),
            }
        }
        let mut input = json!({ "known": format!("${{{{ {KNOWN} }}}}"), "name": name });
        let plain = match &default {
            Default::Plain(value) => verbatim(value),
            _ => Value::Null,
        };
        let parts =
            [("value", value(&name, asked, &default, when)), ("default", plain), ("type", kind.unwrap_or(Value::Null))];
        for (key, part) in parts {
            if !part.is_null() {
                input[key] = part;
            }
        }
        self.values.push(json!({ "id": "values", "name": name, "action": ACTION, "input": input }));
        if let Some(problem) = validator {
            let input = json!({ "known": format!("${{{{ {KNOWN} }}}}"), "problem": problem });
            self.values.push(json!({ "id": "values", "name": name, "action": ACTION, "input": input }));
        }
    }

    /// Adds a file of the project; its path and its content are in the scaffolder's language.
    pub fn put(&mut self, path: &str, file: File) {
        self.files.insert(format!("{SKELETON}/{path}"), file);
    }

    /// Adds a step after the files are there.
    pub fn then(&mut self, name: &str, action: &str, input: Value, when: Option<String>) {
        let mut step = json!({ "name": name, "action": action, "input": input });
        if let Some(when) = when {
            step["if"] = when.into();
        }
        self.after.push(step);
    }

    /// Adds something that is said in the end.
    pub fn say(&mut self, text: String) {
        self.notes.push(json!({ "title": "Message", "content": text }));
    }

    /// The `spec`, and the files that its steps fetch.
    pub fn finish(self) -> (Value, Files) {
        let mut page =
            json!({ "title": "Questions", "type": "object", "properties": self.properties, "ui:order": self.order });
        for (key, list) in [("required", self.required), ("allOf", self.conditions)] {
            if !list.is_empty() {
                page[key] = list.into();
            }
        }
        let mut fetch = self.settings;
        fetch.insert("url".to_owned(), format!("./{SKELETON}").into());
        fetch.insert("values".to_owned(), format!("${{{{ {KNOWN} }}}}").into());
        let mut steps = self.values;
        let mut page = page;
        if steps.len() > MOST_VALUES {
            let problem = format!("it asks for more than {MOST_VALUES} values");
            steps =
                vec![json!({ "id": "values", "name": "Values", "action": ACTION, "input": { "problem": problem } })];
            page = json!({ "type": "object", "properties": {} });
        }
        if !self.files.is_empty() {
            steps.push(json!({ "name": "Files", "action": "fetch:template", "input": fetch }));
        }
        steps.extend(self.after);
        let spec = json!({ "type": "service", "parameters": [page], "steps": steps, "output": { "text": self.notes } });
        (spec, self.files)
    }
}

/// The value of a question: its answer where it is asked and answered, else a text that follows from others.
fn value(name: &str, asked: bool, default: &Default, when: Option<String>) -> Value {
    let answer = format!("parameters[{}]", Value::from(name));
    let given = when.map_or_else(String::new, |when| format!("({when}) and ")) + &format!("{answer} is defined");
    match (asked, default) {
        (false, Default::Text(text)) => text.as_str().into(),
        (false, Default::Made(value)) => value.clone(),
        (false, _) => Value::Null,
        (true, Default::Text(text)) => {
            format!("{{% if {given} %}}${{{{ {answer} }}}}{{% else %}}{text}{{% endif %}}").into()
        }
        // An expression alone keeps its type.
        (true, _) => format!("${{{{ {answer} if {given} }}}}").into(),
    }
}

/// Whether a text uses filters that the scaffolder does not have.
fn needs_more(text: &str) -> bool {
    let Ok(template) = Template::parse(text, &Syntax::backstage(), &Limits::default()) else { return false };
    template.uses().iter().any(|it| matches!(it.what, What::Filter { known: false, .. }))
}

/// A value whose texts stay as they are.
fn verbatim(value: &Value) -> Value {
    match value {
        Value::String(text) => escaped(text).into(),
        Value::Array(list) => list.iter().map(verbatim).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(name, value)| (name.clone(), verbatim(value))).collect())
        }
        value => value.clone(),
    }
}
