//! Statements.

use std::sync::LazyLock;

use super::{
    super::{
        coercion::{length, own, same, to_number},
        fault::{Fault, Outcome},
        syntax::ast::{Body, Expr, For, Function, Name, Statement, StatementKind},
        text::Text,
        value::{Callable, CallableKind, Value},
    },
    Closure, Machine,
    scopes::Place,
};

static LOOP: LazyLock<Text> = LazyLock::new(|| "loop".into());
/// What `loop` has.
static FACTS: LazyLock<[Text; 7]> =
    LazyLock::new(|| ["index", "index0", "revindex", "revindex0", "first", "last", "length"].map(Text::from));

impl<'t> Machine<'t> {
    pub(super) fn body(&mut self, body: &'t Body, place: Place, out: &mut Vec<u16>) -> Outcome<()> {
        body.iter().try_for_each(|statement| {
            self.deeper(|machine| machine.statement(statement, place, out)).map_err(|fault| fault.or_at(statement.at))
        })
    }

    fn statement(&mut self, statement: &'t Statement, place: Place, out: &mut Vec<u16>) -> Outcome<()> {
        match &statement.kind {
            StatementKind::Text(text) => {
                self.count_output(text.len())?;
                out.extend_from_slice(text);
                Ok(())
            }
            StatementKind::Output(expr) => {
                let value = self.eval(expr, place)?;
                self.write(&value, out).map_err(|fault| fault.or_at(expr.at))
            }
            StatementKind::If(branches, otherwise) => self.branches(branches, otherwise, place, out),
            StatementKind::For(each) => {
                let mark = self.scopes.mark();
                self.repetition(each, place, out)?;
                self.scopes.leave(mark);
                Ok(())
            }
            StatementKind::Set(targets, value) => self.assignment(targets, value, place),
            StatementKind::Macro(name, function) => {
                self.declare(name, function, place);
                Ok(())
            }
            StatementKind::Call(call, function) => {
                let value = self.call_block(call, function, place)?;
                self.write(&value, out)
            }
            StatementKind::Block(body, frame) => {
                let mark = self.scopes.mark();
                let scope = self.scopes.scope(place.scope, true);
                let frame = self.scopes.frame(*frame, None);
                let inner = Place { scope, frame, exports_macros: true, exports_variables: false };
                self.body(body, inner, out)?;
                self.scopes.leave(mark);
                Ok(())
            }
            StatementKind::Switch(value, cases, otherwise) => self.switch(value, (cases, otherwise), place, out),
        }
    }

    fn branches(
        &mut self,
        branches: &'t [(Expr, Body)],
        otherwise: &'t Body,
        place: Place,
        out: &mut Vec<u16>,
    ) -> Outcome<()> {
        for (condition, body) in branches {
            if self.eval(condition, place)?.truthy() {
                return self.body(body, place, out);
            }
        }
        self.body(otherwise, place, out)
    }

    /// The first case that is the same value; one without content falls through to the next that has some.
    fn switch(
        &mut self,
        value: &'t Expr,
        (cases, otherwise): (&'t [(Expr, Body)], &'t Body),
        place: Place,
        out: &mut Vec<u16>,
    ) -> Outcome<()> {
        let value = self.eval(value, place)?;
        let mut matched = false;
        for (condition, body) in cases {
            matched = matched || same(&value, &self.eval(condition, place)?);
            if matched && !body.is_empty() {
                return self.body(body, place, out);
            }
        }
        self.body(otherwise, place, out)
    }

    fn assignment(&mut self, targets: &'t [Name], value: &'t Expr, place: Place) -> Outcome<()> {
        let value = self.eval(value, place)?;
        targets.iter().for_each(|target| self.scopes.assign(place, target, value.clone()));
        Ok(())
    }

    fn declare(&mut self, name: &'t Name, function: &'t Function, place: Place) {
        self.macros.push(Closure { function, place });
        let id = self.macros.len() as u32 - 1;
        let callable = Value::Callable(Callable { kind: CallableKind::Macro, id, alias: 0 });
        if let Some(slot) = name.slot {
            self.scopes.set_slot(place, slot, callable.clone());
        }
        if place.exports_macros {
            self.scopes.export(&name.text, callable);
        }
    }

