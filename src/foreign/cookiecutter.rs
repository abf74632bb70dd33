//! Cookiecutter: `cookiecutter.json` with variables, and one folder with `cookiecutter` in its name that becomes the
//! project. Hooks are Python or shell, so they are left to do.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    Files,
    draft::{Default, Draft, KNOWN, Question},
    glob,
    inlined::Shelf,
    jinja::{self, DATE, Names, YEAR},
    pieces::{Delimiters, escaped},
};
use crate::scaffold::File;

/// Reads `cookiecutter.json` and the files beside it.
pub fn read(settings: &Value, files: &Files) -> Option<Draft> {
    let settings = settings.as_object()?;
    let root = root(files)?;
    let steps = Names::from([
        ("cookiecutter".to_owned(), KNOWN.to_owned()),
        (YEAR.to_owned(), format!("{KNOWN}.{YEAR}")),
        (DATE.to_owned(), format!("{KNOWN}.{DATE}")),
    ]);
    let mut draft = Draft::default();
    for (name, value) in settings {
        if let Some(question) = question(name, value, settings, &steps) {
            draft.ask(question);
        }
    }
    let names = Names::from([
        ("cookiecutter".to_owned(), "values".to_owned()),
        (YEAR.to_owned(), format!("values.{YEAR}")),
        (DATE.to_owned(), format!("values.{DATE}")),
    ]);
    let plain: Vec<&str> = texts(settings.get("_copy_without_render"));
    let mut today = BTreeSet::new();
    let delimiters = Delimiters::default();
    // Cookiecutter looks in these two.
    let shelf = Shelf::new(files, &["", "templates/"], &delimiters);
    for (path, file) in files {
        let Some(own) = path.strip_prefix(root).and_then(|rest| rest.strip_prefix('/')) else { continue };
        let text = std::str::from_utf8(&file.bytes).ok().filter(|text| !text.contains('\0'));
        let is_plain = plain.iter().any(|pattern| glob::fnmatch(pattern, own));
        let made = text.map(|text| {
            if is_plain {
                return escaped(text);
            }
            let (whole, unread) = shelf.inlined(text);
            draft.unread.extend(unread.into_iter().map(|unread| (path.clone(), unread)));
            render(&whole, &names)
        });
        today.extend(made.iter().flat_map(|text| [YEAR, DATE].into_iter().filter(|name| text.contains(&names[*name]))));
        let bytes = made.map_or_else(|| file.bytes.clone(), String::into_bytes);
        draft.put(&render(own, &names), File { bytes, executable: file.executable });
    }
    for name in today {
        let schema = if name == YEAR {
            json!({ "type": "integer", "title": "This year", "minimum": 1900, "maximum": 9999, "examples": [2026] })
        } else {
            json!({ "type": "string", "title": "Today's date, as the files write it", "examples": ["2026-11-02"] })
        };
        draft.ask(Question::new(name, schema, Default::None));
    }
    left(&mut draft, settings, files);
    Some(draft)
}

fn render(text: &str, names: &Names) -> String {
    jinja::text(text, &Delimiters::default(), names)
}

/// The folder that becomes the project: the first whose name is a template.
fn root(files: &Files) -> Option<&str> {
    let folders = files.keys().filter_map(|path| Some(path.split_once('/')?.0));
    folders.into_iter().find(|folder| folder.contains("{{") && folder.contains("cookiecutter") && folder.contains("}}"))
}

/// A variable of `cookiecutter.json`; none for settings, which begin with an underscore.
fn question(name: &str, value: &Value, all: &Map<String, Value>, names: &Names) -> Option<Question> {
    // `_x` is a setting or a constant, `__x` a value that is made of others.
    if name.starts_with('_') {
        let text = value.as_str().filter(|_| name.starts_with("__") && name != "__prompts__");
        let default = text.map_or_else(|| Default::Plain(value.clone()), |text| Default::Text(render(text, names)));
        return (name != "__prompts__").then(|| Question::new(name, Value::Null, default));
    }
    let prompt = all.get("__prompts__").and_then(|prompts| prompts.get(name));
    let label = |key: &str| prompt.and_then(|prompt| prompt.get(key)?.as_str());
    let title = prompt.and_then(Value::as_str).or_else(|| label("__prompt__")).unwrap_or(name);
    let is_made = |value: &Value| value.as_str().is_some_and(|text| text.contains("{{") || text.contains("{%"));
    let (schema, default) = match value {
        Value::Array(choices) if choices.iter().any(is_made) => {
            let first = choices.first().and_then(Value::as_str).unwrap_or_default();
            (json!({ "type": "string" }), Default::Text(render(first, names)))
        }
        Value::Array(choices) => {
            let labels: Vec<&str> =
                choices.iter().filter_map(Value::as_str).map(|it| label(it).unwrap_or(it)).collect();
            let default = choices.first().cloned().map_or(Default::None, Default::Plain);
            (json!({ "type": "string", "enum": choices, "enumNames": labels }), default)
        }
        Value::Bool(_) => (json!({ "type": "boolean" }), Default::Plain(value.clone())),
        Value::Object(_) => (json!({ "type": "object" }), Default::Plain(value.clone())),
        value if is_made(value) => {
            (json!({ "type": "string" }), Default::Text(render(value.as_str().unwrap_or_default(), names)))
        }
        Value::Null => (json!({ "type": "string" }), Default::Plain("".into())),
        value => (
            json!({ "type": "string" }),
            Default::Plain(value.as_str().map_or_else(|| value.to_string(), str::to_owned).into()),
        ),
    };
    let mut question = Question::new(name, schema, default);
    if let Some(schema) = &mut question.schema {
        schema.insert("title".to_owned(), title.into());
    }
    Some(question)
}

/// What Cookiecutter would have run.
fn left(draft: &mut Draft, settings: &Map<String, Value>, files: &Files) {
    for path in files.keys().filter(|path| path.starts_with("hooks/")) {
        let name = path.trim_start_matches("hooks/");
        if ["pre_prompt.", "pre_gen_project.", "post_gen_project."].iter().any(|hook| name.starts_with(hook)) {
            draft.then(
                &format!("Look at the hook {name}, and run it if it is needed"),
                "cookiecutter:hook",
                json!({ "file": path }),
                None,
            );
        }
    }
    let extensions = texts(settings.get("_extensions"));
    if !extensions.is_empty() {
        let input = json!({ "extensions": extensions });
        draft.then(
            "Extensions of Jinja are not run; look at what they would have made",
            "cookiecutter:extensions",
            input,
            None,
        );
    }
}

fn texts(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}
