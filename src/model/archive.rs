//! Template archives.

use super::{EntityIndex, SitePath};

/// The downloadable skeleton of one template.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The template.
    pub template: EntityIndex,
    /// `archives/<name>.zip`.
    pub zip: SitePath,
    /// Its size in bytes.
    pub zip_size: u64,
    /// `archives/<name>.tar.gz`.
    pub tar_gz: SitePath,
    /// Its size in bytes.
    pub tar_gz_size: u64,
    /// The paths inside, sorted.
    pub files: Vec<String>,
    /// What a page runs the template with.
    pub run: PageRun,
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
    },
    /// This program was built without the engine.
    NoEngine,
    /// The template fetches more than a page can hold.
    TooLarge,
}
