//! `callboard query`.

pub(super) mod show;

use std::{path::PathBuf, process::ExitCode};

use clap::{ValueEnum, ValueHint};

use super::{
    environment::Environment,
    options::{Common, Seen},
    report,
    settings::{Failure, Session, site_file},
};
use crate::{
    diagnostic::{Format, nearest},
    pipeline,
    query::{self, Ground, Misspelt, Today, sheet},
};

/// Ask the catalog, and print the entities that a query finds
///
/// The language is described in the manual under "Query language". Examples:
///
///   callboard query 'kind:component lifecycle:production -has:docs'
///   callboard query 'depends-on*:kafka' --format csv --columns ref,owner,updated
///   callboard query 'is:unowned' --group-by kind --site ./site
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP, verbatim_doc_comment)]
pub struct Args {
    /// What to find; the empty query finds everything
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: String,

    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    seen: Seen,

    /// Ask the portal built in this folder, instead of reading sources
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["sources", "config", "audience"])]
    site: Option<PathBuf>,

    /// How the answer is written, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = AnswerFormat::Table)]
    format: AnswerFormat,

    /// What is shown of each entity: fields and relations, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_value = "kind,name,owner,system,lifecycle")]
    columns: Vec<String>,

    /// Count the entities by the values of a field instead of listing them
    #[arg(long, value_name = "FIELD", conflicts_with = "columns")]
    group_by: Option<String>,

    /// Show at most this many
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// How an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerFormat {
    /// Aligned columns for people, and a count.
    Table,
    /// An array of objects.
    Json,
    /// Comma-separated values (RFC 4180).
    Csv,
    /// A table in Markdown.
    Md,
}

/// Reads, asks and prints.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let ground = ground(arguments, environment)?;
    let query = query::parse(&arguments.query, ground.vocabulary())
        .map_err(|error| Failure::Request(error.show(&arguments.query)))?;
    let today = Today::parse(&environment.today).ok_or_else(|| Failure::World("the clock is wrong".to_owned()))?;
    let names = arguments.group_by.as_ref().map_or(arguments.columns.as_slice(), std::slice::from_ref);
    for name in names {
        known(&ground, name)?;
    }
    let found = query::answer(&ground, &query, today);
    let limit = arguments.limit.unwrap_or(usize::MAX);
    let sheet = match &arguments.group_by {
        Some(field) => sheet::groups(&ground, &found, field, limit),
        None => sheet::entities(&ground, &found, &arguments.columns, limit),
    };
    report::answer(&show::show(&sheet, arguments.format));
    if found.is_empty() {
        for Misspelt { written, near } in query::misspelt(&ground, &query) {
            report::note(&format!("nothing has `{written}`; did you mean `{near}`?"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What is asked: a portal that is built, or the sources.
fn ground(arguments: &Args, environment: &Environment) -> Result<Ground, Failure> {
    if let Some(site) = &arguments.site {
        let site = environment.folder.join(site);
        return Ground::read(&mut |path| site_file(&site, path)).map_err(Failure::World);
    }
    let mut session = Session::begin(&arguments.common, Format::Human, environment)?;
    arguments.seen.narrow(&mut session.config).map_err(Failure::Usage)?;
    Ok(session.run(|surroundings| pipeline::ground(&session.config, surroundings))?)
}

/// Refuses a column that is neither field nor relation.
fn known(ground: &Ground, name: &str) -> Result<(), Failure> {
    if ground.vocabulary().has_values(name) {
        return Ok(());
    }
    let names =
        ground.vocabulary().names().iter().map(String::as_str).filter(|name| ground.vocabulary().has_values(name));
    let hint = nearest(name, names).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    Err(Failure::Usage(format!("no field is called `{name}`{hint}")))
}
