//! `callboard import`.

mod files;

use std::{path::PathBuf, process::ExitCode};

use clap::ValueHint;

use super::{
    environment::Environment,
    options::Common,
    report,
    settings::{self, Failure, Session},
    summary::plural,
};
use crate::{diagnostic::Format, pipeline};

/// Move in: from Backstage's configuration to a callboard.yaml, and from repositories to descriptors for them
///
/// Without SOURCES, Backstage's `app-config.yaml` and `app-config.production.yaml` become a `callboard.yaml`, each line
/// with where it comes from, and a list of what has no counterpart. With SOURCES, or where there is a `callboard.yaml`
/// already, a `catalog-info.yaml` is proposed for each repository that declares nothing, from what the repository
/// shows. Nothing is overwritten, executed, or taken from the environment.
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP)]
pub struct Args {
    #[command(flatten)]
    common: Common,

    /// Files of Backstage's configuration, the later ones over the earlier; may be repeated
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    app_config: Vec<PathBuf>,

    /// Where files are written, instead of beside the configuration and into the folders of repositories
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: Option<PathBuf>,

    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Looks, writes, and says what is left to do.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let named = !arguments.common.sources.is_empty() || arguments.common.config.is_some();
    let files = files::backstage(&arguments.app_config, environment)?;
    if !arguments.app_config.is_empty() && named {
        let reason = "--app-config writes a configuration, SOURCES ask for descriptors: do one after the other";
        return Err(Failure::Usage(reason.to_owned()));
    }
    let configured = settings::FILES.iter().any(|name| environment.folder.join(name).is_file());
    if !files.is_empty() && !named && (!configured || !arguments.app_config.is_empty()) {
        return configuration(arguments, &files, environment);
    }
    if !named && !configured {
        let reason =
            "there is no app-config.yaml and no callboard.yaml here; name repositories, or `--app-config FILE`";
        return Err(Failure::Usage(reason.to_owned()));
    }
    descriptors(arguments, environment)
}

/// Backstage's configuration.
fn configuration(arguments: &Args, files: &[files::Source], environment: &Environment) -> Result<ExitCode, Failure> {
    let own = files[0].folder.clone();
    let output = arguments.output.as_ref().map_or_else(|| own.clone(), |folder| environment.folder.join(folder));
    let base = if output == own { ".".to_owned() } else { own.display().to_string() };
    let texts: Vec<(String, String)> = files.iter().map(|file| (file.name.clone(), file.text.clone())).collect();
    let imported = pipeline::settings(&texts, &base).map_err(Failure::Usage)?;
    files::put(&output, "callboard.yaml", &settings::FILES, &imported.text, arguments.dry_run)?;
    let names: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
    let found = plural(imported.sources as u64, "source", "sources");
    report::note(&format!("{found} from {}", names.join(" and ")));
    if !imported.left.is_empty() && !arguments.common.quiet {
        report::note("What has no counterpart, or is left to do:");
        imported.left.iter().for_each(|line| report::note(&format!("  {line}")));
    }
    if !arguments.dry_run {
        report::note(
            "Next: look through callboard.yaml, then `callboard check`, and `callboard import` again for repositories without descriptors",
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Descriptors for repositories.
fn descriptors(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let session = Session::begin(&arguments.common, Format::Human, environment)?;
    let found = session.run(|surroundings| pipeline::propose(&session.config, surroundings));
    let output = arguments.output.as_ref().map(|folder| environment.folder.join(folder));
    for (proposal, folder) in &found.proposals {
        let place = match (&output, folder) {
            (None, Some(folder)) => folder.clone(),
            (output, _) => {
                let folder = output.clone().unwrap_or_else(|| environment.folder.join("proposed"));
                folder.join(files::plain(&proposal.repo))
            }
        };
        files::put(
            &place.join(proposal.folder.as_str()),
            "catalog-info.yaml",
            &["catalog-info.yaml", "catalog-info.yml"],
            &proposal.text,
            arguments.dry_run,
        )?;
        let part = if proposal.folder.as_str().is_empty() { "" } else { "/" };
        report::note(&format!("  {}{part}{}: {}", proposal.repo, proposal.folder, proposal.summary));
    }
    let proposed = plural(found.proposals.len() as u64, "descriptor", "descriptors");
    let described = plural(found.described as u64, "repository", "repositories");
    report::note(&format!("{proposed} proposed; {described} with descriptors left alone"));
    Ok(ExitCode::SUCCESS)
}
