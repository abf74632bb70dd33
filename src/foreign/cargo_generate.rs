//! cargo-generate: `cargo-generate.toml` with placeholders, and files in Liquid. Hooks are programs in Rhai, so they are
//! left to do.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{
    Files,
    draft::{Default, Draft, KNOWN, Question},
    glob,
    jinja::Names,
    liquid,
    pieces::escaped,
    token::{Kind, tokens},
};
use crate::scaffold::File;

/// What cargo-generate knows without asking, and what a person is asked instead.
const GIVEN: [(&str, &str); 4] = [
    ("authors", "The authors, as `Name <address>`"),
    ("username", "Your name on the forge"),
    ("os-arch", "System and architecture, such as linux-x86_64"),
    ("within_cargo_project", ""),
];

/// Reads `cargo-generate.toml` and the files beside it.
pub fn read(settings: &Value, files: &Files) -> Option<Draft> {
    let settings = settings.as_object()?;
    let template = settings.get("template").and_then(Value::as_object);
    let list = |key: &str| texts(template.and_then(|template| template.get(key)));
    // A template of templates: each is in a folder of its own.
    if !list("sub_templates").is_empty() {
        return None;
    }
    let none = Map::new();
    let placeholders = settings.get("placeholders").and_then(Value::as_object).unwrap_or(&none);
    let conditional = settings.get("conditional").and_then(Value::as_object).unwrap_or(&none);
    let more = conditional
        .iter()
        .filter_map(|(condition, then)| Some((condition.as_str(), then.get("placeholders")?.as_object()?)));
    let more: Vec<(&str, &Map<String, Value>)> = more.collect();
    let mut draft = Draft::default();
    project(&mut draft);
    let own = placeholders.keys().chain(more.iter().flat_map(|(_, placeholders)| placeholders.keys()));
    let all = ["project-name", "crate_name", "crate_type", "is_init"].into_iter().chain(GIVEN.map(|(name, _)| name));
    let all: BTreeSet<&str> = own.map(String::as_str).chain(all).collect();
    let names = |home: &str| all.iter().map(|name| ((*name).to_owned(), format!("{home}.{}", plain(name)))).collect();
    let (steps, own): (Names, Names) = (names(KNOWN), names("values"));
    for (name, written) in placeholders {
        draft.ask(question(name, written, &steps));
    }
    for (condition, placeholders) in &more {
        for (name, written) in *placeholders {
            let mut question = question(name, written, &steps);
            question.when = rhai(condition, &steps);
            draft.ask(question);
        }
    }
    let own = hooked(&mut draft, settings, files, own);
    let rest = put(&mut draft, files, &own, [&list("include"), &list("exclude"), &list("ignore")]);
    for (name, title) in GIVEN.iter().filter(|(name, _)| rest.contains(&format!("values.{}", plain(name)))) {
        let schema = if title.is_empty() { Value::Null } else { json!({ "type": "string", "title": title }) };
        draft.ask(Question::new(&plain(name), schema, Default::Plain("".into())));
    }
    left(&mut draft, settings, conditional, &steps);
    Some(draft)
}

