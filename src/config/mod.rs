//! `callboard.yaml`. In: the file's text and its folder. Out: a [`Config`], or the places where it is wrong.
//! It must not know what the stages do with it: each gets its own small options from the pipeline.

mod audiences;
mod checked;
mod exports;
mod folders;
mod forge;
mod keys;
mod policies;
mod publication;
mod raw;
mod reader;
mod reports;
mod scorecards;
mod source;
mod sources;
#[cfg(test)]
mod tests;
mod theme;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

pub use folders::matching as folders;
pub use keys::{KEYS, Key};
pub use publication::profile;
pub use reader::CONFIG;
pub use scorecards::all_shipped;
pub use source::source;
pub use theme::theme_files;

use crate::{
    diagnostic::{Diagnostic, Rule, Severity},
    model::{
        Audience, Depth, Exports, Policy, Preview, Publication, RepoPath, SafeUrl, SavedReport, Scorecard, Selection,
        Source,
    },
    yaml::{self, Dialect},
};
use reader::Reader;

/// The rules of this stage.
pub const RULES: [&Rule; 1] = [&CONFIG];

/// The whole configuration, checked, with defaults filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the portal.
    pub title: String,
    /// Where it will be published, when known.
    pub url: Option<SafeUrl>,
    /// Where repositories come from.
    pub sources: Vec<Source>,
    /// How far back their history is read, unless a source says otherwise.
    pub history: Depth,
    /// Globs of catalog files in a repository.
    pub catalog_files: Vec<String>,
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// Severity by rule id; none switches the rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// Questions that the portal answers on pages of their own.
    pub reports: Vec<SavedReport>,
    /// What is allowed of the architecture, and of changes to it.
    pub policies: Vec<Policy>,
    /// What entities are held to.
    pub scorecards: Vec<Scorecard>,
    /// Where the site goes, and what may go there.
    pub publication: Publication,
    /// What programs and other sites are given beside the pages.
    pub exports: Exports,
    /// Whether descriptors of other catalogs are read as entities.
    pub descriptors: bool,
    /// Portals of their own, each made of a part of the sources.
    pub audiences: Vec<Audience>,
    /// The part of the sources that this run is about.
    pub selection: Option<Selection>,
    /// A folder whose files stand in for the theme's own, by the same paths.
    pub theme: Option<PathBuf>,
    /// The site folder.
    pub output: PathBuf,
    /// Where remote repositories are kept between builds.
    pub cache: PathBuf,
    /// What the portal is a preview of; no file says that, the command line does.
    pub preview: Option<Preview>,
    /// A clone that is read in place of the source that it is a clone of; only previews have it.
    pub stand_in: Option<PathBuf>,
}

/// Defaults that depend on the surroundings.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// The working directory, which messages name the file from.
    pub folder: PathBuf,
    /// The ids of all rules.
    pub rules: Vec<&'static str>,
    /// Where remote repositories are kept.
    pub cache: PathBuf,
}

/// Why there is no configuration.
#[derive(Debug)]
pub enum LoadError {
    /// The file cannot be read.
    Unreadable(String),
    /// It is wrong in these places.
    Wrong(Vec<Diagnostic>),
}

/// The site folder unless told otherwise.
const OUTPUT: &str = "site";

/// Catalog files unless told otherwise.
const CATALOG_FILES: [&str; 2] = ["**/catalog-info.yaml", "**/catalog-info.yml"];

impl Config {
    /// What holds without a configuration file.
    pub fn of_sources(sources: Vec<Source>, folder: &Path, defaults: &Defaults) -> Self {
        Self {
            title: source::title(&sources),
            url: None,
            sources,
            history: Depth::default(),
            catalog_files: CATALOG_FILES.map(str::to_owned).to_vec(),
            synonyms: Vec::new(),
            rules: BTreeMap::new(),
            reports: Vec::new(),
            policies: Vec::new(),
            scorecards: Vec::new(),
            publication: Publication::default(),
            exports: Exports::default(),
            descriptors: true,
            audiences: Vec::new(),
            selection: None,
            theme: None,
            output: folder.join(OUTPUT),
            cache: defaults.cache.clone(),
            preview: None,
            stand_in: None,
        }
    }

    /// What holds for the portal of an audience.
    #[must_use]
    pub fn of_audience(&self, audience: &Audience) -> Self {
        Self {
            title: audience.title.clone().unwrap_or_else(|| self.title.clone()),
            url: audience.url.clone(),
            output: audience.output.clone(),
            publication: audience.publication.clone(),
            selection: Some(audience.selection.clone()),
            ..self.clone()
        }
    }
}

/// Reads a configuration file.
///
/// # Errors
/// When the file cannot be read, or says something that makes no sense.
#[expect(clippy::disallowed_methods, reason = "the one place that reads the configuration")]
pub fn load(file: &Path, defaults: &Defaults) -> Result<Config, LoadError> {
    let unreadable = |reason: String| LoadError::Unreadable(format!("{}: {reason}", file.display()));
    let bytes = std::fs::read(file).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable("is no UTF-8 text".to_owned()))?;
    let folder = source::normal(file.parent().unwrap_or(&defaults.folder));
    read(&text, &name_of(file, &defaults.folder), &folder, defaults).map_err(LoadError::Wrong)
}

/// Reads the text of a configuration file that lies in `folder` and is called `name` in messages.
///
/// # Errors
/// When it says something that makes no sense.
pub fn read(text: &str, name: &RepoPath, folder: &Path, defaults: &Defaults) -> Result<Config, Vec<Diagnostic>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = Reader::new(name.clone(), text);
    let documents = yaml::read(text, Dialect::CATALOG);
    for error in documents.iter().flat_map(|document| &document.errors) {
        reader.wrong((error.line, error.column), error.message.clone(), "");
    }
    if let Some(second) = documents.get(1) {
        reader.wrong((second.line, 1), "a configuration is one document", "remove what follows `---`");
    }
    let root = documents.first().and_then(|document| document.root.as_ref());
    let raw = root.map(|root| raw::config(&mut reader, root)).unwrap_or_default();
    let config = checked::config(&mut reader, raw, folder, defaults);
    if reader.diagnostics.is_empty() {
        return Ok(config);
    }
    reader.diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Err(reader.diagnostics)
}

/// The file as seen from the working directory, or its bare name when it lies elsewhere.
fn name_of(file: &Path, folder: &Path) -> RepoPath {
    let below = file.strip_prefix(folder).ok().and_then(Path::to_str);
    let name = below.or_else(|| file.file_name()?.to_str()).unwrap_or("callboard.yaml");
    RepoPath::new(name).unwrap_or_default()
}

/// Reads a severity: `off` gives none.
///
/// # Errors
/// When the word is no severity; the text says which words are.
pub fn severity(word: &str) -> Result<Option<Severity>, String> {
    match word {
        "off" => Ok(None),
        "info" => Ok(Some(Severity::Info)),
        "warning" => Ok(Some(Severity::Warning)),
        "error" => Ok(Some(Severity::Error)),
        other => Err(format!("`{other}` is no severity; write `off`, `info`, `warning` or `error`")),
    }
}