    fn repetition(&mut self, each: &'t For, place: Place, out: &mut Vec<u16>) -> Outcome<()> {
        let items = self.eval(&each.items, place)?;
        let scope = self.scopes.scope(place.scope, false);
        let inside = Place { scope, exports_macros: false, exports_variables: false, ..place };
        let items = Items::of(items, each.targets.len() > 1);
        // The length stays what the latest pass made it where there is nothing to go through.
        if items.value.truthy() {
            self.scopes.set_slot(place, each.length, items.length());
        }
        let total = self.scopes.slot(place, each.length);
        let count = to_number(&total, &self.budget)?;
        let end = to_number(&items.length(), &self.budget)?;
        let mut at = 0;
        while (at as f64) < end {
            self.bind(each, &items, at, inside)?;
            let facts = self.facts(at as f64, count, total.clone())?;
            self.scopes.bind(scope, &LOOP, facts);
            let body =
                if items.by_key() { each.pairs.as_ref().map_or(&each.body, |pairs| &pairs.1) } else { &each.body };
            self.body(body, inside, out)?;
            self.budget.work(1)?;
            at += 1;
        }
        if total.truthy() {
            return Ok(());
        }
        self.body(&each.otherwise, inside, out)
    }

    /// Binds the variables of a loop for one pass.
    fn bind(&mut self, each: &'t For, items: &Items, at: usize, place: Place) -> Outcome<()> {
        let item = items.at(at);
        if each.targets.len() == 1 {
            self.scopes.bind_name(place, &each.targets[0], item);
            return Ok(());
        }
        if let (true, Some((targets, _))) = (items.by_key(), &each.pairs) {
            self.scopes.bind_name(place, &targets[0], Value::Text(items.key(at)));
            self.scopes.bind_name(place, &targets[1], item);
            return Ok(());
        }
        if matches!(item, Value::Undefined | Value::Null) {
            return Err(Fault::new(format!("{} cannot be taken apart into variables", item.kind())));
        }
        for (number, target) in each.targets.iter().enumerate() {
            let key = Text::from(number.to_string().as_str());
            // A safe text has no parts here, as an object has none.
            let part = if matches!(item, Value::Safe(_)) { None } else { own(&item, &key) };
            if let Some(slot) = target.slot {
                self.scopes.set_slot(place, slot, part.unwrap_or(Value::Undefined));
            }
        }
        Ok(())
    }

    /// What `loop` says.
    fn facts(&self, at: f64, count: f64, total: Value) -> Outcome<Value> {
        let values = [
            Value::Number(at + 1.0),
            Value::Number(at),
            Value::Number(count - at),
            Value::Number(count - at - 1.0),
            Value::Bool(at == 0.0),
            Value::Bool(at == count - 1.0),
            total,
        ];
        Value::object(FACTS.iter().cloned().zip(values).collect())
    }
}

/// What a loop goes through.
struct Items {
    value: Value,
    pairs: bool,
}

impl Items {
    fn of(value: Value, pairs: bool) -> Self {
        Self { value, pairs }
    }

    /// Whether each pass has a key and a value, and the value is no list that is taken apart.
    fn by_key(&self) -> bool {
        self.pairs && !matches!(self.value, Value::Array(_) | Value::Safe(_))
    }

    fn length(&self) -> Value {
        match &self.value {
            Value::Array(array) => length(array.items().len()),
            Value::Text(text) => length(text.len()),
            Value::Safe(text) => length(text.len()),
            Value::Object(object) if self.pairs => length(object.entries().len()),
            Value::Object(object) => object.get(&Text::from("length")).cloned().unwrap_or(Value::Undefined),
            _ if self.pairs => length(0),
            _ => Value::Undefined,
        }
    }

    fn key(&self, at: usize) -> Text {
        match &self.value {
            Value::Object(object) => object.entries()[at].0.clone(),
            _ => at.to_string().as_str().into(),
        }
    }

    fn at(&self, at: usize) -> Value {
        match &self.value {
            Value::Array(array) => array.items()[at].clone(),
            Value::Object(object) if self.pairs => object.entries()[at].1.clone(),
            value => own(value, &Text::from(at.to_string().as_str())).unwrap_or(Value::Undefined),
        }
    }
}
