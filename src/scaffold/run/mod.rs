//! A template's steps, run in memory. In: the template, complete answers and the files that its steps fetch. Out: the
//! files of the new project, and an honest list of what only a server with rights elsewhere could have done.

mod catalog;
mod fetch;
mod files;
mod input;
mod selection;
#[cfg(test)]
mod tests;
mod todo;
mod values;

use serde_json::{Value, json};

use super::{
    bundle::Bundle,
    form::Object,
    language::{Language, Work},
    workspace::{File, Workspace},
};
use input::{is_truthy, text};
pub use selection::{Selection, Treatment};
pub use todo::Todo;
pub use values::typed;

/// The most times that the steps of a template run, each time of an `each` counted.
const MOST_RUNS: usize = 1_000;

/// What a template is run with.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The template's `spec`.
    pub spec: &'a Value,
    /// Complete answers.
    pub answers: &'a Object,
    /// The files that steps may fetch.
    pub bundle: &'a Bundle,
    /// Entities by their reference as Backstage prints it.
    pub entities: &'a Object,
}

/// Something that a template does wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The JSON Pointer of what is wrong in the template's `spec`.
    pub pointer: String,
    /// The file that was rendered, with line and column from 1; the template itself when there is none.
    pub place: Option<(String, u32, u32)>,
    /// What is wrong.
    pub message: String,
}

/// A link or a text that a template ends with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its title; may be empty.
    pub title: String,
    /// An address or a paragraph of Markdown.
    pub content: String,
    /// Whether the content is an address.
    pub is_link: bool,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The project.
    pub workspace: Workspace,
    /// What is left to do by hand.
    pub todo: Vec<Todo>,
    /// What `debug:log` said.
    pub log: Vec<String>,
    /// What the template says at its end.
    pub notes: Vec<Note>,
    /// References that were asked for, and of which no entity was at hand.
    pub wanted: Vec<String>,
    /// What went wrong. The first one ends the run.
    pub faults: Vec<Fault>,
}

/// One step under way.
struct Step<'a> {
    name: String,
    action: &'a str,
    pointer: String,
}

struct Run<'a> {
    order: Order<'a>,
    /// `steps` of the context: outputs by the id of the step.
    outputs: Object,
    runs: usize,
    work: Work,
    outcome: Outcome,
}

/// Runs a template.
pub fn run(order: Order<'_>) -> Outcome {
    let mut run = Run { order, outputs: Object::new(), runs: 0, work: Work::default(), outcome: Outcome::default() };
    let steps = order.spec.get("steps").and_then(Value::as_array);
    for (number, step) in steps.into_iter().flatten().enumerate() {
        if let Err(fault) = run.step(number, step) {
            run.outcome.faults.push(fault);
            break;
        }
    }
    run.notes();
    run.outcome
}

