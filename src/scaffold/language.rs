//! The template language as steps and skeletons use it.

use std::{cell::Cell, rc::Rc};

use serde_json::Value;

use crate::templating::{self, Limits, Syntax as Delimiters, Template};

/// Line and column from 1, and what is wrong.
pub type LanguageFault = ((u32, u32), String);

/// How the files of a skeleton are written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Syntax {
    /// `{{ … }}`, as Cookiecutter has it.
    pub is_cookiecutter: bool,
    /// Whether a line end right after a tag goes with it.
    pub trim_blocks: bool,
    /// Whether white space before a tag goes with it.
    pub lstrip_blocks: bool,
}

/// The steps of evaluation that a whole run may still take; one template has its own, smaller bound.
#[derive(Clone, Debug)]
pub struct Work(Rc<Cell<u64>>);

impl Default for Work {
    fn default() -> Self {
        Self(Rc::new(Cell::new(MOST_WORK)))
    }
}

/// The most steps of evaluation of one run: some seconds.
const MOST_WORK: u64 = 3_000_000;

/// The language with what its expressions see.
#[derive(Debug)]
pub struct Language {
    context: Result<templating::Value, String>,
    delimiters: Delimiters,
    work: Work,
}

impl Language {
    /// For the steps of a template.
    pub fn of_steps(context: &Value, work: &Work) -> Self {
        Self::of_files(context, Syntax::default(), work)
    }

    /// For the files of a skeleton.
    pub fn of_files(context: &Value, syntax: Syntax, work: &Work) -> Self {
        let delimiters = if syntax.is_cookiecutter { Delimiters::cookiecutter() } else { Delimiters::backstage() };
        let delimiters =
            Delimiters { trim_blocks: syntax.trim_blocks, lstrip_blocks: syntax.lstrip_blocks, ..delimiters };
        Self { context: inward(context).map_err(|fault| fault.message), delimiters, work: work.clone() }
    }

    /// A text with all expressions worked out.
    ///
    /// # Errors
    /// When an expression fails.
    pub fn render(&self, text: &str) -> Result<String, LanguageFault> {
        let (template, context) = self.read(text)?;
        let rendered = template.render(context);
        self.work.take(&template)?;
        rendered.map_err(|error| told(&error))
    }

    /// The value of a text that is one expression; of any other, the text with all expressions worked out. None for
    /// what is undefined.
    ///
    /// # Errors
    /// When an expression fails.
    pub fn value(&self, text: &str) -> Result<Option<Value>, LanguageFault> {
        let (template, context) = self.read(text)?;
        let value = template.evaluate_native(context);
        self.work.take(&template)?;
        outward(&value.map_err(|error| told(&error))?)
    }

    fn read(&self, text: &str) -> Result<(Template, &templating::Value), LanguageFault> {
        let context = self.context.as_ref().map_err(|message| ((1, 1), message.clone()))?;
        let template = Template::parse(text, &self.delimiters, &Limits::default());
        Ok((template.map_err(|error| told(&error))?, context))
    }
}

impl Work {
    /// Takes away what an evaluation took.
    fn take(&self, template: &Template) -> Result<(), LanguageFault> {
        let left = self.0.get().checked_sub(template.spent());
        self.0.set(left.unwrap_or_default());
        left.map(drop)
            .ok_or_else(|| ((1, 1), "the steps and files of the template take too many steps together".to_owned()))
    }
}

fn told(error: &templating::Error) -> LanguageFault {
    let hint = if error.hint.is_empty() { String::new() } else { format!("; {}", error.hint) };
    ((error.line, error.column), format!("{}{hint}", error.message))
}

/// A value as the language has it.
fn inward(value: &Value) -> templating::Outcome<templating::Value> {
    Ok(match value {
        Value::Null => templating::Value::Null,
        Value::Bool(is) => templating::Value::Bool(*is),
        Value::Number(number) => templating::Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Value::String(text) => text.as_str().into(),
        Value::Array(list) => templating::Value::array(list.iter().map(inward).collect::<Result<_, _>>()?)?,
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| inward(value).map(|value| (name.as_str().into(), value));
            templating::Value::object(fields.iter().map(field).collect::<Result<_, _>>()?)?
        }
    })
}

/// What JSON can hold of a value; none for what is undefined.
fn outward(value: &templating::Value) -> Result<Option<Value>, LanguageFault> {
    let text = templating::to_json(value).map_err(|message| ((1, 1), message))?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| ((1, 1), error.to_string()))).transpose()
}
