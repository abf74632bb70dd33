//! How a change moves entities on scorecards.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::answer::Review;
use crate::model::{Catalog, EntityScore, RuleResult, Scored, Scores, Verdict};

/// An entity that does otherwise by a scorecard than before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScoreChange {
    /// `kind:namespace/name`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// The title of the scorecard.
    pub scorecard: String,
    /// The title of the level before; null when it had none.
    pub from: Option<String>,
    /// The title of the level after; null when it has none.
    pub to: Option<String>,
    /// Whether it falls to a lower level, or fails a rule that it passed.
    pub worse: bool,
    /// The titles of rules that held and do no longer, or are no longer known to.
    pub lost: Vec<String>,
    /// The titles of rules that hold now and did not.
    pub gained: Vec<String>,
}

/// How entities that are on both sides do otherwise, those that do worse first.
pub fn scores((before, old): (&Catalog, &Scores), (after, new): (&Catalog, &Scores)) -> Vec<ScoreChange> {
    let mut found = Vec::new();
    for scored in &new.cards {
        let Some(was) = old.cards.iter().find(|was| was.card == scored.card) else { continue };
        for score in &scored.entities {
            let id = &after[score.entity].id;
            let Some(past) = before.find(id).and_then(|index| was.of(index)) else { continue };
            found.extend(change(scored, past, score).map(|change| ScoreChange { reference: id.to_string(), ..change }));
        }
    }
    found.sort_by(|a, b| (!a.worse, &a.reference, &a.scorecard).cmp(&(!b.worse, &b.reference, &b.scorecard)));
    found
}

fn change(scored: &Scored, past: &EntityScore, score: &EntityScore) -> Option<ScoreChange> {
    let rules = || scored.card.rules.iter().zip(past.results.iter().zip(&score.results));
    // What neither side knows, such as the history, which no review reads, is left out of both levels.
    let counts = |was: &RuleResult, is: &RuleResult| [was, is].iter().any(|side| side.verdict != Verdict::Unknown);
    let level = |side: fn(RuleResult, RuleResult) -> RuleResult| {
        let blocking = rules().filter(|(_, (was, is))| counts(was, is) && side(**was, **is).blocks());
        blocking.map(|(rule, _)| rule.level).min().unwrap_or(scored.card.levels.len()).checked_sub(1)
    };
    let (from, to) = (level(|was, _| was), level(|_, is| is));
    let turned = |blocks: bool| -> Vec<String> {
        let turned = rules().filter(|(_, (was, is))| was.blocks() != is.blocks() && is.blocks() == blocks);
        turned.map(|(rule, _)| rule.title.clone()).collect()
    };
    let (lost, gained) = (turned(true), turned(false));
    let title = |level: Option<usize>| level.map(|level| scored.card.levels[level].title.clone());
    (from != to || !lost.is_empty()).then(|| ScoreChange {
        reference: String::new(),
        scorecard: scored.card.title.clone(),
        from: title(from),
        to: title(to),
        worse: to < from || (to == from && !lost.is_empty()),
        lost,
        gained,
    })
}

impl ScoreChange {
    /// What happens, after the name of the entity: `falls from Gold to Silver in Ownership, because …`.
    pub fn words(&self) -> String {
        let level = |level: &Option<String>| level.clone().unwrap_or_else(|| "no level".to_owned());
        let (from, to) = (level(&self.from), level(&self.to));
        let moves = match (self.from == self.to, self.worse) {
            (true, _) => format!("stays at {to} in {}", self.scorecard),
            (false, true) => format!("falls from {from} to {to} in {}", self.scorecard),
            (false, false) => format!("rises from {from} to {to} in {}", self.scorecard),
        };
        let list = |rules: &[String]| rules.iter().map(|rule| format!("“{rule}”")).collect::<Vec<_>>().join(", ");
        let lost = (!self.lost.is_empty()).then(|| format!("no longer holds: {}", list(&self.lost)));
        let gained = (!self.gained.is_empty()).then(|| format!("holds now: {}", list(&self.gained)));
        [Some(moves), lost, gained].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

impl Review {
    /// Takes what changed on scorecards.
    pub fn mark(&mut self, scores: Vec<ScoreChange>) {
        self.scores = scores;
    }
}
