//! `callboard verify`.

use std::{path::Path, process::ExitCode};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::{
    environment::Environment,
    report,
    settings::Failure,
    site::{self, Site},
    summary::plural,
};
use crate::{
    collect, emit,
    model::{Ledger, Written},
    publish::{self, Listed, Manifest},
};

/// Compare a site with the manifest of hashes that it was built with
///
/// Files that are missing, changed or extra are named, one on a line. On a server, only the files of the manifest can be
/// looked at.
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP)]
pub struct Args {
    /// The folder of a portal, or the address where it is published
    #[arg(value_name = "SITE")]
    site: String,

    /// The one hash that the site must have, as its build printed it: a manifest of someone else is then no use
    #[arg(long, value_name = "HASH")]
    expect: Option<String>,

    /// Print nothing when all is well
    #[arg(long, short)]
    quiet: bool,
}

/// Compares.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let site = Site::new(&arguments.site, &environment.folder);
    let mut manifest = Manifest::parse(&site.manifest().map_err(Failure::World)?).map_err(Failure::Usage)?;
    let found = match &site {
        Site::Folder(folder) => of_folder(folder).map_err(Failure::World)?,
        Site::Web(root) => {
            // Hosts read it and keep it to themselves.
            manifest.files.remove("_headers");
            of_web(root, &manifest)
        }
    };
    let mut lines = publish::difference(&manifest, &found);
    if let Some(expected) = arguments.expect.as_ref().filter(|expected| !expected.eq_ignore_ascii_case(&manifest.site))
    {
        lines.insert(0, format!("another site: its hash is {}, not {expected}", manifest.site));
    }
    report::answer(&lines.iter().map(|line| report::harmless(line) + "\n").collect::<String>());
    let well = lines.is_empty();
    if !well {
        let differences = plural(lines.len() as u64, "difference", "differences");
        report::note(&format!("{differences} from what was built"));
    } else if !arguments.quiet {
        report::note(&format!("{} files are as they were built; site {}", manifest.files.len(), manifest.site));
    }
    Ok(ExitCode::from(u8::from(!well)))
}

fn of_folder(folder: &Path) -> Result<Ledger, String> {
    emit::read(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// What a server has of the files that the manifest lists.
fn of_web(root: &str, manifest: &Manifest) -> Ledger {
    let fetch = |(path, listed): (&String, &Listed)| {
        // One byte more tells that there is more.
        let bytes = collect::download_start(&site::address(root, path), listed.size.saturating_add(1)).ok()?;
        Some((path.clone(), Written { size: bytes.len() as u64, sha256: Sha256::digest(&bytes).into() }))
    };
    Ledger { files: manifest.files.par_iter().filter_map(fetch).collect() }
}
