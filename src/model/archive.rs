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
}
