//! `callboard diff`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{ValueEnum, ValueHint};

use super::{
    environment::Environment,
    options::{Common, Seen},
    report,
    settings::{Failure, Session},
    site::{Proven, Site, is_address},
};
use crate::{
    collect::{self, Pair},
    diagnostic::{self, Diagnostic, Format, Severity, View},
    pipeline::{self, Built, Compared},
    review::{self, Links, Review},
    rules,
};

/// Show what a change of one repository does to the whole organisation
///
/// BASE and HEAD are branches, tags or commits of the repository in which the command is run, or of --repo. Without
/// HEAD, the work tree is compared as it lies there, uncommitted files included; of a bare repository, its HEAD. As in a
/// pull request, what came to BASE since the two parted is no part of the change, as far as the clone reaches back.
///
/// Two portals that are built are compared as they are, without any sources: each a folder, or the address where it is
/// published; what comes from there is held to the hashes of its manifest.
///
/// All other repositories of the configuration are read once. Where none of its sources is the repository at hand, it
/// counts as one more. Examples:
///
///   callboard diff main
///   callboard diff origin/main HEAD --config ../portal/callboard.yaml --format markdown
///   callboard diff last-week/site site
///   callboard diff https://my-org.github.io/portal/ site
///   callboard diff v1.2.0 v1.3.0 --repo ../payments --fail-on warning
#[derive(Debug, clap::Args)]
#[command(after_help = super::AFTER_HELP, verbatim_doc_comment)]
pub struct Args {
    /// What was before
    #[arg(value_name = "BASE", allow_hyphen_values = false, required_unless_present = "from")]
    base: Option<String>,

    /// What is after [default: the work tree]
    #[arg(value_name = "HEAD")]
    head: Option<String>,

    /// The repository whose revisions they are [default: that of the working directory]
    #[arg(long, value_name = "PATH", value_hint = ValueHint::DirPath)]
    repo: Option<PathBuf>,

    /// Compare nothing, and tell a review that `--format json` wrote
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with_all = ["base", "head", "repo"])]
    from: Option<PathBuf>,

    /// How the review is shown, on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ReviewFormat::Human)]
    format: ReviewFormat,

    /// Also write it in another format, into a file; may be repeated
    #[arg(long, value_name = "FORMAT=FILE", value_parser = filed)]
    also: Vec<(ReviewFormat, PathBuf)>,

    /// Write counts as `name=value` lines, into a file that CI systems read
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    counts: Option<PathBuf>,

    /// From which new problem on the command exits with 1: `deny` counts only denied policies
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Threshold::Error)]
    fail_on: Threshold,

    /// Where the portal of HEAD can be seen; comments link to its pages
    #[arg(long, value_name = "URL")]
    preview_url: Option<String>,

    /// Where the whole review can be seen; comments that leave something out link to it
    #[arg(long, value_name = "URL")]
    details_url: Option<String>,

    #[command(flatten)]
    seen: Seen,

    #[command(flatten)]
    settings: Settings,
}

/// What `build` takes as well.
#[derive(Debug, clap::Args)]
struct Settings {
    /// The configuration file that names all repositories
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,

    /// Read all other repositories from what `callboard collect` wrote; may be repeated
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    fragments: Vec<String>,

    /// Where remote repositories are kept between builds
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    cache: Option<PathBuf>,

    /// Show how long each stage took and the memory it needed, on standard error
    #[arg(long)]
    timings: bool,

    /// No progress
    #[arg(long, short)]
    quiet: bool,
}

/// How a review is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReviewFormat {
    /// Paragraphs for people
    #[value(alias = "terminal")]
    Human,
    /// A comment for a pull request or merge request, shorter than 60 kB
    Markdown,
    /// The whole review as one document
    Json,
    /// GitHub's workflow commands: annotations on files, the ten that matter most of each level
    #[value(alias = "annotations")]
    Github,
    /// New problems in SARIF 2.1.0, for code scanning
    Sarif,
    /// New problems as GitLab's code quality report
    #[value(alias = "codequality")]
    Gitlab,
}

/// What makes the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Threshold {
    /// A denied policy
    Deny,
    /// Any new error
    Error,
    /// Any new warning or error
    Warning,
    /// Nothing
    Never,
}

/// Compares, and tells.
pub fn run(arguments: &Args, environment: &Environment) -> Result<ExitCode, Failure> {
    let settings = &arguments.settings;
    let common = Common {
        sources: Vec::new(),
        fragments: settings.fragments.clone(),
        config: settings.config.clone(),
        rules: Vec::new(),
        cache: settings.cache.clone(),
        threads: None,
        timings: settings.timings,
        quiet: settings.quiet,
    };
    let links = (arguments.preview_url.as_deref(), arguments.details_url.as_deref());
    let Some(base) = &arguments.base else {
        let file = environment.folder.join(arguments.from.as_deref().unwrap_or_else(|| "review.json".as_ref()));
        let review = read(&file)?;
        report::answer(&retold(&review, arguments.format, links, environment.colour)?);
        return Ok(ExitCode::SUCCESS);
    };
    let mut session = Session::begin(&common, Format::Human, environment)?;
    arguments.seen.narrow(&mut session.config).map_err(Failure::Usage)?;
    let repo = environment.folder.join(arguments.repo.as_deref().unwrap_or_else(|| ".".as_ref()));
    let pair = Pair { repo: &repo, base, head: arguments.head.as_deref() };
    let head = arguments.head.as_deref();
    let compared = match portals((base, head), environment) {
        Some(sites) => session.run(|_| compare_portals(&session, (base, head.unwrap_or_default()), sites))?,
        None if [Some(base.as_str()), head].into_iter().flatten().any(is_address) => {
            return Err(Failure::Usage("a portal at an address is compared with another portal: name both".to_owned()));
        }
        None => session
            .run(|surroundings| pipeline::compare(&session.config, surroundings, &pair))
            .map_err(Failure::Usage)?,
    };
    report::answer(&show(arguments.format, &compared, links, &report::view(&compared.folders, environment)));
    let view = report::plain_view(&compared.folders, environment);
    for (format, file) in &arguments.also {
        report::write(environment, file, &show(*format, &compared, links, &view))?;
    }
    if let Some(file) = &arguments.counts {
        report::write(environment, file, &review::counts(&compared.review))?;
    }
    Ok(ExitCode::from(u8::from(fails(arguments.fail_on, &compared.findings))))
}

