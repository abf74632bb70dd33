//! Tech health: all scorecards at a glance, by team, system and domain, and what is worth doing first.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{LevelPart, and, card, mean, outcome_query, parts};
use crate::{
    model::{EntityIndex, EntityScore, Scored, SitePath},
    render::{
        board::Board,
        views::{reference::Reference, shell::Head},
    },
};

/// So many teams, systems or domains stand in one table.
const MOST_GROUPS: usize = 100;

/// So many rules are told as the next thing to do.
const MOST_NEXT: usize = 12;

/// The page of all scorecards.
#[derive(Debug, Serialize)]
pub(crate) struct HealthView {
    head: Head,
    day: Option<String>,
    cards: Vec<Summary>,
    next: Vec<Next>,
    groupings: Vec<Grouping>,
}

/// One scorecard.
#[derive(Debug, Serialize)]
struct Summary {
    title: String,
    href: String,
    about: Option<String>,
    entities: usize,
    query: String,
    percent: usize,
    levels: Vec<LevelPart>,
}

/// A rule that many fail.
#[derive(Debug, Serialize)]
pub(super) struct Next {
    title: String,
    card: String,
    href: String,
    fix: Option<String>,
    weight: u32,
    failing: usize,
    fail_query: String,
    unknown: usize,
    unknown_query: String,
    worth: u64,
}

/// Teams, systems or domains, and how what is theirs does.
#[derive(Debug, Serialize)]
struct Grouping {
    id: &'static str,
    title: &'static str,
    heads: Vec<String>,
    rows: Vec<GroupRow>,
    more: usize,
}

#[derive(Debug, Serialize)]
struct GroupRow {
    whole: Reference,
    cells: Vec<Option<GroupCell>>,
}

/// What is one's by one scorecard.
#[derive(Debug, Serialize)]
struct GroupCell {
    count: usize,
    percent: usize,
    levels: Vec<LevelPart>,
    query: String,
}

impl HealthView {
    pub(crate) fn new(board: &Board<'_>, page: &SitePath) -> Self {
        let scores = board.scores;
        let cards = scores.map_or(&[][..], |scores| &scores.cards);
        // A scorecard that is for nothing here has no column.
        let meant: Vec<&Scored> = cards.iter().filter(|scored| !scored.entities.is_empty()).collect();
        Self {
            head: Head::new("Tech health", "explore").describe("How everything does by the scorecards."),
            day: scores.and_then(|scores| scores.day.clone()),
            cards: cards.iter().map(|scored| summary(page, scored)).collect(),
            next: next(page, cards),
            groupings: [
                grouping(board, page, &meant, ("teams", "By team", "owned-by"), &owners),
                grouping(board, page, &meant, ("systems", "By system", "in"), &|board, index| {
                    wholes(board, index, "system")
                }),
                grouping(board, page, &meant, ("domains", "By domain", "in"), &|board, index| {
                    wholes(board, index, "domain")
                }),
            ]
            .into_iter()
            .flatten()
            .collect(),
        }
    }
}

fn summary(page: &SitePath, scored: &Scored) -> Summary {
    let all: Vec<&EntityScore> = scored.entities.iter().collect();
    Summary {
        title: scored.card.title.clone(),
        href: page.href_to(&card::path(&scored.card)),
        about: scored.card.about.clone(),
        entities: all.len(),
        query: format!("has:scorecard.{}", scored.card.id),
        percent: mean(&all),
        levels: parts(scored, &all, ""),
    }
}

/// The rules by what it would be worth if they held of everything, the most first.
fn next(page: &SitePath, cards: &[Scored]) -> Vec<Next> {
    let mut found: Vec<Next> = cards.iter().flat_map(|scored| card_next(page, scored)).collect();
    found.sort_by_key(|next| std::cmp::Reverse(next.worth));
    found.truncate(MOST_NEXT);
    found
}

fn card_next<'a>(page: &'a SitePath, scored: &'a Scored) -> impl Iterator<Item = Next> + 'a {
    let rules = scored.card.rules.iter().enumerate();
    let next = move |(place, rule): (usize, &crate::model::ScoreRule)| {
        let count =
            |word: &str| scored.entities.iter().filter(|score| super::outcome(score.results[place]).0 == word).count();
        let (failing, unknown) = (count("fail"), count("unknown"));
        Next {
            title: rule.title.clone(),
            card: scored.card.title.clone(),
            href: format!("{}#{}", page.href_to(&card::path(&scored.card)), rule.id),
            fix: rule.fix.clone(),
            weight: rule.weight,
            failing,
            fail_query: outcome_query(scored, "fail", place),
            unknown,
            unknown_query: outcome_query(scored, "unknown", place),
            worth: u64::from(rule.weight) * failing as u64,
        }
    };
    rules.map(next).filter(|next| next.worth > 0)
}

/// To whom an entity counts.
type Whose<'w> = &'w dyn Fn(&Board<'_>, EntityIndex) -> Vec<EntityIndex>;

fn grouping(
    board: &Board<'_>,
    page: &SitePath,
    cards: &[&Scored],
    (id, title, field): (&'static str, &'static str, &str),
    whose: Whose<'_>,
) -> Option<Grouping> {
    let mut groups: BTreeMap<EntityIndex, Vec<Vec<&EntityScore>>> = BTreeMap::new();
    for (place, scored) in cards.iter().enumerate() {
        for score in &scored.entities {
            for whole in whose(board, score.entity) {
                let columns = groups.entry(whole).or_insert_with(|| vec![Vec::new(); cards.len()]);
                columns[place].push(score);
            }
        }
    }
    let row = |index: EntityIndex| {
        let within = and(field, board.catalog[index].id.as_str());
        let cell = |(scored, scores): (&&Scored, &Vec<&EntityScore>)| {
            (!scores.is_empty()).then(|| GroupCell {
                count: scores.len(),
                percent: mean(scores),
                levels: parts(scored, scores, &within),
                query: format!("has:scorecard.{}{within} sort:scorecard.{}.percent", scored.card.id, scored.card.id),
            })
        };
        GroupRow { whole: board.reference(page, index), cells: cards.iter().zip(&groups[&index]).map(cell).collect() }
    };
    let order = board.by_title(groups.keys().copied());
    (!order.is_empty()).then(|| Grouping {
        id,
        title,
        heads: cards.iter().map(|scored| scored.card.title.clone()).collect(),
        rows: order.iter().take(MOST_GROUPS).map(|index| row(*index)).collect(),
        more: order.len().saturating_sub(MOST_GROUPS),
    })
}

fn owners(board: &Board<'_>, index: EntityIndex) -> Vec<EntityIndex> {
    let mut owners: Vec<EntityIndex> = board.targets(index, "ownedBy").collect();
    owners.sort_unstable();
    owners.dedup();
    owners
}

/// All wholes of a kind that an entity is a part of, at any distance: what `in:` asks for.
fn wholes(board: &Board<'_>, index: EntityIndex, kind: &str) -> Vec<EntityIndex> {
    let mut seen = std::collections::BTreeSet::new();
    let mut waiting = vec![index];
    while let Some(part) = waiting.pop() {
        let above = ["partOf", "memberOf", "childOf"].into_iter().flat_map(|way| board.targets(part, way));
        waiting.extend(above.filter(|whole| seen.insert(*whole)));
    }
    seen.into_iter().filter(|whole| board.catalog[*whole].id.kind() == kind).collect()
}
