//! Copier: `copier.yml` with questions and settings; files that end with `.jinja` are rendered. Tasks and migrations are
//! commands, so they are left to do.

use serde_json::{Map, Value, json};

use super::{
    Files,
    draft::{Default, Draft, KNOWN, Question},
    glob,
    inlined::Shelf,
    jinja::{self, Names},
    pieces::{Delimiters, Piece, escaped, pieces},
    token::{Kind, tokens},
};
use crate::scaffold::{File, run::typed};

/// What is never part of the project unless the template says otherwise.
const EXCLUDED: [&str; 7] = ["copier.yaml", "copier.yml", "~*", "*.py[co]", "__pycache__", ".git", ".svn"];

struct Template<'a> {
    settings: &'a Map<String, Value>,
    delimiters: Delimiters,
    /// Names as the steps see them.
    steps: Names,
    /// Names as the files see them.
    files: Names,
}

/// Reads `copier.yml` and the files beside it.
pub fn read(settings: &Value, files: &Files) -> Option<Draft> {
    let settings = settings.as_object()?;
    let asked = || settings.iter().filter(|(name, _)| !name.starts_with('_'));
    let names = |home: &str| {
        let own = asked().map(|(name, _)| name.as_str());
        let own = own.chain(["_copier_answers", "_copier_conf"]);
        own.map(|name| (name.to_owned(), format!("{home}.{name}"))).collect::<Names>()
    };
    let (steps, own) = (names(KNOWN), names("values"));
    let template = Template { settings, delimiters: delimiters(settings), steps, files: own };
    let mut draft = Draft::default();
    for (name, value) in asked() {
        draft.ask(template.question(name, value));
    }
    let answers = text_of(settings, "_answers_file").unwrap_or(".copier-answers.yml");
    let conf = json!({ "answers_file": answers });
    draft.ask(Question::new("_copier_conf", Value::Null, Default::Plain(conf)));
    let kept: Map<String, Value> =
        asked().map(|(name, _)| (name.clone(), format!("${{{{ {KNOWN}.{name} }}}}").into())).collect();
    draft.ask(Question::new("_copier_answers", Value::Null, Default::Made(Value::Object(kept))));
    template.put(&mut draft, files);
    template.left(&mut draft);
    Some(draft)
}

