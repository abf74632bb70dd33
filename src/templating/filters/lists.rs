//! Filters for lists, and for what reads like one: texts, and objects with a length.

use super::{
    super::{
        coercion::{self, add, to_number, to_text, write_output},
        fault::{Budget, Fault, Outcome},
        predicates,
        text::{Text, shown},
        value::{Object, Value},
    },
    Call, Means, key_of, wants,
};

/// The largest length that an array of JavaScript can have.
const LONGEST: f64 = 4_294_967_295.0;

/// The items of a list, the units of a text; none for anything else.
pub fn sequence(value: &Value, budget: &Budget) -> Outcome<Option<Vec<Value>>> {
    let items: Vec<Value> = match value {
        Value::Array(array) => array.items().to_vec(),
        Value::Text(_) | Value::Safe(_) => {
            value.units().unwrap_or_default().iter().map(|unit| Value::text(*unit)).collect()
        }
        _ => return Ok(None),
    };
    budget.work(items.len())?;
    Ok(Some(items))
}

/// What an object holds under 0, 1, 2 and so on, up to the length it says it has.
pub fn indexed(object: &Object, budget: &Budget) -> Outcome<Vec<Value>> {
    let says = object.get(&Text::from("length")).cloned().unwrap_or(Value::Undefined);
    let count = to_number(&says, budget)?.ceil().max(0.0);
    budget.work(if count > 1e9 { usize::MAX >> 1 } else { count as usize })?;
    Ok((0..count as usize).map(|at| at_key(object, at).unwrap_or(Value::Undefined)).collect())
}

/// As [`indexed`], where the length must be one that an array can have.
pub fn mapped(object: &Object, budget: &Budget) -> Outcome<Vec<Value>> {
    if let Some(Value::Number(length)) = object.get(&Text::from("length"))
        && !length.is_nan()
        && (length.fract() != 0.0 || !(0.0..=LONGEST).contains(length))
    {
        return Err(Fault::new("its length is no length of a list"));
    }
    indexed(object, budget)
}

fn at_key(object: &Object, at: usize) -> Option<Value> {
    object.get(&Text::from(at.to_string().as_str())).cloned()
}

/// What a filter that wants a list says to what is not there.
fn present<'a>(call: &'a Call, what: &str) -> Outcome<&'a Value> {
    match &call.input {
        Value::Undefined | Value::Null => Err(wants(what, &call.input)),
        input => Ok(input),
    }
}

/// A whole number above zero.
fn positive(call: &Call, means: &Means) -> Outcome<usize> {
    let number = call.number(0, means)?.trunc();
    if (1.0..9e15).contains(&number) {
        return Ok(number as usize);
    }
    Err(Fault::new("its number is no whole number above 0"))
}

/// `batch(size, fill)`: rows of so many.
pub fn batch(call: &Call, means: &mut Means) -> Outcome<Value> {
    let input = present(call, "a list")?;
    let size = positive(call, means)?;
    let items = match input {
        Value::Object(object) => indexed(object, means.budget)?,
        other => sequence(other, means.budget)?.unwrap_or_default(),
    };
    let mut rows: Vec<Vec<Value>> = items.chunks(size).map(<[Value]>::to_vec).collect();
    if let (Some(row), Some(fill)) = (rows.last_mut(), call.given(1)) {
        means.budget.work(size)?;
        row.resize(size, fill.clone());
    }
    Value::array(rows.into_iter().map(Value::array).collect::<Outcome<_>>()?)
}

pub fn first(call: &Call, _: &mut Means) -> Outcome<Value> {
    let key = Text::from("0");
    Ok(coercion::own(present(call, "a list")?, &key).unwrap_or(Value::Undefined))
}

pub fn last(call: &Call, means: &mut Means) -> Outcome<Value> {
    let input = present(call, "a list")?;
    let length = coercion::own(input, &Text::from("length")).unwrap_or(Value::Undefined);
    let at = Value::Number(to_number(&length, means.budget)? - 1.0);
    coercion::lookup(input, &at, means.budget)
}

/// An item that looks drawn at random. The draws are the same in every run.
pub fn random(call: &Call, means: &mut Means) -> Outcome<Value> {
    let input = present(call, "a list")?;
    let length = coercion::own(input, &Text::from("length")).unwrap_or(Value::Undefined);
    let length = to_number(&length, means.budget)?;
    // Xorshift (Marsaglia, 2003); 53 bits make a fraction.
    *means.random ^= *means.random << 13;
    *means.random ^= *means.random >> 7;
    *means.random ^= *means.random << 17;
    let fraction = (*means.random >> 11) as f64 / (1_u64 << 53) as f64;
    coercion::lookup(input, &Value::Number((fraction * length).floor()), means.budget)
}

/// How many entries an object has, or how long anything else is.
pub fn length(call: &Call, _: &mut Means) -> Outcome<Value> {
    Ok(match &call.input {
        Value::Undefined | Value::Null | Value::Bool(false) => Value::Number(0.0),
        Value::Object(object) => coercion::length(object.entries().len()),
        input => coercion::own(input, &Text::from("length")).unwrap_or(Value::Undefined),
    })
}

pub fn list(call: &Call, means: &mut Means) -> Outcome<Value> {
    match &call.input {
        Value::Array(_) => Ok(call.input.clone()),
        Value::Object(object) => {
            means.budget.work(object.entries().len())?;
            let pair = |(key, value): &(Text, Value)| {
                Value::object(vec![("key".into(), Value::Text(key.clone())), ("value".into(), value.clone())])
            };
            Value::array(object.entries().iter().map(pair).collect::<Outcome<_>>()?)
        }
        input => match sequence(input, means.budget)? {
            Some(items) => Value::array(items),
            None => Err(wants("a list, an object or a text", input)),
        },
    }
}

