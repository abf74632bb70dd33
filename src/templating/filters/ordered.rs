//! Filters that put things in order.

use std::cmp::Ordering;

use super::{
    super::{
        coercion::{order, own, same, to_text},
        fault::{Budget, Fault, Outcome},
        sorted::Sorted,
        text::{Text, lower, shown, upper},
        value::{Value, is_reserved},
    },
    Call, Means, key_of,
    lists::{indexed, mapped, sequence},
    wants,
};

/// `sort(reverse, case_sensitive, attribute)`.
pub fn sort(call: &Call, means: &mut Means) -> Outcome<Value> {
    let items = match &call.input {
        Value::Object(object) => mapped(object, means.budget)?,
        input => sequence(input, means.budget)?.unwrap_or_default(),
    };
    let (reverse, exact) = (call.given(0).is_some(), call.given(1).is_some());
    let path = path(call.argument(2), means)?;
    let fold = |value: Value| match (&value, value.units()) {
        (_, Some(units)) if !exact => Value::text(lower(units)),
        _ => value,
    };
    let compare = |a: &Value, b: &Value| {
        let (a, b) = (at_path(a, &path)?, at_path(b, &path)?);
        // Case only goes where both are texts.
        let both = a.units().is_some() && b.units().is_some();
        let (a, b) = if both { (fold(a), fold(b)) } else { (a, b) };
        let order = order(&a, &b, means.budget)?.unwrap_or(Ordering::Equal);
        Ok(if reverse { order.reverse() } else { order })
    };
    // JavaScript puts what is undefined at the end and asks nobody about it.
    let (mut items, undefined): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| !matches!(item, Value::Undefined));
    sorted(&mut items, &compare, means.budget)?;
    items.extend(undefined);
    Value::array(items)
}

/// `dictsort(case sensitive, "key" or "value")`: pairs.
pub fn dictsort(call: &Call, means: &mut Means) -> Outcome<Value> {
    let Value::Object(object) = &call.input else { return Err(wants("an object", &call.input)) };
    let by = match call.argument(1) {
        Value::Undefined => 0,
        Value::Text(by) if shown(by) == "key" => 0,
        Value::Text(by) if shown(by) == "value" => 1,
        _ => return Err(Fault::new("it sorts by \"key\" or by \"value\"")),
    };
    let exact = call.given(0).is_some();
    let fold = |value: &Value| match value.units() {
        Some(units) if !exact => Value::text(upper(units)),
        _ => value.clone(),
    };
    let key = |pair: &Value| fold(&own(pair, &[u16::from(b'0') + by]).unwrap_or(Value::Undefined));
    let compare = |a: &Value, b: &Value| {
        let (a, b) = (key(a), key(b));
        Ok(match order(&a, &b, means.budget)? {
            Some(Ordering::Greater) => Ordering::Greater,
            _ if same(&a, &b) => Ordering::Equal,
            _ => Ordering::Less,
        })
    };
    means.budget.work(object.entries().len())?;
    let pair = |(key, value): &(Text, Value)| Value::array(vec![Value::Text(key.clone()), value.clone()]);
    let mut pairs = object.entries().iter().map(pair).collect::<Outcome<Vec<_>>>()?;
    sorted(&mut pairs, &compare, means.budget)?;
    Value::array(pairs)
}

/// `groupby(attribute)`: an object of lists.
pub fn groupby(call: &Call, means: &mut Means) -> Outcome<Value> {
    let items = match &call.input {
        Value::Undefined | Value::Null => return Err(wants("a list", &call.input)),
        Value::Object(object) => indexed(object, means.budget)?,
        input => sequence(input, means.budget)?.unwrap_or_default(),
    };
    let path = path(call.argument(0), means)?;
    let mut numbers: Sorted<usize> = Sorted::default();
    let mut groups: Vec<(Text, Vec<Value>)> = Vec::new();
    for item in items {
        let key = to_text(&at_path(&item, &path)?, means.budget)?;
        let number = numbers.get(&key).copied().unwrap_or(groups.len());
        if number == groups.len() {
            numbers.insert(key.clone(), number);
            groups.push((key, Vec::new()));
        }
        groups[number].1.push(item);
    }
    let groups = groups.into_iter().map(|(key, items)| Ok((key, Value::array(items)?)));
    Value::object(groups.collect::<Outcome<_>>()?)
}

/// The keys from one point to the next; what is no plain text is one key.
fn path(attribute: &Value, means: &Means) -> Outcome<Vec<Text>> {
    let path = match attribute {
        attribute if !attribute.truthy() => Vec::new(),
        Value::Text(text) => text.split(|unit| *unit == u16::from(b'.')).map(Text::from).collect(),
        other => vec![key_of(other, means)?],
    };
    match path.iter().find(|key| is_reserved(key)) {
        Some(key) => Err(Fault::new(format!("the name {} is reserved", shown(key)))),
        None => Ok(path),
    }
}

fn at_path(value: &Value, path: &[Text]) -> Outcome<Value> {
    let mut found = value.clone();
    for key in path {
        if matches!(found, Value::Undefined | Value::Null) {
            return Err(Fault::new(format!("an item is {} and has no {}", found.kind(), shown(key))));
        }
        match own(&found, key) {
            Some(inner) => found = inner,
            None => return Ok(Value::Undefined),
        }
    }
    Ok(found)
}

type Compare<'a> = &'a dyn Fn(&Value, &Value) -> Outcome<Ordering>;

/// Sorts stably, whatever the comparison says: one that contradicts itself gives some order, and never a panic.
/// Short lists are sorted by binary insertion, as V8 does, so that even contradictions come out the same.
fn sorted(items: &mut Vec<Value>, compare: Compare, budget: &Budget) -> Outcome<()> {
    if items.len() < 64 {
        return inserted(items, compare, budget);
    }
    let mut right = items.split_off(items.len() / 2);
    sorted(items, compare, budget)?;
    sorted(&mut right, compare, budget)?;
    let left = std::mem::replace(items, Vec::with_capacity(items.len() + right.len()));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
        budget.work(1)?;
        let from_right = compare(b, a)? == Ordering::Less;
        items.extend(if from_right { right.next() } else { left.next() });
    }
    items.extend(left);
    items.extend(right);
    Ok(())
}

fn inserted(items: &mut Vec<Value>, compare: Compare, budget: &Budget) -> Outcome<()> {
    let run = leading_run(items, compare)?;
    for at in run..items.len() {
        let pivot = items.remove(at);
        let (mut low, mut high) = (0, at);
        while low < high {
            budget.work(1)?;
            let middle = usize::midpoint(low, high);
            if compare(&pivot, &items[middle])? == Ordering::Less { high = middle } else { low = middle + 1 }
        }
        items.insert(low, pivot);
    }
    Ok(())
}

/// How many items at the start are in order, after turning them round where they fall.
fn leading_run(items: &mut [Value], compare: Compare) -> Outcome<usize> {
    if items.len() < 2 {
        return Ok(items.len());
    }
    let falls = compare(&items[1], &items[0])? == Ordering::Less;
    let mut run = 2;
    while run < items.len() && (compare(&items[run], &items[run - 1])? == Ordering::Less) == falls {
        run += 1;
    }
    if falls {
        items[..run].reverse();
    }
    Ok(run)
}
