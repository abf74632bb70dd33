//! A portal that is built: in a folder, or where it is published.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::settings::site_file;
use crate::{collect, model::SitePath, publish::Manifest};

/// Where a portal is.
#[derive(Clone, Debug)]
pub enum Site {
    /// A folder on this disk.
    Folder(PathBuf),
    /// An address of the web, ending in a slash.
    Web(String),
}

/// The largest manifest, in bytes.
const LARGEST_MANIFEST: u64 = 256 << 20;

impl Site {
    /// The portal in a folder, relative to `folder`, or at an address: that of the portal or of one of its pages at its
    /// root.
    pub fn new(named: &str, folder: &Path) -> Self {
        if !is_address(named) {
            return Self::Folder(folder.join(named));
        }
        let start = named.split(['?', '#']).next().unwrap_or(named);
        Self::Web(match start.rsplit_once('/') {
            Some((root, page)) if page.ends_with(".html") => format!("{root}/"),
            _ => format!("{}/", start.trim_end_matches('/')),
        })
    }

    /// A file of the portal, `most` bytes of it at most when it comes from the web.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self, path: &str, most: u64) -> Result<Vec<u8>, String> {
        match self {
            Self::Folder(folder) => site_file(folder, path),
            Self::Web(root) => collect::download(&address(root, path), most),
        }
    }

    /// The manifest as it stands there.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn manifest(&self) -> Result<Vec<u8>, String> {
        self.read("manifest.json", LARGEST_MANIFEST)
    }
}

/// The address of a file of a portal that is published.
pub fn address(root: &str, path: &str) -> String {
    let index = SitePath::from_parts(["index.html"]);
    format!("{root}{}", index.href_to(&SitePath::from_parts(path.split('/'))))
}

/// Whether a portal is named by its address.
pub fn is_address(named: &str) -> bool {
    named.starts_with("https://") || named.starts_with("http://")
}

/// A portal to be compared with another. What comes from the web is held to the manifest beside it, and pages are known
/// by their hashes there.
pub struct Proven {
    site: Site,
    manifest: Option<Manifest>,
}

impl Proven {
    /// The portal at a place.
    ///
    /// # Errors
    /// When it is published without a manifest.
    pub fn new(site: Site) -> Result<Self, String> {
        let manifest = match &site {
            Site::Folder(_) => None,
            Site::Web(_) => Some(Manifest::parse(&site.manifest()?)?),
        };
        Ok(Self { site, manifest })
    }

    /// A file.
    ///
    /// # Errors
    /// When it cannot be read, or is another than the manifest says.
    pub fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let Some(manifest) = &self.manifest else { return self.site.read(path, u64::MAX) };
        let listed = manifest.files.get(path).ok_or_else(|| format!("{path} is no file of the portal"))?;
        let bytes = self.site.read(path, listed.size)?;
        match hash(&bytes) == listed.sha256 {
            true => Ok(bytes),
            false => Err(format!("{path} is not what the portal's manifest lists; it may be being published just now")),
        }
    }

    /// The SHA-256 of a file in hexadecimal digits; of one that is not there, that of nothing.
    pub fn hash(&self, path: &str) -> String {
        match &self.manifest {
            Some(manifest) => manifest.files.get(path).map_or_else(|| hash(&[]), |listed| listed.sha256.clone()),
            None => hash(&self.read(path).unwrap_or_default()),
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
