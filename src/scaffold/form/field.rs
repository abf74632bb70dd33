//! One question: what it is called, how it is answered, what may be answered.

use serde_json::Value;

use super::{
    check::{Problem, below},
    schema::Object,
};

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// A number with a fraction.
    Number,
    /// A whole number.
    Integer,
    /// A number between two others, by a slider.
    Range,
    /// Yes or no.
    Checkbox,
    /// One of a list that opens.
    Select,
    /// One of a list that is shown.
    Radio,
    /// Several of a list.
    Checkboxes,
    /// Words, each its own entry.
    Tags,
    /// An entity of the catalog.
    Entity,
    /// Several entities of the catalog.
    Entities,
    /// Where a repository is to be: host, owner, name.
    Repository,
    /// Fields below a heading.
    Group,
    /// Entries that can be added and removed.
    List,
    /// Not shown; its value is its default.
    Hidden,
    /// Never asked for here: its value would be a secret.
    Secret,
}

/// One of the values that may be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the template is given.
    pub value: Value,
    /// What is shown.
    pub label: String,
}

/// Branches of a schema to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The one that holds.
    pub number: usize,
    /// What they are called.
    pub titles: Vec<String>,
}

/// One question.
#[derive(Clone, Debug)]
pub struct Field {
    /// The JSON Pointer of its answer.
    pub pointer: String,
    /// What it is called.
    pub title: String,
    /// What stands below the title; may be empty.
    pub description: String,
    /// A further hint; may be empty.
    pub help: String,
    /// What stands in the empty field; may be empty.
    pub placeholder: String,
    /// How it is answered.
    pub control: Control,
    /// The name of a field extension or format that says more than the control does; may be empty.
    pub extension: String,
    /// Whether an answer is required.
    pub required: bool,
    /// Whether it can be looked at only.
    pub readonly: bool,
    /// Whether it is the one to begin with.
    pub autofocus: bool,
    /// The answer, given or by default.
    pub value: Option<Value>,
    /// What may be chosen.
    pub choices: Vec<Choice>,
    /// `ui:options` of a picker: `catalogFilter`, `allowedHosts` and so on.
    pub options: Object,
    /// Least, greatest and step of a number.
    pub limits: Option<[Option<f64>; 3]>,
    /// The fields of a group, or the entries of a list.
    pub fields: Vec<Field>,
    /// What another entry of a list begins as.
    pub another: Option<Value>,
    /// Branches to choose from.
    pub branch: Option<Branch>,
    /// What is wrong with the answer.
    pub problem: Option<String>,
}

/// The fields of an object's schema, in the order that `ui:order` asks for.
pub fn fields(schema: &Object, values: &Object, pointer: &str, problems: &[Problem]) -> Vec<Field> {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Vec::new() };
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let of = |name: &str, schema: &Value| {
        let schema = schema.as_object()?;
        let required = required.contains(&name);
        Some(field(name, schema, values.get(name), (&below(pointer, name), required), problems))
    };
    order(schema, properties).into_iter().filter_map(|name| of(name, properties.get(name)?)).collect()
}

/// Names in the order of `ui:order`, where `*` stands for all that it does not name.
fn order<'a>(schema: &'a Object, properties: &'a Object) -> Vec<&'a str> {
    let named: Vec<&str> =
        schema.get("ui:order").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let rest = || properties.keys().map(String::as_str).filter(|name| !named.contains(name));
    let mut names = Vec::new();
    for name in &named {
        match *name {
            "*" => names.extend(rest()),
            name if properties.contains_key(name) && !names.contains(&name) => names.push(name),
            _ => {}
        }
    }
    if !named.contains(&"*") {
        names.extend(rest());
    }
    names
}

/// The branches of a resolved schema.
pub fn branch(schema: &Object) -> Option<Branch> {
    let titles = schema.get("x-branches")?.as_array()?.iter().filter_map(|title| title.as_str().map(str::to_owned));
    Some(Branch { number: schema.get("x-branch")?.as_u64()? as usize, titles: titles.collect() })
}

/// The options of a picker, and how the answer is to be listed before anything is made.
fn options(schema: &Object) -> Object {
    let mut options = schema.get("ui:options").and_then(Value::as_object).cloned().unwrap_or_default();
    let review = ui(schema, "backstage").and_then(|backstage| backstage.get("review"));
    options.extend(review.map(|review| ("review".to_owned(), review.clone())));
    options
}

/// What `ui:<key>` or `ui:options.<key>` says.
fn ui<'a>(schema: &'a Object, key: &str) -> Option<&'a Value> {
    schema.get(&format!("ui:{key}")).or_else(|| schema.get("ui:options")?.get(key))
}

