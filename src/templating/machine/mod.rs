//! Runs the tree of a template. All it holds is its own: values, scopes, frames, and what is left of the limits.

mod calls;
mod expressions;
mod scopes;
mod slice;
mod statements;

use self::scopes::{Place, Scopes};
use super::{
    coercion,
    fault::{Budget, Fault, Limits, Outcome},
    syntax::ast::{Body, Frame, Function, StatementKind},
    text::Text,
    value::{Callable, CallableKind, Object, Value},
};

/// One run of one template.
pub struct Machine<'t> {
    budget: Budget,
    limits: &'t Limits,
    /// Whether the words of Python for true, false and nothing are understood.
    python: bool,
    written: usize,
    depth: usize,
    scopes: Scopes<'t>,
    macros: Vec<Closure<'t>>,
    cyclers: Vec<Cycler>,
    joiners: Vec<Joiner>,
    aliases: u32,
    random: u64,
}

/// A macro, or the body of a call block with where it was written.
#[derive(Clone, Copy)]
struct Closure<'t> {
    function: &'t Function,
    place: Place,
}

/// What `cycler(…)` makes: its values, and how many steps it has made since the last reset.
struct Cycler {
    values: Vec<Value>,
    current: Option<usize>,
}

/// What `joiner(…)` makes.
struct Joiner {
    separator: Value,
    used: bool,
}

/// What a template evaluates to.
pub enum Rendered {
    Text(Vec<u16>),
    Value(Value),
}

impl<'t> Machine<'t> {
    pub fn new(context: &'t Object, limits: &'t Limits, python: bool) -> Self {
        Self {
            budget: Budget::new(limits),
            limits,
            python,
            written: 0,
            depth: 0,
            scopes: Scopes::new(context),
            macros: Vec::new(),
            cyclers: Vec::new(),
            joiners: Vec::new(),
            aliases: 0,
            random: 0x9E37_79B9_7F4A_7C15,
        }
    }

    /// Runs the statements. With `native`, a template that is one expression keeps that expression's value.
    pub fn run(&mut self, body: &'t Body, frame: Frame, native: bool) -> Outcome<Rendered> {
        let place = self.scopes.start(frame);
        if native
            && let [only] = &body[..]
            && let StatementKind::Output(expr) = &only.kind
        {
            let value = self.eval(expr, place)?;
            let mut shown = Vec::new();
            coercion::write_output(&value, &mut shown, &self.budget)?;
            self.count_output(shown.len())?;
            return Ok(Rendered::Value(value));
        }
        let mut out = Vec::new();
        self.body(body, place, &mut out)?;
        Ok(Rendered::Text(out))
    }

    /// The steps taken so far; what was written counts sixteen characters a step.
    pub fn spent(&self) -> u64 {
        self.limits.work - self.budget.left() + self.written as u64 / 16
    }

    /// One level deeper, for as long as `run` takes.
    fn deeper<T>(&mut self, run: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        self.budget.work(1)?;
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(Fault::limit("calls, tags and expressions nest too deep"));
        }
        let outcome = run(self);
        self.depth -= 1;
        outcome
    }

    fn count_output(&mut self, units: usize) -> Outcome<()> {
        self.written += units;
        if self.written > self.limits.output {
            return Err(Fault::limit("the template writes too much"));
        }
        self.budget.work(units / 64)
    }

    fn write(&mut self, value: &Value, out: &mut Vec<u16>) -> Outcome<()> {
        let before = out.len();
        coercion::write_output(value, out, &self.budget)?;
        self.count_output(out.len() - before)
    }

    /// A function found under a property: each look-up gives one that is equal to itself alone.
    fn alias(&mut self, value: Value) -> Value {
        match value {
            Value::Callable(callable) => {
                self.aliases += 1;
                Value::Callable(Callable { alias: self.aliases, ..callable })
            }
            value => value,
        }
    }
}

/// The function of the language under a global name.
fn global(name: &Text) -> Option<Value> {
    use super::text::is;
    let kinds =
        [("range", CallableKind::Range), ("cycler", CallableKind::MakeCycler), ("joiner", CallableKind::MakeJoiner)];
    let (_, kind) = kinds.into_iter().find(|(known, _)| is(name, known))?;
    Some(Value::Callable(Callable { kind, id: 0, alias: 0 }))
}
