//! `callboard init`.

mod plan;
mod seen;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{ValueEnum, ValueHint};

use super::{
    environment::Environment,
    options::Common,
    report,
    settings::{Failure, Session},
};
use crate::{diagnostic::Format, model::Forge, pipeline};
use seen::Seen;

/// Look at what is here, and write a configuration and what builds it in CI
///
/// Reads the address of the git remote, catalog files, documents and Backstage's `app-config.yaml`, and writes
/// `callboard.yaml` with workflows for GitHub or a pipeline for GitLab. A file that is there is never touched.
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP)]
pub struct Args {
    /// The folder that the portal's configuration is for
    #[arg(value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    folder: PathBuf,

    /// Where it will be built, when its git remote does not tell
    #[arg(long, value_enum, value_name = "FORGE")]
    ci: Option<Ci>,

    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What builds portals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Ci {
    /// GitHub Actions
    Github,
    /// GitLab CI
    Gitlab,
    /// Something else, or nothing
    None,
}

/// Looks, writes, and says what comes next.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let folder = environment.folder.join(&arguments.folder);
    if !folder.is_dir() {
        return Err(Failure::Usage(format!("{} is no folder", arguments.folder.display())));
    }
    let mut seen = look(&folder, environment)?;
    match arguments.ci {
        Some(Ci::Github) => seen.forge = Some(Forge::GitHub),
        Some(Ci::Gitlab) => seen.forge = Some(Forge::GitLab),
        Some(Ci::None) => seen.forge = None,
        None => {}
    }
    report::note(&seen.sentence());
    for file in plan::files(&seen) {
        put(&folder, &file, arguments.dry_run)?;
    }
    if !arguments.dry_run {
        let entered = arguments.folder != Path::new(".");
        let first = entered.then(|| format!("cd {}", arguments.folder.display()));
        let steps: Vec<String> = first.into_iter().chain(plan::steps(&seen)).collect();
        report::note("");
        report::note("What comes next:");
        steps.iter().zip(1..).for_each(|(step, number)| report::note(&format!("  {number}. {step}")));
    }
    Ok(ExitCode::SUCCESS)
}

/// What is in the folder, or in the repositories that are checked out below it.
fn look(folder: &Path, environment: &Environment) -> Result<Seen, Failure> {
    let below = checkouts(folder);
    let many = !folder.join(".git").exists() && !below.is_empty();
    let sources = if many { below } else { vec![folder.to_owned()] };
    let common = Common {
        fragments: Vec::new(),
        sources: sources.iter().map(|path| path.display().to_string()).collect(),
        config: None,
        rules: Vec::new(),
        cache: None,
        threads: None,
        timings: false,
        quiet: true,
    };
    let session = Session::begin(&common, Format::Human, environment)?;
    let survey = session.run(|surroundings| pipeline::survey(&session.config, surroundings, &seen::FILES));
    let name = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = name.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Seen::new(survey, many, &name))
}

/// Folders that are git work trees.
#[expect(clippy::disallowed_methods, reason = "the command line looks at what lies in the folder that it is given")]
fn checkouts(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| path.join(".git").exists()).collect();
    found.sort();
    found
}

/// Writes a file unless something is there.
#[expect(clippy::disallowed_methods, reason = "the command line writes what it was asked to")]
fn put(folder: &Path, file: &plan::File, dry: bool) -> Result<(), Failure> {
    let path = folder.join(file.path);
    if let Some(there) = file.unless.iter().find(|name| folder.join(name).symlink_metadata().is_ok()) {
        report::note(&format!("{there} is there and stays as it is"));
        return Ok(());
    }
    if dry {
        report::note(&format!("would write {}:", file.path));
        report::answer(&file.text);
        return Ok(());
    }
    let failed = |error: std::io::Error| Failure::World(format!("{}: {error}", path.display()));
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(failed)?;
    }
    let mut options = std::fs::OpenOptions::new();
    let mut opened = options.write(true).create_new(true).open(&path).map_err(failed)?;
    std::io::Write::write_all(&mut opened, file.text.as_bytes()).map_err(failed)?;
    report::note(&format!("wrote {}", file.path));
    Ok(())
}
