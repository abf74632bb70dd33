//! Filters for HTML and addresses.

use super::{
    super::{
        coercion::{own, to_number, to_text, write_output},
        fault::{Budget, Fault, Outcome},
        text::{Text, ascii, find, is_space, lower, push, shown, starts, trim},
        value::Value,
    },
    Call, Means, text_of, wants,
};

/// How often `striptags` looks again at what it laid bare.
const PASSES: usize = 8;

pub fn escape(call: &Call, means: &mut Means) -> Outcome<Value> {
    if matches!(call.input, Value::Safe(_)) { Ok(call.input.clone()) } else { forceescape(call, means) }
}

pub fn forceescape(call: &Call, means: &mut Means) -> Outcome<Value> {
    let mut plain = Vec::new();
    write_output(&call.input, &mut plain, means.budget)?;
    let mut out = Vec::with_capacity(plain.len());
    for unit in plain {
        match ascii(unit) {
            '&' => push(&mut out, "&amp;"),
            '"' => push(&mut out, "&quot;"),
            '\'' => push(&mut out, "&#39;"),
            '<' => push(&mut out, "&lt;"),
            '>' => push(&mut out, "&gt;"),
            '\\' => push(&mut out, "&#92;"),
            _ => out.push(unit),
        }
    }
    means.budget.text(out.len())?;
    Ok(Value::safe(out))
}

pub fn safe(call: &Call, means: &mut Means) -> Outcome<Value> {
    if matches!(call.input, Value::Safe(_)) {
        return Ok(call.input.clone());
    }
    let mut out = Vec::new();
    write_output(&call.input, &mut out, means.budget)?;
    Ok(Value::safe(out))
}

pub fn nl2br(call: &Call, means: &mut Means) -> Outcome<Value> {
    let units = match &call.input {
        Value::Undefined | Value::Null => &[],
        input => text_of(input)?,
    };
    let mut out = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        match unit {
            13 if units.get(at + 1) == Some(&10) => {}
            10 => push(&mut out, "<br />\n"),
            _ => out.push(*unit),
        }
    }
    call.like_input(out, means)
}

/// `striptags(keep line ends)`. Tags that come to light when others go are taken too.
pub fn striptags(call: &Call, means: &mut Means) -> Outcome<Value> {
    let mut units = call.units()?.to_vec();
    for pass in 0.. {
        means.budget.text(units.len())?;
        let less = without_tags(&units);
        if less.len() == units.len() {
            break;
        }
        if pass == PASSES {
            return Err(Fault::new("its tags nest too deep"));
        }
        units = less;
    }
    let units = trim(&units);
    let out = if call.given(0).is_some() { tidy_lines(units) } else { squeezed(units, is_space) };
    call.like_input(out, means)
}

fn without_tags(units: &[u16]) -> Vec<u16> {
    let mut out = Vec::with_capacity(units.len());
    let mut at = 0;
    // Once no end is found there is none further on either.
    let (mut may_close, mut may_end_comment) = (true, true);
    while at < units.len() {
        let rest = &units[at..];
        let end = if starts(rest, "<!--") && may_end_comment {
            let end = find(units, &Text::from("-->"), at + 4).map(|end| end + 3);
            may_end_comment = end.is_some();
            end
        } else if is_tag(rest) && may_close {
            let end = rest.iter().position(|unit| ascii(*unit) == '>').map(|length| at + length + 1);
            may_close = end.is_some();
            end
        } else {
            None
        };
        if end.is_none() {
            out.push(units[at]);
        }
        at = end.unwrap_or(at + 1);
    }
    out
}

/// Whether this is `<` or `</` with a name behind it.
fn is_tag(rest: &[u16]) -> bool {
    let name = if starts(rest, "</") { 2 } else { 1 };
    starts(rest, "<")
        && rest.get(name).is_some_and(|unit| ascii(*unit).is_ascii_alphabetic())
        && rest[name..].iter().map(|unit| ascii(*unit)).find(|c| !c.is_ascii_alphanumeric()) != Some('_')
}

/// Runs of such units as one space each.
fn squeezed(units: &[u16], is_gap: impl Fn(u16) -> bool) -> Vec<u16> {
    let mut out: Vec<u16> = Vec::with_capacity(units.len());
    let mut gap = false;
    for unit in units {
        let is_gap = is_gap(*unit);
        if !is_gap {
            out.push(*unit);
        } else if !gap {
            out.push(32);
        }
        gap = is_gap;
    }
    out
}

/// Lines without spaces around them, and never more than one blank line in a row.
fn tidy_lines(units: &[u16]) -> Vec<u16> {
    let is_end = |unit: &u16| matches!(unit, 10 | 13 | 0x2028 | 0x2029);
    let mut out: Vec<u16> = Vec::with_capacity(units.len());
    for line in units.split_inclusive(is_end) {
        let (text, end) = line.split_at(line.len() - usize::from(line.last().is_some_and(is_end)));
        let text = &text[text.iter().position(|unit| *unit != 32).unwrap_or(text.len())..];
        let text = &text[..text.iter().rposition(|unit| *unit != 32).map_or(0, |at| at + 1)];
        out.extend(squeezed(text, |unit| unit == 32));
        if end == [10] && out.last() == Some(&13) {
            out.pop();
        }
        let full = end == [10] && out.ends_with(&[10, 10]);
        out.extend_from_slice(if full { &[] } else { end });
    }
    out
}

