//! The page of one scorecard: its levels, its rules, what is let off, and how every entity does.

use serde::Serialize;

use super::{LevelChip, LevelPart, chip, mean, outcome, outcome_query, parts};
use crate::{
    model::{EntityScore, Scorecard, Scored, SitePath},
    render::{
        board::Board,
        views::{reference::Reference, shell::Head},
    },
};

/// So many entities stand on the page; the query beside the list finds all.
const MOST_ENTITIES: usize = 1000;

/// So many rules are named beside an entity.
const MOST_NAMED: usize = 3;

/// A scorecard.
#[derive(Debug, Serialize)]
pub(crate) struct ScorecardView {
    head: Head,
    id: String,
    title: String,
    about: Option<String>,
    owner: Option<String>,
    day: Option<String>,
    filter: String,
    deny: Option<String>,
    count: usize,
    percent: usize,
    levels: Vec<LevelPart>,
    rules: Vec<RuleRow>,
    exemptions: Vec<ExemptionRow>,
    entities: Vec<EntityRow>,
    more: usize,
    health_href: String,
    json_href: String,
}

#[derive(Debug, Serialize)]
struct RuleRow {
    id: String,
    title: String,
    query: String,
    applies: Option<String>,
    why: Option<String>,
    fix: Option<String>,
    owner: Option<String>,
    weight: u32,
    level: LevelChip,
    enable_from: Option<String>,
    outcomes: Vec<Outcome>,
}

/// How many entities have an outcome.
#[derive(Debug, Serialize)]
struct Outcome {
    name: &'static str,
    words: &'static str,
    count: usize,
    query: String,
}

#[derive(Debug, Serialize)]
struct ExemptionRow {
    entities: String,
    rules: Vec<String>,
    reason: String,
    approver: String,
    expires: String,
    expired: bool,
}

#[derive(Debug, Serialize)]
struct EntityRow {
    entity: Reference,
    owner: Option<Reference>,
    level: LevelChip,
    percent: u32,
    blocking: Vec<String>,
    more: usize,
}

/// Where a scorecard has its page.
pub(crate) fn path(card: &Scorecard) -> SitePath {
    SitePath::from_parts(["explore", "scorecards", &format!("{}.html", SitePath::part(&card.id))])
}

impl ScorecardView {
    pub(crate) fn new(board: &Board<'_>, scored: &Scored) -> Self {
        let (card, from) = (&scored.card, path(&scored.card));
        let all: Vec<&EntityScore> = scored.entities.iter().collect();
        let mut order = all.clone();
        order.sort_by_key(|score| (score.level, score.percent(), score.entity));
        let shown = card.exemptions.iter().enumerate().filter(|(place, _)| scored.used[*place]);
        let exemption = |(place, one): (usize, &crate::model::Exemption)| ExemptionRow {
            entities: one.entities.0.clone(),
            rules: one.rules.iter().map(|rule| card.rules[*rule].title.clone()).collect(),
            reason: one.reason.clone(),
            approver: one.approver.clone(),
            expires: one.expires.clone(),
            expired: scored.expired[place],
        };
        Self {
            head: Head::new(card.title.clone(), "explore").describe(card.about.as_deref().unwrap_or_default()),
            id: card.id.clone(),
            title: card.title.clone(),
            about: card.about.clone(),
            owner: card.owner.clone(),
            day: board.scores.and_then(|scores| scores.day.clone()),
            filter: card.filter.0.clone(),
            deny: card.deny.map(|level| card.levels[level].title.clone()),
            count: all.len(),
            percent: mean(&all),
            levels: parts(scored, &all, ""),
            rules: (0..card.rules.len()).map(|rule| rule_row(scored, rule)).collect(),
            exemptions: shown.map(exemption).collect(),
            entities: order.iter().take(MOST_ENTITIES).map(|score| entity_row(board, &from, scored, score)).collect(),
            more: order.len().saturating_sub(MOST_ENTITIES),
            health_href: from.href_to(&SitePath::from_parts(["explore", "health.html"])),
            json_href: from.href_to(&SitePath::from_parts(["api", "v1", "scorecards", &format!("{}.json", card.id)])),
        }
    }
}

/// The outcomes that a rule's row counts.
const OUTCOMES: [&str; 6] = ["pass", "fail", "unknown", "exempt", "not-yet", "not-applicable"];

fn rule_row(scored: &Scored, place: usize) -> RuleRow {
    let rule = &scored.card.rules[place];
    let outcomes = OUTCOMES.iter().filter_map(|name| {
        let mut found =
            scored.entities.iter().map(|score| outcome(score.results[place])).filter(|(word, _)| word == name);
        let (name, words) = found.next()?;
        Some(Outcome { name, words, count: found.count() + 1, query: outcome_query(scored, name, place) })
    });
    RuleRow {
        id: rule.id.clone(),
        title: rule.title.clone(),
        query: rule.query.0.clone(),
        applies: rule.applies.as_ref().map(|(query, _)| query.clone()),
        why: rule.why.clone(),
        fix: rule.fix.clone(),
        owner: rule.owner.clone(),
        weight: rule.weight,
        level: chip(scored, Some(rule.level)),
        enable_from: rule.enable_from.clone(),
        outcomes: outcomes.collect(),
    }
}

fn entity_row(board: &Board<'_>, from: &SitePath, scored: &Scored, score: &EntityScore) -> EntityRow {
    let both = scored.card.rules.iter().zip(&score.results).filter(|(_, result)| result.blocks());
    let mut blocking: Vec<_> = both.map(|(rule, _)| rule).collect();
    blocking.sort_by_key(|rule| (rule.level, std::cmp::Reverse(rule.weight)));
    EntityRow {
        entity: board.reference(from, score.entity),
        owner: board.owner(from, &board.catalog[score.entity]),
        level: chip(scored, score.level),
        percent: score.percent(),
        more: blocking.len().saturating_sub(MOST_NAMED),
        blocking: blocking.iter().take(MOST_NAMED).map(|rule| rule.title.clone()).collect(),
    }
}
