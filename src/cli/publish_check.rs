//! `callboard publish-check`.

use std::{collections::BTreeMap, process::ExitCode};

use clap::ValueEnum;

use super::{
    environment::Environment,
    options::{Common, Place},
    report,
    settings::{Failure, Session},
};
use crate::{
    diagnostic::Format,
    pipeline,
    publish::{Case, Verdict},
};

/// Say whether the sources may go where the site goes, and why; nothing is read of them or written
///
/// What is private on its forge, or of which that cannot be told, is not published where everyone reads unless the
/// configuration names it in `publish.allow`. Exits with 5 when a source may not go there.
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP)]
pub struct Args {
    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    place: Place,

    /// How the answer is written, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = VerdictFormat::Table)]
    format: VerdictFormat,
}

/// How a verdict is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum VerdictFormat {
    /// For people
    Table,
    /// For programs
    Json,
}

/// As many sources as a refusal names; `publish-check` shows all.
const NAMED: usize = 20;

/// Asks and explains.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let mut session = Session::begin(&arguments.common, Format::Human, environment)?;
    let mut verdicts = Vec::new();
    for (name, config) in arguments.place.portals(&session.config).map_err(Failure::Usage)? {
        session.config = config;
        verdicts.push((name, session.run(|surroundings| pipeline::publish_check(&session.config, surroundings))));
    }
    report::answer(&match arguments.format {
        VerdictFormat::Table => verdicts.iter().map(|(name, verdict)| section(name.as_deref(), verdict)).collect(),
        VerdictFormat::Json => json(&verdicts) + "\n",
    });
    let publishable = verdicts.iter().all(|(_, verdict)| verdict.publishable);
    Ok(ExitCode::from(if publishable { 0 } else { 5 }))
}

/// One verdict, or those of all audiences by their names.
fn json(verdicts: &[(Option<String>, Verdict)]) -> String {
    let written = match verdicts {
        [(None, verdict)] => serde_json::to_string_pretty(verdict),
        _ => {
            let named = verdicts.iter().map(|(name, verdict)| (name.as_deref().unwrap_or_default(), verdict));
            serde_json::to_string_pretty(&named.collect::<BTreeMap<_, _>>())
        }
    };
    written.expect("keys are strings and memory takes what is written")
}

fn section(name: Option<&str>, verdict: &Verdict) -> String {
    let head = name.map(|name| format!("# {name}\n\n")).unwrap_or_default();
    format!("{head}{}", table(verdict)).lines().map(|line| report::harmless(line) + "\n").collect()
}

/// Why a build is refused, in lines.
pub fn refusal(verdict: &Verdict) -> String {
    let refused = refused(verdict);
    let mut text = format!("error: refused to publish: {}\n", destination(verdict));
    for case in refused.iter().take(NAMED) {
        text.push_str(&format!("  {} is {} ({})\n", case.repo, case.visibility, case.evidence));
    }
    if refused.len() > NAMED {
        text.push_str(&format!("  and {} more\n", refused.len() - NAMED));
    }
    text + "hint: `callboard publish-check` shows all sources and what to write"
}

fn refused(verdict: &Verdict) -> Vec<&Case> {
    verdict.sources.iter().filter(|case| !case.publishable).collect()
}

fn destination(verdict: &Verdict) -> String {
    let place = &verdict.destination;
    let whom = if place.public { "everyone may read it" } else { "not everyone may read it" };
    format!("the site goes to {}, {whom} ({})", place.profile, place.evidence)
}

fn table(verdict: &Verdict) -> String {
    let mut text = capitalised(&destination(verdict)) + ".\n\n";
    let outcome = |case: &Case| match (&case.allowed_by, case.publishable) {
        (_, false) => "refused".to_owned(),
        (Some(pattern), true) => format!("allowed by `{pattern}`"),
        (None, true) => "published".to_owned(),
    };
    let rows: Vec<[String; 4]> = verdict
        .sources
        .iter()
        .map(|case| [case.repo.clone(), case.visibility.to_string(), outcome(case), case.evidence.clone()])
        .collect();
    let head = ["Source", "Visibility", "Verdict", "How it is known"].map(str::to_owned);
    let width =
        |column: usize| rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1), width(2)];
    for row in std::iter::once(&head).chain(&rows) {
        for (cell, width) in row.iter().zip(widths) {
            text.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(&row[3]);
        text.push('\n');
    }
    for pattern in &verdict.unused {
        text.push_str(&format!("\n`{pattern}` of `publish.allow` is the name of no source.\n"));
    }
    text + &advice(verdict)
}

/// What to write, if the refused sources are meant to be published.
fn advice(verdict: &Verdict) -> String {
    let refused = refused(verdict);
    if refused.is_empty() {
        return "\nNothing stands against publishing.\n".to_owned();
    }
    let lines: String = refused
        .iter()
        .map(|case| {
            let pattern = globset::escape(&case.repo);
            format!("    - {}\n", serde_json::to_string(&pattern).expect("a string is JSON"))
        })
        .collect();
    format!(
        "\nRefused: {} of {}. Leave them out of `sources`; or, if everyone may know all that they hold, write:\n\n\
         publish:\n  allow:\n{lines}\n\
         Or, if the place is open to members alone, say so with `publish.public: false`.\n",
        refused.len(),
        verdict.sources.len()
    )
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
