//! Filters for numbers, and for any value.

use super::{
    super::{
        coercion::{to_number, to_text},
        fault::Outcome,
        json,
        number::{parse_float, parse_int, power, round as rounded},
        text::is,
        value::Value,
    },
    Call, Means,
};

pub fn abs(call: &Call, means: &mut Means) -> Outcome<Value> {
    Ok(Value::Number(to_number(&call.input, means.budget)?.abs()))
}

/// `default(value, also for what counts as false)`.
pub fn default(call: &Call, _: &mut Means) -> Outcome<Value> {
    let kept = if call.given(1).is_some() { call.input.truthy() } else { !matches!(call.input, Value::Undefined) };
    Ok(if kept { call.input.clone() } else { call.argument(0).clone() })
}

/// `dump(indent)`: JSON, indented by so many spaces, or by a text.
pub fn dump(call: &Call, means: &mut Means) -> Outcome<Value> {
    let indent = match call.argument(0) {
        Value::Text(text) => text[..text.len().min(10)].to_vec(),
        Value::Number(number) if *number >= 1.0 => vec![32; number.min(10.0) as usize],
        _ => Vec::new(),
    };
    let text = json::write(&call.input, &indent, means.budget)?;
    Ok(text.map_or(Value::Undefined, Value::Text))
}

/// `float(default)`.
pub fn float(call: &Call, means: &mut Means) -> Outcome<Value> {
    let number = parse_float(&to_text(&call.input, means.budget)?);
    Ok(if number.is_nan() { call.argument(0).clone() } else { Value::Number(number) })
}

/// `int(default, base)`.
pub fn int(call: &Call, means: &mut Means) -> Outcome<Value> {
    let base = match call.argument(1) {
        Value::Undefined => 10.0,
        base => to_number(base, means.budget)?,
    };
    let number = parse_int(&to_text(&call.input, means.budget)?, base);
    Ok(if number.is_nan() { call.argument(0).clone() } else { Value::Number(number) })
}

/// `round(precision, "ceil" or "floor")`.
pub fn round(call: &Call, means: &mut Means) -> Outcome<Value> {
    let precision = if call.given(0).is_some() { call.number(0, means)? } else { 0.0 };
    let factor = power(10.0, precision);
    let scaled = to_number(&call.input, means.budget)? * factor;
    let whole = match call.argument(1) {
        Value::Text(method) if is(method, "ceil") => scaled.ceil(),
        Value::Text(method) if is(method, "floor") => scaled.floor(),
        _ => rounded(scaled),
    };
    Ok(Value::Number(whole / factor))
}
