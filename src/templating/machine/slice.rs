//! Slices of lists and texts, counted as Nunjucks counts them for templates of Jinja: one place too far.

use std::cmp::Ordering;

use super::super::{
    coercion::{add, lookup, order, own, to_number},
    fault::{Budget, Fault, Outcome},
    text::Text,
    value::Value,
};

/// The items from `start` to `stop` in steps, where nothing given is null.
pub fn sliced(target: Value, [start, stop, step]: [Value; 3], budget: &Budget) -> Outcome<Value> {
    let target = if target.truthy() { target } else { Value::array(Vec::new())? };
    let count = own(&target, &Text::from("length")).unwrap_or(Value::Undefined);
    let way = to_number(&step, budget)?;
    if !way.is_finite() || way == 0.0 {
        return Err(Fault::new("the step of a slice is no number other than 0"));
    }
    let zero = Value::Number(0.0);
    let below = |value: &Value| order(value, &zero, budget).map(|order| order == Some(Ordering::Less));
    // What is negative counts from the end.
    let wrapped = |value: Value| if below(&value)? { add(&value, &count, budget) } else { Ok(value) };
    let start = match start {
        Value::Null if way < 0.0 => wrapped(Value::Number(to_number(&count, budget)? - 1.0))?,
        Value::Null => zero.clone(),
        start => wrapped(start)?,
    };
    let stop = match stop {
        Value::Null if way < 0.0 => Value::Number(-1.0),
        Value::Null => count.clone(),
        stop => wrapped(stop)?,
    };
    let past = if way < 0.0 { Ordering::is_le } else { Ordering::is_ge };
    let mut picked = Vec::new();
    let mut at = start;
    let endless = to_number(&count, budget)?.is_nan() && to_number(&stop, budget)?.is_nan();
    if to_number(&at, budget)?.is_nan() || (way > 0.0 && endless) {
        return Err(Fault::limit("the slice never ends, since the value has no length"));
    }
    while !below(&at)? && order(&at, &count, budget)? != Some(Ordering::Greater) {
        if order(&at, &stop, budget)?.is_some_and(past) {
            break;
        }
        budget.work(1)?;
        let value = lookup(&target, &at, budget)?;
        value.plain()?;
        picked.push(value);
        at = add(&at, &step, budget)?;
    }
    Value::array(picked)
}