/// The questions that every template has.
fn project(draft: &mut Draft) {
    let name = json!({ "type": "string", "title": "The name of the project", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$" });
    draft.ask(Question::new("project_name", name, Default::None));
    let project = Names::from([("project-name".to_owned(), format!("{KNOWN}.project_name"))]);
    let snake = liquid::expression("project-name | snake_case", &project).unwrap_or_default();
    draft.ask(Question::new("crate_name", Value::Null, Default::Text(format!("${{{{ {snake} }}}}"))));
    let kind = json!({ "type": "string", "title": "A program or a library", "enum": ["bin", "lib"] });
    draft.ask(Question::new("crate_type", kind, Default::Plain("bin".into())));
    draft.ask(Question::new("is_init", Value::Null, Default::Plain(false.into())));
}

/// What hooks work out, which is asked for instead.
fn hooked(draft: &mut Draft, settings: &Map<String, Value>, files: &Files, names: Names) -> Names {
    let hooks = settings.get("hooks").and_then(Value::as_object);
    let is_hooked = hooks.is_some_and(|hooks| hooks.contains_key("init") || hooks.contains_key("pre"));
    let mut names = names;
    let scripts: String = files
        .iter()
        .filter(|(path, _)| is_hooked && path.ends_with(".rhai"))
        .map(|(_, file)| String::from_utf8_lossy(&file.bytes))
        .collect();
    if scripts.is_empty() {
        return names;
    }
    let texts = files.values().filter_map(|file| std::str::from_utf8(&file.bytes).ok());
    let found: BTreeSet<String> =
        texts.flat_map(|text| liquid::unknown(text, &names)).filter(|name| scripts.contains(name.as_str())).collect();
    for name in found {
        let schema =
            json!({ "type": "string", "title": format!("{name}, which a hook of the template would work out") });
        draft.ask(Question::new(&plain(&name), schema, Default::None));
        names.insert(name.clone(), format!("values.{}", plain(&name)));
    }
    names
}

/// A placeholder: its prompt, type, choices, pattern and default.
fn question(name: &str, written: &Value, names: &Names) -> Question {
    let text = |key: &str| written.get(key).and_then(Value::as_str);
    let kind = match text("type") {
        Some("bool") => "boolean",
        Some("array") => "array",
        _ => "string",
    };
    let mut schema = json!({ "type": kind, "title": text("prompt").unwrap_or(name) });
    let choices = written.get("choices").filter(|choices| choices.is_array());
    match (choices, kind) {
        (Some(choices), "array") => {
            schema["items"] = json!({ "type": "string", "enum": choices });
            schema["uniqueItems"] = true.into();
        }
        (Some(choices), _) => schema["enum"] = choices.clone(),
        (None, _) => {}
    }
    if let Some(pattern) = text("regex") {
        schema["pattern"] = pattern.into();
    }
    if let Some("text" | "editor") = text("type") {
        schema["ui:widget"] = "textarea".into();
    }
    let default = match written.get("default") {
        None => Default::None,
        Some(Value::String(text)) if text.contains("{{") || text.contains("{%") => {
            liquid::text(text, names).map_or_else(|| Default::Plain(text.as_str().into()), Default::Text)
        }
        Some(value) => Default::Plain(value.clone()),
    };
    Question::new(&plain(name), schema, default)
}

/// A name as the scaffolder's language takes it.
fn plain(name: &str) -> String {
    name.replace('-', "_")
}

/// Puts the files into the template; gives all that was made of them. Lists: what alone is rendered, what is not, what is
/// left out.
fn put(draft: &mut Draft, files: &Files, names: &Names, [include, exclude, ignore]: [&[&str]; 3]) -> String {
    let mut all = String::new();
    let listed = files.get(".genignore").and_then(|file| std::str::from_utf8(&file.bytes).ok()).unwrap_or_default();
    let ignored: Vec<&str> =
        ignore.iter().copied().chain(listed.lines()).chain(["/cargo-generate.toml", "/.genignore"]).collect();
    let takes = |list: &[&str], path: &str| list.iter().any(|line| glob::ignores(line, path));
    for (path, file) in files {
        let is_hook = path.ends_with(".rhai");
        if takes(&ignored, path) || is_hook {
            continue;
        }
        let is_rendered = if include.is_empty() { !takes(exclude, path) } else { takes(include, path) };
        let target = path.strip_suffix(".liquid").unwrap_or(path);
        let text = std::str::from_utf8(&file.bytes).ok().filter(|text| !text.contains('\0'));
        let made = text.map(|text| {
            let rendered = is_rendered.then(|| liquid::text(text, names)).flatten();
            rendered.unwrap_or_else(|| escaped(text))
        });
        let target = liquid::text(target, names).unwrap_or_else(|| escaped(target));
        all.push_str(&target);
        all.push_str(made.as_deref().unwrap_or_default());
        let bytes = made.map_or_else(|| file.bytes.clone(), String::into_bytes);
        draft.put(&target, File { bytes, executable: file.executable });
    }
    all
}

/// What conditions leave out, and hooks.
fn left(draft: &mut Draft, settings: &Map<String, Value>, conditional: &Map<String, Value>, names: &Names) {
    for (condition, then) in conditional {
        let ignored = texts(then.get("ignore"));
        if let (Some(condition), false) = (rhai(condition, names), ignored.is_empty()) {
            let input = json!({ "files": ignored });
            draft.then("Leave out what is not asked for", "fs:delete", input, Some(format!("${{{{ {condition} }}}}")));
        }
    }
    let hooks = settings.get("hooks").and_then(Value::as_object);
    for (when, files) in hooks.into_iter().flatten() {
        for file in texts(Some(files)) {
            let name = format!("Look at the hook {file} ({when}), and do by hand what it does");
            draft.then(&name, "cargo-generate:hook", json!({ "file": file }), None);
        }
    }
}

/// A condition in Rhai as the scaffolder writes it; none when it is more than a comparison of placeholders.
fn rhai(condition: &str, names: &Names) -> Option<String> {
    let mut out = Vec::new();
    let words = tokens(condition, true);
    let mut at = 0;
    while let Some((kind, word)) = words.get(at) {
        let next = words.get(at + 1).map(|(_, word)| *word);
        at += 1;
        out.push(match (*kind, *word, next) {
            (Kind::Mark, mark @ ("&" | "|"), Some(second)) if second == mark => {
                at += 1;
                if mark == "&" { " and ".to_owned() } else { " or ".to_owned() }
            }
            (Kind::Mark, "!", _) => "not ".to_owned(),
            (Kind::Name, "true" | "false", _) | (Kind::Mark, "==" | "!=" | "(" | ")" | "<" | ">" | "<=" | ">=", _) => {
                (*word).to_owned()
            }
            (Kind::Name, name, _) => names.get(name)?.clone(),
            (Kind::Text | Kind::Number | Kind::Space, ..) => (*word).to_owned(),
            _ => return None,
        });
    }
    Some(out.concat())
}

fn texts(list: Option<&Value>) -> Vec<&str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}
