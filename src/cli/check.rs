//! `callboard check`.

use std::process::ExitCode;

use super::{
    environment::Environment,
    options::{Common, Seen, Telling},
    report,
    settings::{Failure, Session},
    summary,
};
use crate::{diagnostic::Severity, pipeline};

/// Read and resolve everything like `build`, write no site, and show every problem
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP)]
pub struct Args {
    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    telling: Telling,

    #[command(flatten)]
    seen: Seen,
}

/// Checks and reports.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let mut session = Session::begin(&arguments.common, arguments.telling.format, environment)?;
    arguments.seen.narrow(&mut session.config).map_err(Failure::Usage)?;
    let outcome = session.run(|surroundings| pipeline::check(&session.config, surroundings))?;
    report::problems(&outcome, &session, report::Extent::All);
    report::files(&outcome, &session, &arguments.telling)?;
    if !arguments.common.quiet {
        summary::of_check(&outcome, &session);
    }
    let errors = outcome.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(ExitCode::from(u8::from(errors)))
}