impl Run<'_> {
    fn step(&mut self, number: usize, step: &Value) -> Result<(), Fault> {
        let pointer = format!("/steps/{number}");
        let Some(action) = step.get("action").and_then(Value::as_str) else {
            return Err(Fault { pointer, place: None, message: "the step names no action".to_owned() });
        };
        let id = text(step, "id").unwrap_or_else(|| format!("step-{}", number + 1));
        let name = text(step, "name").unwrap_or_else(|| id.clone());
        let step_here = Step { name, action, pointer };
        let output = match step.get("each") {
            None => match self.turn(&step_here, step, None)? {
                Some(output) => Value::Object(output),
                None => return Ok(()),
            },
            Some(each) => {
                let language = self.language(None);
                let each = input::filled(&language, each, &format!("{}/each", step_here.pointer))?;
                let mut outputs = Object::new();
                for (key, value) in entries(each.as_ref()) {
                    let each = json!({ "key": key, "value": value });
                    let output = self.turn(&step_here, step, Some(&each))?;
                    output.into_iter().flatten().for_each(|(name, value)| append(&mut outputs, name, value));
                }
                Value::Object(outputs)
            }
        };
        self.outputs.insert(id, json!({ "output": output }));
        Ok(())
    }

    /// One step, or one of the turns of its `each`; nothing when its `if` does not hold.
    fn turn(&mut self, step: &Step<'_>, written: &Value, each: Option<&Value>) -> Result<Option<Object>, Fault> {
        self.runs += 1;
        if self.runs > MOST_RUNS {
            return Err(step.fault(format!("the template runs more than {MOST_RUNS} steps")));
        }
        let language = self.language(each);
        if let Some(condition) = written.get("if") {
            let value = input::filled(&language, condition, &format!("{}/if", step.pointer))?;
            if !is_truthy(value.as_ref()) {
                return Ok(None);
            }
        }
        let none = json!({});
        let given = written.get("input").unwrap_or(&none);
        let pointer = format!("{}/input", step.pointer);
        let filled = input::filled(&language, given, &pointer)?;
        let filled = filled.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
        self.act(step, &filled).map(Some)
    }

    fn act(&mut self, step: &Step<'_>, input: &Object) -> Result<Object, Fault> {
        match step.action {
            "fetch:template" => fetch::template(self, step, input),
            "fetch:template:file" => fetch::template_file(self, step, input),
            "fetch:plain" => fetch::plain(self, step, input),
            "fetch:plain:file" => fetch::plain_file(self, step, input),
            "workspace:template" => fetch::workspace(self, step, input, None),
            "workspace:template:file" => fetch::workspace(self, step, input, Some("path")),
            "fs:delete" => files::delete(self, step, input),
            "fs:rename" => files::rename(self, step, input),
            "fs:readdir" => files::list(self, step, input),
            "roadiehq:utils:fs:write" => files::write(self, step, input),
            "catalog:write" => catalog::write(self, step, input),
            "catalog:fetch" => catalog::fetch(self, step, input),
            "debug:log" => {
                let message = input.get("message").map(|message| match message {
                    Value::String(text) => text.clone(),
                    value => value.to_string(),
                });
                self.outcome.log.extend(message);
                if input.get("listWorkspace").is_some_and(|list| is_truthy(Some(list))) {
                    self.outcome.log.extend(self.outcome.workspace.files().keys().cloned());
                }
                Ok(Object::new())
            }
            "callboard:value" => values::value(step, input),
            // Nothing happens that would have to be waited for.
            "debug:wait" => Ok(Object::new()),
            _ => {
                let (todo, output) = todo::todo(&step.name, step.action, input, &self.outcome.workspace);
                self.outcome.todo.push(todo);
                Ok(output)
            }
        }
    }

    /// What expressions see.
    fn language(&self, each: Option<&Value>) -> Language {
        let mut context = json!({
            "parameters": self.order.answers,
            "steps": self.outputs,
            "secrets": {},
            "user": {},
            "environment": { "parameters": {}, "secrets": {} },
            "context": { "task": { "id": "callboard" } },
        });
        if let (Some(each), Some(context)) = (each, context.as_object_mut()) {
            context.insert("each".to_owned(), each.clone());
        }
        Language::of_steps(&context, &self.work)
    }

    fn put(&mut self, step: &Step<'_>, path: &str, file: File) -> Result<(), Fault> {
        self.outcome.workspace.put(path, file).map_err(|message| step.fault(message))
    }

    /// `output.links` and `output.text`. What cannot be told, since a step did not run here, is left out.
    fn notes(&mut self) {
        let language = self.language(None);
        let output = self.order.spec.get("output");
        let list = |key: &str| output.and_then(|output| output.get(key)?.as_array().cloned()).unwrap_or_default();
        let all = list("links").into_iter().map(|link| (link, true));
        let all = all.chain(list("text").into_iter().map(|text| (text, false)));
        for (note, is_link) in all {
            let Ok(Some(note)) = input::filled(&language, &note, "/output") else { continue };
            if note.get("if").is_some_and(|condition| !is_truthy(Some(condition))) {
                continue;
            }
            let keys: &[&str] = if is_link { &["url", "entityRef"] } else { &["content"] };
            let Some(content) = keys.iter().find_map(|key| text(&note, key)) else { continue };
            self.outcome.notes.push(Note { title: text(&note, "title").unwrap_or_default(), content, is_link });
        }
    }
}

impl Step<'_> {
    fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { pointer: format!("{}/input", self.pointer), place: None, message: message.into() }
    }

    /// A required text of the input.
    fn required(&self, input: &Object, key: &str) -> Result<String, Fault> {
        let found = input.get(key).and_then(Value::as_str).map(str::to_owned);
        found.ok_or_else(|| self.fault(format!("{} needs `{key}`, a text", self.action)))
    }
}

/// Adds an output of one turn to those of the turns before.
fn append(outputs: &mut Object, name: String, value: Value) {
    if let Value::Array(list) = outputs.entry(name).or_insert_with(|| json!([])) {
        list.push(value);
    }
}

/// What `each` goes through: the entries of a list or of an object.
fn entries(each: Option<&Value>) -> Vec<(Value, Value)> {
    match each {
        Some(Value::Array(list)) => {
            list.iter().enumerate().map(|(number, value)| (Value::from(number), value.clone())).collect()
        }
        Some(Value::Object(fields)) => {
            fields.iter().map(|(name, value)| (Value::from(name.as_str()), value.clone())).collect()
        }
        _ => Vec::new(),
    }
}
