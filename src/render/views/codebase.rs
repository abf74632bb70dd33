//! What the code of several entities shows together.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::observed::{Part, parts, query};
use crate::{
    model::{EntityIndex, Fact, FactValue},
    render::board::Board,
};

/// So many values of one fact are told one by one.
const MOST_VALUES: usize = 12;

/// What is known of each entity, and what is not there.
const COVERED: [(&str, &str); 9] = [
    ("readme", "a readme"),
    ("license", "a licence"),
    ("codeowners", "code owners"),
    ("ci", "continuous integration"),
    ("tests", "tests"),
    ("linters", "linters or formatters"),
    ("infrastructure", "infrastructure"),
    ("api-definitions", "API definitions"),
    ("decisions", "decision records"),
];

/// The code of several entities.
#[derive(Debug, Serialize)]
pub(crate) struct Codebase {
    /// Of how many entities something is known.
    pub(crate) known: usize,
    pub(crate) languages: Vec<Part>,
    pub(crate) table: Vec<Line>,
    pub(crate) months: Vec<Month>,
    pub(crate) covered: Vec<Covered>,
    pub(crate) choices: Vec<Choice>,
    /// The day of the newest commit, which says how old all of it is.
    pub(crate) day: Option<String>,
}

/// A language in the table behind the bar.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    name: String,
    percent: String,
    kilobytes: u64,
    entities: usize,
    query: String,
}

/// A month of commits.
#[derive(Debug, Serialize)]
pub(crate) struct Month {
    name: String,
    label: &'static str,
    commits: u64,
    /// In percent of the month with most.
    height: u64,
    query: String,
}

/// How many have something, lack it, and of how many it is not known.
#[derive(Debug, Serialize)]
pub(crate) struct Covered {
    label: &'static str,
    has: usize,
    lacks: usize,
    percent: usize,
    has_query: String,
    lacks_query: String,
}

/// What is used of several: licences, CI systems, linters.
#[derive(Debug, Serialize)]
pub(crate) struct Choice {
    title: &'static str,
    values: Vec<Used>,
    more: usize,
}

#[derive(Debug, Serialize)]
struct Used {
    name: String,
    count: usize,
    query: String,
}

impl Codebase {
    /// Of these entities, all of which the query `all` finds; nothing when nothing is known of any.
    pub(crate) fn new(board: &Board<'_>, entities: &[EntityIndex], all: &str) -> Option<Self> {
        let seen: Vec<EntityIndex> =
            entities.iter().copied().filter(|index| board.observed.get(*index, "code").is_some()).collect();
        if seen.is_empty() {
            return None;
        }
        let within = |query: String| if all.is_empty() { query } else { format!("{query} {all}") };
        let whole = separate(board, &seen);
        let day = board.catalog.repos().iter().filter_map(|repo| repo.commit.as_ref()?.time.get(..10)).max();
        let bytes = shares(board, &whole, "languages");
        let mut languages = parts(&bytes);
        languages.iter_mut().filter(|part| !part.query.is_empty()).for_each(|part| {
            part.query = within(std::mem::take(&mut part.query));
        });
        Some(Self {
            known: seen.len(),
            table: table(board, &seen, &bytes, &within),
            languages,
            months: day.map(|day| months(day, &shares(board, &whole, "commits-by-month"), &within)).unwrap_or_default(),
            covered: COVERED.iter().map(|one| covered(board, &seen, *one, &within)).collect(),
            choices: ["ci", "linters", "license"].iter().filter_map(|key| choice(board, &seen, key, &within)).collect(),
            day: day.map(str::to_owned),
        })
    }
}

/// Entities whose folders do not lie in each other, so that nothing counts twice.
fn separate(board: &Board<'_>, entities: &[EntityIndex]) -> Vec<EntityIndex> {
    let mut folders: BTreeMap<(u32, &str), EntityIndex> = BTreeMap::new();
    for index in entities {
        if let Some(code) = board.observed.get(*index, "code") {
            folders.entry((code.evidence.repo.0, code.evidence.path.as_str())).or_insert(*index);
        }
    }
    let is_below = |(repo, path): &(u32, &str)| {
        let above = std::iter::successors(Some(*path), |path| match path.rsplit_once('/') {
            Some((above, _)) => Some(above),
            None => Some("").filter(|_| !path.is_empty()),
        });
        above.skip(1).any(|above| folders.contains_key(&(*repo, above)))
    };
    folders.iter().filter(|(folder, _)| !is_below(folder)).map(|(_, index)| *index).collect()
}

