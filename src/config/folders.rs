//! Folders by path or glob.

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};

use super::source::normal;

/// The folder at `pattern`, or all folders that it matches, sorted. `*` and the like match within one part
/// of the path, and no hidden folder unless the pattern says so.
///
/// # Errors
/// When nothing is there, or the pattern is no glob.
pub fn matching(pattern: &str, base: &Path) -> Result<Vec<PathBuf>, String> {
    let whole = normal(&base.join(pattern));
    if !pattern.contains(['*', '?', '[', '{']) || whole.exists() {
        return if whole.is_dir() { Ok(vec![whole]) } else { Err(format!("`{pattern}` is no folder")) };
    }
    if pattern.contains("**") {
        return Err(format!("`{pattern}` has `**`; write each part of the path, e.g. `services/*`"));
    }
    let mut folders = vec![if Path::new(pattern).is_absolute() { PathBuf::from("/") } else { base.to_owned() }];
    for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
        folders = if part.contains(['*', '?', '[', '{']) {
            let glob = GlobBuilder::new(part).literal_separator(true).build();
            let glob = glob.map_err(|error| format!("`{pattern}` is no glob: {}", error.kind()))?.compile_matcher();
            folders.iter().flat_map(|folder| children(folder, &glob, part.starts_with('.'))).collect()
        } else {
            folders.into_iter().map(|folder| folder.join(part)).filter(|folder| folder.is_dir()).collect()
        };
    }
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| normal(folder)).collect();
    folders.sort();
    folders.dedup();
    if folders.is_empty() { Err(format!("no folder matches `{pattern}`")) } else { Ok(folders) }
}

#[expect(clippy::disallowed_methods, reason = "the configuration names the folders by a glob")]
fn children(folder: &Path, glob: &GlobMatcher, hidden: bool) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let wanted = |name: &str| glob.is_match(name) && (hidden || !name.starts_with('.'));
    entries
        .filter(|entry| entry.file_name().to_str().is_some_and(wanted))
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect()
}
