//! What forges list, written down, so that all shards of a collection agree about it and the forges are asked once.

#![expect(clippy::disallowed_methods, reason = "plans are read and written by this stage")]

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};

use super::{
    Options,
    forge::{self, Listed},
    trouble::Trouble,
};
use crate::model::{Organisation, Source};

/// The shape that this program writes and reads.
const SCHEMA: u32 = 1;

/// The largest plan that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// The lists of all organisations of a configuration.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    schema: u32,
    organisations: Vec<List>,
}

/// The repositories of an organisation that its filters let through.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    /// What it is a list of.
    of: String,
    repositories: Vec<Listed>,
    /// Why it is the list that was kept, when the forge does not answer.
    trouble: Option<String>,
}

impl Plan {
    /// Asks the forges of all sources.
    ///
    /// # Errors
    /// When one of them does not list an organisation; the text says which.
    pub fn make(sources: &[Source], options: &Options) -> Result<Self, String> {
        super::trust();
        let mut organisations = Vec::new();
        for source in sources {
            let Source::Organisation(organisation) = source else { continue };
            let list = forge::wanted(organisation, options);
            let (repositories, trouble) = list
                .map_err(|trouble| format!("the repositories of {} cannot be listed: {trouble}", organisation.name))?;
            let trouble = trouble.map(|trouble| trouble.to_string());
            organisations.push(List { of: key(organisation), repositories, trouble });
        }
        Ok(Self { schema: SCHEMA, organisations })
    }

    /// How many repositories it holds.
    pub fn repositories(&self) -> usize {
        self.organisations.iter().map(|list| list.repositories.len()).sum()
    }

    /// Writes it to a file.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn write(&self, file: &Path) -> Result<(), String> {
        let bytes = serde_json::to_vec_pretty(self).expect("texts are always JSON");
        fs::write(file, bytes).map_err(|error| format!("{}: {error}", file.display()))
    }

    /// Reads it from a file.
    ///
    /// # Errors
    /// When it cannot be read, or this program did not write it.
    pub fn read(file: &Path) -> Result<Self, String> {
        let wrong = |reason: &str| format!("{}: {reason}", file.display());
        let length = fs::metadata(file).map_err(|error| wrong(&error.to_string()))?.len();
        let bytes =
            if length > LARGEST { Vec::new() } else { fs::read(file).map_err(|error| wrong(&error.to_string()))? };
        let plan: Option<Self> = serde_json::from_slice(&bytes).ok();
        plan.filter(|plan| plan.schema == SCHEMA)
            .ok_or_else(|| wrong("this is no plan of this version of callboard; make it again with --plan"))
    }

    /// What it holds of an organisation.
    pub(super) fn listed(&self, organisation: &Organisation) -> Option<(Vec<Listed>, Option<Trouble>)> {
        let key = key(organisation);
        let list = self.organisations.iter().find(|list| list.of == key)?;
        Some((list.repositories.clone(), list.trouble.clone().map(Trouble::Other)))
    }
}

/// What a list depends on.
fn key(organisation: &Organisation) -> String {
    let Organisation { forge, api, name, include, exclude, archived, forks, history: _ } = organisation;
    format!("{forge:?} {api} {name} {include:?} {exclude:?} {archived} {forks}")
}
