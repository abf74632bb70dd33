//! Expressions.

use std::{cmp::Ordering, sync::Arc};

use super::{
    super::{
        coercion::{add, contains, equal, join, lookup, order, same, to_number, to_text},
        fault::{Fault, Outcome},
        filters,
        number::power,
        predicates,
        syntax::ast::{Arguments, Comparison, Expr, ExprKind, Name, Operator},
        text::{Text, is, quoted},
        value::{CallableKind, Pattern, Value},
    },
    Machine, global,
    scopes::Place,
    slice,
};

/// The values that a call passes.
#[derive(Default)]
pub(super) struct Passed {
    pub(super) positional: Vec<Value>,
    pub(super) keyword: Vec<(Text, Value)>,
}

impl<'t> Machine<'t> {
    pub(super) fn eval(&mut self, expr: &'t Expr, place: Place) -> Outcome<Value> {
        self.deeper(|machine| machine.expr(expr, place)).map_err(|fault| fault.or_at(expr.at))
    }

    fn expr(&mut self, expr: &'t Expr, place: Place) -> Outcome<Value> {
        match &expr.kind {
            ExprKind::Literal(value) => Ok(value.clone()),
            // Each pass makes an expression of its own, so that two are never the same.
            ExprKind::Regex(pattern) => {
                Ok(Value::Regex(Arc::new(Pattern { source: pattern.source.clone(), flags: pattern.flags.clone() })))
            }
            ExprKind::Name(name) => Ok(self.name(name, place)),
            ExprKind::Array(items) => {
                let items = items.iter().map(|item| self.eval(item, place)).collect::<Outcome<_>>()?;
                Value::array(items)
            }
            ExprKind::Group(items) => self.group(items, place),
            ExprKind::Object(pairs) => {
                let pairs = pairs.iter().map(|(key, value)| Ok((key.clone(), self.eval(value, place)?)));
                Value::object(pairs.collect::<Outcome<_>>()?)
            }
            ExprKind::Lookup(target, key) => self.member(target, key, place),
            ExprKind::Slice(target, parts) => self.slice(target, parts, place),
            ExprKind::Call(target, arguments) => self.call(target, arguments, place),
            ExprKind::Filter(name, input, arguments) => self.filter(name, input, arguments, place),
            ExprKind::Test(name, input, arguments) => self.test(name, input, arguments.as_deref(), place),
            ExprKind::Capture(body) => {
                let mut out = Vec::new();
                self.body(body, place, &mut out)?;
                Ok(Value::text(out))
            }
            _ => self.operation(expr, place),
        }
    }

    fn operation(&mut self, expr: &'t Expr, place: Place) -> Outcome<Value> {
        match &expr.kind {
            ExprKind::Not(target) => Ok(Value::Bool(!self.eval(target, place)?.truthy())),
            ExprKind::Negative(target) => Ok(Value::Number(-self.number(target, place)?)),
            ExprKind::Positive(target) => Ok(Value::Number(self.number(target, place)?)),
            ExprKind::Floor(target) => Ok(Value::Number(self.number(target, place)?.floor())),
            ExprKind::Arithmetic(first, rest) => self.arithmetic(first, rest, place),
            ExprKind::Compare(first, rest) => self.compare(first, rest, place),
            ExprKind::And(left, right) => {
                let left = self.eval(left, place)?;
                if left.truthy() { self.eval(right, place) } else { Ok(left) }
            }
            ExprKind::Or(left, right) => {
                let left = self.eval(left, place)?;
                if left.truthy() { Ok(left) } else { self.eval(right, place) }
            }
            ExprKind::In(needle, container) => {
                let (needle, container) = (self.eval(needle, place)?, self.eval(container, place)?);
                contains(&container, &needle, &self.budget).map(Value::Bool)
            }
            ExprKind::Conditional(parts) => {
                let (value, condition, otherwise) = &**parts;
                if self.eval(condition, place)?.truthy() {
                    return self.eval(value, place);
                }
                otherwise.as_ref().map_or_else(|| Ok("".into()), |otherwise| self.eval(otherwise, place))
            }
            _ => Ok(Value::Undefined),
        }
    }

    /// A name: its slot alone where it has one, else what it means by its text.
    fn name(&self, name: &Name, place: Place) -> Value {
        if let Some(slot) = name.slot {
            return self.scopes.slot(place, slot);
        }
        if let Some(value) = self.scopes.get(place, &name.text) {
            return value;
        }
        let python = [("True", Value::Bool(true)), ("False", Value::Bool(false)), ("None", Value::Null)];
        let python = python.into_iter().find(|(word, _)| self.python && is(&name.text, word));
        python.map(|(_, value)| value).or_else(|| global(&name.text)).unwrap_or(Value::Undefined)
    }

    fn number(&mut self, expr: &'t Expr, place: Place) -> Outcome<f64> {
        let value = self.eval(expr, place)?;
        to_number(&value, &self.budget)
    }

