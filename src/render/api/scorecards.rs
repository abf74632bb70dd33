//! Scorecards: an overview of all, and one file for each with every result.

use schemars::JsonSchema;
use serde::Serialize;

use super::json;
use crate::{
    model::{Catalog, EntityScore, Observed, Output, RepoIndex, RuleResult, Scored, Scores, SetAside, Sight, SitePath},
    render::{Content, Site},
};

/// A scorecard, and how many entities are at which level.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CardFile<'a> {
    /// As queries and file names have it.
    id: &'a str,
    /// As people call it.
    title: &'a str,
    /// What it is for; null when nobody said.
    about: Option<&'a str>,
    /// Whom to ask; null when nobody said.
    owner: Option<&'a str>,
    /// The query that finds the entities that it is for.
    filter: &'a str,
    /// The level below which an entity is a problem; null when there is none.
    deny: Option<&'a str>,
    /// From the lowest to the highest.
    levels: Vec<LevelFile<'a>>,
    /// What is asked.
    rules: Vec<RuleFile<'a>>,
    /// How many entities it is for.
    entities: usize,
    /// How many of them have not reached the lowest level.
    without_level: usize,
    /// The day that dates were compared with and ages are counted from; null when no commit says it.
    day: Option<&'a str>,
    /// The file that holds all results, relative to the root of the site.
    path: String,
}

/// A level.
#[derive(Serialize, JsonSchema)]
struct LevelFile<'a> {
    /// As queries have it.
    id: &'a str,
    /// As people call it.
    title: &'a str,
    /// The name of its colour.
    colour: &'a str,
    /// How many entities have reached it and no higher one.
    entities: usize,
}

/// A rule.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct RuleFile<'a> {
    /// As queries have it.
    id: &'a str,
    /// What holds of what passes.
    title: &'a str,
    /// What must hold.
    query: &'a str,
    /// The query that finds the entities that it is about; null for all of the scorecard.
    applies: Option<&'a str>,
    /// Why it is asked.
    why: Option<&'a str>,
    /// What to do.
    fix: Option<&'a str>,
    /// Whom to ask.
    owner: Option<&'a str>,
    /// How much it counts.
    weight: u32,
    /// The first level that asks for it.
    level: &'a str,
    /// The day from which it counts; null when it always does.
    enable_from: Option<&'a str>,
    /// The facts that it looks at.
    facts: Vec<&'a str>,
}

/// A scorecard and all its results.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultsFile<'a> {
    /// The scorecard.
    scorecard: CardFile<'a>,
    /// Exemptions that concern an entity of this portal.
    exemptions: Vec<ExemptionFile<'a>>,
    /// By entity.
    results: Vec<EntityFile<'a>>,
}

/// What is let off.
#[derive(Serialize, JsonSchema)]
struct ExemptionFile<'a> {
    /// The query that finds whom it lets off.
    entities: &'a str,
    /// The rules that it is about.
    rules: Vec<&'a str>,
    /// Why.
    reason: &'a str,
    /// Who decided.
    approver: &'a str,
    /// The last day on which it counts.
    expires: &'a str,
    /// Whether that day is past.
    expired: bool,
}

/// How one entity does.
#[derive(Serialize, JsonSchema)]
struct EntityFile<'a> {
    /// `kind:namespace/name` in lower case.
    entity: &'a str,
    /// The highest level that it has reached, or `none`.
    level: &'a str,
    /// How much of what counts holds, by weight.
    percent: u32,
    /// In the order of the scorecard.
    rules: Vec<ResultFile<'a>>,
}

/// What came of a rule.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct ResultFile<'a> {
    /// The rule.
    rule: &'a str,
    /// `pass`, `fail`, `unknown` or `not-applicable`.
    outcome: &'a str,
    /// Why it does not count: `exempt` or `not-yet`; null when it does.
    set_aside: Option<&'a str>,
    /// What it was judged by.
    evidence: Vec<EvidenceFile<'a>>,
}

/// Where something shows that a rule looks at.
#[derive(Serialize, JsonSchema)]
struct EvidenceFile<'a> {
    /// The key of the fact; null for the entity's document.
    fact: Option<&'a str>,
    /// The repository's name.
    repo: &'a str,
    /// The file or folder in it; empty for all of it.
    path: &'a str,
    /// From 1; null when all of the file is meant.
    line: Option<u32>,
    /// The commit that shows it.
    commit: Option<&'a str>,
}

