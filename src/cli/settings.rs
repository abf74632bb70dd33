//! From arguments and environment to what the pipeline needs.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use sha2::{Digest, Sha256};

use super::{environment::Environment, options::Common, progress::Bar, report, stopwatch::Stopwatch};
use crate::{
    config::{self, Config, Defaults},
    diagnostic::{Diagnostic, Format},
    model::Source,
    pipeline::{Halt, Keeping, Surroundings},
    rules,
};

/// Why a run came to no result.
#[derive(Debug)]
pub enum Failure {
    /// The arguments do not make sense.
    Usage(String),
    /// The configuration is wrong in these places.
    Configuration(Vec<Diagnostic>, Format),
    /// What is asked for makes no sense: where, why, and what may be meant, in lines.
    Request(String),
    /// Disk or network.
    World(String),
    /// The site does not fit where it goes: each limit that it exceeds.
    Limit(Vec<String>),
    /// The site may not go where it goes: why, in lines.
    Refused(String),
}

impl From<Halt> for Failure {
    fn from(halt: Halt) -> Self {
        match halt {
            Halt::World(reason) => Self::World(reason),
            Halt::Limit(excess) => Self::Limit(excess),
            Halt::Wrong(diagnostic) => Self::Configuration(vec![*diagnostic], Format::Human),
            Halt::Refused(verdict) => Self::Refused(super::publish_check::refusal(&verdict)),
        }
    }
}

impl Failure {
    /// The reason for people, in lines.
    pub fn reason(&self) -> String {
        match self {
            Self::Usage(reason) | Self::Request(reason) | Self::World(reason) => reason.clone(),
            Self::Refused(reason) => reason.clone(),
            Self::Limit(excess) => excess.join("\n"),
            Self::Configuration(..) => "the configuration is wrong".to_owned(),
        }
    }

    /// The exit code that it becomes.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Usage(_) | Self::Configuration(..) | Self::Request(_) => 2,
            Self::World(_) => 3,
            Self::Limit(_) => 4,
            Self::Refused(_) => 5,
        })
    }
}

/// One run of a command.
#[derive(Debug)]
pub struct Session<'a> {
    /// The configuration, arguments applied.
    pub config: Config,
    /// Clock and stage times.
    pub stopwatch: Stopwatch,
    /// The shared arguments.
    pub common: &'a Common,
    /// How problems are shown.
    pub format: Format,
    /// Whether nothing said what to read, so that it is the working directory.
    pub unnamed: bool,
    /// The environment.
    pub environment: &'a Environment,
    overrides: Vec<(String, Vec<u8>)>,
    kept: Option<Keeping>,
}

/// Files that are looked for when no argument names one.
pub const FILES: [&str; 2] = ["callboard.yaml", ".callboard.yaml"];

impl<'a> Session<'a> {
    /// Reads the configuration and sets the thread count.
    pub fn begin(common: &'a Common, format: Format, environment: &'a Environment) -> Result<Self, Failure> {
        let (mut config, unnamed) = configuration(common, format, environment)?;
        if let Some(cache) = &common.cache {
            config.cache = environment.folder.join(cache);
        }
        config.rules.extend(common.rules.iter().cloned());
        let overrides = match &config.theme {
            Some(folder) => config::theme_files(folder).map_err(Failure::Usage)?,
            None => Vec::new(),
        };
        if let Some(threads) = common.threads {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
            // A preview begins many sessions, and the threads are those of the first.
            if let Err(error) = pool.build_global()
                && rayon::current_num_threads() != usize::from(threads)
            {
                return Err(Failure::World(error.to_string()));
            }
        }
        Ok(Self { config, stopwatch: Stopwatch::start(), common, format, unnamed, environment, overrides, kept: None })
    }

    /// The folder in which a preview of these sources grows: in the cache, so that no source holds it.
    pub fn served(&self) -> PathBuf {
        let named = self.common.config.as_ref().map(|file| self.environment.folder.join(file));
        let (sources, part) = (&self.common.sources, &self.config.selection);
        let what = format!("{:?} {named:?} {sources:?} {part:?}", self.environment.folder);
        self.config.cache.join(hex(what.as_bytes())).with_extension("preview")
    }

