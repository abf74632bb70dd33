//! Filters for texts.

use std::cmp::Ordering;

use super::{
    super::{
        coercion::{length, order, own, to_number, to_text, write_output},
        fault::{Budget, Fault, Outcome},
        regex,
        text::{Text, ascii, find, lower as lowered, trim, upper as raised},
        value::Value,
    },
    Call, Means, text_of, wants,
};

/// The most spaces that a filter sets at once.
const WIDEST: f64 = 16_777_216.0;

pub fn capitalize(call: &Call, means: &mut Means) -> Outcome<Value> {
    call.like_input(capitalized(call.units()?), means)
}

/// The first code unit raised, the rest lowered.
fn capitalized(units: &[u16]) -> Vec<u16> {
    let lower = lowered(units);
    let (first, rest) = lower.split_at(lower.len().min(1));
    [&raised(first)[..], rest].concat()
}

/// Each word capitalized; words stand between single spaces.
pub fn title(call: &Call, means: &mut Means) -> Outcome<Value> {
    let words: Vec<Vec<u16>> = call.units()?.split(|unit| *unit == 32).map(capitalized).collect();
    call.like_input(words.join(&32), means)
}

pub fn lower(call: &Call, means: &mut Means) -> Outcome<Value> {
    plain(lowered(call.units()?), means.budget)
}

pub fn upper(call: &Call, means: &mut Means) -> Outcome<Value> {
    plain(raised(call.units()?), means.budget)
}

fn plain(units: Vec<u16>, budget: &Budget) -> Outcome<Value> {
    budget.text(units.len())?;
    Ok(Value::text(units))
}

pub fn trimmed(call: &Call, means: &mut Means) -> Outcome<Value> {
    call.like_input(trim(text_of(&call.input)?), means)
}

pub fn string(call: &Call, means: &mut Means) -> Outcome<Value> {
    match &call.input {
        Value::Undefined | Value::Null => Err(wants("a value", &call.input)),
        Value::Safe(_) => Ok(call.input.clone()),
        input => {
            let mut out = Vec::new();
            write_output(input, &mut out, means.budget)?;
            plain(out, means.budget)
        }
    }
}

pub fn wordcount(call: &Call, _: &mut Means) -> Outcome<Value> {
    if !call.input.truthy() {
        return Ok(Value::Null);
    }
    let is_word = |unit: &u16| ascii(*unit).is_ascii_alphanumeric() || ascii(*unit) == '_';
    let words = text_of(&call.input)?.split(|unit| !is_word(unit)).filter(|word| !word.is_empty()).count();
    Ok(if words == 0 { Value::Null } else { length(words) })
}

/// The input, or the empty text for what is not there.
fn normalized(input: &Value) -> Value {
    match input {
        Value::Undefined | Value::Null | Value::Bool(false) => "".into(),
        input => input.clone(),
    }
}

/// The length a value says it has.
fn direct_length(value: &Value) -> Value {
    own(value, &Text::from("length")).unwrap_or(Value::Undefined)
}

fn spaces(count: f64, budget: &Budget) -> Outcome<Vec<u16>> {
    if count.is_nan() || count <= 0.0 {
        return Ok(Vec::new());
    }
    if count > WIDEST {
        return Err(Fault::limit("it would set too many spaces"));
    }
    budget.text(count.ceil() as usize)?;
    Ok(vec![32; count.ceil() as usize])
}

/// `center(width)`.
pub fn center(call: &Call, means: &mut Means) -> Outcome<Value> {
    let input = normalized(&call.input);
    let width = call.given(0).cloned().unwrap_or(Value::Number(80.0));
    let has = direct_length(&input);
    if order(&has, &width, means.budget)?.is_some_and(Ordering::is_ge) {
        return Ok(input);
    }
    let missing = to_number(&width, means.budget)? - to_number(&has, means.budget)?;
    let before = spaces(missing / 2.0 - missing % 2.0, means.budget)?;
    let after = spaces(missing / 2.0, means.budget)?;
    let middle = to_text(&input, means.budget)?;
    call.like_input([&before[..], &middle, &after].concat(), means)
}

