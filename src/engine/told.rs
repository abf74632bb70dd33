//! What a page is told, as JSON.

use serde_json::{Value, json};

use crate::scaffold::{
    form::{Branch, Control, Field, Form, FormPage, Object},
    run::{Fault, Note, Outcome, Todo},
};

/// The questions.
pub fn form(form: &Form) -> Value {
    json!({ "pages": form.pages.iter().map(page).collect::<Vec<Value>>(), "answers": form.answers })
}

fn page(page: &FormPage) -> Value {
    let mut told = Object::new();
    told.insert("title".to_owned(), Value::from(page.title.as_str()));
    told.insert("description".to_owned(), Value::from(page.description.as_str()));
    told.extend(page.branch.as_ref().map(branch));
    told.insert("fields".to_owned(), page.fields.iter().map(field).collect());
    Value::Object(told)
}

fn branch(branch: &Branch) -> (String, Value) {
    ("branch".to_owned(), json!({ "number": branch.number, "titles": branch.titles }))
}

/// A question; what is empty is left out.
fn field(asked: &Field) -> Value {
    let choices = asked.choices.iter().map(|choice| json!({ "value": choice.value, "label": choice.label }));
    let limits = asked.limits.iter().flatten().map(|limit| limit.map_or(Value::Null, Value::from));
    let text = |text: &str| Value::from(text);
    let parts = [
        ("pointer", text(&asked.pointer)),
        ("title", text(&asked.title)),
        ("description", text(&asked.description)),
        ("help", text(&asked.help)),
        ("placeholder", text(&asked.placeholder)),
        ("control", text(control(asked.control))),
        ("extension", text(&asked.extension)),
        ("required", Value::from(asked.required)),
        ("readonly", Value::from(asked.readonly)),
        ("autofocus", Value::from(asked.autofocus)),
        ("choices", choices.collect()),
        ("options", Value::Object(asked.options.clone())),
        ("limits", limits.collect()),
        ("fields", asked.fields.iter().map(field).collect()),
        ("problem", text(asked.problem.as_deref().unwrap_or_default())),
    ];
    let is_there = |value: &Value| match value {
        Value::Bool(is) => *is,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Null | Value::Number(_) => true,
    };
    let parts = parts.into_iter().filter(|(_, value)| is_there(value));
    let mut told: Object = parts.map(|(name, value)| (name.to_owned(), value)).collect();
    for (name, value) in [("value", &asked.value), ("another", &asked.another)] {
        told.extend(value.as_ref().map(|value| (name.to_owned(), value.clone())));
    }
    told.extend(asked.branch.as_ref().map(branch));
    Value::Object(told)
}

fn control(control: Control) -> &'static str {
    match control {
        Control::Text => "text",
        Control::LongText => "long-text",
        Control::Number => "number",
        Control::Integer => "integer",
        Control::Range => "range",
        Control::Checkbox => "checkbox",
        Control::Select => "select",
        Control::Radio => "radio",
        Control::Checkboxes => "checkboxes",
        Control::Tags => "tags",
        Control::Entity => "entity",
        Control::Entities => "entities",
        Control::Repository => "repository",
        Control::Group => "group",
        Control::List => "list",
        Control::Hidden => "hidden",
        Control::Secret => "secret",
    }
}

/// What came of a run; files without their content.
pub fn outcome(outcome: &Outcome) -> Value {
    let files = outcome.workspace.files().iter();
    let files =
        files.map(|(path, file)| json!({ "path": path, "executable": file.executable, "bytes": file.bytes.len() }));
    json!({
        "files": files.collect::<Vec<Value>>(),
        "todo": outcome.todo.iter().map(todo).collect::<Vec<Value>>(),
        "notes": outcome.notes.iter().map(note).collect::<Vec<Value>>(),
        "log": outcome.log,
        "wanted": outcome.wanted,
        "faults": outcome.faults.iter().map(fault).collect::<Vec<Value>>(),
    })
}

fn todo(todo: &Todo) -> Value {
    json!({ "title": todo.title, "action": todo.action, "commands": todo.commands, "input": todo.input })
}

fn note(note: &Note) -> Value {
    json!({ "title": note.title, "content": note.content, "is_link": note.is_link })
}

fn fault(fault: &Fault) -> Value {
    let place = fault.place.as_ref().map(|(path, line, column)| json!([path, line, column]));
    json!({ "pointer": fault.pointer, "place": place, "message": fault.message })
}