    fn group(&mut self, items: &'t [Expr], place: Place) -> Outcome<Value> {
        let mut last = Value::Undefined;
        for item in items {
            last.plain()?;
            last = self.eval(item, place)?;
        }
        Ok(last)
    }

    fn member(&mut self, target: &'t Expr, key: &'t Expr, place: Place) -> Outcome<Value> {
        let target = self.eval(target, place)?;
        let key = self.eval(key, place)?;
        let found = match &target {
            Value::Callable(callable) if callable.kind == CallableKind::Cycler => {
                let key = to_text(&key, &self.budget)?;
                self.cycler_member(callable.id, &key)
            }
            _ => lookup(&target, &key, &self.budget)?,
        };
        Ok(self.alias(found))
    }

    /// `target[start:stop:step]`.
    fn slice(&mut self, target: &'t Expr, parts: &'t [Option<Expr>; 3], place: Place) -> Outcome<Value> {
        let target = self.eval(target, place)?;
        target.plain()?;
        let mut bounds = [Value::Null, Value::Null, Value::Number(1.0)];
        for (bound, part) in bounds.iter_mut().zip(parts) {
            if let Some(part) = part {
                *bound = self.eval(part, place)?;
            }
        }
        slice::sliced(target, bounds, &self.budget)
    }

    fn arithmetic(&mut self, first: &'t Expr, rest: &'t [(Operator, Expr)], place: Place) -> Outcome<Value> {
        let mut left = self.eval(first, place)?;
        for (operator, right) in rest {
            let right = self.eval(right, place)?;
            left = match operator {
                Operator::Add => add(&left, &right, &self.budget)?,
                Operator::Join => Value::Text(join(&left, &right, &self.budget)?),
                _ => {
                    let (a, b) = (to_number(&left, &self.budget)?, to_number(&right, &self.budget)?);
                    Value::Number(match operator {
                        Operator::Subtract => a - b,
                        Operator::Multiply => a * b,
                        Operator::Divide => a / b,
                        Operator::Remainder => a % b,
                        _ => power(a, b),
                    })
                }
            };
        }
        Ok(left)
    }

    fn compare(&mut self, first: &'t Expr, rest: &'t [(Comparison, Expr)], place: Place) -> Outcome<Value> {
        let mut left = self.eval(first, place)?;
        for (comparison, right) in rest {
            let right = self.eval(right, place)?;
            let ordered = |wanted: &[Ordering]| {
                order(&left, &right, &self.budget).map(|order| order.is_some_and(|order| wanted.contains(&order)))
            };
            left = Value::Bool(match comparison {
                Comparison::Equal => equal(&left, &right, &self.budget)?,
                Comparison::Unequal => !equal(&left, &right, &self.budget)?,
                Comparison::Same => same(&left, &right),
                Comparison::Different => !same(&left, &right),
                Comparison::Less => ordered(&[Ordering::Less])?,
                Comparison::LessOrEqual => ordered(&[Ordering::Less, Ordering::Equal])?,
                Comparison::Greater => ordered(&[Ordering::Greater])?,
                Comparison::GreaterOrEqual => ordered(&[Ordering::Greater, Ordering::Equal])?,
            });
        }
        Ok(left)
    }

    pub(super) fn passed(&mut self, arguments: &'t Arguments, place: Place) -> Outcome<Passed> {
        let positional = arguments.positional.iter().map(|value| self.eval(value, place)).collect::<Outcome<_>>()?;
        let keyword = arguments.keyword.iter().map(|(name, value)| Ok((name.clone(), self.eval(value, place)?)));
        Ok(Passed { positional, keyword: keyword.collect::<Outcome<_>>()? })
    }

    fn filter(&mut self, name: &Text, input: &'t Expr, arguments: &'t Arguments, place: Place) -> Outcome<Value> {
        let Some(filter) = filters::find(name, self.python) else { return Err(filters::unknown(name, self.python)) };
        let input = self.eval(input, place)?;
        let Passed { positional, keyword } = self.passed(arguments, place)?;
        let call = filters::Call::new(filter, input, positional, keyword)?;
        let mut means = filters::Means { budget: &self.budget, random: &mut self.random };
        call.run(&mut means).map_err(|mut fault| {
            fault.message = format!("the filter {}: {}", filter.name, fault.message);
            fault
        })
    }

    fn test(&mut self, name: &Text, input: &'t Expr, arguments: Option<&'t Arguments>, place: Place) -> Outcome<Value> {
        let Some(predicate) = predicates::find(name) else { return Err(predicates::unknown(name)) };
        let given = arguments.map_or(0, |arguments| arguments.positional.len());
        predicate.accepts(given)?;
        if arguments.is_some_and(|arguments| !arguments.keyword.is_empty()) {
            return Err(Fault::new(format!("the test {} takes no named arguments", quoted(name))));
        }
        let input = self.eval(input, place)?;
        let passed = arguments.map_or_else(|| Ok(Passed::default()), |arguments| self.passed(arguments, place))?;
        predicate.holds(&input, passed.positional.first(), &self.budget).map(Value::Bool)
    }
}
