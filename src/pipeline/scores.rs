//! The scorecards of the configuration.

use super::{Known, Surroundings, facts, know::examine, publication::Halt, reports};
use crate::{
    config::{self, Config},
    diagnostic::{Diagnostic, judge},
    model::{Catalog, Observed, Scorecard, Scores},
    query::{self, Ground, Today},
    review::{self, ScoreChange},
    score::{self, Asked, Wrong},
};

/// Judges every entity, keeps what comes of it with what is known, and tells what is wrong: with scorecards, and with
/// entities that a scorecard denies. Rules see the problems that are known by now; policies come later, and may ask for
/// scorecards.
pub(super) fn check(config: &Config, known: &Known, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    if config.scorecards.is_empty() {
        return Vec::new();
    }
    let mut judged = diagnostics.to_vec();
    judge(&config.rules, &known.snapshots, &mut judged);
    let (scores, mut found) = scored(&config.scorecards, known, (&judged, reports::day(known)));
    found.extend(score::problems(&scores, &known.catalog));
    // Whoever comes first decides; both would find the same.
    let _ = known.scores.set(scores);
    found
}

/// How a change moves entities. Both sides are looked at on the day of the later one, so that time alone moves nothing.
pub(super) fn changes(config: &Config, (before, after): (&Known, &Known)) -> Vec<ScoreChange> {
    if config.scorecards.is_empty() {
        return Vec::new();
    }
    let day = reports::day(before).max(reports::day(after));
    let side = |known: &Known| {
        let mut judged = known.diagnostics.clone();
        judge(&config.rules, &known.snapshots, &mut judged);
        scored(&config.scorecards, known, (&judged, day)).0
    };
    let (old, new) = rayon::join(|| side(before), || side(after));
    review::scores((&before.catalog, &old), (&after.catalog, &new))
}

fn scored(
    cards: &[Scorecard],
    known: &Known,
    (diagnostics, day): (&[Diagnostic], Option<&str>),
) -> (Scores, Vec<Diagnostic>) {
    let ground = facts::ground(known, diagnostics);
    let observed = known.observed().all().iter().map(|fact| (fact.entity.0, fact.key));
    let kept = query::Known::new(&ground, observed);
    let today = Today::parse(day.unwrap_or(reports::NO_DAY)).expect("a commit's day is a day");
    let ask = |text: &str| asked(text, &ground, today, &kept);
    score::score(cards, &ask, day)
}

fn asked(text: &str, ground: &Ground, today: Today, known: &query::Known) -> Result<Asked, Wrong> {
    let query = query::parse(text, ground.vocabulary()).map_err(|error| Wrong {
        span: (error.start, error.end),
        message: error.message,
        hint: error.hint,
    })?;
    Ok(Asked { truths: query::weigh(ground, &query, today, known), sight: query::sight(ground, &query) })
}

/// How all entities do, and what queries for them are answered from.
pub struct Marks {
    /// What is asked.
    pub ground: Ground,
    /// The day from which ages are counted.
    pub today: Today,
    /// All entities.
    pub catalog: Catalog,
    /// What repositories show of them.
    pub observed: Observed,
    /// How they do.
    pub scores: Scores,
}

/// Reads and resolves everything, and asks all scorecards; those that are shipped when the configuration has none.
///
/// # Errors
/// When a scorecard is wrong, or see [`super::check`].
pub fn marks(config: &Config, surroundings: &Surroundings<'_>) -> Result<(Marks, Vec<Diagnostic>), Halt> {
    let mut config = config.clone();
    if config.scorecards.is_empty() {
        config.scorecards = config::all_shipped();
    }
    let mut known = examine(&config, surroundings).sound()?;
    (surroundings.stage)("score");
    let wrong = |diagnostic: &&Diagnostic| diagnostic.rule.id == score::WRONG_SCORECARD.id;
    let found: Vec<Diagnostic> = known.diagnostics.iter().filter(wrong).cloned().collect();
    let ground = facts::ground(&known, &known.diagnostics);
    let today = reports::today(&known).expect("a commit's day is a day");
    let observed = known.observed.take().unwrap_or_default();
    let scores = known.scores.take().unwrap_or_default();
    Ok((Marks { ground, today, catalog: known.catalog, observed, scores }, found))
}
