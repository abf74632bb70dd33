//! Answers given on the command line and in a file.

use std::{borrow::Cow, path::Path};

use serde_json::Value;

use crate::{
    cli::{environment::Environment, settings::Failure},
    scaffold::form::Object,
    yaml::{self, Dialect},
};

/// The answers of `--values`, then those of `--set`.
pub fn answers(file: Option<&Path>, set: &[String], environment: &Environment) -> Result<Object, Failure> {
    let mut answers = match file {
        Some(file) => from_file(&environment.folder.join(file)).map_err(Failure::Usage)?,
        None => Object::new(),
    };
    for pair in set {
        let (name, written) = pair.split_once('=').ok_or_else(|| wrong(pair))?;
        let value = value(written).map_err(|error| Failure::Usage(format!("--set {name}: {error}")))?;
        put(&mut answers, name.split('.').map(Cow::from), value).map_err(|()| wrong(pair))?;
    }
    Ok(answers)
}

fn wrong(pair: &str) -> Failure {
    Failure::Usage(format!("--set {pair}: write it as NAME=VALUE, with names of objects between dots"))
}

/// The answers in a YAML or JSON file.
///
/// # Errors
/// When it cannot be read, or holds no answers.
#[expect(clippy::disallowed_methods, reason = "the command line names the file")]
pub fn from_file(file: &Path) -> Result<Object, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    match value(&text).map_err(|error| format!("{}: {error}", file.display()))? {
        Value::Object(answers) => Ok(answers),
        Value::Null => Ok(Object::new()),
        _ => Err(format!("{}: answers are names with values", file.display())),
    }
}

fn value(text: &str) -> Result<Value, String> {
    let Some(document) = yaml::read(text, Dialect::CATALOG).into_iter().next() else { return Ok(Value::Null) };
    if let Some(problem) = document.errors.first() {
        return Err(format!("line {}, column {}: {}", problem.line, problem.column, problem.message));
    }
    Ok(document.root.map_or(Value::Null, |root| root.to_json()))
}

/// Puts an answer below the names of objects; what stands in the way is replaced. None of the names may be empty.
pub fn put<'a>(answers: &mut Object, names: impl IntoIterator<Item = Cow<'a, str>>, value: Value) -> Result<(), ()> {
    let mut names = names.into_iter().peekable();
    let mut below = answers;
    while let Some(name) = names.next() {
        if name.is_empty() {
            return Err(());
        }
        if names.peek().is_none() {
            below.insert(name.into_owned(), value);
            return Ok(());
        }
        let next = below.entry(name).or_insert(Value::Null);
        if !next.is_object() {
            *next = Value::Object(Object::new());
        }
        below = next.as_object_mut().ok_or(())?;
    }
    Err(())
}
