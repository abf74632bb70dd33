//! Template archives.

use super::{EntityIndex, RepoPath, SitePath};

/// The downloadable skeleton of one template.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The template.
    pub template: EntityIndex,
    /// Its version, which has no hyphen: as the template says, or the first digits of what the zip archive hashes to.
    pub version: String,
    /// `archives/<name>-<version>.zip`.
    pub zip: Packed,
    /// `archives/<name>-<version>.tar.gz`.
    pub tar_gz: Packed,
    /// The paths inside, sorted.
    pub files: Vec<String>,
    /// The folder of the template's repository that the folder in the archive stands for.
    pub root: RepoPath,
    /// The template's document, in the folder in the archive.
    pub document: String,
    /// Addresses of repositories, and where their files lie in the archive; nothing for the template's own.
    pub homes: Vec<(String, String)>,
    /// What a page runs the template with.
    pub run: PageRun,
}

/// One archive.
#[derive(Clone, Debug)]
pub struct Packed {
    /// Where it is in the site.
    pub path: SitePath,
    /// In bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
}

/// What a page runs a template with, when it can.
#[derive(Clone, Debug)]
pub enum PageRun {
    /// The script with the engine, and the one with the template and all that it fetches.
    Scripts {
        /// The same for all templates.
        engine: SitePath,
        /// Of this one.
        template: SitePath,
        /// Where any entity is, when answers tell which ones the steps ask for.
        entities: Option<EntityScripts>,
    },
    /// This program was built without the engine.
    NoEngine,
    /// The template fetches more than a page can hold.
    TooLarge,
}

/// All entities in scripts of about the same size: one is found by its reference alone.
#[derive(Clone, Debug)]
pub struct EntityScripts {
    /// The folder of the scripts `0.js`, `1.js` and so on.
    pub folder: SitePath,
    /// How many there are: a power of two. A reference is in the one that its FNV-1a hash of 32 bits names by its last
    /// digits.
    pub count: u32,
}