/// Percent-encodes what `encodeURIComponent` does.
fn push_encoded(out: &mut Vec<u16>, units: &[u16], budget: &Budget) -> Outcome<()> {
    budget.text(3 * units.len())?;
    for decoded in char::decode_utf16(units.iter().copied()) {
        let c = decoded.map_err(|_| Fault::new("half a character cannot be part of an address"))?;
        if c.is_ascii_alphanumeric() || "-_.!~*'()".contains(c) {
            out.push(c as u16);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| push(out, &format!("%{byte:02X}")));
        }
    }
    Ok(())
}

/// A text as part of an address; an object or a list of pairs as a query.
pub fn urlencode(call: &Call, means: &mut Means) -> Outcome<Value> {
    let mut out = Vec::new();
    let mut pair = |name: &Value, value: &Value| {
        if !out.is_empty() {
            out.push(u16::from(b'&'));
        }
        push_encoded(&mut out, &to_text(name, means.budget)?, means.budget)?;
        out.push(u16::from(b'='));
        push_encoded(&mut out, &to_text(value, means.budget)?, means.budget)
    };
    match &call.input {
        Value::Text(text) => push_encoded(&mut out, text, means.budget)?,
        Value::Safe(text) => push_encoded(&mut out, text, means.budget)?,
        Value::Object(object) => {
            object.entries().iter().try_for_each(|(name, value)| pair(&Value::Text(name.clone()), value))?;
        }
        Value::Array(array) => {
            for item in array.items() {
                if matches!(item, Value::Undefined | Value::Null) {
                    return Err(wants("a list of pairs", item));
                }
                let part = |key: &str| own(item, &Text::from(key)).unwrap_or(Value::Undefined);
                pair(&part("0"), &part("1"))?;
            }
        }
        _ => {}
    }
    Ok(Value::text(out))
}

/// `urlize(longest label, nofollow)`: words that look like addresses become links.
pub fn urlize(call: &Call, means: &mut Means) -> Outcome<Value> {
    let units = text_of(&call.input)?;
    let most = match call.argument(0) {
        Value::Undefined => f64::INFINITY,
        Value::Number(number) if number.is_nan() => f64::INFINITY,
        other => to_number(other, means.budget)?,
    };
    let most = if most > 0.0 { most.min(units.len() as f64) as usize } else { 0 };
    let nofollow = if matches!(call.argument(1), Value::Bool(true)) { " rel=\"nofollow\"" } else { "" };
    let mut out = Vec::new();
    for word in units.chunk_by(|a, b| is_space(*a) == is_space(*b)) {
        let address = without_punctuation(word);
        let Some(scheme) = scheme(address).filter(|_| !is_space(word[0])) else {
            out.extend_from_slice(word);
            continue;
        };
        let is_mail = scheme == "mailto:";
        push(&mut out, &format!("<a href=\"{scheme}"));
        out.extend_from_slice(address);
        push(&mut out, &format!("\"{}>", if is_mail { "" } else { nofollow }));
        out.extend_from_slice(if is_mail { address } else { &address[..address.len().min(most)] });
        push(&mut out, "</a>");
    }
    means.budget.text(out.len())?;
    Ok(Value::text(out))
}

/// The word without one bracket before it and one mark behind it.
fn without_punctuation(word: &[u16]) -> &[u16] {
    let before = ["(", "<", "&lt;"].into_iter().find(|mark| starts(word, mark)).map_or(0, str::len);
    let word = &word[before..];
    let behind = ["&gt;", ".", ",", ")"]
        .into_iter()
        .find(|mark| word.len() >= mark.len() && starts(&word[word.len() - mark.len()..], mark));
    &word[..word.len() - behind.map_or(0, str::len)]
}

/// What goes before the address to make a link of it; none when it does not look like one.
fn scheme(address: &[u16]) -> Option<&'static str> {
    if starts(address, "http://") || starts(address, "https://") {
        return Some("");
    }
    if starts(address, "www.") {
        return Some("http://");
    }
    if is_mail(&shown(&lower(address))) {
        return Some("mailto:");
    }
    let domain = |at: usize| {
        let rest = &address[at..];
        [".org", ".net", ".com"]
            .iter()
            .any(|end| starts(rest, end) && rest.get(4).is_none_or(|unit| matches!(ascii(*unit), ':' | '/')))
    };
    (0..address.len()).any(domain).then_some("http://")
}

fn is_mail(address: &str) -> bool {
    let Some((user, domain)) = address.split_once('@') else { return false };
    let user_ok =
        !user.is_empty() && user.chars().all(|c| c.is_ascii_alphanumeric() || "_.!#$%&'*+-/=?^`{|}~".contains(c));
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    user_ok && domain.contains('.') && domain.split('.').all(label)
}
