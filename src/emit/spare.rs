//! The site before the last one, which the next one grows from: most of its files are what they will be.
#![expect(clippy::disallowed_methods, reason = "the folder is the build's own, and nobody else's")]

use std::{
    collections::{BTreeSet, HashMap},
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use rayon::prelude::*;

use super::inventory::{Digest, Inventory, Line};

/// What lies in the folder that a site grows from.
#[derive(Debug, Default)]
pub struct Spare {
    files: HashMap<String, Found>,
    folders: Vec<String>,
    /// Folders in which nothing was.
    empty: Vec<String>,
}

/// A file of that folder.
#[derive(Debug)]
struct Found {
    line: Option<Line>,
    /// Whether nobody has touched it since it was written.
    untouched: bool,
    /// Whether the new site has it, or something else in its place.
    taken: AtomicBool,
}

impl Spare {
    /// Looks through a folder, of which the inventory says what each file holds. Whatever is no plain file or folder goes.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn look(folder: &Path, inventory: &Inventory) -> io::Result<Self> {
        let mut spare = Self { files: HashMap::with_capacity(inventory.count()), ..Self::default() };
        let mut waiting = vec![String::new()];
        while !waiting.is_empty() {
            let listed = waiting.par_iter().map(|path| list(folder, path, inventory));
            let listed = listed.collect::<io::Result<Vec<_>>>()?;
            for (path, (folders, files)) in std::mem::take(&mut waiting).into_iter().zip(listed) {
                if folders.is_empty() && files.is_empty() {
                    spare.empty.push(path.clone());
                }
                spare.folders.push(path);
                waiting.extend(folders);
                spare.files.extend(files);
            }
        }
        spare.folders.retain(|path| !path.is_empty());
        Ok(spare)
    }

    /// The folders that are there.
    pub fn folders(&self) -> impl Iterator<Item = &String> {
        self.folders.iter()
    }

    /// What is known of the file at `path`, when it holds what `digest` says.
    pub fn holds(&self, folder: &Path, path: &str, digest: &Digest) -> Option<Line> {
        let found = self.files.get(path).filter(|found| !found.taken.load(Ordering::Relaxed))?;
        let line = found.line.filter(|line| line.holds(digest))?;
        if found.untouched { Some(line) } else { line.read_again(&folder.join(path)) }
    }

    /// Notes that the new site has a file at `path`; gives whether one was there.
    pub fn take(&self, path: &str) -> bool {
        self.files.get(path).is_some_and(|found| !found.taken.swap(true, Ordering::Relaxed))
    }

    /// Removes what the new site does not have, and folders in which nothing is left.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn clean(&self, folder: &Path) -> io::Result<()> {
        let left = self.files.par_iter().filter(|(_, found)| !found.taken.load(Ordering::Relaxed));
        let remove = |path: &String| match fs::remove_file(folder.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(path.clone()),
        };
        let gone = left.map(|(path, _)| remove(path)).collect::<io::Result<Vec<String>>>()?;
        let above = |path: &String| path.rsplit_once('/').map(|(above, _)| above.to_owned());
        let mut waiting: BTreeSet<String> = gone.iter().filter_map(above).collect();
        waiting.extend(self.empty.iter().cloned());
        while let Some(path) = waiting.pop_last() {
            // One that holds something stays.
            if fs::remove_dir(folder.join(&path)).is_ok() {
                waiting.extend(above(&path));
            }
        }
        Ok(())
    }
}

/// Folders, and files with what is known of them.
type Listed = (Vec<String>, Vec<(String, Found)>);

fn list(root: &Path, path: &str, inventory: &Inventory) -> io::Result<Listed> {
    let (mut folders, mut files) = Listed::default();
    for entry in fs::read_dir(root.join(path))? {
        let entry = entry?;
        let name = entry.file_name();
        let about = entry.metadata()?;
        let name = name.to_str().map(|name| if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") });
        match name {
            Some(name) if about.is_dir() => folders.push(name),
            Some(name) if about.is_file() => {
                let line = inventory.line(&name);
                let untouched = line.is_some_and(|line| line.is_untouched(&about));
                files.push((name, Found { line, untouched, taken: AtomicBool::new(false) }));
            }
            _ if about.is_dir() => fs::remove_dir_all(entry.path())?,
            _ => fs::remove_file(entry.path())?,
        }
    }
    Ok((folders, files))
}

/// Gives all files of a site second names in another folder; nothing is there when that does not work.
pub fn link_all(site: &Path, spare: &Path, paths: &[&String]) -> io::Result<()> {
    let folders: BTreeSet<PathBuf> =
        paths.iter().filter_map(|path| Path::new(path).parent()).map(Path::to_owned).collect();
    let made = fs::create_dir(spare)
        .and_then(|()| folders.iter().try_for_each(|folder| fs::create_dir_all(spare.join(folder))))
        .and_then(|()| paths.par_iter().try_for_each(|path| fs::hard_link(site.join(path), spare.join(path))));
    made.inspect_err(|_| drop(fs::remove_dir_all(spare)))
}
