//! The limits of a schema in words.

use super::{desk::short, spot::Spot};
use crate::model::Value;

/// What values must satisfy, in the order in which one reads it.
pub(super) fn constraints(spot: Spot<'_>) -> Vec<String> {
    let mut words = Vec::new();
    range(spot, &mut words);
    if let Some(step) = number(spot, "multipleOf") {
        words.push(format!("multiple of {step}"));
    }
    counted(spot, ("minLength", "maxLength"), "character", &mut words);
    counted(spot, ("minItems", "maxItems"), "item", &mut words);
    counted(spot, ("minProperties", "maxProperties"), "entry", &mut words);
    if spot.flag("uniqueItems") {
        words.push("no item twice".to_owned());
    }
    for (key, verb) in [("pattern", "matches"), ("contentEncoding", "encoded as"), ("contentMediaType", "holds")] {
        if !spot.text(key).is_empty() {
            words.push(format!("{verb} `{}`", short(spot.text(key)).replace('`', "'")));
        }
    }
    if let Some(name) = discriminator(spot) {
        words.push(format!("told apart by `{}`", short(name).replace('`', "'")));
    }
    words
}

/// Least and greatest; an exclusive bound is a flag in OpenAPI 3.0 and a number in JSON Schema.
fn range(spot: Spot<'_>, words: &mut Vec<String>) {
    for (plain, exclusive, or_equal, strictly) in
        [("minimum", "exclusiveMinimum", "≥", ">"), ("maximum", "exclusiveMaximum", "≤", "<")]
    {
        let sign = if spot.flag(exclusive) { strictly } else { or_equal };
        words.extend(number(spot, plain).map(|bound| format!("{sign} {bound}")));
        words.extend(number(spot, exclusive).map(|bound| format!("{strictly} {bound}")));
    }
}

fn counted(spot: Spot<'_>, (least, most): (&str, &str), unit: &str, words: &mut Vec<String>) {
    let plural = |count: &str| match (count, unit) {
        ("1", unit) => unit.to_owned(),
        (_, "entry") => "entries".to_owned(),
        (_, unit) => format!("{unit}s"),
    };
    let least = number(spot, least).filter(|count| count != "0");
    let text = match (least, number(spot, most)) {
        (None, None) => return,
        (Some(least), Some(most)) if least == most => format!("exactly {most} {}", plural(&most)),
        (Some(least), Some(most)) => format!("{least} to {most} {}", plural(&most)),
        (Some(least), None) => format!("at least {least} {}", plural(&least)),
        (None, Some(most)) => format!("at most {most} {}", plural(&most)),
    };
    words.push(text);
}

fn number(spot: Spot<'_>, key: &str) -> Option<String> {
    match &spot.get(key)?.node.value {
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The field that tells alternatives apart: an object in OpenAPI 3, a name in OpenAPI 2 and AsyncAPI.
fn discriminator<'a>(spot: Spot<'a>) -> Option<&'a str> {
    let discriminator = spot.get("discriminator")?;
    discriminator.node.as_str().or_else(|| discriminator.node.get("propertyName")?.as_str())
}