fn field(
    name: &str,
    schema: &Object,
    value: Option<&Value>,
    (pointer, required): (&str, bool),
    problems: &[Problem],
) -> Field {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let flag = |key: &str| ui(schema, key) == Some(&Value::Bool(true));
    let title = text(ui(schema, "title").or_else(|| schema.get("title")));
    let (control, extension) = control(schema);
    let limit = |key: &str| schema.get(key).and_then(Value::as_f64);
    let limits = [limit("minimum").or(limit("exclusiveMinimum")), limit("maximum"), limit("multipleOf")];
    let is_list = control == Control::List;
    let children = match (value, control) {
        (Some(Value::Object(values)), Control::Group) => fields(schema, values, pointer, problems),
        (_, Control::Group) => fields(schema, &Object::new(), pointer, problems),
        (Some(Value::Array(entries)), Control::List) => list(schema, entries, pointer, problems),
        _ => Vec::new(),
    };
    let own = problems.iter().filter(|problem| {
        let inside = problem.pointer.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'));
        problem.pointer == pointer || (inside && children.is_empty())
    });
    let words: Vec<&str> = own.map(|problem| problem.message.as_str()).collect();
    Field {
        pointer: pointer.to_owned(),
        title: if title.is_empty() { name.to_owned() } else { title },
        description: text(ui(schema, "description").or_else(|| schema.get("description"))),
        help: text(ui(schema, "help")),
        placeholder: text(ui(schema, "placeholder")),
        control,
        extension,
        required,
        readonly: flag("readonly") || flag("disabled") || schema.get("readOnly") == Some(&Value::Bool(true)),
        autofocus: flag("autofocus"),
        value: value.filter(|_| control != Control::Group).cloned(),
        choices: choices(schema),
        options: options(schema),
        limits: limits.iter().any(Option::is_some).then_some(limits),
        another: schema.get("x-item").filter(|_| is_list).map(beginning),
        fields: children,
        branch: branch(schema),
        problem: (!words.is_empty()).then(|| words.join("; ")),
    }
}

fn list(schema: &Object, entries: &[Value], pointer: &str, problems: &[Problem]) -> Vec<Field> {
    let schemas = schema.get("items").and_then(Value::as_array);
    let title = schema.get("x-item").and_then(|item| item.get("title")).and_then(Value::as_str).unwrap_or("Entry");
    let entry = |(place, value): (usize, &Value)| {
        let schema = schemas?.get(place)?.as_object()?;
        let mut field = field(title, schema, Some(value), (&format!("{pointer}/{place}"), true), problems);
        field.title = format!("{title} {}", place + 1);
        Some(field)
    };
    entries.iter().enumerate().filter_map(entry).collect()
}

/// What an entry begins as, before it is answered.
fn beginning(item: &Value) -> Value {
    match (item.get("default"), item.get("type").and_then(Value::as_str)) {
        (Some(default), _) => default.clone(),
        (None, Some("object")) => Value::Object(Object::new()),
        (None, Some("array")) => Value::Array(Vec::new()),
        (None, Some("boolean")) => Value::Bool(false),
        (None, Some("number" | "integer")) => item.get("minimum").cloned().unwrap_or_else(|| 0.into()),
        (None, _) => item.pointer("/enum/0").cloned().unwrap_or_else(|| "".into()),
    }
}

/// What may be chosen: `enum`, or constants of `oneOf` and `anyOf`; for a list, those of its entries.
fn choices(schema: &Object) -> Vec<Choice> {
    let schema = match schema.get("x-item").and_then(Value::as_object) {
        Some(item) if !schema.contains_key("enum") => item,
        _ => schema,
    };
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let names = ui(schema, "enumNames").or_else(|| schema.get("enumNames")).and_then(Value::as_array);
        let name = |place: usize| names?.get(place).map(plain);
        let choice = |(place, value): (usize, &Value)| Choice {
            value: value.clone(),
            label: name(place).unwrap_or_else(|| plain(value)),
        };
        return values.iter().enumerate().map(choice).collect();
    }
    let list = ["oneOf", "anyOf"].into_iter().find_map(|key| schema.get(key)?.as_array());
    let constant = |part: &Value| {
        let value = part.get("const")?.clone();
        let label = part.get("title").map_or_else(|| plain(&value), plain);
        Some(Choice { value, label })
    };
    list.into_iter().flatten().filter_map(constant).collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The control, and the name of what it stands for.
fn control(schema: &Object) -> (Control, String) {
    let word = |key: &str| ui(schema, key).and_then(Value::as_str).unwrap_or_default();
    let extension = word("field");
    let by_field = match extension {
        "EntityPicker" | "OwnerPicker" | "OwnedEntityPicker" | "MyGroupsPicker" => Some(Control::Entity),
        "MultiEntityPicker" => Some(Control::Entities),
        "EntityTagsPicker" => Some(Control::Tags),
        "RepoUrlPicker" => Some(Control::Repository),
        "Secret" => Some(Control::Secret),
        _ => None,
    };
    if let Some(control) = by_field {
        return (control, extension.to_owned());
    }
    let widget = word("widget");
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
        kind => kind.and_then(Value::as_str),
    };
    let has_choices = !choices(schema).is_empty();
    let control = match (widget, kind) {
        ("hidden", _) => Control::Hidden,
        ("password", _) => Control::Secret,
        ("radio", _) if has_choices || kind == Some("boolean") => Control::Radio,
        (_, Some("array")) if has_choices => Control::Checkboxes,
        (_, Some("array")) => Control::List,
        (_, Some("boolean")) => {
            if widget == "select" {
                Control::Select
            } else {
                Control::Checkbox
            }
        }
        _ if has_choices => Control::Select,
        ("range", Some("number" | "integer")) => Control::Range,
        (_, Some("number")) => Control::Number,
        (_, Some("integer")) => Control::Integer,
        ("textarea", _) => Control::LongText,
        (_, Some("object")) => Control::Group,
        (_, None) if schema.contains_key("properties") => Control::Group,
        _ => Control::Text,
    };
    let format = schema.get("format").and_then(Value::as_str).unwrap_or_default();
    let name = if extension.is_empty() { format } else { extension };
    (control, name.to_owned())
}