impl Template<'_> {
    fn step(&self, text: &str) -> String {
        jinja::text(text, &self.delimiters, &self.steps)
    }

    fn is_made(&self, text: &str) -> bool {
        text.contains(self.delimiters.variable.0.as_str()) || text.contains(self.delimiters.block.0.as_str())
    }

    fn question(&self, name: &str, written: &Value) -> Question {
        let none = Map::new();
        let long = written.as_object();
        let fields = long.unwrap_or(&none);
        let default = if long.is_some() { fields.get("default") } else { Some(written) };
        let is_secret = fields.get("secret") == Some(&Value::Bool(true));
        let when = fields.get("when");
        if when == Some(&Value::Bool(false)) {
            return Question::new(name, Value::Null, self.default(default, ""));
        }
        let mut schema = schema(fields, default);
        let kind = text_of(&schema, "type").unwrap_or_default().to_owned();
        schema.insert("title".to_owned(), text_of(fields, "help").unwrap_or(name).into());
        if is_secret {
            schema.insert("ui:field".to_owned(), "Secret".into());
        }
        if let Some(text) = text_of(fields, "placeholder").filter(|text| !self.is_made(text)) {
            schema.insert("ui:placeholder".to_owned(), text.into());
        }
        let mut question = Question::new(name, Value::Object(schema), self.default(default, &kind));
        let condition = when.and_then(Value::as_str).and_then(|when| self.single(when));
        question.condition = condition.as_deref().and_then(condition_of);
        question.when = condition.map(|words| jinja::expression(&words, &self.steps));
        question.validator = text_of(fields, "validator").map(|text| self.step(text));
        question
    }

    /// What is answered by itself; a text may stand for a value of another type.
    fn default(&self, default: Option<&Value>, kind: &str) -> Default {
        match default {
            None | Some(Value::Null) => Default::None,
            Some(Value::String(text)) if self.is_made(text) => Default::Text(self.step(text)),
            Some(value) => Default::Plain(typed(value, kind)),
        }
    }

    /// The one expression that a text is.
    fn single(&self, text: &str) -> Option<String> {
        let mut found = None;
        for piece in pieces(text.trim(), &self.delimiters)? {
            match piece {
                Piece::Text("") => {}
                Piece::Expression(tag) if found.is_none() => found = Some(tag.words.to_owned()),
                _ => return None,
            }
        }
        found
    }

    fn put(&self, draft: &mut Draft, files: &Files) {
        let folder = text_of(self.settings, "_subdirectory").filter(|folder| !self.is_made(folder)).unwrap_or_default();
        let folder = folder.trim_matches(['.', '/']);
        let suffix = text_of(self.settings, "_templates_suffix").unwrap_or(".jinja");
        let given = self.settings.get("_exclude").and_then(Value::as_array);
        let given: Option<Vec<&str>> = given.map(|list| list.iter().filter_map(Value::as_str).collect());
        // A folder of its own holds nothing but the project.
        let usual: &[&str] = if folder.is_empty() { &EXCLUDED } else { &[] };
        let excluded = given.as_deref().unwrap_or(usual);
        let render = |text: &str| jinja::text(text, &self.delimiters, &self.files);
        let shelf = Shelf::new(files, &[""], &self.delimiters);
        for (path, file) in files {
            let own = if folder.is_empty() {
                Some(path.as_str())
            } else {
                path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'))
            };
            let Some(own) = own else { continue };
            if excluded.iter().any(|line| !self.is_made(line) && glob::ignores(line, own)) {
                continue;
            }
            let made = own.strip_suffix(suffix).filter(|_| !suffix.is_empty());
            let text = std::str::from_utf8(&file.bytes).ok().filter(|text| !text.contains('\0'));
            let is_rendered = suffix.is_empty() || made.is_some();
            // Of a file and its template, the template is meant.
            if !is_rendered && files.contains_key(&format!("{path}{suffix}")) {
                continue;
            }
            let bytes = match text {
                Some(text) if is_rendered => {
                    let (whole, unread) = shelf.inlined(text);
                    draft.unread.extend(unread.into_iter().map(|unread| (path.clone(), unread)));
                    render(&whole).into_bytes()
                }
                Some(text) => escaped(text).into_bytes(),
                None => file.bytes.clone(),
            };
            draft.put(&render(made.unwrap_or(own)), File { bytes, executable: file.executable });
        }
        for line in excluded.iter().filter(|line| self.is_made(line)) {
            let line = self.step(line);
            draft.then("Leave out what is not asked for", "fs:delete", json!({ "files": [line] }), Some(line.clone()));
        }
        let options = self.settings.get("_envops");
        for (key, flag) in [("trim_blocks", "trimBlocks"), ("lstrip_blocks", "lstripBlocks")] {
            if options.and_then(|options| options.get(key)) == Some(&Value::Bool(true)) {
                draft.settings.insert(flag.to_owned(), true.into());
            }
        }
    }

    /// What Copier would have run, and what it says in the end.
    fn left(&self, draft: &mut Draft) {
        for key in ["_tasks", "_migrations"] {
            for task in self.settings.get(key).and_then(Value::as_array).into_iter().flatten() {
                let (command, when) = match task {
                    Value::Object(task) => (task.get("command"), task.get("when").and_then(Value::as_str)),
                    command => (Some(command), None),
                };
                let words = match command {
                    Some(Value::String(text)) => self.step(text),
                    Some(Value::Array(words)) => {
                        words.iter().filter_map(Value::as_str).map(|word| self.step(word)).collect::<Vec<_>>().join(" ")
                    }
                    _ => continue,
                };
                let name =
                    if key == "_tasks" { "A task of the template" } else { "A step between versions of the template" };
                draft.then(name, "copier:task", json!({ "command": words }), when.map(|when| self.step(when)));
            }
        }
        let extensions: Vec<&str> = self
            .settings
            .get("_jinja_extensions")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        if !extensions.is_empty() {
            let input = json!({ "extensions": extensions });
            draft.then(
                "Extensions of Jinja are not run; look at what they would have made",
                "copier:extensions",
                input,
                None,
            );
        }
        if let Some(text) = text_of(self.settings, "_message_after_copy") {
            draft.say(self.step(text));
        }
    }
}

