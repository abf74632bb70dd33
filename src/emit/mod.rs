//! The site folder. In: files, from many threads. Out: a folder, swapped in whole when all is well.
//! It must not know what the files mean.
//!
//! The new site grows in a hidden folder beside the old one, so that the swap is two renames on one file system.
//! Whenever a build is killed, the next one finds either the old site, the new one, or the old one set aside,
//! and puts it back.

mod site;
mod staging;
#[cfg(test)]
mod tests;

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::Mutex,
};

use sha2::{Digest, Sha256};

pub use site::read;

use crate::model::{Ledger, Output, SitePath, Written, fold_case};
use staging::Staging;

/// A site that is being written beside the old one.
#[derive(Debug)]
pub struct Emission {
    target: PathBuf,
    staging: Staging,
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
    /// Starts a new folder beside `target`.
    ///
    /// # Errors
    /// When the folder cannot be made, or `target` is something that no build has made.
    pub fn begin(target: &Path) -> io::Result<Self> {
        let target = inspect(target)?;
        let emission = Self {
            staging: Staging::create(&target)?,
            target,
            taken: Mutex::default(),
            folders: Mutex::default(),
            written: Mutex::default(),
        };
        // GitHub Pages would otherwise drop files whose names begin with an underscore.
        emission.put(&Output { path: SitePath::from_parts([".nojekyll"]), bytes: Vec::new() })?;
        Ok(emission)
    }

    /// Writes one file.
    ///
    /// # Errors
    /// When the disk fails, or the path was written before, be it in other case or another Unicode form.
    pub fn put(&self, output: &Output) -> io::Result<()> {
        let path = output.path.as_str();
        let folded = fold_case(path);
        if !self.taken.lock().expect("no thread panics while it holds the paths").insert(folded) {
            let message = format!("two files of the site would be called {path}");
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, message));
        }
        if let Some((folder, _)) = path.rsplit_once('/') {
            let mut folders = self.folders.lock().expect("no thread panics while it holds the folders");
            if !folders.contains(folder) {
                self.staging.make_folder(folder)?;
                folders.insert(folder.to_owned());
            }
        }
        self.staging.write(path, &output.bytes)?;
        let written = Written { size: output.bytes.len() as u64, sha256: Sha256::digest(&output.bytes).into() };
        self.written.lock().expect("no thread panics while it holds the files").files.insert(path.to_owned(), written);
        Ok(())
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
