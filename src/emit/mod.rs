//! The site folder. In: files, from many threads. Out: a folder, swapped in whole when all is well.
//! It must not know what the files mean.
//!
//! The new site grows in a hidden folder beside the old one, so that the swap is two renames on one file system.
//! Whenever a build is killed, the next one finds either the old site, the new one, or the old one set aside,
//! and puts it back.

mod inventory;
mod site;
mod staging;
#[cfg(test)]
mod tests;

use std::{
    collections::HashSet,
    fs::Metadata,
    io,
    path::{Path, PathBuf},
    sync::Mutex,
};

use sha2::{Digest as _, Sha256};

pub use inventory::Digest;
use inventory::{Inventory, Line};
pub use site::read;

use crate::model::{Ledger, Output, SitePath, Written, fold_case};
use staging::Staging;

/// A site that is being written beside the old one.
#[derive(Debug)]
pub struct Emission {
    target: PathBuf,
    staging: Staging,
    inventory: Inventory,
    /// Paths as a file system without case and Unicode forms sees them.
    taken: Mutex<HashSet<String>>,
    folders: Mutex<HashSet<String>>,
    written: Mutex<Ledger>,
}

/// Says that a folder was made by a build, and may therefore be replaced by one.
const MARKER: &str = ".callboard";

/// What else shows it: published by every build.
const MANIFEST: &str = "api/v1/build.json";

impl Emission {
    /// Starts a new folder beside `target`. With an inventory of it, files that are the same as in the old site are taken over
    /// from there.
    ///
    /// # Errors
    /// When the folder cannot be made, or `target` is something that no build has made.
    pub fn begin(target: &Path, inventory: Option<&Path>) -> io::Result<Self> {
        let target = inspect(target)?;
        let emission = Self {
            staging: Staging::create(&target)?,
            inventory: Inventory::open(inventory),
            target,
            taken: Mutex::default(),
            folders: Mutex::default(),
            written: Mutex::default(),
        };
        // GitHub Pages would otherwise drop files whose names begin with an underscore.
        emission.put(&Output { path: SitePath::from_parts([".nojekyll"]), bytes: Vec::new() })?;
        Ok(emission)
    }

    /// Writes one file. Gives its hash.
    ///
    /// # Errors
    /// When the disk fails, or the path was written before, be it in other case or another Unicode form.
    pub fn put(&self, output: &Output) -> io::Result<Digest> {
        let path = output.path.as_str();
        let digest: Digest = Sha256::digest(&output.bytes).into();
        if self.keep(&[(&output.path, digest)])? {
            return Ok(digest);
        }
        self.enter(path)?;
        let about = self.staging.write(path, &output.bytes)?;
        self.note(path, digest, &about);
        Ok(digest)
    }

    /// Takes files over from the old site, when all are there and hold what their hashes say. Gives whether it did.
    ///
    /// # Errors
    /// When the disk fails, or a path was written before, be it in other case or another Unicode form.
    pub fn keep(&self, files: &[(&SitePath, Digest)]) -> io::Result<bool> {
        let same = |(path, digest): &(&SitePath, Digest)| self.inventory.holds(&self.target, path.as_str(), digest);
        if !files.iter().all(same) {
            return Ok(false);
        }
        for (place, (path, digest)) in files.iter().enumerate() {
            let path = path.as_str();
            self.enter(path)?;
            let Some(about) = self.staging.take(&self.target.join(path), path, digest)? else {
                files[..=place].iter().try_for_each(|(path, _)| self.leave(path.as_str()))?;
                return Ok(false);
            };
            self.note(path, *digest, &about);
        }
        Ok(true)
    }

    /// The hash of a file of the old site, when it is known.
    pub fn known(&self, path: &str) -> Option<Digest> {
        self.inventory.digest(path)
    }

    /// What a file that was taken over begins with.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn beginning(&self, path: &SitePath, length: u64) -> io::Result<Vec<u8>> {
        self.staging.beginning(path.as_str(), length)
    }

    fn note(&self, path: &str, digest: Digest, about: &Metadata) {
        self.inventory.note(path, Line::new(digest, about));
        let written = Written { size: about.len(), sha256: digest };
        self.written.lock().expect("no thread panics while it holds the files").files.insert(path.to_owned(), written);
    }

    /// Takes a path, and makes the folder that it lies in.
    fn enter(&self, path: &str) -> io::Result<()> {
        if !self.taken.lock().expect("no thread panics while it holds the paths").insert(fold_case(path)) {
            let message = format!("two files of the site would be called {path}");
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(()) };
        let mut folders = self.folders.lock().expect("no thread panics while it holds the folders");
        if !folders.contains(folder) {
            self.staging.make_folder(folder)?;
            folders.insert(folder.to_owned());
        }
        Ok(())
    }

    /// Gives a path back, so that something else can be written there.
    fn leave(&self, path: &str) -> io::Result<()> {
        self.taken.lock().expect("no thread panics while it holds the paths").remove(&fold_case(path));
        self.staging.drop_file(path)
    }

    /// What was written so far.
    pub fn ledger(&self) -> Ledger {
        self.written.lock().expect("no thread panics while it holds the files").clone()
    }

    /// Swaps the new folder in for the old one. Gives the number of files and bytes.
    ///
    /// # Errors
    /// When the disk fails; the old site is left as it was.
    pub fn finish(self) -> io::Result<(u64, u64)> {
        let files = self.written.into_inner().expect("no thread panicked").files;
        self.staging.swap(&self.target)?;
        self.inventory.finish();
        Ok((files.len() as u64, files.values().map(|file| file.size).sum()))
    }
}

/// Cleans up after killed builds, and says early whether `target` may be replaced. Gives its real place.
///
/// # Errors
/// When it is something that no build has made, or the disk does not answer.
pub fn inspect(target: &Path) -> io::Result<PathBuf> {
    let target = std::path::absolute(target)?;
    // A link to the site stays a link: what it points to is replaced.
    let target = target.canonicalize().unwrap_or(target);
    staging::recover(&target)?;
    refuse_foreign(&target)?;
    Ok(target)
}

/// Protects whatever was not made by a build.
#[expect(clippy::disallowed_methods, reason = "emit looks at the folder that it is asked to replace")]
fn refuse_foreign(target: &Path) -> io::Result<()> {
    let about = match target.symlink_metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        about => about?,
    };
    if !about.is_dir() {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "is no folder; name another one with --output"));
    }
    let made_here = target.join(MARKER).is_file() || target.join(MANIFEST).is_file();
    if !made_here && std::fs::read_dir(target)?.next().is_some() {
        let message = "is not empty and no build has made it; empty it, or name another folder with --output";
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
    }
    Ok(())
}
