//! Scorecards. In: scorecards, and somebody who answers their queries. Out: how every entity does, and what is wrong with
//! the scorecards themselves. It must not know how queries are answered, nor where facts come from.

mod problems;

pub use problems::{BELOW_LEVEL, EXPIRED_EXEMPTION, WRONG_SCORECARD, problems};

use crate::{
    diagnostic::{Diagnostic, Rule},
    model::{
        EntityIndex, EntityScore, Placed, RuleResult, ScoreRule, Scorecard, Scored, Scores, SetAside, Sight, Verdict,
    },
};

/// The rules of this room.
pub const RULES: [&Rule; 3] = [&WRONG_SCORECARD, &BELOW_LEVEL, &EXPIRED_EXEMPTION];

/// What a query says of each entity, in the catalog's order.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Whether it holds; none when that is not known.
    pub truths: Vec<Option<bool>>,
    /// What it looks at.
    pub sight: Sight,
}

/// What is wrong with a query.
#[derive(Clone, Debug)]
pub struct Wrong {
    /// The first character that is wrong, from 0, and the character after the last one.
    pub span: (usize, usize),
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

/// Answers a query.
pub type Ask<'a> = dyn Fn(&str) -> Result<Asked, Wrong> + 'a;

/// Asks all rules of all entities. `day`, as `YYYY-MM-DD`, is what dates are compared with; without one, rules count from
/// the beginning and exemptions do not expire. A scorecard with a query that makes no sense is left out and told of.
pub fn score(cards: &[Scorecard], ask: &Ask<'_>, day: Option<&str>) -> (Scores, Vec<Diagnostic>) {
    let mut scores = Scores { cards: Vec::new(), day: day.map(str::to_owned) };
    let mut found = Vec::new();
    for card in cards {
        let mut bench = Bench { card, ask, found: Vec::new() };
        let answers = bench.answers();
        if bench.found.is_empty() {
            scores.cards.push(scored(card, answers, day));
        }
        found.extend(bench.found);
    }
    (scores, found)
}

/// Answers to all queries of a scorecard.
struct Answers {
    filter: Asked,
    /// Of each rule: what it asks, and whom it is about.
    rules: Vec<(Asked, Option<Asked>)>,
    exemptions: Vec<Asked>,
}

/// Where a scorecard's queries are asked, and what is wrong with them noted.
struct Bench<'a> {
    card: &'a Scorecard,
    ask: &'a Ask<'a>,
    found: Vec<Diagnostic>,
}

impl Bench<'_> {
    fn answers(&mut self) -> Answers {
        let card = self.card;
        Answers {
            filter: self.asked(&card.filter, "the filter"),
            rules: card.rules.iter().map(|rule| self.rule(rule)).collect(),
            exemptions: card.exemptions.iter().map(|one| self.asked(&one.entities, "an exemption")).collect(),
        }
    }

    fn rule(&mut self, rule: &ScoreRule) -> (Asked, Option<Asked>) {
        let what = format!("the rule `{}`", rule.id);
        (self.asked(&rule.query, &what), rule.applies.as_ref().map(|query| self.asked(query, &what)))
    }

    fn asked(&mut self, query: &Placed, what: &str) -> Asked {
        (self.ask)(&query.0).unwrap_or_else(|wrong| {
            self.found.push(problems::wrong(self.card, query, what, &wrong));
            Asked::default()
        })
    }
}

fn scored(card: &Scorecard, answers: Answers, day: Option<&str>) -> Scored {
    let Answers { filter, rules, exemptions } = answers;
    let expired: Vec<bool> =
        card.exemptions.iter().map(|one| day.is_some_and(|day| day > one.expires.as_str())).collect();
    let not_yet: Vec<bool> = card
        .rules
        .iter()
        .map(|rule| day.zip(rule.enable_from.as_deref()).is_some_and(|(day, from)| day < from))
        .collect();
    let exempt = |rule: usize, entity: usize| {
        let is_let_off = |(place, one): (usize, &crate::model::Exemption)| {
            !expired[place] && one.rules.contains(&rule) && exemptions[place].truths.get(entity) == Some(&Some(true))
        };
        card.exemptions.iter().enumerate().position(is_let_off)
    };
    let result = |rule: usize, entity: usize| {
        let verdict = verdict(&rules[rule], entity);
        let aside = match verdict {
            _ if not_yet[rule] => Some(SetAside::NotYet),
            Verdict::Fail | Verdict::Unknown => exempt(rule, entity).map(SetAside::Exempt),
            Verdict::Pass | Verdict::NotApplicable => None,
        };
        RuleResult { verdict, aside }
    };
    // Whether a scorecard is for an entity is never in doubt for long: what is not known to be meant is left out.
    let meant = (0..filter.truths.len()).filter(|entity| filter.truths[*entity] == Some(true));
    let one = |entity: usize| {
        let index = EntityIndex(u32::try_from(entity).expect("entities are counted in 32 bits"));
        weighed(card, index, (0..card.rules.len()).map(|rule| result(rule, entity)).collect())
    };
    let entities: Vec<EntityScore> = meant.map(one).collect();
    let is_here =
        |asked: &Asked| entities.iter().any(|score| asked.truths.get(score.entity.0 as usize) == Some(&Some(true)));
    Scored {
        used: exemptions.iter().map(is_here).collect(),
        sights: rules.into_iter().map(sight).collect(),
        card: card.clone(),
        entities,
        expired,
    }
}

/// What a rule looks at to say whether it holds, and of whom.
fn sight((query, applies): (Asked, Option<Asked>)) -> Sight {
    let mut sight = query.sight;
    if let Some(applies) = applies {
        sight.document |= applies.sight.document;
        let more = applies.sight.facts.into_iter().filter(|key| !sight.facts.contains(key)).collect::<Vec<_>>();
        sight.facts.extend(more);
    }
    sight
}

fn verdict((query, applies): &(Asked, Option<Asked>), entity: usize) -> Verdict {
    let truth = |asked: &Asked| asked.truths.get(entity).copied().flatten();
    match applies.as_ref().map(truth) {
        Some(Some(false)) => Verdict::NotApplicable,
        Some(None) => Verdict::Unknown,
        Some(Some(true)) | None => match truth(query) {
            Some(true) => Verdict::Pass,
            Some(false) => Verdict::Fail,
            None => Verdict::Unknown,
        },
    }
}

/// Weight and level that follow from the results of all rules.
fn weighed(card: &Scorecard, entity: EntityIndex, results: Vec<RuleResult>) -> EntityScore {
    let counted = || {
        let both = card.rules.iter().zip(&results);
        both.filter(|(_, result)| result.aside.is_none() && result.verdict != Verdict::NotApplicable)
    };
    let weight = |(rule, _): (&ScoreRule, &RuleResult)| rule.weight;
    let lowest = counted().filter(|(_, result)| result.blocks()).map(|(rule, _)| rule.level).min();
    EntityScore {
        entity,
        level: lowest.unwrap_or(card.levels.len()).checked_sub(1),
        earned: counted().filter(|(_, result)| result.verdict == Verdict::Pass).map(weight).sum(),
        possible: counted().map(weight).sum(),
        results,
    }
}
