//! The questions of a template, one after the other on a terminal.

use std::{
    borrow::Cow,
    io::{self, BufRead, Write},
};

use serde_json::Value;

use super::values;
use crate::{
    diagnostic::harmless,
    scaffold::form::{Control, Field, Form, Object},
};

/// Asks until all is answered. Answers that are given already are not asked for again unless they are wrong.
///
/// # Errors
/// When the terminal is closed.
pub fn ask(parameters: &Value, answers: &mut Object) -> Result<Form, String> {
    let mut asked: Vec<String> = Vec::new();
    let mut page = usize::MAX;
    loop {
        let form = Form::new(parameters, answers, &Object::new());
        let all = form.pages.iter().enumerate().flat_map(|(number, page)| {
            let mut fields = Vec::new();
            flatten(&page.fields, &mut fields);
            fields.into_iter().map(move |field| (number, field))
        });
        let open = |field: &Field| {
            let first = !asked.contains(&field.pointer) && !is_answered(answers, &field.pointer);
            first || field.problem.is_some()
        };
        let Some((number, field)) = all.into_iter().find(|(_, field)| open(field)) else { return Ok(form) };
        let mut words = String::new();
        if number != page {
            page = number;
            words += &format!("\n{}\n", harmless(&form.pages[number].title));
        }
        if let Some(problem) = field.problem.as_ref().filter(|_| asked.contains(&field.pointer)) {
            words += &format!("  {} {}\n", harmless(&field.title), harmless(problem));
        }
        words += &question(field);
        let line = read(&words).map_err(|error| error.to_string())?;
        asked.push(field.pointer.clone());
        if let Some(value) = understood(field, line.trim()) {
            values::put(answers, names(&field.pointer), value).map_err(|()| "the field has no name".to_owned())?;
        }
    }
}

/// Asks which template is wanted of those listed.
///
/// # Errors
/// When the terminal is closed.
pub fn template(list: &str) -> Result<String, String> {
    let line = read(&format!("{list}> ")).map_err(|error| error.to_string())?;
    Ok(line.trim().to_owned())
}

/// What can be asked: groups fall apart into their fields.
fn flatten<'a>(fields: &'a [Field], flat: &mut Vec<&'a Field>) {
    for field in fields {
        match field.control {
            Control::Group => flatten(&field.fields, flat),
            Control::Hidden | Control::Secret => {}
            _ if field.readonly => {}
            _ => flat.push(field),
        }
    }
}

fn question(field: &Field) -> String {
    let mut words = format!("{}{}", harmless(&field.title), if field.required { "" } else { " (optional)" });
    if !field.description.is_empty() {
        words += &format!("\n  {}", harmless(&field.description));
    }
    for (number, choice) in field.choices.iter().enumerate() {
        words += &format!("\n  {}) {}", number + 1, harmless(&choice.label));
    }
    let more = match field.control {
        Control::Checkbox => " [y/n]",
        Control::Checkboxes | Control::Tags | Control::List | Control::Entities => " (several with commas between)",
        Control::Entity => &format!(" (like {}:default/web)", kind(field)),
        Control::Repository => " (like github.com?owner=team&repo=name)",
        _ => "",
    };
    words += more;
    let chosen = field.choices.iter().find(|choice| Some(&choice.value) == field.value.as_ref());
    // What is wrong is not offered again.
    match field.value.as_ref().filter(|_| field.problem.is_none()) {
        Some(_) if chosen.is_some() => {
            words += &format!(" [{}]", harmless(chosen.map_or("", |choice| &choice.label)));
        }
        Some(Value::String(text)) => words += &format!(" [{}]", harmless(text)),
        Some(value) => words += &format!(" [{value}]"),
        None => {}
    }
    words + "\n> "
}

/// The kind of entity that is asked for, as far as a single one is named.
fn kind(field: &Field) -> String {
    let filter = field.options.get("catalogFilter").map(|filter| filter.get(0).unwrap_or(filter));
    let named = filter.and_then(|filter| filter.get("kind")).or_else(|| field.options.get("defaultKind"));
    let named = named.map(|kind| kind.get(0).unwrap_or(kind)).and_then(Value::as_str).map(str::to_lowercase);
    let plain = named.filter(|kind| kind.chars().all(char::is_alphanumeric));
    plain.unwrap_or_else(|| if field.extension == "EntityPicker" { "component" } else { "group" }.to_owned())
}

fn read(words: &str) -> io::Result<String> {
    let mut terminal = io::stderr();
    terminal.write_all(words.as_bytes())?;
    terminal.flush()?;
    let mut line = String::new();
    if io::stdin().lock().read_line(&mut line)? == 0 {
        return Err(io::Error::other("no more answers; nothing was written"));
    }
    Ok(line)
}

/// What a line means to a question; nothing for an empty one, so that the default stays.
fn understood(field: &Field, line: &str) -> Option<Value> {
    let chosen = |word: &str| {
        let number = word.parse::<usize>().ok().and_then(|number| field.choices.get(number.checked_sub(1)?));
        let named = || field.choices.iter().find(|choice| choice.label == word || choice.value == *word);
        number.or_else(named).map(|choice| choice.value.clone())
    };
    let text = |word: &str| chosen(word).unwrap_or_else(|| Value::from(word));
    if line.is_empty() {
        return None;
    }
    Some(match field.control {
        Control::Checkbox => match line.to_lowercase().as_str() {
            "y" | "yes" | "true" => Value::Bool(true),
            "n" | "no" | "false" => Value::Bool(false),
            _ => Value::from(line),
        },
        Control::Number | Control::Integer | Control::Range => {
            serde_json::from_str::<serde_json::Number>(line).map_or_else(|_| Value::from(line), Value::Number)
        }
        Control::Checkboxes | Control::Tags | Control::Entities | Control::List => match serde_json::from_str(line) {
            Ok(Value::Array(list)) => Value::Array(list),
            _ => line.split(',').map(str::trim).filter(|word| !word.is_empty()).map(text).collect(),
        },
        _ => text(line),
    })
}

/// The names of a JSON Pointer (RFC 6901).
fn names(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer.split('/').skip(1).map(|name| match name.contains('~') {
        true => Cow::from(name.replace("~1", "/").replace("~0", "~")),
        false => Cow::from(name),
    })
}

fn is_answered(answers: &Object, pointer: &str) -> bool {
    let mut names = names(pointer);
    let first = names.next().and_then(|name| answers.get(&*name));
    names.fold(first, |value, name| value?.get(&*name)).is_some()
}
