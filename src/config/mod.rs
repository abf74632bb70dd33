//! `callboard.yaml`. In: the file's text and its folder. Out: a [`Config`], or the places where it is wrong.
//! It must not know what the stages do with it: each gets its own small options from the pipeline.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    diagnostic::Severity,
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
