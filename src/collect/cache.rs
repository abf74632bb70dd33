//! The folder of bare repositories and lists that is kept between builds. What is in it can be had again, so whatever
//! is damaged, or not used for long, may go.

#![expect(clippy::disallowed_methods, reason = "the cache belongs to this stage")]

use std::{
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use sha2::{Digest, Sha256};

use crate::model::Depth;

/// What no build has used for so long is removed: 90 days.
const UNUSED: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// The file in a kept repository that says how far back it was fetched; its date tells when it was used last.
const NOTE: &str = "callboard-history";

/// The name under which something is kept; nothing secret goes into it.
pub fn key(parts: &[&str], extension: &str) -> String {
    let hash = Sha256::digest(parts.join("\0").as_bytes());
    let hex: String = hash.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}.{extension}")
}

/// How far back the repository in `folder` was fetched.
pub fn fetched(folder: &Path) -> Depth {
    let note = fs::read_to_string(folder.join(NOTE)).unwrap_or_default();
    note.trim().parse().unwrap_or(Depth::Nothing)
}

/// Notes how far back the repository in `folder` is fetched, and that it is in use.
pub fn note(folder: &Path, depth: Depth) {
    // Without the note it is fetched once more, which costs time and nothing else.
    let _ = fs::write(folder.join(NOTE), depth.to_string());
}

/// What was kept under `path`.
pub fn load(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// Notes that a file is in use.
pub fn touch(path: &Path) {
    let now = fs::FileTimes::new().set_modified(SystemTime::now());
    let _ = fs::OpenOptions::new().append(true).open(path).and_then(|file| file.set_times(now));
}

/// The file in a kept repository that holds what the forge said of it when it was fetched last.
const STAMP: &str = "callboard-stamp";

/// What the forge said of the repository in `folder` when it was fetched last.
pub fn stamp(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join(STAMP)).ok()
}

/// Notes what the forge said of the repository in `folder` before it was fetched.
pub fn set_stamp(folder: &Path, stamp: Option<&str>) {
    let file = folder.join(STAMP);
    // Without the note the repository is asked once more, which costs time and nothing else.
    let _ = match stamp {
        Some(stamp) => fs::write(file, stamp),
        None => fs::remove_file(file),
    };
}

/// Keeps a file, whole or not at all.
pub fn store(path: &Path, bytes: &[u8]) {
    let new = path.with_extension("new");
    let parent = path.parent().map_or(Ok(()), fs::create_dir_all);
    let _ = parent.and_then(|()| fs::write(&new, bytes)).and_then(|()| fs::rename(&new, path));
}

/// How many packs a repository has: one for each fetch.
pub fn packs(folder: &Path) -> usize {
    let entries = fs::read_dir(folder.join("objects/pack")).into_iter().flatten().flatten();
    entries.filter(|entry| entry.path().extension().is_some_and(|end| end == "pack")).count()
}

/// Removes a repository. What remains is found damaged and reported by whoever opens it.
pub fn discard(folder: &Path) {
    let _ = fs::remove_dir_all(folder);
}

/// Puts a repository in the place of another.
pub fn replace(new: &Path, old: &Path) {
    discard(old);
    let _ = fs::rename(new, old);
}

/// Removes what no build has used for long; whatever else lies in the folder stays.
pub fn prune(cache: &Path) {
    let now = SystemTime::now();
    for entry in fs::read_dir(cache).into_iter().flatten().flatten() {
        let path = entry.path();
        if !is_own(&path) {
            continue;
        }
        let times = [path.join(NOTE), path.join("HEAD"), path.clone()];
        let used = times.iter().find_map(|path| path.metadata().ok()?.modified().ok());
        if used.and_then(|used| now.duration_since(used).ok()).is_some_and(|unused| unused > UNUSED) {
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
}

/// Whether this is a name that [`key`] gives, or one on the way there.
fn is_own(path: &Path) -> bool {
    let (name, end) = (path.file_stem().and_then(|name| name.to_str()), path.extension().and_then(|end| end.to_str()));
    name.is_some_and(|name| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit()))
        && matches!(end, Some("git" | "new" | "json" | "pack" | "index" | "inventory" | "spare" | "before" | "preview"))
}
