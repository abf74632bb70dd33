//! Calls: macros, the bodies of call blocks, and the closed list of functions.

use std::cmp::Ordering;

use super::{
    super::{
        coercion::{add, order},
        fault::{Fault, Outcome},
        syntax::ast::{Arguments, Expr, ExprKind, Function, Name},
        text::{Text, is, shown},
        value::{Callable, CallableKind, Value},
    },
    Closure, Cycler, Joiner, Machine,
    expressions::Passed,
    scopes::Place,
};

impl<'t> Machine<'t> {
    pub(super) fn call(&mut self, target: &'t Expr, arguments: &'t Arguments, place: Place) -> Outcome<Value> {
        let Value::Callable(callable) = self.eval(target, place)? else { return Err(uncallable(target)) };
        let most = match callable.kind {
            CallableKind::Macro | CallableKind::Caller => {
                let passed = self.passed(arguments, place)?;
                return self.invoke(callable, passed);
            }
            CallableKind::Range => 3,
            CallableKind::MakeCycler => usize::MAX,
            CallableKind::MakeJoiner => 1,
            CallableKind::CyclerNext | CallableKind::CyclerReset | CallableKind::Joiner => 0,
            CallableKind::Cycler => return Err(uncallable(target)),
        };
        if !arguments.keyword.is_empty() || arguments.positional.len() > most {
            let takes =
                if most == 0 { "no arguments".to_owned() } else { format!("at most {most} arguments, without names") };
            return Err(Fault::new(format!("this function takes {takes}")));
        }
        let values = self.passed(arguments, place)?.positional;
        values.iter().try_for_each(|value| value.plain().map(drop))?;
        self.function(callable, values)
    }

    /// `{% call macro(…) %}`: the macro gets the body as `caller`.
    pub(super) fn call_block(&mut self, call: &'t Expr, body: &'t Function, place: Place) -> Outcome<Value> {
        let ExprKind::Call(target, arguments) = &call.kind else { return Err(uncallable(call)) };
        let target = self.eval(target, place)?;
        let Value::Callable(callable @ Callable { kind: CallableKind::Macro, .. }) = target else {
            return Err(Fault::new("a call block calls something else than a macro").or_at(call.at));
        };
        let mut passed = self.passed(arguments, place)?;
        self.macros.push(Closure { function: body, place });
        let id = self.macros.len() as u32 - 1;
        let caller = Value::Callable(Callable { kind: CallableKind::Caller, id, alias: 0 });
        passed.keyword.push(("caller".into(), caller));
        self.invoke(callable, passed)
    }

    fn invoke(&mut self, callable: Callable, passed: Passed) -> Outcome<Value> {
        self.deeper(|machine| {
            let Some(closure) = machine.macros.get(callable.id as usize).copied() else { return Ok(Value::Undefined) };
            let mark = machine.scopes.mark();
            let around = (callable.kind == CallableKind::Caller).then_some(closure.place);
            let inside = machine.scopes.function(closure.function.frame, around);
            machine.bind_parameters(closure.function, passed, inside)?;
            let mut out = Vec::new();
            machine.body(&closure.function.body, inside, &mut out)?;
            machine.scopes.leave(mark);
            Ok(Value::safe(out))
        })
    }

