//! One architecture decision record.

use std::sync::LazyLock;

use regex::Regex;

use crate::docs::meta::Meta;

/// What a record says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// As written in the file's name.
    pub number: String,
    /// Without the number.
    pub title: String,
    /// The first word or two, capitalised.
    pub status: String,
    /// As written.
    pub date: String,
    /// Numbers of decisions that it takes the place of.
    pub supersedes: Vec<u64>,
    /// Numbers of decisions that took its place.
    pub superseded_by: Vec<u64>,
}

/// Lines that are looked at; what a record says about itself stands at its head.
const MOST_LINES: usize = 80;

/// A status that is longer, in characters, is prose.
const LONGEST_STATUS: usize = 24;

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?i:adr)?[-_ ]?(\d{1,6})(?:[-_. ]|$)").expect("the pattern is valid"));
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?i:(?:adr|decision(?: record)?)[-_ #]*\d+|\d+)\s*[:.)–—-]?\s*").expect("the pattern is valid")
});
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[-*|\s]*(?i:(?P<key>status|date|decided on|supersede[sd](?: by)?))\s*(?:\*\*|__)?\s*[:|]\s*(?:\*\*|__)?\s*(?P<value>.*?)[\s|]*$")
        .expect("the pattern is valid")
});
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    // adr-tools itself writes "Superceded".
    Regex::new(r"(?i)(?P<verb>super[sc]ed(?:ed|es)|replace[sd]|deprecated)\s*(?P<by>by)?\W*(?P<rest>[^.;\n]*)")
        .expect("the pattern is valid")
});
static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:^|[^\w/.])(?i:adr)?[-_ #]?(\d{1,6})\b").expect("the pattern is valid"));

/// The number that the name of a file begins with; none for files such as templates.
pub fn number(stem: &str) -> Option<String> {
    let number = NUMBER.captures(stem)?.get(1)?.as_str();
    (!stem.to_lowercase().contains("template")).then(|| number.to_owned())
}

impl Record {
    /// Reads the body of a record and what its front matter says.
    pub fn new(number: String, title: &str, body: &str, meta: &Meta) -> Self {
        let head: Vec<&str> = body.lines().take(MOST_LINES).collect();
        let plain = TITLE.replace(title, "").into_owned();
        let mut record =
            Self { number, title: if plain.is_empty() { title.to_owned() } else { plain }, ..Self::default() };
        let mut status = meta.status.clone().unwrap_or_default();
        record.date = meta.date.clone().unwrap_or_default();
        record.note(&status);
        for line in &head {
            let Some(field) = FIELD.captures(line) else { continue };
            let (key, value) = (field["key"].to_lowercase(), &field["value"]);
            match key.as_str() {
                "status" if status.is_empty() => status = value.to_owned(),
                "date" | "decided on" if record.date.is_empty() => record.date = plain_text(value),
                "supersedes" => record.supersedes.extend(references(value)),
                "superseded by" | "superseded" => record.superseded_by.extend(references(value)),
                _ => {}
            }
            record.note(value);
        }
        let section = section(&head);
        if status.is_empty() {
            status = section.iter().find(|line| !line.trim().is_empty()).copied().unwrap_or_default().to_owned();
        }
        section.iter().for_each(|line| record.note(line));
        record.supersedes.extend(meta.supersedes.iter().flat_map(|text| references(text)));
        record.superseded_by.extend(meta.superseded_by.iter().flat_map(|text| references(text)));
        for numbers in [&mut record.supersedes, &mut record.superseded_by] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        record.status = short_status(&status);
        record
    }

    /// Takes what a line says about other decisions.
    fn note(&mut self, line: &str) {
        for found in OTHERS.captures_iter(line) {
            let verb = found["verb"].to_lowercase();
            let others = references(&found["rest"]);
            match found.name("by") {
                Some(_) => self.superseded_by.extend(others),
                None if verb.ends_with("es") => self.supersedes.extend(others),
                None => {}
            }
        }
    }
}

/// The lines below the heading `Status`.
fn section<'a>(head: &[&'a str]) -> Vec<&'a str> {
    let heading =
        |line: &str| line.starts_with('#') && line.trim_matches(['#', ' ', ':']).eq_ignore_ascii_case("status");
    let Some(start) = head.iter().position(|line| heading(line)) else { return Vec::new() };
    head[start + 1..].iter().copied().take_while(|line| !line.starts_with('#')).collect()
}

