//! What an entity's repository shows of it.

use serde::Serialize;

use super::shell::day;
use crate::{
    model::{EntityIndex, Fact, FactType, FactValue, SafeUrl},
    render::board::Board,
};

/// More values of one fact are counted, not shown.
const MOST: usize = 8;

/// The most languages that a bar tells apart; the others are one part.
const MOST_PARTS: usize = 6;

/// What the code shows.
#[derive(Debug, Serialize)]
pub(crate) struct Observation {
    /// The folder that was looked at.
    code: String,
    code_href: Option<String>,
    /// The day of the commit that was read.
    day: Option<String>,
    languages: Vec<Part>,
    rows: Vec<Row>,
}

/// A part of a bar.
#[derive(Debug, Serialize)]
pub(crate) struct Part {
    pub(crate) name: String,
    /// In percent, with one digit after the point.
    pub(crate) percent: String,
    /// Where it begins and how wide it is, in thousandths.
    pub(crate) start: u64,
    pub(crate) width: u64,
    /// Which colour, from 1.
    pub(crate) colour: usize,
    /// What finds all that have it; empty for what stands for several.
    pub(crate) query: String,
}

/// One fact.
#[derive(Debug, Serialize)]
struct Row {
    label: &'static str,
    about: &'static str,
    values: Vec<Cell>,
    more: usize,
    /// What is said when there is no value.
    none: bool,
    /// Where it shows, in words and as an address.
    place: String,
    href: Option<String>,
}

/// One value and the query that finds all that have it.
#[derive(Debug, Serialize)]
struct Cell {
    text: String,
    query: String,
}

/// All of it; nothing for what has no code that is known.
pub(crate) fn observation(board: &Board<'_>, index: EntityIndex) -> Option<Observation> {
    let facts = board.observed.of(index);
    let code = facts.iter().find(|fact| fact.key.id == "code")?;
    let FactValue::Text(folder) = &code.value else { return None };
    let shares = facts.iter().find(|fact| fact.key.id == "languages").map(|fact| &fact.value);
    let languages = match shares {
        Some(FactValue::Shares(shares)) => parts(shares),
        _ => Vec::new(),
    };
    let commit = board.catalog[code.evidence.repo].commit.as_ref();
    let shown = facts.iter().filter(|fact| !matches!(fact.key.id, "code" | "languages" | "commits-by-month"));
    Some(Observation {
        code: folder.clone(),
        code_href: href(board, code),
        day: commit.map(|commit| day(&commit.time).to_owned()),
        languages,
        rows: shown.map(|fact| row(board, fact)).collect(),
    })
}

/// Shares as the parts of a bar, the least of many put together.
pub(crate) fn parts(shares: &[(String, u64)]) -> Vec<Part> {
    let whole = shares.iter().map(|(_, bytes)| bytes).sum::<u64>().max(1);
    let split = if shares.len() > MOST_PARTS { MOST_PARTS - 1 } else { shares.len() };
    let rest: u64 = shares[split..].iter().map(|(_, bytes)| bytes).sum();
    let named = shares[..split].iter().map(|(name, bytes)| (name.clone(), *bytes, query("languages", name)));
    let other = (rest > 0).then(|| (format!("{} others", shares.len() - split), rest, String::new()));
    let mut before = 0;
    let part = |(colour, (name, bytes, query)): (usize, (String, u64, String))| {
        let start = thousandths(before, whole);
        before += bytes;
        let (tenths, colour) = (thousandths(bytes, whole), if query.is_empty() { 0 } else { colour });
        let percent = format!("{}.{}", tenths / 10, tenths % 10);
        Part { name, percent, start, width: thousandths(before, whole) - start, colour, query }
    };
    (1..).zip(named.chain(other)).map(part).collect()
}

fn thousandths(part: u64, whole: u64) -> u64 {
    u64::try_from(u128::from(part) * 1000 / u128::from(whole)).unwrap_or(1000)
}

/// `key:value`, quoted where it has to be.
pub(crate) fn query(key: &str, value: &str) -> String {
    let plain = value.chars().all(|c| c.is_alphanumeric() || "+#._-/@".contains(c));
    if plain && !value.starts_with('-') && !value.contains("..") {
        return format!("{key}:{value}");
    }
    format!("{key}:\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn row(board: &Board<'_>, fact: &Fact) -> Row {
    let texts = fact.value.texts();
    let text = |value: &String| match fact.key.fact_type {
        FactType::Count if fact.key.unit.is_empty() => value.clone(),
        FactType::Percent => format!("{value} %"),
        FactType::Count => {
            let unit = fact.key.unit;
            let one = if unit == "people" { "person" } else { unit.strip_suffix('s').unwrap_or(unit) };
            format!("{value} {}", if value == "1" { one } else { unit })
        }
        _ => value.clone(),
    };
    let cell = |value: &String| Cell { text: text(value), query: query(fact.key.id, value) };
    let evidence = &fact.evidence;
    let mut place = evidence.path.to_string();
    if evidence.line > 0 {
        place = format!("{place}:{}", evidence.line);
    }
    if let Some(commit) = &evidence.commit {
        place = commit.get(..10).unwrap_or(commit).to_owned();
    }
    Row {
        label: fact.key.title,
        about: fact.key.description,
        none: fact.value.is_empty() && fact.key.fact_type != FactType::Percent,
        values: texts.iter().take(MOST).map(cell).collect(),
        more: texts.len().saturating_sub(MOST),
        href: href(board, fact).filter(|_| !fact.value.is_empty()),
        place: if fact.value.is_empty() { String::new() } else { place },
    }
}

fn href(board: &Board<'_>, fact: &Fact) -> Option<String> {
    board.catalog.evidence_url(&fact.evidence).map(|url: SafeUrl| url.as_str().to_owned())
}