    /// Positional arguments fill the parameters in their order, and what is over fills those with defaults; where
    /// there are too few, arguments with names fill the rest.
    fn bind_parameters(&mut self, function: &'t Function, passed: Passed, place: Place) -> Outcome<()> {
        let Passed { mut positional, mut keyword } = passed;
        let wanted = function.positional.len();
        if positional.len() > wanted {
            let over = positional.split_off(wanted);
            keyword.extend(function.defaults.iter().map(|(name, _)| name.clone()).zip(over));
        }
        for name in &function.positional[positional.len()..] {
            positional.push(take(&mut keyword, &name.text).unwrap_or(Value::Undefined));
        }
        for (name, value) in function.positional.iter().zip(positional) {
            self.scopes.bind_name(place, name, value);
        }
        for (name, default) in &function.defaults {
            let given = keyword.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value.clone());
            let value = given.map_or_else(|| self.eval(default, place), Ok)?;
            self.scopes.bind(place.scope, name, value);
        }
        let declares = |name: &Name| is(&name.text, "caller");
        let declared =
            function.positional.iter().any(declares) || function.defaults.iter().any(|(name, _)| is(name, "caller"));
        if !declared && let Some(caller) = take(&mut keyword, &Text::from("caller")) {
            self.scopes.bind(place.scope, &"caller".into(), caller);
        }
        Ok(())
    }

    fn function(&mut self, callable: Callable, mut values: Vec<Value>) -> Outcome<Value> {
        match callable.kind {
            CallableKind::Range => self.range(values),
            CallableKind::MakeCycler => {
                self.cyclers.push(Cycler { values, current: None });
                let id = self.cyclers.len() as u32 - 1;
                Ok(Value::Callable(Callable { kind: CallableKind::Cycler, id, alias: 0 }))
            }
            CallableKind::MakeJoiner => {
                let separator = values.pop().filter(Value::truthy).unwrap_or_else(|| ",".into());
                self.joiners.push(Joiner { separator, used: false });
                let id = self.joiners.len() as u32 - 1;
                Ok(Value::Callable(Callable { kind: CallableKind::Joiner, id, alias: 0 }))
            }
            CallableKind::Joiner => {
                let Some(joiner) = self.joiners.get_mut(callable.id as usize) else { return Ok(Value::Undefined) };
                let used = std::mem::replace(&mut joiner.used, true);
                Ok(if used { joiner.separator.clone() } else { "".into() })
            }
            _ => {
                let Some(cycler) = self.cyclers.get_mut(callable.id as usize) else { return Ok(Value::Undefined) };
                if callable.kind == CallableKind::CyclerReset {
                    cycler.current = None;
                    return Ok(Value::Undefined);
                }
                let next = cycler.current.map_or(0, |at| at + 1);
                let next = if next >= cycler.values.len() { 0 } else { next };
                cycler.current = Some(next);
                Ok(cycler.values.get(next).cloned().unwrap_or(Value::Undefined))
            }
        }
    }

    pub(super) fn cycler_member(&self, id: u32, key: &[u16]) -> Value {
        let method = |kind| Value::Callable(Callable { kind, id, alias: 0 });
        if is(key, "next") {
            return method(CallableKind::CyclerNext);
        }
        if is(key, "reset") {
            return method(CallableKind::CyclerReset);
        }
        match self.cyclers.get(id as usize).filter(|_| is(key, "current")) {
            None => Value::Undefined,
            Some(Cycler { current: None, .. }) => Value::Null,
            Some(Cycler { values, current: Some(at) }) => values.get(*at).cloned().unwrap_or(Value::Undefined),
        }
    }

    /// `range(stop)` or `range(start, stop, step)`.
    fn range(&self, values: Vec<Value>) -> Outcome<Value> {
        let mut values = values.into_iter();
        let mut next = || values.next().unwrap_or(Value::Undefined);
        let (mut start, mut stop, mut step) = (next(), next(), next());
        if matches!(stop, Value::Undefined) {
            stop = std::mem::replace(&mut start, Value::Number(0.0));
            step = Value::Number(1.0);
        } else if !step.truthy() {
            step = Value::Number(1.0);
        }
        let up = order(&step, &Value::Number(0.0), &self.budget)? == Some(Ordering::Greater);
        let wanted = if up { Ordering::Less } else { Ordering::Greater };
        let mut items = Vec::new();
        while order(&start, &stop, &self.budget)? == Some(wanted) {
            self.budget.work(1)?;
            let next = add(&start, &step, &self.budget)?;
            items.push(std::mem::replace(&mut start, next));
        }
        Value::array(items)
    }
}

fn take(keyword: &mut Vec<(Text, Value)>, name: &Text) -> Option<Value> {
    let at = keyword.iter().rposition(|(given, _)| given == name)?;
    let value = keyword.remove(at).1;
    keyword.retain(|(given, _)| given != name);
    Some(value)
}

fn uncallable(target: &Expr) -> Box<Fault> {
    let name = path(target).map_or_else(|| "this".to_owned(), |path| format!("\"{path}\""));
    Fault::new(format!("{name} is no macro or function"))
        .hint("the language has no methods: use a filter, as in value | upper")
        .or_at(target.at)
}

/// A name with its constant keys, as it is written.
fn path(target: &Expr) -> Option<String> {
    match &target.kind {
        ExprKind::Name(name) => Some(shown(&name.text)),
        ExprKind::Lookup(target, key) => match &key.kind {
            ExprKind::Literal(Value::Text(key)) => Some(format!("{}.{}", path(target)?, shown(key))),
            _ => None,
        },
        _ => None,
    }
}
