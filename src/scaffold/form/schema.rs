//! A JSON Schema as it holds for the answers that are there: references followed, conditions decided, branches chosen.
//! The rules are those of react-jsonschema-form, which Backstage's wizard is built on.

use std::cell::Cell;

use serde_json::{Map, Value};

use super::check;

/// A schema that is nested deeper is cut there.
const MOST_DEPTH: u32 = 32;

/// The most schemas that are looked into for one page: references may lead back and multiply.
const MOST_WORK: u32 = 20_000;

/// An object of JSON.
pub type Object = Map<String, Value>;

/// One page's schema, and the branches that were chosen by hand.
#[derive(Debug)]
pub struct Page<'a> {
    root: &'a Value,
    choices: &'a Object,
    number: usize,
    work: Cell<u32>,
}

impl<'a> Page<'a> {
    /// `choices` holds the number of the chosen branch by [`choice_key`].
    pub fn new(number: usize, root: &'a Value, choices: &'a Object) -> Self {
        Self { root, choices, number, work: Cell::new(0) }
    }

    /// The whole page as it holds for `answers`, down to the schemas of single values. The schema of the entries of a
    /// list is a tuple, one for each that is there; `x-item` keeps the one for another.
    pub fn schema(&self, answers: &Value) -> Object {
        self.deep(self.root, answers, "", 0)
    }

    fn deep(&self, schema: &Value, value: &Value, pointer: &str, depth: u32) -> Object {
        let mut whole = self.at(schema, value, pointer, depth);
        if let Some(Value::Object(properties)) = whole.get_mut("properties") {
            for (name, part) in properties.iter_mut() {
                let below = check::below(pointer, name);
                let schema = self.deep(part, value.get(name).unwrap_or(&Value::Null), &below, depth + 1);
                *part = Value::Object(schema);
            }
        }
        if let Some(item) = whole.get("items").filter(|items| items.is_object()).cloned() {
            let items = value.as_array().into_iter().flatten().enumerate();
            let schemas = items
                .map(|(place, entry)| Value::Object(self.deep(&item, entry, &format!("{pointer}/{place}"), depth + 1)));
            let schemas: Vec<Value> = schemas.collect();
            let next = self.deep(&item, &Value::Null, &format!("{pointer}/-"), depth + 1);
            whole.insert("items".to_owned(), Value::Array(schemas));
            whole.insert("x-item".to_owned(), Value::Object(next));
        }
        whole
    }

    fn at(&self, schema: &Value, value: &Value, pointer: &str, depth: u32) -> Object {
        let Value::Object(written) = schema else { return Object::new() };
        self.work.set(self.work.get() + 1);
        if depth > MOST_DEPTH || self.work.get() > MOST_WORK {
            return Object::new();
        }
        let below = |part: &Value| self.at(part, value, pointer, depth + 1);
        let mut whole = written.clone();
        if let Some(Value::String(reference)) = whole.remove("$ref")
            && let Some(target) = reference.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer))
        {
            whole = merged(below(target), whole);
        }
        for part in take_list(&mut whole, "allOf") {
            whole = merged(whole, below(&part));
        }
        if let Some(condition) = whole.remove("if") {
            let (then, otherwise) = (whole.remove("then"), whole.remove("else"));
            let holds = check::holds(&Value::Object(below(&condition)), value);
            if let Some(part) = if holds { then } else { otherwise } {
                whole = merged(whole, below(&part));
            }
        }
        for part in dependencies(&mut whole, value) {
            whole = match depends_on_value(&part, value) {
                Some(branch) => merged(whole, below(&branch)),
                None => merged(whole, below(&part)),
            };
        }
        self.branch(whole, value, pointer, depth)
    }

    /// Takes one of `oneOf` or `anyOf`, unless they only list the values of a field. `x-branches` names them all.
    fn branch(&self, mut whole: Object, value: &Value, pointer: &str, depth: u32) -> Object {
        let Some(key) = ["oneOf", "anyOf"].into_iter().find(|key| is_branching(whole.get(*key))) else { return whole };
        let branches = take_list(&mut whole, key);
        let chosen =
            self.choices.get(&choice_key(self.number, pointer)).and_then(Value::as_u64).map(|number| number as usize);
        let fits = |branch: &Value| check::holds(branch, value) && names_what_is_there(branch, value);
        let number = chosen.filter(|number| *number < branches.len());
        let number = number.or_else(|| branches.iter().position(fits)).unwrap_or_default();
        let titles = branches.iter().enumerate().map(|(place, branch)| {
            let title = branch.get("title").and_then(Value::as_str).map(str::to_owned);
            Value::String(title.unwrap_or_else(|| format!("Option {}", place + 1)))
        });
        let titles: Vec<Value> = titles.collect();
        let Some(branch) = branches.get(number) else { return whole };
        let mut branch = self.at(branch, value, pointer, depth + 1);
        branch.remove("title");
        whole = merged(whole, branch);
        whole.insert("x-branches".to_owned(), Value::Array(titles));
        whole.insert("x-branch".to_owned(), Value::from(number));
        whole
    }
}

