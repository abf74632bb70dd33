//! `callboard collect`.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::ValueHint;

use super::{
    environment::Environment,
    options::{Common, Telling},
    report,
    settings::{Failure, Session},
    summary,
};
use crate::{
    model::Source,
    pipeline::{self, Fragment, Plan},
};

/// Read sources, or one shard of them, and write what was read as a fragment to build from
///
/// A fragment holds the files and the history of repositories, and hashes of all of it: no settings, no access tokens, no
/// paths of this machine. `callboard build --fragments` makes of all fragments together the same site as one build
/// of all sources. Examples:
///
///   callboard collect                                 a checkout in its own CI, named as its origin is
///   callboard collect --shard 3/8                     the third of eight parts of what callboard.yaml names
///   callboard build --fragments 'fragments/*'         the portal of all parts
///   callboard collect --plan plan.json                only lists what forges have, once for all parts:
///   callboard collect --from plan.json --shard 3/8    a part of what was listed
///
/// Repositories that cannot be read do not fail the command: their problems travel in the fragment.
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP, verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    telling: Telling,

    /// The folder of the fragment; one that lies there is replaced
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath, default_value = "fragment")]
    output: PathBuf,

    /// Which part to collect, e.g. `3/8`; each repository belongs to one, by its address
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<(u32, u32)>,

    /// Only list: ask the forges for their repositories, and write what they say to FILE
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["shard", "from", "url"])]
    plan: Option<PathBuf>,

    /// Read what --plan listed, so that all shards agree and the forges are asked once
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    from: Option<PathBuf>,

    /// Read the one source, a clone, as if it were read at URL; without SOURCES and callboard.yaml, its `origin` says so
    #[arg(long = "as", value_name = "URL", value_hint = ValueHint::Url, conflicts_with = "shard")]
    url: Option<String>,
}

/// Collects, reports, and says where the fragment is.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let mut session = Session::begin(&arguments.common, arguments.telling.format, environment)?;
    if let Some(file) = &arguments.plan {
        return plan(&session, &environment.folder.join(file));
    }
    as_cloned(arguments, &mut session)?;
    let plan = arguments.from.as_ref().map(|file| Plan::read(&environment.folder.join(file))).transpose();
    let plan = plan.map_err(Failure::Usage)?;
    let output = environment.folder.join(&arguments.output);
    let fragment = Fragment { output: output.clone(), shard: arguments.shard };
    let (outcome, of) = session
        .run(|surroundings| pipeline::fragment(&session.config, surroundings, plan, &fragment))
        .map_err(Failure::World)?;
    report::problems(&outcome, &session, report::Extent::All);
    report::files(&outcome, &session, &arguments.telling)?;
    if !arguments.common.quiet {
        summary::of_collect(&outcome, of, &output, &session);
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes what forges list to a file.
fn plan(session: &Session<'_>, file: &Path) -> Result<ExitCode, Failure> {
    let plan = session.run(|surroundings| pipeline::plan(&session.config, surroundings)).map_err(Failure::World)?;
    plan.write(file).map_err(Failure::World)?;
    if !session.common.quiet {
        report::note(&format!("{} repositories on forges are listed in {}", plan.repositories(), file.display()));
    }
    Ok(ExitCode::SUCCESS)
}

/// A clone is read as what it is a clone of, when that is asked for or nothing is.
fn as_cloned(arguments: &Args, session: &mut Session<'_>) -> Result<(), Failure> {
    if arguments.url.is_none() && !session.unnamed {
        return Ok(());
    }
    let [Source::Path { path, revision: None, .. }] = session.config.sources.as_slice() else {
        let reason = "--as names the one folder that is read; name that folder, and no other source";
        return Err(Failure::Usage(reason.to_owned()));
    };
    if let Some(url) = &arguments.url {
        crate::config::source(url, &session.environment.folder)
            .ok()
            .filter(|source| matches!(source, Source::Remote { revision: None, .. }))
            .ok_or_else(|| Failure::Usage("--as takes the address of a repository".to_owned()))?;
    }
    session.config.sources = vec![Source::Clone { path: path.clone(), url: arguments.url.clone() }];
    Ok(())
}

fn shard(text: &str) -> Result<(u32, u32), String> {
    let wrong = || "write it as `I/N`, e.g. `3/8` for the third of eight parts".to_owned();
    let (number, of) = text.split_once('/').ok_or_else(wrong)?;
    let shard: (u32, u32) = (number.trim().parse().map_err(|_| wrong())?, of.trim().parse().map_err(|_| wrong())?);
    if shard.0 < 1 || shard.0 > shard.1 || shard.1 > 10_000 {
        return Err(wrong());
    }
    Ok(shard)
}
