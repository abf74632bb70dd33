//! `callboard score`.

use std::process::ExitCode;

use serde_json::{Map, Value};

use super::{
    environment::Environment,
    options::{Common, Seen},
    query::{AnswerFormat, show},
    report,
    settings::{Failure, Session},
};
use crate::{
    diagnostic::{Format, nearest},
    model::{EntityScore, Scored, SetAside, Verdict},
    pipeline::{self, Marks},
    query::{self, Sheet},
};

/// Show how entities do by the scorecards of the configuration, or by those that come with the program
///
/// What is not known never counts as passed. Without `scorecards` in the configuration, the shipped ones are asked:
/// production-readiness, ownership, documentation, security-hygiene and api-quality. Examples:
///
///   callboard score 'kind:component owner:group:default/payments'
///   callboard score --scorecard ownership --by-rule --format csv
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP, verbatim_doc_comment)]
pub struct Args {
    /// Of which entities; the empty query means all
    #[arg(value_name = "QUERY", allow_hyphen_values = true, default_value = "")]
    query: String,

    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    seen: Seen,

    /// Show only these scorecards, separated by commas
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    scorecard: Vec<String>,

    /// Show every rule by itself, instead of levels
    #[arg(long)]
    by_rule: bool,

    /// How the answer is written, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = AnswerFormat::Table)]
    format: AnswerFormat,
}

/// The columns of levels, and of rules.
const LEVELS: [&str; 6] = ["entity", "scorecard", "level", "percent", "fail", "unknown"];
const RULES: [&str; 6] = ["entity", "scorecard", "rule", "outcome", "set-aside", "looks-at"];

/// Reads, judges and prints.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let mut session = Session::begin(&arguments.common, Format::Human, environment)?;
    arguments.seen.narrow(&mut session.config).map_err(Failure::Usage)?;
    let (marks, wrong) = session.run(|surroundings| pipeline::marks(&session.config, surroundings))?;
    for diagnostic in &wrong {
        let place = &diagnostic.place;
        report::note(&format!("{}:{}:{}: {}", place.path, place.line, place.column, diagnostic.message));
    }
    let query = query::parse(&arguments.query, marks.ground.vocabulary())
        .map_err(|error| Failure::Request(error.show(&arguments.query)))?;
    let mut found = query::answer(&marks.ground, &query, marks.today);
    found.sort_unstable();
    let ids = || marks.scores.cards.iter().map(|scored| scored.card.id.as_str());
    if let Some(id) = arguments.scorecard.iter().find(|id| !ids().any(|known| known == **id)) {
        let hint = nearest(id, ids()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        return Err(Failure::Usage(format!("no scorecard is called `{id}`{hint}")));
    }
    let wanted = |scored: &&Scored| arguments.scorecard.is_empty() || arguments.scorecard.contains(&scored.card.id);
    let mut rows = Vec::new();
    for scored in marks.scores.cards.iter().filter(wanted) {
        let own = scored.entities.iter().filter(|score| found.binary_search(&score.entity.0).is_ok());
        for score in own {
            match arguments.by_rule {
                true => rows.extend(rule_rows(&marks, scored, score)),
                false => rows.push(level_row(&marks, scored, score)),
            }
        }
    }
    let (head, noun) = match arguments.by_rule {
        true => (&RULES, ["result", "results"]),
        false => (&LEVELS, ["score", "scores"]),
    };
    report::answer(&written(head, rows, noun, arguments.format));
    Ok(ExitCode::from(u8::from(!wrong.is_empty())))
}

fn written(head: &[&str], rows: Vec<Vec<Value>>, noun: [&'static str; 2], format: AnswerFormat) -> String {
    if format != AnswerFormat::Json {
        return show::show(&Sheet::new(head, rows, noun), format);
    }
    let object = |row: Vec<Value>| -> Value {
        Value::Object(head.iter().map(|name| (*name).to_owned()).zip(row).collect::<Map<_, _>>())
    };
    let objects: Vec<Value> = rows.into_iter().map(object).collect();
    format!("{}\n", serde_json::to_string_pretty(&objects).expect("texts and numbers are always JSON"))
}

fn level_row(marks: &Marks, scored: &Scored, score: &EntityScore) -> Vec<Value> {
    let named = |verdict: Verdict| -> Value {
        let both = scored.card.rules.iter().zip(&score.results);
        let such = both.filter(|(_, result)| result.aside.is_none() && result.verdict == verdict);
        such.map(|(rule, _)| Value::from(rule.id.as_str())).collect()
    };
    vec![
        marks.catalog[score.entity].id.as_str().into(),
        scored.card.id.as_str().into(),
        scored.level_id(score.level).into(),
        score.percent().into(),
        named(Verdict::Fail),
        named(Verdict::Unknown),
    ]
}

/// One row for each rule, with the facts that it looks at and where they show.
fn rule_rows(marks: &Marks, scored: &Scored, score: &EntityScore) -> Vec<Vec<Value>> {
    let row = |place: usize| {
        let result = score.results[place];
        let aside = result.aside.map_or(Value::Null, |aside| match aside {
            SetAside::Exempt(_) => "exempt".into(),
            SetAside::NotYet => "not-yet".into(),
        });
        vec![
            marks.catalog[score.entity].id.as_str().into(),
            scored.card.id.as_str().into(),
            scored.card.rules[place].id.as_str().into(),
            result.verdict.word().into(),
            aside,
            evidence(marks, scored, score, place),
        ]
    };
    (0..score.results.len()).map(row).collect()
}

fn evidence(marks: &Marks, scored: &Scored, score: &EntityScore, rule: usize) -> Value {
    let sight = &scored.sights[rule];
    let fact = |key: &&'static crate::model::FactKey| -> Value {
        let Some(fact) = marks.observed.get(score.entity, key.id) else { return format!("{} unknown", key.id).into() };
        let place = format!("{}/{}", marks.catalog[fact.evidence.repo].name, fact.evidence.path);
        format!("{} {}", key.id, place.trim_end_matches('/')).into()
    };
    let origin = &marks.catalog[score.entity].origin;
    let document = format!("{}/{}:{}", marks.catalog[origin.repo].name, origin.path, origin.line);
    sight.facts.iter().map(fact).chain(sight.document.then(|| document.into())).collect()
}