    /// Keeps work for the next build of the same site, beside the repositories that are kept.
    pub fn keep(&mut self) {
        let site = std::path::absolute(&self.config.output).unwrap_or_else(|_| self.config.output.clone());
        let name = hex(site.to_string_lossy().as_bytes());
        let folder = self.config.cache.clone();
        let inventory = folder.join(&name).with_extension("inventory");
        self.kept = program().map(|program| Keeping { folder, name, inventory, program });
    }

    /// Runs a pipeline with progress shown.
    pub fn run<T>(&self, work: impl FnOnce(&Surroundings<'_>) -> T) -> T {
        let bar = Bar::new(self.environment, self.common.quiet);
        let stage = |name| {
            self.stopwatch.stage(name);
            bar.stage(name);
        };
        let result = work(&Surroundings {
            tokens: self.environment.tokens.clone(),
            pages: self.environment.pages.clone(),
            today: self.environment.today.clone(),
            overrides: self.overrides.clone(),
            progress: &bar,
            stage: &stage,
            kept: self.kept.clone(),
        });
        self.stopwatch.stop();
        bar.finish();
        if self.common.timings {
            report::lines(&self.stopwatch.table());
        }
        result
    }
}

/// A short name for something long.
fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The hash of this very program.
#[expect(clippy::disallowed_methods, reason = "the program reads itself, so that another one does not use its cache")]
fn program() -> Option<[u8; 32]> {
    let bytes = std::fs::read(std::env::current_exe().ok()?).ok()?;
    Some(Sha256::digest(bytes).into())
}

/// The configuration that the arguments ask for, and whether nothing said what to read.
fn configuration(common: &Common, format: Format, environment: &Environment) -> Result<(Config, bool), Failure> {
    let folder = &environment.folder;
    let defaults = Defaults { folder: folder.clone(), rules: rules::ids(), cache: environment.cache.clone() };
    let sources = sources(common, folder).map_err(Failure::Usage)?;
    let named = common.config.as_ref().map(|file| folder.join(file));
    let file = named.or_else(|| if common.sources.is_empty() { found_file(folder) } else { None });
    let Some(file) = file else {
        let unnamed = sources.is_empty();
        let sources = if unnamed { vec![Source::folder(folder)] } else { sources };
        return Ok((Config::of_sources(sources, folder, &defaults), unnamed));
    };
    let mut config = config::load(&file, &defaults).map_err(|error| match error {
        config::LoadError::Unreadable(reason) => Failure::Usage(reason),
        config::LoadError::Wrong(diagnostics) => Failure::Configuration(diagnostics, format),
    })?;
    if !sources.is_empty() {
        let oldest = config.sources.iter().find_map(|source| match source {
            Source::Fragments { oldest, .. } => *oldest,
            _ => None,
        });
        config.sources = sources;
        if let Some(Source::Fragments { oldest: own, .. }) = config.sources.last_mut() {
            *own = oldest;
        }
    }
    Ok((config, false))
}

/// The sources that the arguments name, and what was collected elsewhere.
fn sources(common: &Common, folder: &Path) -> Result<Vec<Source>, String> {
    let mut sources: Vec<Source> =
        common.sources.iter().map(|text| config::source(text, folder)).collect::<Result<_, _>>()?;
    let mut folders = Vec::new();
    for pattern in &common.fragments {
        folders.extend(config::folders(pattern, folder)?);
    }
    if !folders.is_empty() {
        sources.push(Source::Fragments { folders, oldest: None });
    }
    Ok(sources)
}

fn found_file(folder: &Path) -> Option<PathBuf> {
    FILES.iter().map(|name| folder.join(name)).find(|file| file.is_file())
}

/// Reads a file of a portal that is built.
#[expect(clippy::disallowed_methods, reason = "the command line names the site that is read")]
pub fn site_file(site: &Path, path: &str) -> Result<Vec<u8>, String> {
    let file = site.join(path);
    std::fs::read(&file).map_err(|error| format!("{}: {error}; is this the folder of a portal?", file.display()))
}
