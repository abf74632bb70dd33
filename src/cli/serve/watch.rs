//! Hears of changed files, of those alone that a build reads.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    time::Duration,
};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Files are written in several steps; a build waits until nothing has happened for so long.
const QUIET: Duration = Duration::from_millis(120);

/// While something happens all the time, a build waits no longer than so many times that.
const MOST_ROUNDS: usize = 25;

/// Folders that are watched at most.
const MOST_FOLDERS: usize = 50_000;

/// What is to be watched, and what is not.
pub struct Ground {
    /// Folders with all that is in them, and files.
    pub paths: Vec<PathBuf>,
    /// Folders that builds write to.
    pub skip: Vec<PathBuf>,
}

/// A watch over folders.
pub struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    watched: BTreeSet<PathBuf>,
    paths: Vec<PathBuf>,
    skip: Vec<PathBuf>,
}

impl Watch {
    /// Watches everything that a build reads.
    ///
    /// # Errors
    /// When the system does not let it; the text says what to do.
    pub fn start(ground: &Ground) -> Result<Self, String> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| failed(&error))?;
        let mut watch = Self { watcher, events, watched: BTreeSet::new(), paths: Vec::new(), skip: Vec::new() };
        watch.renew(ground).map(|()| watch)
    }

    /// Watches folders that are new, and no longer those that are gone.
    ///
    /// # Errors
    /// When the system does not let it; the text says what to do.
    pub fn renew(&mut self, ground: &Ground) -> Result<(), String> {
        self.skip =
            ground.skip.iter().flat_map(|path| [Some(path.clone()), path.canonicalize().ok()]).flatten().collect();
        self.paths.clone_from(&ground.paths);
        let wanted = folders(ground, &self.skip);
        let gone: Vec<PathBuf> = self.watched.difference(&wanted).cloned().collect();
        for folder in gone {
            // A folder that was removed is not watched any more anyway.
            let _ = self.watcher.unwatch(&folder);
            self.watched.remove(&folder);
        }
        let new: Vec<PathBuf> = wanted.difference(&self.watched).cloned().collect();
        for folder in new.into_iter().filter(|folder| folder.exists()) {
            self.watcher.watch(&folder, RecursiveMode::NonRecursive).map_err(|error| failed(&error))?;
            self.watched.insert(folder);
        }
        Ok(())
    }

    /// Waits until something has changed, and then until nothing changes any more.
    pub fn wait(&self) {
        while let Ok(event) = self.events.recv() {
            if self.matters(&event) {
                break;
            }
        }
        for _ in 0..MOST_ROUNDS {
            if let Err(RecvTimeoutError::Timeout) = self.events.recv_timeout(QUIET) {
                break;
            }
        }
    }

    /// Whether a build might read what an event is about. What cannot be told is taken for a change. Of the folder around
    /// a file that is watched, nothing else matters.
    fn matters(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        let read = |path: &PathBuf| self.paths.iter().any(|watched| path.starts_with(watched));
        let written =
            |path: &PathBuf| self.skip.iter().any(|folder| path.starts_with(folder) || is_beside(path, folder));
        let matters = |path: &PathBuf| read(path) && !written(path);
        !matches!(event.kind, EventKind::Access(_)) && (event.paths.is_empty() || event.paths.iter().any(matters))
    }
}

/// Whether a path is one under which a new site grows, beside its folder.
fn is_beside(path: &Path, folder: &Path) -> bool {
    let (Some(name), Some(parent)) = (folder.file_name(), folder.parent()) else { return false };
    let prefix = format!(".{}.", name.to_string_lossy());
    path.ancestors().any(|path| {
        path.parent() == Some(parent)
            && path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&prefix))
    })
}

/// All folders below the paths that git would not ignore, and where git keeps branches. A file is watched through its
/// folder, since editors put a new file in its place.
fn folders(ground: &Ground, skip: &[PathBuf]) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for path in &ground.paths {
        if !path.is_dir() {
            found.extend(path.parent().map(Path::to_owned));
            continue;
        }
        let skip = skip.to_vec();
        let walk = ignore::WalkBuilder::new(path)
            .hidden(false)
            .filter_entry(move |entry| {
                let inner = matches!(entry.file_name().to_str(), Some(".git" | "objects" | "node_modules"));
                !inner && !skip.iter().any(|folder| entry.path() == folder)
            })
            .build();
        let entries = walk.filter_map(Result::ok).filter(|entry| entry.file_type().is_some_and(|kind| kind.is_dir()));
        found.extend(entries.map(ignore::DirEntry::into_path).take(MOST_FOLDERS));
        let git = [".git", ".git/refs/heads"].map(|name| path.join(name));
        found.extend(git.into_iter().filter(|folder| folder.is_dir()));
    }
    found
}

fn failed(error: &notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "too many folders to watch; raise fs.inotify.max_user_watches, or name fewer sources".to_owned()
        }
        _ => format!("files cannot be watched: {error}"),
    }
}