fn text_of<'a>(fields: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    fields.get(key).and_then(Value::as_str)
}

/// What stands around tags: Jinja's own, or what `_envops` says.
fn delimiters(settings: &Map<String, Value>) -> Delimiters {
    let mut delimiters = Delimiters::default();
    let options = settings.get("_envops").and_then(Value::as_object);
    let word = |key: &str| {
        options.and_then(|options| text_of(options, key)).filter(|mark| !mark.is_empty()).map(str::to_owned)
    };
    let put = |pair: &mut (String, String), name: &str| {
        if let (Some(open), Some(close)) = (word(&format!("{name}_start_string")), word(&format!("{name}_end_string")))
        {
            *pair = (open, close);
        }
    };
    put(&mut delimiters.variable, "variable");
    put(&mut delimiters.block, "block");
    put(&mut delimiters.comment, "comment");
    delimiters
}

/// Type and choices of a question.
fn schema(fields: &Map<String, Value>, default: Option<&Value>) -> Map<String, Value> {
    let kind = match (text_of(fields, "type"), default) {
        (Some("bool"), _) | (None, Some(Value::Bool(_))) => "boolean",
        (Some("int"), _) => "integer",
        (Some("float"), _) => "number",
        (None, Some(Value::Number(number))) if number.is_i64() => "integer",
        (None, Some(Value::Number(_))) => "number",
        (Some("json" | "yaml"), Some(Value::Array(_))) | (None, Some(Value::Array(_))) => "array",
        (Some("json" | "yaml"), Some(Value::Object(_))) | (None, Some(Value::Object(_))) => "object",
        _ => "string",
    };
    let mut schema = Map::from_iter([("type".to_owned(), kind.into())]);
    let choices = choices(fields.get("choices"));
    if !choices.is_empty() {
        let (labels, values): (Vec<Value>, Vec<Value>) = choices.into_iter().unzip();
        if fields.get("multiselect") == Some(&Value::Bool(true)) {
            schema.insert("type".to_owned(), "array".into());
            schema.insert("uniqueItems".to_owned(), true.into());
            schema.insert("items".to_owned(), json!({ "type": kind, "enum": values, "enumNames": labels }));
        } else {
            schema.insert("enum".to_owned(), values.into());
            schema.insert("enumNames".to_owned(), labels.into());
        }
    } else if fields.get("multiline") == Some(&Value::Bool(true)) {
        schema.insert("ui:widget".to_owned(), "textarea".into());
    }
    schema
}

/// Labels and values: a list of values, of pairs, or an object.
fn choices(written: Option<&Value>) -> Vec<(Value, Value)> {
    let value = |written: &Value| written.get("value").unwrap_or(written).clone();
    match written {
        Some(Value::Array(list)) => {
            let one = |choice: &Value| match choice.as_array().map(Vec::as_slice) {
                Some([label, written]) => (label.clone(), value(written)),
                _ => (choice.clone(), choice.clone()),
            };
            list.iter().map(one).collect()
        }
        Some(Value::Object(choices)) => {
            choices.iter().map(|(label, written)| (label.as_str().into(), value(written))).collect()
        }
        _ => Vec::new(),
    }
}

/// A simple condition as a schema of the answers: a name, one that is not, or one compared with a text.
fn condition_of(words: &str) -> Option<Value> {
    let tokens = tokens(words, false);
    let tokens: Vec<_> = tokens.iter().filter(|(kind, _)| *kind != Kind::Space).collect();
    let constant = |text: &str| text.trim_matches(['"', '\'']).to_owned();
    let (name, wanted) = match tokens.as_slice() {
        [(Kind::Name, name)] => (name, json!({ "not": { "enum": [false, "", 0] } })),
        [(_, "not"), (Kind::Name, name)] => {
            return Some(json!({ "properties": { *name: { "enum": [false, "", 0] } } }));
        }
        [(Kind::Name, name), (_, "=="), (Kind::Text, text)] => (name, json!({ "const": constant(text) })),
        [(Kind::Name, name), (_, "!="), (Kind::Text, text)] => (name, json!({ "not": { "const": constant(text) } })),
        _ => return None,
    };
    Some(json!({ "properties": { *name: wanted }, "required": [name] }))
}