/// `indent(width, the first line too)`.
pub fn indent(call: &Call, means: &mut Means) -> Outcome<Value> {
    let input = normalized(&call.input);
    let units = text_of(&input)?;
    let width = if call.given(0).is_some() { call.number(0, means)? } else { 4.0 };
    let space = spaces(width, means.budget)?;
    if matches!(&input, Value::Text(text) if text.is_empty()) {
        return Ok(input);
    }
    let mut out = if call.given(1).is_some() { space.clone() } else { Vec::new() };
    for unit in units {
        out.push(*unit);
        if *unit == 10 {
            means.budget.text(space.len())?;
            out.extend_from_slice(&space);
        }
    }
    call.like_input(out, means)
}

/// `truncate(length, also inside words, ending)`.
pub fn truncate(call: &Call, means: &mut Means) -> Outcome<Value> {
    let input = normalized(&call.input);
    let most = call.given(0).cloned().unwrap_or(Value::Number(255.0));
    if order(&direct_length(&input), &most, means.budget)?.is_some_and(Ordering::is_le) {
        return Ok(input);
    }
    let units = text_of(&input)?;
    let most = to_number(&most, means.budget)?;
    // `substring` and `lastIndexOf` disagree about what is not a number: the start for one, the end for the other.
    let cut = if most.is_nan() { 0 } else { most.clamp(0.0, units.len() as f64) as usize };
    let within = if most.is_nan() { units.len() } else { (cut + 1).min(units.len()) };
    let space = units[..within].iter().rposition(|unit| *unit == 32).filter(|_| call.given(1).is_none());
    let end = match call.argument(2) {
        Value::Undefined | Value::Null => "...".into(),
        end => to_text(end, means.budget)?,
    };
    call.like_input([&units[..space.unwrap_or(cut)], &end].concat(), means)
}

/// `replace(old, new, at most)`. What stands first decides: a regular expression, a text or a number.
pub fn replace(call: &Call, means: &mut Means) -> Outcome<Value> {
    let needle = match call.argument(0) {
        Value::Regex(pattern) => {
            let units = text_of(&call.input)?;
            let new = to_text(call.argument(1), means.budget)?;
            return plain(regex::replace(units, pattern, &new, means.budget)?, means.budget);
        }
        needle @ (Value::Text(_) | Value::Number(_)) => to_text(needle, means.budget)?,
        _ => return Ok(call.input.clone()),
    };
    let input = match &call.input {
        Value::Number(_) => Value::Text(to_text(&call.input, means.budget)?),
        input => input.clone(),
    };
    let Some(units) = input.units() else { return Ok(input) };
    if needle.is_empty() {
        return between(call, units, means);
    }
    let most = match call.argument(2) {
        Value::Undefined => -1.0,
        Value::Number(most) => *most,
        most => to_number(most, means.budget)?,
    };
    let Some(mut next) =
        find(units, &needle, 0).filter(|_| most != 0.0 || !matches!(call.argument(2), Value::Number(_)))
    else {
        return Ok(input);
    };
    let new = to_text(call.argument(1), means.budget)?;
    let mut out = Vec::new();
    let (mut at, mut count) = (0, 0.0);
    while most == -1.0 || count < most {
        means.budget.text(next - at + new.len())?;
        out.extend_from_slice(&units[at..next]);
        out.extend_from_slice(&new);
        at = next + needle.len();
        count += 1.0;
        let Some(found) = find(units, &needle, at) else { break };
        next = found;
    }
    out.extend_from_slice(&units[at..]);
    call.like_input(out, means)
}

/// The replacement before, between and behind all units: what replacing nothing means.
fn between(call: &Call, units: &[u16], means: &Means) -> Outcome<Value> {
    let new = to_text(call.argument(1), means.budget)?;
    // Joining with nothing given joins with commas.
    let inner: Text = if matches!(call.argument(1), Value::Undefined) { ",".into() } else { new.clone() };
    means.budget.text(units.len() * (1 + inner.len()) + 2 * new.len())?;
    let mut out = new.to_vec();
    for (at, unit) in units.iter().enumerate() {
        if at > 0 {
            out.extend_from_slice(&inner);
        }
        out.push(*unit);
    }
    out.extend_from_slice(&new);
    call.like_input(out, means)
}
