//! `callboard search`.

use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use clap::{ValueEnum, ValueHint};
use serde_json::{Map, Value};

use super::{
    environment::Environment,
    options::{Common, Seen},
    report,
    settings::{Failure, Session, site_file},
};
use crate::{
    diagnostic::{Format, harmless},
    index::{self, Answer, Found},
    pipeline,
};

/// Search everything, and print what is found, the best first
///
/// The results are those of the portal's own search, in the same order. Examples:
///
///   callboard search 'payments api'
///   callboard search '"memory allocation" owner:team-a' --site ./site
///   callboard search 'kafka kind:docs' --limit 3 --format json
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP, verbatim_doc_comment)]
pub struct Args {
    /// What to find; the last word may be cut short unless a space follows it
    #[arg(value_name = "WORDS", allow_hyphen_values = true)]
    words: String,

    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    seen: Seen,

    /// Search the portal built in this folder, instead of reading sources
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["sources", "config", "audience"])]
    site: Option<PathBuf>,

    /// How the results are written, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ResultFormat::Table)]
    format: ResultFormat,

    /// Show at most this many, 200 at the most
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ResultFormat {
    /// Aligned columns for people, and a count.
    Table,
    /// An array of objects: `ref` of an entity or `page`, `title`, `score`.
    Json,
}

/// Reads, searches and prints.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let answer = match &arguments.site {
        Some(site) => {
            let site = environment.folder.join(site);
            index::search(&mut |path| site_file(&site, path), &arguments.words, arguments.limit)
        }
        None => {
            let mut session = Session::begin(&arguments.common, Format::Human, environment)?;
            arguments.seen.narrow(&mut session.config).map_err(Failure::Usage)?;
            let files = session.run(|surroundings| pipeline::index(&session.config, surroundings))?;
            let file = |path: &str| files.get(path).cloned().ok_or_else(|| format!("{path}: not in the index"));
            index::search(&mut |path| file(path), &arguments.words, arguments.limit)
        }
    };
    let answer = answer.map_err(Failure::World)?;
    report::answer(&match arguments.format {
        ResultFormat::Json => json(&answer),
        ResultFormat::Table => table(&answer),
    });
    if arguments.words.chars().nth(index::LONGEST_QUERY).is_some() {
        report::note(&format!(
            "the query is too long: its first {} characters were searched for",
            index::LONGEST_QUERY
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn json(answer: &Answer) -> String {
    let object = |found: &Found| {
        let mut object = Map::new();
        let (key, place) = match &found.reference {
            Some(reference) => ("ref", reference),
            None => ("page", &found.page),
        };
        object.insert(key.to_owned(), Value::from(place.as_str()));
        object.insert("title".to_owned(), Value::from(found.title.as_str()));
        object.insert("score".to_owned(), Value::from(found.score));
        Value::Object(object)
    };
    let objects: Vec<Value> = answer.found.iter().map(object).collect();
    let text = serde_json::to_string_pretty(&objects).expect("texts and numbers are always JSON");
    format!("{text}\n")
}

/// Score, title, and where it is.
fn table(answer: &Answer) -> String {
    let width = answer.found.iter().map(|found| found.title.chars().count().min(60)).max().unwrap_or_default();
    let mut table = String::new();
    for found in &answer.found {
        let title: String = found.title.chars().take(60).collect();
        let place = found.reference.as_ref().unwrap_or(&found.page);
        writeln!(table, "{:>6.2}  {:width$}  {}", found.score, harmless(&title), harmless(place))
            .expect("a string takes all text");
    }
    let (shown, total) = (answer.found.len(), answer.total);
    let of = if shown < total { format!("{shown} of ") } else { String::new() };
    let noun = if total == 1 { "result" } else { "results" };
    format!("{table}{}{of}{total} {noun}\n", if shown > 0 { "\n" } else { "" })
}
