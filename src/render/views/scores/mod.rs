//! How entities do by the scorecards: on a page of its own, on one for each scorecard, and on those of entities and teams.

mod card;
mod entity;
mod health;
mod todo;

use serde::Serialize;

pub(crate) use card::{ScorecardView, path};
pub(crate) use entity::{CardResult, results};
pub(crate) use health::HealthView;
pub(crate) use todo::{Todo, todo};

use crate::{
    model::{EntityScore, RuleResult, Scored, SetAside, Verdict},
    render::kinds::query_value,
};

/// A level, or none.
#[derive(Debug, Serialize)]
struct LevelChip {
    title: String,
    colour: &'static str,
}

/// How many entities are at a level: a part of a bar.
#[derive(Debug, Serialize)]
struct LevelPart {
    title: String,
    colour: &'static str,
    count: usize,
    /// Where it begins and how wide it is, in thousandths.
    start: usize,
    width: usize,
    query: String,
}

/// What is said of what has not reached the lowest level.
const NO_LEVEL: &str = "No level";

fn chip(scored: &Scored, level: Option<usize>) -> LevelChip {
    match level.map(|level| &scored.card.levels[level]) {
        Some(level) => LevelChip { title: level.title.clone(), colour: level.colour },
        None => LevelChip { title: NO_LEVEL.to_owned(), colour: "none" },
    }
}

/// The levels of these entities, the highest first; `within` makes a query mean these entities only.
fn parts(scored: &Scored, scores: &[&EntityScore], within: &str) -> Vec<LevelPart> {
    let whole = scores.len().max(1);
    let mut before = 0;
    let levels = (0..scored.card.levels.len()).rev().map(Some).chain([None]);
    let part = |level: Option<usize>| {
        let count = scores.iter().filter(|score| score.level == level).count();
        let start = before * 1000 / whole;
        before += count;
        let LevelChip { title, colour } = chip(scored, level);
        let query = format!("scorecard.{}:{}{within}", scored.card.id, scored.level_id(level));
        LevelPart { title, colour, count, start, width: before * 1000 / whole - start, query }
    };
    levels.map(part).collect()
}

/// The mean of what holds, in percent.
fn mean(scores: &[&EntityScore]) -> usize {
    let sum: usize = scores.iter().map(|score| score.percent() as usize).sum();
    sum / scores.len().max(1)
}

/// What finds the entities with an outcome of a rule.
fn outcome_query(scored: &Scored, list: &str, rule: usize) -> String {
    format!("scorecard.{}.{list}:{}", scored.card.id, scored.card.rules[rule].id)
}

/// What a result is called in queries, and on pages.
fn outcome(result: RuleResult) -> (&'static str, &'static str) {
    match (result.aside, result.verdict) {
        (Some(SetAside::Exempt(_)), _) => ("exempt", "let off"),
        (Some(SetAside::NotYet), _) => ("not-yet", "not asked yet"),
        (None, Verdict::Pass) => ("pass", "passes"),
        (None, Verdict::Fail) => ("fail", "fails"),
        (None, Verdict::Unknown) => ("unknown", "not known"),
        (None, Verdict::NotApplicable) => ("not-applicable", "does not apply"),
    }
}

/// `, name:value`, as it is added to a query.
fn and(name: &str, value: &str) -> String {
    format!(" {name}:{}", query_value(value))
}
