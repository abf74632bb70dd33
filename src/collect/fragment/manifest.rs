//! `fragment.json`: what a fragment holds, and the hashes that hold it together.

#![expect(clippy::disallowed_methods, reason = "fragments are read and written by this stage")]

use std::{fs, io::Read, path::Path};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::pack::hex;
use crate::model::Visibility;

/// The shape that this program writes and reads. It grows by one whenever the meaning of a field changes.
pub const SCHEMA: u32 = 2;

/// The file that makes a folder a fragment.
pub const NAME: &str = "fragment.json";

/// The largest manifest that is read, in bytes.
const LARGEST: u64 = 256 << 20;

/// Repositories, or the part of them that one shard read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: u32,
    /// What wrote it: name and version.
    pub program: String,
    /// The day in UTC on which it was written, `YYYY-MM-DD`.
    pub collected: String,
    /// Which part of a whole it is.
    pub shard: Option<Part>,
    /// In their order.
    pub repositories: Vec<Entry>,
    /// SHA-256 of this manifest with this field empty.
    pub sha256: String,
}

/// One of several parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// From 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
    /// The same for all parts of a whole: a hash of everything that was to be read.
    pub whole: String,
}

/// One repository, or the trouble that stands for it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What tells it from all others: its address without user information, or where it lay, with its revision.
    pub source: String,
    /// Where it stands among all: the number of its source, and its place among those of that source.
    pub order: (u32, String),
    /// What it was called, in diagnostics too.
    pub name: String,
    /// What it would be called, and what tells it from others of that name.
    pub wish: Option<(String, Option<String>)>,
    /// What is known of it; none when it could not be read.
    pub repo: Option<About>,
    /// What it holds; none when it is empty or could not be read.
    pub content: Option<Content>,
    /// What was wrong with it.
    pub diagnostics: Vec<Found>,
}

/// A repository apart from its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its page on the web.
    pub url: Option<String>,
    /// `github`, `gitlab`, `gitea` or `bitbucket`.
    pub forge: Option<String>,
    /// The branch that was read.
    pub branch: Option<String>,
    /// The commit that was read: its id, and its committer date in UTC, RFC 3339.
    pub commit: Option<(String, String)>,
    /// Where the tree lies inside the repository.
    pub prefix: String,
    /// Who may read it, as far as its forge's list said.
    pub visibility: Visibility,
}

/// The objects of a repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The folder beside the manifest that holds `pack/pack-<id>.pack` and `pack/pack-<id>.idx`.
    pub folder: String,
    /// The id of the pack.
    pub id: String,
    /// Of the pack.
    pub pack: Sum,
    /// Of its index.
    pub index: Sum,
    /// The tree that is read.
    pub tree: String,
    /// The commit whose history is read, and how far back, as a configuration says it.
    pub history: Option<(String, String)>,
    /// Tags: their names, the commits that they are of, and when they were made, in seconds since 1970.
    pub tags: Vec<(String, String, i64)>,
    /// Objects of files that are left out: their ids, their sizes in bytes, and why, unless they are too large.
    pub absent: Vec<(String, u64, Option<String>)>,
}

/// What a file must be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// Its length.
    pub bytes: u64,
    /// 64 hexadecimal digits.
    pub sha256: String,
}

/// A problem of a repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// The id of the rule.
    pub rule: String,
    /// A path, or nothing for the whole repository.
    pub path: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
    /// Other paths, each with a few words.
    pub related: Vec<(String, String)>,
}

impl Manifest {
    /// Writes it into a folder, with its hash.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn write(mut self, folder: &Path) -> std::io::Result<()> {
        self.sha256 = self.hash();
        fs::write(folder.join(NAME), self.text())
    }

    /// Reads the one in a folder.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence without its subject, and what to do.
    pub fn read(folder: &Path) -> Result<Self, (String, &'static str)> {
        const AGAIN: &str = "collect it again, and carry the whole folder over";
        let mut bytes = Vec::new();
        let file = fs::File::open(folder.join(NAME)).map_err(|error| (format!("cannot be read: {error}"), AGAIN))?;
        let read = file.take(LARGEST + 1).read_to_end(&mut bytes);
        read.map_err(|error| (format!("cannot be read: {error}"), AGAIN))?;
        if bytes.len() as u64 > LARGEST {
            return Err((format!("has a manifest of more than {} MiB", LARGEST >> 20), AGAIN));
        }
        #[derive(Deserialize)]
        struct Schema {
            schema: u32,
        }
        let damaged = |_| ("is damaged: its manifest cannot be understood".to_owned(), AGAIN);
        let schema = serde_json::from_slice::<Schema>(&bytes).map_err(damaged)?.schema;
        if schema != SCHEMA {
            let how = if schema > SCHEMA { "a newer" } else { "an older" };
            let message =
                format!("was written by {how} version of callboard (schema {schema}; this one reads {SCHEMA})");
            return Err((message, "use the same version of callboard to collect and to build"));
        }
        let manifest: Self = serde_json::from_slice(&bytes).map_err(damaged)?;
        if manifest.sha256 != manifest.hash() {
            return Err(("was changed: its manifest does not fit its hash".to_owned(), AGAIN));
        }
        Ok(manifest)
    }

    fn hash(&self) -> String {
        let bare = Self {
            sha256: String::new(),
            program: self.program.clone(),
            collected: self.collected.clone(),
            shard: self.shard.clone(),
            repositories: self.repositories.clone(),
            ..*self
        };
        hex(&Sha256::digest(bare.text()))
    }

    fn text(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(self).expect("texts and numbers are always JSON")
    }
}
