//! Dates that entities name: when something starts, ends or is due.

use serde_json::Value;

use super::Content;
use crate::model::{Entity, EntityIndex, visible_line};

/// Names of annotations and labels, behind whatever prefix, whose value is a day; and what happens on it.
pub(super) const NAMES: [(&str, &str); 12] = [
    ("sunset", "Sunset"),
    ("sunset-date", "Sunset"),
    ("deprecation-date", "Deprecated from"),
    ("deprecated-on", "Deprecated from"),
    ("end-of-life", "End of life"),
    ("eol", "End of life"),
    ("end-of-support", "End of support"),
    ("launch-date", "Launch"),
    ("review-by", "Review due"),
    ("expires", "Expires"),
    ("expires-on", "Expires"),
    ("due-date", "Due"),
];

/// A day on which something happens to an entity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Date {
    /// `YYYYMMDD`.
    pub(super) day: String,
    pub(super) entity: EntityIndex,
    /// What happens.
    pub(super) what: &'static str,
    /// The annotation as written, which tells dates of one entity apart.
    pub(super) name: String,
}

/// All dates, in their order.
pub(super) fn dates(content: &Content<'_>) -> Vec<Date> {
    let mut dates: Vec<Date> = content.catalog.iter().flat_map(|(index, entity)| of_entity(index, entity)).collect();
    dates.sort();
    dates
}

fn of_entity(index: EntityIndex, entity: &Entity) -> Vec<Date> {
    let maps = ["annotations", "labels"].into_iter().filter_map(|key| entity.metadata.get(key)?.as_object());
    let pairs = maps.flatten().filter_map(|(name, value)| Some((name, value.as_str()?)));
    let date = |(name, value): (&String, &str)| {
        let bare = name.rsplit('/').next().unwrap_or(name).to_lowercase();
        let (_, what) = NAMES.iter().find(|(known, _)| *known == bare)?;
        Some(Date { day: day(value)?, entity: index, what, name: visible_line(name) })
    };
    let mut dates: Vec<Date> = pairs.filter_map(date).collect();
    let spec = entity.spec.get("sunset").and_then(Value::as_str).and_then(day);
    dates.extend(spec.map(|day| Date { day, entity: index, what: "Sunset", name: "spec.sunset".to_owned() }));
    dates
}

/// The day of a date or a time, as iCalendar writes it.
pub(super) fn day(value: &str) -> Option<String> {
    let date = value.trim().get(..10)?;
    let rest = value.trim().get(10..).unwrap_or_default();
    (rest.is_empty() || rest.starts_with(['T', ' '])).then_some(())?;
    let date: jiff::civil::Date = date.parse().ok()?;
    Some(date.strftime("%Y%m%d").to_string())
}
