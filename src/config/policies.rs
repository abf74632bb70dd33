//! The policies that a configuration lays down.

use super::{
    raw::RawPolicy,
    reader::{Reader, Text},
};
use crate::{
    diagnostic::nearest,
    model::{Event, Level, Placed, Policy},
};

/// Judges what can be judged without a catalog: whether queries make sense is found when there is one.
pub fn policies(reader: &mut Reader<'_>, raw: Vec<RawPolicy>) -> Vec<Policy> {
    let mut policies: Vec<Policy> = Vec::new();
    for policy in raw {
        let (Some(id), Some(query), Some(message)) = (&policy.id, &policy.query, &policy.message) else {
            reader.wrong(policy.spot, "a policy has an `id`, a `query` and a `message`", "");
            continue;
        };
        if !id.value.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
            let message = format!("`{}` is no id of a policy", id.value);
            reader.wrong(id.spot, message, "write it in lower case, with `-` between words");
        }
        if policies.iter().any(|other| other.id == id.value) {
            reader.wrong(id.spot, format!("another policy is called `{}`", id.value), "name it differently");
        }
        let level = policy.level.as_ref().map_or(Level::Deny, |word| level(reader, word));
        let on = policy.on.iter().filter_map(|word| event(reader, word)).collect();
        let placed = |text: &Text| -> Placed { (text.value.clone(), reader.place(text.spot)) };
        let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.trim().to_owned());
        policies.push(Policy {
            id: id.value.clone(),
            place: reader.place(policy.spot),
            query: placed(query),
            scope: policy.scope.as_ref().map(placed),
            on,
            message: message.value.trim().trim_end_matches('.').to_owned(),
            level,
            owner: value(&policy.owner),
            why: value(&policy.why),
            fix: value(&policy.fix),
        });
    }
    policies
}

fn level(reader: &mut Reader<'_>, word: &Text) -> Level {
    if let Some((_, level)) = Level::ALL.iter().find(|(name, _)| *name == word.value) {
        return *level;
    }
    reader.wrong(word.spot, format!("`{}` is no level; write `allow`, `warn` or `deny`", word.value), "");
    Level::Deny
}

fn event(reader: &mut Reader<'_>, word: &Text) -> Option<Event> {
    let event = Event::named(&word.value);
    if event.is_none() {
        let words = Event::WORDS.map(|(name, _)| name);
        let hint = match nearest(&word.value, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}, or a field such as `spec.owner`", words.join(", ")),
        };
        reader.wrong(word.spot, format!("`{}` is nothing that becomes of an entity", word.value), hint);
    }
    event
}
