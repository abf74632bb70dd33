//! The template language of Backstage's scaffolder. In: the source of a template and values, as a closed tree of
//! data. Out: text, or the value of a template that is one expression, or an error with its place; and for the
//! linter, what a template uses. It must not know files, addresses, the catalog, or any other room: the same files
//! compile to WebAssembly for the page that renders a template in the reader's browser.
//!
//! Backstage renders with Nunjitsu, a closed interpreter of what Nunjucks 3.2.4 can do without other templates. Both
//! mean JavaScript by their operators, conversions, texts (UTF-16) and orders, and Nunjucks' own oddities are part
//! of what templates in the wild rely on: how `not` and `//` group, which frame a variable lands in, what a filter
//! makes of a value of the wrong kind. An evaluator of Jinja cannot be bent that far: minijinja renders 62 of 157
//! recorded templates alike. So the language is written out here, on nothing but the standard library.
//!
//! A template is somebody else's program. It can reach nothing but the values it is given, there are no methods, and
//! the names `constructor`, `prototype` and `__proto__` do not exist. Its size, depth, steps and output are bounded
//! by [`Limits`]; regular expressions match in linear time; values cannot refer to themselves. `random` draws the
//! same numbers in every run, so that output can be reproduced.

mod case;
mod coercion;
mod digits;
mod fault;
mod filters;
mod json;
mod machine;
mod number;
mod predicates;
mod regex;
mod sorted;
mod syntax;
mod text;
mod uses;
mod value;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;

use std::cell::Cell;

use fault::{Budget, Fault};
use machine::{Machine, Rendered};
use syntax::ast;

pub use fault::{Error, ErrorKind, Limits, Outcome};
pub use text::Text;
pub use uses::{Use, What};
pub use value::{Array, Callable, CallableKind, Object, Pattern, Value};

/// How a template is written.
#[derive(Clone, Debug)]
pub struct Syntax {
    /// What stands around an expression.
    pub variable: (String, String),
    /// What stands around a tag.
    pub block: (String, String),
    /// What stands around a comment.
    pub comment: (String, String),
    /// Whether a line end right after a tag goes with it.
    pub trim_blocks: bool,
    /// Whether white space before a tag goes with it where the line holds nothing else before.
    pub lstrip_blocks: bool,
    /// Whether `True`, `False`, `None` and the filter `jsonify` are understood, for templates written for Jinja.
    pub python: bool,
}

impl Syntax {
    /// Backstage's own: `${{ … }}`.
    pub fn backstage() -> Self {
        let pair = |open: &str, close: &str| (open.to_owned(), close.to_owned());
        Self {
            variable: pair("${{", "}}"),
            block: pair("{%", "%}"),
            comment: pair("{#", "#}"),
            trim_blocks: false,
            lstrip_blocks: false,
            python: false,
        }
    }

    /// Cookiecutter's, as Backstage reads it: `{{ … }}`.
    pub fn cookiecutter() -> Self {
        let backstage = Self::backstage();
        Self { variable: ("{{".to_owned(), backstage.variable.1.clone()), python: true, ..backstage }
    }
}

/// A template that has been read, to be rendered as often as is wanted.
#[derive(Debug)]
pub struct Template {
    source: Vec<u16>,
    body: ast::Body,
    frame: ast::Frame,
    limits: Limits,
    python: bool,
    spent: Cell<u64>,
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// When it is not written in the language, or larger than the limits allow.
    pub fn parse(source: &str, syntax: &Syntax, limits: &Limits) -> Result<Self, Error> {
        let source: Vec<u16> = source.encode_utf16().collect();
        match syntax::parse(&source, syntax, limits) {
            Ok((body, frame)) => {
                Ok(Self { source, body, frame, limits: *limits, python: syntax.python, spent: Cell::new(0) })
            }
            Err(fault) => Err(fault.located(&source)),
        }
    }

    /// Renders the template; `context` is an object whose names the template uses.
    ///
    /// # Errors
    /// When the template fails on these values, or costs more than the limits allow.
    pub fn render(&self, context: &Value) -> Result<String, Error> {
        match self.run(context, false)? {
            Rendered::Text(units) => Ok(text::shown(&units)),
            Rendered::Value(_) => Ok(String::new()),
        }
    }

    /// As [`Self::render`], where a template that is one expression and nothing else keeps that expression's value.
    ///
    /// # Errors
    /// As [`Self::render`], and when the value is a macro or a function.
    pub fn evaluate_native(&self, context: &Value) -> Result<Value, Error> {
        match self.run(context, true)? {
            Rendered::Text(units) => Ok(Value::text(units)),
            Rendered::Value(Value::Safe(text)) => Ok(Value::Text((*text).clone())),
            Rendered::Value(value) => Ok(value),
        }
    }

    /// The steps that the last evaluation took, its output among them.
    pub fn spent(&self) -> u64 {
        self.spent.get()
    }

    /// What the template uses, in the order of the source.
    pub fn uses(&self) -> Vec<Use> {
        uses::list(&self.body, &self.source, self.python)
    }

    fn run(&self, context: &Value, native: bool) -> Result<Rendered, Error> {
        let nothing = Object::default();
        let context = match context {
            Value::Object(context) => context,
            _ => &nothing,
        };
        let mut machine = Machine::new(context, &self.limits, self.python);
        let rendered = machine.run(&self.body, self.frame, native);
        self.spent.set(machine.spent());
        rendered.map_err(|fault| fault.located(&self.source))
    }
}

/// Whether an ECMAScript pattern is found in a text; none when it is no pattern, or one that is not matched in linear
/// time.
pub fn matches(pattern: &str, text: &str) -> Option<bool> {
    let units = |text: &str| text.encode_utf16().collect::<Vec<u16>>();
    regex::is_found(&units(pattern), &units(text), &Budget::new(&Limits::default())).ok()
}

/// A text in lower case by Unicode's default mapping.
pub fn lower(text: &str) -> String {
    text::shown(&text::lower(&text.encode_utf16().collect::<Vec<u16>>()))
}

/// A number as JavaScript writes it.
pub fn spelled(number: f64) -> String {
    number::written(number)
}

/// Reads values from JSON.
///
/// # Errors
/// A sentence with the offset, in characters, when it is no JSON, nests too deep, or has a reserved name.
pub fn from_json(document: &str) -> Result<Value, String> {
    json::read(document)
}

/// Writes a value as JSON, as `JSON.stringify` does; none for undefined.
///
/// # Errors
/// A sentence when the value holds a function or is too large.
pub fn to_json(value: &Value) -> Result<Option<String>, String> {
    let written = json::write(value, &[], &Budget::new(&Limits::default()));
    written.map(|text| text.map(|text| text.to_string())).map_err(|fault: Box<Fault>| fault.message)
}