/// The name of a choice among branches: the page's number and the JSON Pointer of the value.
pub fn choice_key(page: usize, pointer: &str) -> String {
    format!("{page}:{pointer}")
}

/// Whether a list has more to choose from than the values of one field.
fn is_branching(list: Option<&Value>) -> bool {
    let branches = list.and_then(Value::as_array);
    branches.is_some_and(|branches| !branches.is_empty() && branches.iter().any(|branch| branch.get("const").is_none()))
}

/// A branch that fits only because it asks for nothing does not count while another may.
fn names_what_is_there(branch: &Value, value: &Value) -> bool {
    let Some(value) = value.as_object() else { return true };
    let properties = branch.get("properties").and_then(Value::as_object);
    let required = branch.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let mut names = properties.into_iter().flat_map(|properties| properties.keys().map(String::as_str)).chain(required);
    names.any(|name| value.contains_key(name))
}

/// What holds because a property is there: `dependencies`, `dependentSchemas` and `dependentRequired`.
fn dependencies(whole: &mut Object, value: &Value) -> Vec<Value> {
    let mut parts = Vec::new();
    for key in ["dependencies", "dependentSchemas", "dependentRequired"] {
        let Some(Value::Object(list)) = whole.remove(key) else { continue };
        for (name, part) in list {
            if value.get(&name).is_none() {
                continue;
            }
            parts.push(match part {
                Value::Array(_) => serde_json::json!({ "required": part }),
                // The branches are told apart by the property itself.
                Value::Object(mut part) if part.contains_key("oneOf") => {
                    part.insert("x-by".to_owned(), Value::String(name));
                    Value::Object(part)
                }
                part => part,
            });
        }
    }
    parts
}

/// The branch of a dependency whose own schema of the property fits; nothing more than the rest when none does.
fn depends_on_value(part: &Value, value: &Value) -> Option<Value> {
    let mut part = part.as_object()?.clone();
    let name = part.remove("x-by")?;
    let name = name.as_str()?;
    let branches = take_list(&mut part, "oneOf");
    let fits = |branch: &&Value| {
        let own = branch.pointer("/properties").and_then(|properties| properties.get(name));
        own.is_some_and(|own| value.get(name).is_some_and(|value| check::holds(own, value)))
    };
    let Some(Value::Object(mut branch)) = branches.iter().find(fits).cloned() else { return Some(Value::Object(part)) };
    if let Some(Value::Object(properties)) = branch.get_mut("properties") {
        // It is on the page already, with its title and its choices.
        properties.shift_remove(name);
    }
    Some(Value::Object(merged(part, branch)))
}

fn take_list(whole: &mut Object, key: &str) -> Vec<Value> {
    match whole.remove(key) {
        Some(Value::Array(list)) => list,
        _ => Vec::new(),
    }
}

/// Both: properties of both, what either requires, and else what `more` says.
pub fn merged(mut base: Object, more: Object) -> Object {
    for (key, value) in more {
        let value = match (base.get_mut(&key).map(Value::take), value, key.as_str()) {
            (Some(Value::Object(old)), Value::Object(new), _) => Value::Object(merged(old, new)),
            (Some(Value::Array(mut old)), Value::Array(new), "required" | "ui:order") => {
                old.extend(new.into_iter().filter(|name| !old.contains(name)).collect::<Vec<_>>());
                Value::Array(old)
            }
            (_, value, _) => value,
        };
        base.insert(key, value);
    }
    base
}