/// The sum of shares under a key, the greatest first.
fn shares(board: &Board<'_>, entities: &[EntityIndex], key: &str) -> Vec<(String, u64)> {
    let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
    for index in entities {
        if let Some(Fact { value: FactValue::Shares(shares), .. }) = board.observed.get(*index, key) {
            shares.iter().for_each(|(name, part)| *sums.entry(name).or_default() += part);
        }
    }
    let mut sums: Vec<(String, u64)> = sums.into_iter().map(|(name, sum)| (name.to_owned(), sum)).collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    sums
}

/// How many entities have which values of a fact.
fn counts(board: &Board<'_>, entities: &[EntityIndex], key: &str) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for index in entities {
        let values = board.observed.get(*index, key).map(|fact| fact.value.texts()).unwrap_or_default();
        let values: BTreeSet<String> = values.into_iter().collect();
        values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
    }
    counts
}

/// Makes a query mean these entities only.
type Within<'w> = &'w dyn Fn(String) -> String;

fn table(board: &Board<'_>, entities: &[EntityIndex], bytes: &[(String, u64)], within: Within<'_>) -> Vec<Line> {
    let counts = counts(board, entities, "languages");
    let whole = bytes.iter().map(|(_, bytes)| bytes).sum::<u64>().max(1);
    let line = |(name, bytes): &(String, u64)| {
        let tenths = bytes.saturating_mul(1000) / whole;
        Line {
            name: name.clone(),
            percent: format!("{}.{}", tenths / 10, tenths % 10),
            kilobytes: bytes.div_ceil(1000),
            entities: counts.get(name).copied().unwrap_or_default(),
            query: within(query("languages", name)),
        }
    };
    bytes.iter().map(line).collect()
}

/// The twelve months up to a day.
fn months(day: &str, commits: &[(String, u64)], within: Within<'_>) -> Vec<Month> {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let number = |range: std::ops::Range<usize>| day.get(range).and_then(|text| text.parse::<usize>().ok());
    let (Some(year), Some(month)) = (number(0..4), number(5..7).filter(|month| (1..=12).contains(month))) else {
        return Vec::new();
    };
    let most = commits.iter().map(|(_, count)| *count).max().unwrap_or_default();
    if most == 0 {
        return Vec::new();
    }
    let last = year * 12 + month - 1;
    let one = |place: usize| {
        let name = format!("{}-{:02}", place / 12, place % 12 + 1);
        let count = commits.iter().find(|(month, _)| *month == name).map_or(0, |(_, count)| *count);
        let query = within(query("commits-by-month", &name));
        Month { label: NAMES[place % 12], commits: count, height: count * 100 / most, query, name }
    };
    (last.saturating_sub(11)..=last).map(one).collect()
}

fn covered(
    board: &Board<'_>,
    seen: &[EntityIndex],
    (key, label): (&'static str, &'static str),
    within: Within<'_>,
) -> Covered {
    let is_there = |index: &&EntityIndex| board.observed.get(**index, key).is_some_and(|fact| !fact.value.is_empty());
    let has = seen.iter().filter(is_there).count();
    Covered {
        label,
        has,
        lacks: seen.len() - has,
        percent: has * 100 / seen.len().max(1),
        has_query: within(format!("has:{key}")),
        lacks_query: within(format!("has:code -has:{key}")),
    }
}

fn choice(board: &Board<'_>, seen: &[EntityIndex], key: &str, within: Within<'_>) -> Option<Choice> {
    let counts = counts(board, seen, key);
    let mut values: Vec<(String, usize)> = counts.into_iter().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = values.len().saturating_sub(MOST_VALUES);
    let used = |(name, count): (String, usize)| Used { query: within(query(key, &name)), name, count };
    let values: Vec<Used> = values.into_iter().take(MOST_VALUES).map(used).collect();
    let title = crate::model::fact_key(key)?.title;
    (!values.is_empty()).then_some(Choice { title, values, more })
}
