//! The site folder. In: files, from many threads. Out: a folder, swapped in whole when all is well.
//! It must not know what the files mean.
//!
//! The new site grows in a hidden folder beside the old one, so that the swap is two renames on one file system. Where
//! work is kept for the next build, that folder is the site before the old one, which lies with that work in between:
//! what is the same there stays where it is. Both have files in common, so that none is ever written in place.
//! Whenever a build is killed, the next one finds either the old site, the new one, or the old one set aside,
//! and puts it back.

mod inventory;
mod site;
mod spare;
mod staging;
#[cfg(test)]
mod tests;

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
    sync::Mutex,
};

use sha2::{Digest as _, Sha256};

pub use inventory::Digest;
use inventory::{Inventory, Line};
pub use site::read;

use crate::model::{Ledger, Output, SitePath, Written, fold_case};
use spare::Spare;
use staging::Staging;

/// A site that is being written beside the old one.
#[derive(Debug)]
pub struct Emission {
    target: PathBuf,
    staging: Staging,
    inventory: Inventory,
    /// What the new site grows from, and where it is kept in between.
    spare: Spare,
    turns: Option<PathBuf>,
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
    /// from there, and what is kept beside the inventory.
    ///
    /// # Errors
    /// When the folder cannot be made, or `target` is something that no build has made.
    pub fn begin(target: &Path, inventory: Option<&Path>) -> io::Result<Self> {
        let target = inspect(target)?;
        let turns = inventory.map(|path| path.with_extension("spare"));
        let staging = Staging::create(&target, turns.as_deref())?;
        let before = inventory.map(|path| path.with_extension("before"));
        let spare = Spare::look(staging.folder(), &Inventory::open(before.as_deref()))?;
        spare.take(MARKER);
        let inventory = Inventory::open(inventory);
        let emission = Self {
            folders: Mutex::new(spare.folders().cloned().collect()),
            taken: Mutex::new(HashSet::with_capacity(inventory.count())),
            inventory,
            written: Mutex::default(),
            staging,
            spare,
            turns,
            target,
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
        self.note(path, Line::new(digest, &about), digest);
        Ok(digest)
    }

    /// Takes files over from the old site or the one before it, when all are there and hold what their hashes say. Gives
    /// whether it did.
    ///
    /// # Errors
    /// When the disk fails, or a path was written before, be it in other case or another Unicode form.
    pub fn keep(&self, files: &[(&SitePath, Digest)]) -> io::Result<bool> {
        let find = |(path, digest): &(&SitePath, Digest)| {
            let spare = self.spare.holds(self.staging.folder(), path.as_str(), digest);
            (spare.is_some() || self.inventory.holds(&self.target, path.as_str(), digest)).then_some(spare)
        };
        let Some(found) = files.iter().map(find).collect::<Option<Vec<_>>>() else { return Ok(false) };
        for (place, ((path, digest), spare)) in files.iter().zip(found).enumerate() {
            let path = path.as_str();
            if let Some(line) = spare {
                self.reserve(path)?;
                self.spare.take(path);
                self.note(path, line, *digest);
                continue;
            }
            self.enter(path)?;
            let Some(about) = self.staging.take(&self.target.join(path), path, digest)? else {
                files[..=place].iter().try_for_each(|(path, _)| self.leave(path.as_str()))?;
                return Ok(false);
            };
            self.note(path, Line::new(*digest, &about), *digest);
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

    fn note(&self, path: &str, line: Line, digest: Digest) {
        self.inventory.note(path, line);
        let written = Written { size: line.size(), sha256: digest };
        self.written.lock().expect("no thread panics while it holds the files").files.insert(path.to_owned(), written);
    }

    /// Takes a path.
    fn reserve(&self, path: &str) -> io::Result<()> {
        if self.taken.lock().expect("no thread panics while it holds the paths").insert(fold_case(path)) {
            return Ok(());
        }
        let message = format!("two files of the site would be called {path}");
        Err(io::Error::new(io::ErrorKind::AlreadyExists, message))
    }

    /// Takes a path, removes what the site before had there, and makes the folder that it lies in.
    fn enter(&self, path: &str) -> io::Result<()> {
        self.reserve(path)?;
        if self.spare.take(path) {
            self.staging.drop_file(path)?;
        }
        let mut folders = self.folders.lock().expect("no thread panics while it holds the folders");
        if folders.remove(path) {
            self.staging.drop_folder(path)?;
        }
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(()) };
        if !folders.contains(folder) {
            // What is a folder now may have been a file.
            let ends = folder.match_indices('/').map(|(end, _)| end).chain([folder.len()]);
            for above in ends.map(|end| &folder[..end]).filter(|above| self.spare.take(above)) {
                self.staging.drop_file(above)?;
            }
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
        self.spare.clean(self.staging.folder())?;
        let first = self.staging.swap(&self.target, self.turns.as_deref())?;
        if let Some(spare) = &self.turns {
            // The first site is its own spare, so that the folder of what is kept has all that the next build needs.
            let same = first && spare::link_all(&self.target, spare, &files.keys().collect::<Vec<_>>()).is_ok();
            self.inventory.finish(&spare.with_extension("before"), same);
        }
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
