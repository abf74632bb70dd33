//! `callboard facts`.

use std::process::ExitCode;

use serde_json::{Map, Value};

use super::{
    environment::Environment,
    options::Common,
    query::{AnswerFormat, show},
    report,
    settings::{Failure, Session},
};
use crate::{
    diagnostic::{Format, nearest},
    model::{Catalog, FACT_KEYS, Fact, FactValue, fact_key},
    pipeline,
    query::{self, Sheet, Today},
};

/// Show what repositories themselves tell of entities, each with where it shows
///
/// What is not known is not listed; 0 and an empty value say that there is none. Every key is a field of the query
/// language, too. Examples:
///
///   callboard facts 'kind:component' --key languages,license
///   callboard facts --key codeowners-coverage --format csv
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP, verbatim_doc_comment)]
pub struct Args {
    /// Of which entities; the empty query means all
    #[arg(value_name = "QUERY", allow_hyphen_values = true, default_value = "")]
    query: String,

    #[command(flatten)]
    common: Common,

    /// Show only these keys, separated by commas
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    key: Vec<String>,

    /// How facts are written, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = AnswerFormat::Table)]
    format: AnswerFormat,
}

/// The columns for people, and for tables.
const HEAD: [&str; 6] = ["entity", "key", "value", "source", "observed", "evidence"];

/// Reads, asks and prints.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    arguments.key.iter().try_for_each(|key| known(key))?;
    let session = Session::begin(&arguments.common, Format::Human, environment)?;
    let inventory = session.run(|surroundings| pipeline::inventory(&session.config, surroundings));
    let query = query::parse(&arguments.query, inventory.ground.vocabulary())
        .map_err(|error| Failure::Request(error.show(&arguments.query)))?;
    let today = Today::parse(&environment.today).ok_or_else(|| Failure::World("the clock is wrong".to_owned()))?;
    let mut found = query::answer(&inventory.ground, &query, today);
    found.sort_unstable();
    let wanted = |fact: &&Fact| {
        found.binary_search(&fact.entity.0).is_ok()
            && (arguments.key.is_empty() || arguments.key.iter().any(|key| key == fact.key.id))
    };
    let facts: Vec<&Fact> = inventory.observed.all().iter().filter(wanted).collect();
    let catalog = &inventory.catalog;
    let text = match arguments.format {
        AnswerFormat::Json => {
            let objects: Vec<Value> = facts.iter().map(|fact| object(catalog, fact)).collect();
            format!("{}\n", serde_json::to_string_pretty(&objects).expect("texts and numbers are always JSON"))
        }
        format => {
            let rows = facts.iter().map(|fact| row(catalog, fact)).collect();
            show::show(&Sheet::new(&HEAD, rows, ["fact", "facts"]), format)
        }
    };
    report::answer(&text);
    Ok(ExitCode::SUCCESS)
}

/// Refuses a key that does not exist.
fn known(key: &str) -> Result<(), Failure> {
    if fact_key(key).is_some() {
        return Ok(());
    }
    let hint = nearest(key, FACT_KEYS.iter().map(|key| key.id)).map_or_else(
        || format!("; there are {}", FACT_KEYS.iter().map(|key| key.id).collect::<Vec<_>>().join(", ")),
        |near| format!("; did you mean `{near}`?"),
    );
    Err(Failure::Usage(format!("no fact is called `{key}`{hint}")))
}

/// When the commit was made that was read.
fn observed<'c>(catalog: &'c Catalog, fact: &Fact) -> Option<&'c str> {
    catalog[fact.evidence.repo].commit.as_ref().map(|commit| commit.time.as_str())
}

fn row(catalog: &Catalog, fact: &Fact) -> Vec<Value> {
    let evidence = &fact.evidence;
    let mut place = format!("{}/{}", catalog[evidence.repo].name, evidence.path).trim_end_matches('/').to_owned();
    if evidence.line > 0 {
        place = format!("{place}:{}", evidence.line);
    }
    if let Some(commit) = &evidence.commit {
        place = format!("{place}@{}", commit.get(..10).unwrap_or(commit));
    }
    let value = match &fact.value {
        FactValue::Shares(shares) => {
            let whole = shares.iter().map(|(_, part)| part).sum::<u64>().max(1);
            let share = |(name, part): &(String, u64)| {
                let tenths = part * 1000 / whole;
                Value::from(format!("{name} {}.{}%", tenths / 10, tenths % 10))
            };
            Value::Array(shares.iter().map(share).collect())
        }
        value => json(value),
    };
    let day = observed(catalog, fact).and_then(|time| time.get(..10));
    let text = |text: &str| Value::from(text);
    vec![
        text(catalog[fact.entity].id.as_str()),
        text(fact.key.id),
        value,
        text(fact.key.basis.name()),
        day.map_or(Value::Null, Value::from),
        Value::from(place),
    ]
}

fn json(value: &FactValue) -> Value {
    match value {
        FactValue::Number(number) => (*number).into(),
        FactValue::Text(text) => text.as_str().into(),
        FactValue::List(items) => items.clone().into(),
        FactValue::Shares(shares) => {
            Value::Object(shares.iter().map(|(name, part)| (name.clone(), Value::from(*part))).collect())
        }
    }
}

/// A fact as `api/v1/facts` has it.
fn object(catalog: &Catalog, fact: &Fact) -> Value {
    let evidence = &fact.evidence;
    let commit = evidence.commit.as_ref().or(catalog[evidence.repo].commit.as_ref().map(|commit| &commit.id));
    let mut object = Map::new();
    let line = Some(evidence.line).filter(|line| *line > 0);
    for (name, value) in [
        ("entity", Value::from(catalog[fact.entity].id.as_str())),
        ("key", fact.key.id.into()),
        ("value", json(&fact.value)),
        ("source", fact.key.basis.name().into()),
        ("observedAt", observed(catalog, fact).map_or(Value::Null, Value::from)),
        (
            "evidence",
            serde_json::json!({
                "repo": catalog[evidence.repo].name, "path": evidence.path.as_str(), "line": line, "commit": commit,
                "url": catalog.evidence_url(evidence).map(|url| url.as_str().to_owned()),
            }),
        ),
    ] {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}
