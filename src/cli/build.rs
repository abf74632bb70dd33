//! `callboard build`.

use std::{path::PathBuf, process::ExitCode};

use clap::ValueHint;

use super::{
    environment::Environment,
    options::{Common, Place, Telling},
    preview, report,
    settings::{Failure, Session},
    summary,
};
use crate::{
    diagnostic::Severity,
    pipeline::{self, Compared},
};

/// Read all sources and write the portal into a folder
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP)]
pub struct Args {
    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    telling: Telling,

    /// The site folder; it is replaced as a whole, and only when the build succeeds [default: site]
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,

    #[command(flatten)]
    place: Place,

    /// Exit with 1 when there are problems of severity error; the site is written all the same
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    preview: preview::Options,
    /// Build every page anew, and keep nothing of it for the next build
    #[arg(long)]
    no_cache: bool,
}

/// Builds, reports, and says where to look.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let mut session = Session::begin(&arguments.common, arguments.telling.format, environment)?;
    let compared = arguments.preview.apply(&mut session)?;
    let mut portals = arguments.place.portals(&session.config).map_err(Failure::Usage)?;
    if let Some(output) = &arguments.output {
        let [(_, portal)] = portals.as_mut_slice() else {
            return Err(Failure::Usage("`--output` is for one audience; name it with --audience".to_owned()));
        };
        portal.output = environment.folder.join(output);
    }
    if compared.is_some() && portals.iter().any(|(_, portal)| portal.selection.is_some()) {
        // What is compared is everything that is read, and an audience is not to learn of the rest.
        return Err(Failure::Usage("`--base` compares all repositories, and audiences may not see all".to_owned()));
    }
    let mut code = 0;
    for (_, portal) in portals {
        session.config = portal;
        if !arguments.no_cache {
            session.keep();
        }
        code = code.max(one(arguments, &session, compared.as_ref())?);
    }
    Ok(ExitCode::from(code))
}

/// Builds one portal. Gives the exit code.
fn one(arguments: &Args, session: &Session<'_>, compared: Option<&Compared>) -> Result<u8, Failure> {
    let mut outcome = session.run(|surroundings| {
        // A fault in the theme is a wrong setting, and is known before anything is fetched.
        pipeline::inspect_theme(&surroundings.overrides).map_err(Failure::Usage)?;
        pipeline::build(&session.config, surroundings).map_err(Failure::from)
    })?;
    preview::narrow(&mut outcome, compared);
    report::problems(&outcome, session, report::Extent::Foremost);
    report::files(&outcome, session, &arguments.telling)?;
    if !arguments.common.quiet {
        summary::of_build(&outcome, session);
    }
    let errors = outcome.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(u8::from(arguments.strict && errors))
}