/// `ADR-0005`, `0005-x.md`, `5`; a link counts once.
fn references(text: &str) -> Vec<u64> {
    static LINK: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\]\([^)]*\)").expect("the pattern is valid"));
    let text = LINK.replace_all(text, "]");
    REFERENCE.captures_iter(&text).filter_map(|found| found[1].parse().ok()).take(8).collect()
}

/// Text without marks for links and emphasis.
fn plain_text(text: &str) -> String {
    text.trim().trim_matches(['*', '_', '`', '[', ']', '"', '\'']).trim().to_owned()
}

/// `accepted` as `Accepted`, `Superseded by [5](…)` as `Superseded`.
fn short_status(text: &str) -> String {
    let text = plain_text(text.trim_start_matches(['-', '*', '>', ' '])).replace("perceded", "perseded");
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, ' ' | '-' | '\''))).unwrap_or(text.len());
    let lower = text[..end].to_lowercase();
    let cut = [" by ", " in favo", " on ", " as of ", " adr"].iter().filter_map(|stop| lower.find(stop)).min();
    let words = text[..cut.unwrap_or(end).min(end)].trim();
    let words =
        if words.chars().count() > LONGEST_STATUS { words.split(' ').next().unwrap_or_default() } else { words };
    let mut letters = words.trim_end_matches(" by").chars();
    letters
        .next()
        .map_or(String::new(), |first| first.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
}

#[cfg(test)]
mod tests {
    use super::{Record, number};
    use crate::docs::meta::Meta;

    #[test]
    fn records_say_what_they_are() {
        for (text, title, expected) in [
            (
                "# 1. Use rows\n\nDate: 2024-02-03\n\n## Status\n\nAccepted\n\n## Context\n",
                "1. Use rows",
                "Use rows|Accepted|2024-02-03||",
            ),
            (
                "## Status\n\nSuperceded by [7. Outbox](0007-outbox.md)\n\nSupersedes [2. Two](0002-two.md)\n",
                "ADR-0003: Queue",
                "Queue|Superseded||2|7",
            ),
            (
                "* Status: superseded by [ADR-0005](0005-x.md)\n* Date: 2023-01-01\n",
                "Madr",
                "Madr|Superseded|2023-01-01||5",
            ),
            (
                "---\nstatus: accepted\ndate: 2025-12-18\nsupersedes: [ADR-0002]\n---\n# T\n",
                "T",
                "T|Accepted|2025-12-18|2|",
            ),
            ("**Status**: Accepted  \n**Date**: 2025-01-18\n", "ADR003 – Dash", "Dash|Accepted|2025-01-18||"),
            ("| Status | Proposed |\n|---|---|\n| Date | 2020 |\n", "Table", "Table|Proposed|2020||"),
            ("We think that the status: of things\n", "Prose", "Prose||||"),
            ("", "0007", "0007||||"),
        ] {
            let record = Record::new("1".to_owned(), title, crate::docs::meta::body(text), &Meta::of(text));
            let list = |numbers: &[u64]| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
            let (supersedes, by) = (list(&record.supersedes), list(&record.superseded_by));
            let seen = format!("{}|{}|{}|{supersedes}|{by}", record.title, record.status, record.date);
            assert_eq!(seen, expected, "{text:?}");
        }
    }

    #[test]
    fn numbers_stand_in_names() {
        for (stem, expected) in [
            ("0001-rows", Some("0001")),
            ("adr003-avoid", Some("003")),
            ("ADR-0017", Some("0017")),
            ("0000-template", None),
            ("index", None),
            ("2024roadmap", None),
        ] {
            assert_eq!(number(stem).as_deref(), expected, "{stem}");
        }
    }
}
