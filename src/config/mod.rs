//! `callboard.yaml`. In: the file's text and its folder. Out: a [`Config`], or the places where it is wrong.
//! It must not know what the stages do with it: each gets its own small options from the pipeline.

mod source;
mod theme;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

pub use source::source;
pub use theme::theme_files;

use crate::{
    diagnostic::{Diagnostic, Severity},
    model::{SafeUrl, Source},
};

/// The whole configuration, checked, with defaults filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// Name of the portal.
    pub title: String,
    /// Where it will be published, when known.
    pub url: Option<SafeUrl>,
    /// Where repositories come from.
    pub sources: Vec<Source>,
    /// Globs of catalog files in a repository.
    pub catalog_files: Vec<String>,
    /// Severity by rule id; none switches the rule off.
    pub rules: BTreeMap<String, Option<Severity>>,
    /// A folder whose files stand in for the theme's own, by the same paths.
    pub theme: Option<PathBuf>,
    /// The site folder.
    pub output: PathBuf,
    /// Where remote repositories are kept between builds.
    pub cache: PathBuf,
}

/// Defaults that depend on the surroundings.
#[derive(Clone, Debug)]
pub struct Defaults {
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
            catalog_files: CATALOG_FILES.map(str::to_owned).to_vec(),
            rules: BTreeMap::new(),
            theme: None,
            output: folder.join(OUTPUT),
            cache: defaults.cache.clone(),
        }
    }
}

/// Reads a configuration file.
///
/// # Errors
/// When the file cannot be read, or says something that makes no sense.
pub fn load(file: &Path, defaults: &Defaults) -> Result<Config, LoadError> {
    let folder = file.parent().unwrap_or(Path::new("."));
    Ok(Config::of_sources(vec![Source::Path { path: folder.to_owned(), revision: None }], folder, defaults))
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