pub fn reverse(call: &Call, means: &mut Means) -> Outcome<Value> {
    let mut items = match &call.input {
        Value::Text(_) | Value::Safe(_) => {
            let units: Vec<u16> = call.units()?.iter().rev().copied().collect();
            return call.like_input(units, means);
        }
        Value::Object(object) => mapped(object, means.budget)?,
        input => sequence(input, means.budget)?.unwrap_or_default(),
    };
    items.reverse();
    Value::array(items)
}

/// `slice(number, fill)`: that many rows, as even as can be.
pub fn slice(call: &Call, means: &mut Means) -> Outcome<Value> {
    let Some(items) = sequence(&call.input, means.budget)? else { return Err(wants("a list", &call.input)) };
    let count = positive(call, means)?;
    means.budget.work(count)?;
    let (each, over) = (items.len() / count, items.len() % count);
    let mut rows = Vec::new();
    let mut at = 0;
    for number in 0..count {
        let length = each + usize::from(number < over);
        let fill = call.given(1).filter(|_| number >= over);
        rows.push(match call.input.units() {
            Some(_) if fill.is_some() => return Err(Fault::new("a part of a text cannot be filled up")),
            Some(units) => Value::text(&units[at..at + length]),
            None => Value::array(items[at..at + length].iter().chain(fill).cloned().collect())?,
        });
        at += length;
    }
    Value::array(rows)
}

/// What each item has under a key. Where there is nothing to go through, nothing.
fn projected(call: &Call, key: &Text, means: &Means) -> Outcome<Vec<Value>> {
    let items = match &call.input {
        Value::Object(object) => mapped(object, means.budget)?,
        // An object around a text, whose parts JavaScript does not see.
        Value::Safe(text) => vec![Value::Undefined; text.len().min(1)],
        input => sequence(input, means.budget)?.unwrap_or_default(),
    };
    items.iter().map(|item| attribute(item, key)).collect()
}

/// What an item has under a key.
pub fn attribute(item: &Value, key: &[u16]) -> Outcome<Value> {
    match item {
        Value::Undefined | Value::Null => {
            Err(Fault::new(format!("an item is {} and has no {}", item.kind(), shown(key))))
        }
        item => Ok(coercion::own(item, key).unwrap_or(Value::Undefined)),
    }
}

fn only_array(call: &Call) -> Outcome<&[Value]> {
    match &call.input {
        Value::Array(array) => Ok(array.items()),
        input => Err(wants("a list", input)),
    }
}

/// `join(separator, key)`.
pub fn join(call: &Call, means: &mut Means) -> Outcome<Value> {
    let separator = call.given(0).map_or_else(|| Ok("".into()), |value| to_text(value, means.budget))?;
    let projection;
    let items = match call.given(1) {
        Some(key) => {
            projection = projected(call, &key_of(key, means)?, means)?;
            &projection
        }
        None => only_array(call)?,
    };
    let mut out = Vec::new();
    for (at, item) in items.iter().enumerate() {
        means.budget.text(separator.len() + 1)?;
        if at > 0 {
            out.extend_from_slice(&separator);
        }
        write_output(item, &mut out, means.budget)?;
    }
    Ok(Value::text(out))
}

/// `sum(key, start)`.
pub fn sum(call: &Call, means: &mut Means) -> Outcome<Value> {
    let projection;
    let items = match call.given(0) {
        Some(key) => {
            projection = projected(call, &key_of(key, means)?, means)?;
            &projection
        }
        None => only_array(call)?,
    };
    let mut total = Value::Number(0.0);
    for item in items {
        total = add(&total, item, means.budget)?;
    }
    let start = match call.argument(1) {
        Value::Undefined => &Value::Number(0.0),
        start => start,
    };
    add(start, &total, means.budget)
}

/// `select(test, argument)`.
pub fn select(call: &Call, means: &mut Means) -> Outcome<Value> {
    selected(call, means, true)
}

/// `reject(test, argument)`.
pub fn reject(call: &Call, means: &mut Means) -> Outcome<Value> {
    selected(call, means, false)
}

fn selected(call: &Call, means: &Means, wanted: bool) -> Outcome<Value> {
    let name = match call.argument(0) {
        Value::Undefined => "truthy".into(),
        name => to_text(name, means.budget)?,
    };
    let Some(predicate) = predicates::find(&name) else { return Err(predicates::unknown(&name)) };
    let items = match present(call, "a list")? {
        Value::Object(object) => {
            let all = indexed(object, means.budget)?;
            all.into_iter().enumerate().filter(|(at, _)| at_key(object, *at).is_some()).map(|(_, item)| item).collect()
        }
        other => sequence(other, means.budget)?.unwrap_or_default(),
    };
    predicate.accepts(call.arguments.len().saturating_sub(1))?;
    let mut kept = Vec::new();
    for item in items {
        if predicate.holds(&item, call.arguments.get(1), means.budget)? == wanted {
            kept.push(item);
        }
    }
    Value::array(kept)
}

/// `selectattr(key)`.
pub fn selectattr(call: &Call, means: &mut Means) -> Outcome<Value> {
    by_attribute(call, means, true)
}

/// `rejectattr(key)`.
pub fn rejectattr(call: &Call, means: &mut Means) -> Outcome<Value> {
    by_attribute(call, means, false)
}

fn by_attribute(call: &Call, means: &Means, wanted: bool) -> Outcome<Value> {
    let items = only_array(call)?;
    means.budget.work(items.len())?;
    let key = key_of(call.argument(0), means)?;
    let mut kept = Vec::new();
    for item in items {
        if attribute(item, &key)?.truthy() == wanted {
            kept.push(item.clone());
        }
    }
    Value::array(kept)
}