/// The overview, and the files of all scorecards.
pub(super) fn files(site: &Site<'_>, put: &(dyn Fn(&Output) -> Result<(), String> + Sync)) -> Result<(), String> {
    let none = Scores::default();
    let scores = site.board.scores.unwrap_or(&none);
    let overview: Vec<CardFile<'_>> = scores.cards.iter().map(|scored| card(scored, scores)).collect();
    put(&json("scorecards.json", &overview))?;
    scores.cards.iter().try_for_each(|scored| {
        let file = results(&site.content, scored, scores);
        put(&json(&format!("scorecards/{}.json", SitePath::part(&scored.card.id)), &file))
    })
}

fn card<'a>(scored: &'a Scored, scores: &'a Scores) -> CardFile<'a> {
    let card = &scored.card;
    let at = |level: Option<usize>| scored.entities.iter().filter(|score| score.level == level).count();
    let level = |(place, level): (usize, &'a crate::model::ScoreLevel)| LevelFile {
        id: &level.id,
        title: &level.title,
        colour: level.colour,
        entities: at(Some(place)),
    };
    let rule = |(rule, sight): (&'a crate::model::ScoreRule, &Sight)| RuleFile {
        id: &rule.id,
        title: &rule.title,
        query: &rule.query.0,
        applies: rule.applies.as_ref().map(|(query, _)| query.as_str()),
        why: rule.why.as_deref(),
        fix: rule.fix.as_deref(),
        owner: rule.owner.as_deref(),
        weight: rule.weight,
        level: &card.levels[rule.level].id,
        enable_from: rule.enable_from.as_deref(),
        facts: sight.facts.iter().map(|key| key.id).collect(),
    };
    CardFile {
        id: &card.id,
        title: &card.title,
        about: card.about.as_deref(),
        owner: card.owner.as_deref(),
        filter: &card.filter.0,
        deny: card.deny.map(|level| card.levels[level].id.as_str()),
        levels: card.levels.iter().enumerate().map(level).collect(),
        rules: card.rules.iter().zip(&scored.sights).map(rule).collect(),
        entities: scored.entities.len(),
        without_level: at(None),
        day: scores.day.as_deref(),
        path: format!("api/v1/scorecards/{}.json", SitePath::part(&card.id)),
    }
}

fn results<'a>(content: &Content<'a>, scored: &'a Scored, scores: &'a Scores) -> ResultsFile<'a> {
    let rules = &scored.card.rules;
    let exemptions = scored.card.exemptions.iter().enumerate().filter(|(place, _)| scored.used[*place]);
    let exemption = |(place, one): (usize, &'a crate::model::Exemption)| ExemptionFile {
        entities: &one.entities.0,
        rules: one.rules.iter().map(|rule| rules[*rule].id.as_str()).collect(),
        reason: &one.reason,
        approver: &one.approver,
        expires: &one.expires,
        expired: scored.expired[place],
    };
    ResultsFile {
        scorecard: card(scored, scores),
        exemptions: exemptions.map(exemption).collect(),
        results: scored.entities.iter().map(|score| entity(content, scored, score)).collect(),
    }
}

fn entity<'a>(content: &Content<'a>, scored: &'a Scored, score: &EntityScore) -> EntityFile<'a> {
    let one = |(place, result): (usize, &RuleResult)| ResultFile {
        rule: &scored.card.rules[place].id,
        outcome: result.verdict.word(),
        set_aside: result.aside.map(|aside| match aside {
            SetAside::Exempt(_) => "exempt",
            SetAside::NotYet => "not-yet",
        }),
        evidence: evidence(content.catalog, content.observed, score, &scored.sights[place]),
    };
    EntityFile {
        entity: content.catalog[score.entity].id.as_str(),
        level: scored.level_id(score.level),
        percent: score.percent(),
        rules: score.results.iter().enumerate().map(one).collect(),
    }
}

fn evidence<'a>(
    catalog: &'a Catalog,
    observed: &'a Observed,
    score: &EntityScore,
    sight: &Sight,
) -> Vec<EvidenceFile<'a>> {
    let commit = |repo: RepoIndex| catalog[repo].commit.as_ref().map(|commit| commit.id.as_str());
    let facts = sight.facts.iter().filter_map(|key| observed.get(score.entity, key.id)).map(|fact| EvidenceFile {
        fact: Some(fact.key.id),
        repo: &catalog[fact.evidence.repo].name,
        path: fact.evidence.path.as_str(),
        line: Some(fact.evidence.line).filter(|line| *line > 0),
        commit: fact.evidence.commit.as_deref().or(commit(fact.evidence.repo)),
    });
    let origin = &catalog[score.entity].origin;
    let document = sight.document.then(|| EvidenceFile {
        fact: None,
        repo: &catalog[origin.repo].name,
        path: origin.path.as_str(),
        line: Some(origin.line),
        commit: commit(origin.repo),
    });
    facts.chain(document).collect()
}
