//! What a group has to do: the rules that fail of what it and the groups below it own.

use std::cmp::Reverse;

use serde::Serialize;

use super::{LevelChip, LevelPart, and, card, chip, mean, parts};
use crate::{
    model::{EntityIndex, EntityScore, Scored, SitePath},
    render::{board::Board, views::reference::Reference},
};

/// So many things to do stand on the page of a group.
const MOST: usize = 25;

/// How what a group owns does, and what to do about it.
#[derive(Debug, Serialize)]
pub(crate) struct Todo {
    day: Option<String>,
    cards: Vec<CardOfGroup>,
    steps: Vec<Step>,
    count: usize,
    more: usize,
}

#[derive(Debug, Serialize)]
struct CardOfGroup {
    title: String,
    href: String,
    count: usize,
    percent: usize,
    levels: Vec<LevelPart>,
}

/// A rule that fails of one entity.
#[derive(Debug, Serialize)]
struct Step {
    entity: Reference,
    rule: String,
    card: String,
    href: String,
    /// The level that it reaches by this step alone.
    reaches: Option<LevelChip>,
    weight: u32,
    fix: Option<String>,
}

/// The to-do list of a group; nothing for what owns nothing that is judged.
pub(crate) fn todo(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Option<Todo> {
    let scores = board.scores?;
    let entity = &board.catalog[index];
    let (owned, field) = match entity.id.kind() {
        "group" => {
            let groups = board.group_and_below(index);
            (groups.iter().flat_map(|group| board.targets(*group, "ownerOf")).collect::<Vec<_>>(), "owner*")
        }
        "system" => (board.targets(index, "hasPart").collect(), "part-of"),
        _ => return None,
    };
    let mut owned = owned;
    owned.sort_unstable();
    owned.dedup();
    let within = and(field, entity.id.as_str());
    let (mut cards, mut steps) = (Vec::new(), Vec::new());
    for scored in &scores.cards {
        let own: Vec<&EntityScore> = owned.iter().filter_map(|index| scored.of(*index)).collect();
        if own.is_empty() {
            continue;
        }
        steps.extend(
            own.iter().flat_map(|score| open(scored, score)).map(|(rank, rule, score)| (rank, scored, rule, score)),
        );
        cards.push(CardOfGroup {
            title: scored.card.title.clone(),
            href: from.href_to(&card::path(&scored.card)),
            count: own.len(),
            percent: mean(&own),
            levels: parts(scored, &own, &within),
        });
    }
    steps.sort_by_key(|(rank, _, _, score)| (*rank, score.entity));
    let step = |(rank, scored, rule, score): &(Rank, &Scored, usize, &EntityScore)| {
        let asked = &scored.card.rules[*rule];
        Step {
            entity: board.reference(from, score.entity),
            rule: asked.title.clone(),
            card: scored.card.title.clone(),
            href: format!("{}#{}", from.href_to(&card::path(&scored.card)), asked.id),
            reaches: (!rank.0).then(|| chip(scored, Some(asked.level))),
            weight: asked.weight,
            fix: asked.fix.clone(),
        }
    };
    (!cards.is_empty()).then(|| Todo {
        day: scores.day.clone(),
        cards,
        steps: steps.iter().take(MOST).map(step).collect(),
        count: steps.len(),
        more: steps.len().saturating_sub(MOST),
    })
}

/// What comes first: whether it is not the only step to a level, how high that level is, and how little it counts.
type Rank = (bool, usize, Reverse<u32>);

/// The rules that fail of an entity. What is not known is no step: first somebody has to find out.
fn open<'s>(scored: &'s Scored, score: &'s EntityScore) -> Vec<(Rank, usize, &'s EntityScore)> {
    let rules = || scored.card.rules.iter().enumerate();
    let blocks =
        |level: usize| rules().filter(|(place, rule)| rule.level == level && score.results[*place].blocks()).count();
    let next = score.level.map_or(0, |level| level + 1);
    let failing = rules().filter(|(place, _)| super::outcome(score.results[*place]).0 == "fail");
    let rank = |(place, rule): (usize, &crate::model::ScoreRule)| {
        let is_last = rule.level == next && blocks(next) == 1;
        ((!is_last, rule.level, Reverse(rule.weight)), place, score)
    };
    failing.map(rank).collect()
}