/// Two portals, when that is what is to be compared: folders that hold one, or addresses.
fn portals((base, head): (&str, Option<&str>), environment: &Environment) -> Option<(Site, Site)> {
    let portal = |name: &str| {
        let site = Site::new(name, &environment.folder);
        let is_one = match &site {
            Site::Folder(folder) => folder.join("api/v1/entities.json").is_file(),
            Site::Web(_) => true,
        };
        is_one.then_some(site)
    };
    Some((portal(base)?, portal(head?)?))
}

fn compare_portals(session: &Session<'_>, names: (&str, &str), (old, new): (Site, Site)) -> Result<Compared, Failure> {
    let (old, new) = (Proven::new(old).map_err(Failure::World)?, Proven::new(new).map_err(Failure::World)?);
    let (read_old, read_new) = (|path: &str| old.read(path), |path: &str| new.read(path));
    let (hash_old, hash_new) = (|path: &str| old.hash(path), |path: &str| new.hash(path));
    let name = |name: &str| if is_address(name) { collect::shown(name) } else { name.to_owned() };
    let base = Built { name: name(names.0), read: &read_old, hash: &hash_old };
    let head = Built { name: name(names.1), read: &read_new, hash: &hash_new };
    pipeline::compare_portals(&session.config, &rules::all(), (&base, &head)).map_err(Failure::World)
}

/// The largest review that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// A review that was written before. Whoever wrote it is not trusted.
#[expect(clippy::disallowed_methods, reason = "the command line names the file")]
fn read(file: &Path) -> Result<Review, Failure> {
    let wrong = |reason: String| Failure::Usage(format!("{}: {reason}", file.display()));
    let size = std::fs::metadata(file).map_err(|error| wrong(error.to_string()))?.len();
    if size > LARGEST {
        return Err(wrong("is too large for a review".to_owned()));
    }
    let bytes = std::fs::read(file).map_err(|error| wrong(error.to_string()))?;
    let review: Review = serde_json::from_slice(&bytes).map_err(|error| wrong(format!("is no review: {error}")))?;
    if review.version != review::VERSION {
        return Err(wrong(format!("is a review of version {}, not {}", review.version, review::VERSION)));
    }
    Ok(review)
}

fn retold(review: &Review, format: ReviewFormat, links: Where<'_>, colour: bool) -> Result<String, Failure> {
    match format {
        ReviewFormat::Human => Ok(review::terminal(review, colour)),
        ReviewFormat::Json => Ok(review::json(review)),
        ReviewFormat::Markdown => Ok(review::markdown(review, &linked(links, BTreeMap::new()))),
        _ => Err(Failure::Usage("a review that is read can be told as human, markdown or json".to_owned())),
    }
}

/// Where the portal can be seen, and where the whole review.
pub type Where<'a> = (Option<&'a str>, Option<&'a str>);

fn linked((preview, details): Where<'_>, sources: BTreeMap<String, String>) -> Links {
    Links { preview: preview.map(str::to_owned), details: details.map(str::to_owned), sources }
}

/// Reads `format=file`.
pub fn filed(text: &str) -> Result<(ReviewFormat, PathBuf), String> {
    let (format, file) = text.split_once('=').ok_or("write it as `format=file`, e.g. `markdown=comment.md`")?;
    Ok((ReviewFormat::from_str(format, false)?, PathBuf::from(file)))
}

/// A comparison in a format.
pub fn show(format: ReviewFormat, compared: &Compared, links: Where<'_>, view: &View) -> String {
    let Compared { review, findings, sources, .. } = compared;
    let format = match format {
        ReviewFormat::Human => return review::terminal(review, view.colour),
        ReviewFormat::Json => return review::json(review),
        ReviewFormat::Markdown => return review::markdown(review, &linked(links, sources.clone())),
        ReviewFormat::Github => Format::Github,
        ReviewFormat::Sarif => Format::Sarif,
        ReviewFormat::Gitlab => Format::Gitlab,
    };
    let findings: Vec<&Diagnostic> = findings.iter().collect();
    diagnostic::show(&findings, format, view)
}

fn fails(threshold: Threshold, findings: &[Diagnostic]) -> bool {
    let worst = |most: Severity| findings.iter().any(|found| found.severity <= most);
    match threshold {
        Threshold::Never => false,
        Threshold::Deny => findings.iter().any(|found| found.rule.id == "policy" && found.severity == Severity::Error),
        Threshold::Error => worst(Severity::Error),
        Threshold::Warning => worst(Severity::Warning),
    }
}
