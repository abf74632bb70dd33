//! `callboard serve`: builds, shows the site to this machine alone, and builds again when a file changes.

mod address;
mod answer;
mod server;
mod watch;

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use clap::ValueHint;

use super::{
    environment::Environment,
    options::{Common, Seen, Telling},
    report,
    settings::{Failure, Session},
    summary,
};
use crate::{config::Config, model::Source, pipeline};
use server::{News, Server};
use watch::{Ground, Watch};

/// Build the portal, show it in the browser, and build it again whenever a file changes
///
/// Only this machine is answered. When a build fails, the last good one stays, and the pages say what is wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP)]
pub struct Args {
    #[command(flatten)]
    common: Common,

    #[command(flatten)]
    telling: Telling,

    #[command(flatten)]
    seen: Seen,

    /// The site folder; a folder in the cache unless given
    #[arg(long, short, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,

    /// The port on this machine; 0 takes one that is free
    #[arg(long, value_name = "PORT", default_value_t = 4680)]
    port: u16,

    /// Open the portal in the browser
    #[arg(long)]
    open: bool,
}

/// Builds, serves, and builds again until it is stopped.
#[expect(clippy::infinite_loop, reason = "a preview runs until its reader stops it")]
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let session = begin(arguments, environment)?;
    let site = session.config.output.clone();
    let news = Arc::new(News::default());
    let server = Server::start(arguments.port, site.clone(), Arc::clone(&news)).map_err(Failure::World)?;
    let mut watch = Watch::start(&watched(arguments, environment, &session.config)).map_err(Failure::World)?;
    build(&session, arguments)?;
    report::note(&format!("Your portal: {}", server.url()));
    report::note("It is built again when a file changes; Ctrl+C ends it.");
    if arguments.open {
        open(&server.url());
    }
    loop {
        watch.wait();
        let found = begin(arguments, environment).and_then(|session| {
            watch.renew(&watched(arguments, environment, &session.config)).map_err(Failure::World)?;
            build(&session, arguments)
        });
        match found {
            Ok(()) => news.changed(),
            Err(failure) => {
                report::failure(&failure);
                news.failed(failure.reason());
            }
        }
    }
}

/// Reads the configuration, which may be one of the files that change.
fn begin<'a>(arguments: &'a Args, environment: &'a Environment) -> Result<Session<'a>, Failure> {
    let mut session = Session::begin(&arguments.common, arguments.telling.format, environment)?;
    arguments.seen.narrow(&mut session.config).map_err(Failure::Usage)?;
    session.config.output = match &arguments.output {
        Some(output) => environment.folder.join(output),
        None => session.served(),
    };
    session.keep();
    Ok(session)
}

fn build(session: &Session<'_>, arguments: &Args) -> Result<(), Failure> {
    let outcome = session.run(|surroundings| {
        pipeline::inspect_theme(&surroundings.overrides).map_err(Failure::Usage)?;
        pipeline::build(&session.config, surroundings).map_err(Failure::from)
    })?;
    report::problems(&outcome, session, report::Extent::Foremost);
    if !arguments.common.quiet {
        summary::of_round(&outcome, session);
    }
    Ok(())
}

/// What is watched: sources on this disk, the theme, and the folder of the configuration.
fn watched(arguments: &Args, environment: &Environment, config: &Config) -> Ground {
    let mut folders: Vec<PathBuf> = (config.sources.iter())
        .filter_map(|source| match source {
            Source::Path { path, .. } => Some(path.clone()),
            _ => None,
        })
        .collect();
    folders.extend(config.theme.clone());
    let named = arguments.common.config.as_deref().map(|file| environment.folder.join(file));
    let files = named.into_iter().chain(super::settings::FILES.map(|name| environment.folder.join(name)));
    folders.extend(files.filter(|file| file.is_file()));
    Ground { paths: folders, skip: vec![config.output.clone(), config.cache.clone()] }
}

/// Shows an address in the reader's browser; where that does not work, the address stands on the terminal.
#[expect(clippy::disallowed_methods, reason = "--open asks for it, and the address is the program's own")]
fn open(url: &str) {
    let command = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let _ = std::process::Command::new(command).arg(url).spawn();
}
