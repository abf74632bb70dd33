//! The files that a template makes, in memory. A path never leaves the workspace, however it was made up.

use std::{collections::BTreeMap, fmt};

/// The most files that a template may make.
pub const MOST_FILES: usize = 10_000;

/// The most bytes that a template may make.
pub const MOST_BYTES: usize = 64 << 20;

/// The longest path, in bytes; archives and file systems end there.
const LONGEST_PATH: usize = 1024;

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// Whether it may be executed.
    pub executable: bool,
}

/// Why a path names no file of the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPath(String);

impl fmt::Display for BadPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Files by path, sorted.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    files: BTreeMap<String, File>,
    bytes: usize,
}

impl Workspace {
    /// The files by path.
    pub fn files(&self) -> &BTreeMap<String, File> {
        &self.files
    }

    /// The file at a normal path.
    pub fn get(&self, path: &str) -> Option<&File> {
        self.files.get(path)
    }

    /// Puts a file at a normal path; one that is there is replaced.
    ///
    /// # Errors
    /// When there are too many, or one of them would have to be a folder.
    pub fn put(&mut self, path: &str, file: File) -> Result<(), String> {
        let mut folder = path;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if self.files.contains_key(above) {
                return Err(format!("`{path}` cannot be made: `{above}` is a file"));
            }
            folder = above;
        }
        if self.has_folder(path) {
            return Err(format!("`{path}` cannot be made: it is a folder"));
        }
        let before = self.files.get(path).map_or(0, |file| file.bytes.len());
        let bytes = self.bytes - before + file.bytes.len();
        if bytes > MOST_BYTES {
            return Err(format!("the template makes more than {} MiB", MOST_BYTES >> 20));
        }
        if self.files.len() >= MOST_FILES && !self.files.contains_key(path) {
            return Err(format!("the template makes more than {MOST_FILES} files"));
        }
        self.bytes = bytes;
        self.files.insert(path.to_owned(), file);
        Ok(())
    }

    /// Takes a file out.
    pub fn take(&mut self, path: &str) -> Option<File> {
        let file = self.files.remove(path)?;
        self.bytes -= file.bytes.len();
        Some(file)
    }

    /// The paths of a folder's files; of all for the empty path.
    pub fn within<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a String> + 'a {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let end = start.clone();
        self.files.range(start..).map(|(path, _)| path).take_while(move |path| path.starts_with(&end))
    }

    /// Whether files lie below a path.
    pub fn has_folder(&self, path: &str) -> bool {
        self.within(path).next().is_some()
    }
}

/// The path of `written`, seen from `folder`, without `.` and `..`.
///
/// # Errors
/// When it leads out of the workspace, is absolute, or no file system takes it.
pub fn normal(folder: &str, written: &str) -> Result<String, BadPath> {
    let bad = |why: &str| Err(BadPath(format!("the path `{}` {why}", shown(written))));
    if written.starts_with(['/', '\\']) || written.as_bytes().get(1) == Some(&b':') {
        return bad("is absolute; write it from the folder of the project");
    }
    if written.chars().any(char::is_control) {
        return bad("holds a control character");
    }
    let written = written.replace('\\', "/");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() {
                    return bad("leads out of the project");
                }
            }
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    if path.len() > LONGEST_PATH {
        return bad("is too long");
    }
    if parts.first().is_some_and(|first| first.eq_ignore_ascii_case(".git")) {
        return bad("lies in `.git`, which belongs to git alone");
    }
    Ok(path)
}

fn shown(path: &str) -> String {
    path.chars().take(80).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
