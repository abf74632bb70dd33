//! How one entity does: its levels, and every rule with what it was judged by.

use serde::Serialize;

use super::{LevelChip, card, chip, outcome};
use crate::{
    model::{EntityIndex, EntityScore, Fact, ScoreRule, Scored, SetAside, Sight, SitePath},
    render::{board::Board, views::source},
};

/// A fact shows so many values.
const MOST_VALUES: usize = 4;

/// One scorecard of an entity.
#[derive(Debug, Serialize)]
pub(crate) struct CardResult {
    title: String,
    href: String,
    level: LevelChip,
    percent: u32,
    earned: u32,
    possible: u32,
    /// What is missing to the next level, if there is one.
    next: Option<NextLevel>,
    /// Rules that keep it from a level, the lowest level first.
    open: Vec<RuleLine>,
    /// All others.
    done: Vec<RuleLine>,
}

#[derive(Debug, Serialize)]
struct NextLevel {
    title: String,
    rules: usize,
}

#[derive(Debug, Serialize)]
struct RuleLine {
    title: String,
    outcome: &'static str,
    words: &'static str,
    level: LevelChip,
    weight: u32,
    why: Option<String>,
    fix: Option<String>,
    owner: Option<String>,
    /// Why it does not count.
    aside: Option<String>,
    evidence: Vec<EvidenceLine>,
}

/// What a rule was judged by.
#[derive(Debug, Serialize)]
struct EvidenceLine {
    label: &'static str,
    /// Empty when it is the document itself.
    value: String,
    known: bool,
    place: String,
    href: Option<String>,
}

/// All scorecards that an entity is held to.
pub(crate) fn results(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Vec<CardResult> {
    let cards = board.scores.map_or(&[][..], |scores| &scores.cards);
    cards.iter().filter_map(|scored| Some(result(board, from, scored, scored.of(index)?))).collect()
}

fn result(board: &Board<'_>, from: &SitePath, scored: &Scored, score: &EntityScore) -> CardResult {
    let mut rules: Vec<usize> = (0..scored.card.rules.len()).collect();
    rules.sort_by_key(|rule| (scored.card.rules[*rule].level, *rule));
    let (open, done): (Vec<usize>, Vec<usize>) = rules.into_iter().partition(|rule| score.results[*rule].blocks());
    let next = score.level.map_or(0, |level| level + 1);
    let missing = open.iter().filter(|rule| scored.card.rules[**rule].level <= next).count();
    let line = |rule: &usize| rule_line(board, scored, score, *rule);
    CardResult {
        title: scored.card.title.clone(),
        href: from.href_to(&card::path(&scored.card)),
        level: chip(scored, score.level),
        percent: score.percent(),
        earned: score.earned,
        possible: score.possible,
        next: scored.card.levels.get(next).map(|level| NextLevel { title: level.title.clone(), rules: missing }),
        open: open.iter().map(line).collect(),
        done: done.iter().map(line).collect(),
    }
}

fn rule_line(board: &Board<'_>, scored: &Scored, score: &EntityScore, place: usize) -> RuleLine {
    let ScoreRule { title, why, fix, owner, weight, level, enable_from, .. } = &scored.card.rules[place];
    let result = score.results[place];
    let (name, words) = outcome(result);
    let aside = result.aside.map(|aside| match aside {
        SetAside::NotYet => format!("Counts from {} on.", enable_from.as_deref().unwrap_or_default()),
        SetAside::Exempt(place) => {
            let one = &scored.card.exemptions[place];
            format!("{} — {}, until {}.", one.reason.trim_end_matches('.'), one.approver, one.expires)
        }
    });
    RuleLine {
        title: title.clone(),
        outcome: name,
        words,
        level: chip(scored, Some(*level)),
        weight: *weight,
        why: why.clone(),
        fix: fix.clone(),
        owner: owner.clone(),
        aside,
        evidence: evidence(board, score.entity, &scored.sights[place]),
    }
}

fn evidence(board: &Board<'_>, index: EntityIndex, sight: &Sight) -> Vec<EvidenceLine> {
    let mut lines: Vec<EvidenceLine> = sight
        .facts
        .iter()
        .map(|key| match board.observed.get(index, key.id) {
            Some(fact) => fact_line(board, fact),
            None => {
                EvidenceLine { label: key.title, value: String::new(), known: false, place: String::new(), href: None }
            }
        })
        .collect();
    if sight.document {
        let entity = &board.catalog[index];
        let repo = &board.catalog[entity.origin.repo];
        lines.push(EvidenceLine {
            label: "Declared in",
            value: String::new(),
            known: true,
            place: source::place(board, entity),
            href: repo.view_url(&entity.origin.path, Some(entity.origin.line)).map(|url| url.to_string()),
        });
    }
    lines
}

fn fact_line(board: &Board<'_>, fact: &Fact) -> EvidenceLine {
    let texts = fact.value.texts();
    let mut value = texts.iter().take(MOST_VALUES).cloned().collect::<Vec<_>>().join(", ");
    if texts.len() > MOST_VALUES {
        value = format!("{value} and {} more", texts.len() - MOST_VALUES);
    }
    if value.is_empty() {
        "none".clone_into(&mut value);
    }
    let evidence = &fact.evidence;
    let repo = &board.catalog[evidence.repo];
    let mut place = format!("{}/{}", repo.name, evidence.path).trim_end_matches('/').to_owned();
    if evidence.line > 0 {
        place = format!("{place}:{}", evidence.line);
    }
    EvidenceLine {
        label: fact.key.title,
        value,
        known: true,
        place,
        href: board.catalog.evidence_url(evidence).map(|url| url.as_str().to_owned()),
    }
}
