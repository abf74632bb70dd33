//! Cases on the disk: a folder each, with the answers and the project that they make.
#![expect(clippy::disallowed_methods, reason = "cases are read where the template lies, and written with --update")]

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{cli::new::project, scaffold::File};

/// Files that hold the answers of a case.
const VALUES: [&str; 3] = ["values.yaml", "values.yml", "values.json"];

/// The folder of a case that holds the project.
const EXPECTED: &str = "expected";

/// The most files of a project that is compared.
const MOST_FILES: usize = 10_000;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// One case.
#[derive(Debug)]
pub struct Case {
    /// The name of its folder.
    pub name: String,
    /// The file with its answers.
    pub values: PathBuf,
    folder: PathBuf,
}

/// The cases in a folder, by name. A folder without answers is none.
pub fn cases(folder: &Path) -> Vec<Case> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let case = |entry: fs::DirEntry| {
        let folder = entry.path();
        let values = VALUES.iter().map(|name| folder.join(name)).find(|file| file.is_file())?;
        Some(Case { name: entry.file_name().to_string_lossy().into_owned(), values, folder })
    };
    let mut cases: Vec<Case> = entries.filter_map(case).collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

impl Case {
    /// The project as it was, by path; nothing when none has been written yet.
    ///
    /// # Errors
    /// When it cannot be read, or holds something that is no file.
    pub fn expected(&self) -> Result<BTreeMap<String, File>, String> {
        let mut files = BTreeMap::new();
        let mut folders = vec![(self.folder.join(EXPECTED), String::new())];
        if !folders[0].0.exists() {
            return Ok(files);
        }
        while let Some((folder, prefix)) = folders.pop() {
            let told = |error: io::Error| format!("{}: {error}", folder.display());
            for entry in fs::read_dir(&folder).map_err(told)? {
                let entry = entry.map_err(told)?;
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type().map_err(told)?;
                if kind.is_dir() {
                    folders.push((entry.path(), format!("{name}/")));
                } else if kind.is_file() {
                    files.insert(name, read(&entry)?);
                } else {
                    return Err(format!("{}: only files and folders are compared", entry.path().display()));
                }
                if files.len() > MOST_FILES || folders.len() > MOST_FILES {
                    return Err(format!("{}: more than {MOST_FILES} files", self.folder.display()));
                }
            }
        }
        Ok(files)
    }

    /// Makes the folder hold just these files. What is in it alike stays untouched.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn update(&self, before: &BTreeMap<String, File>, files: &BTreeMap<String, File>) -> Result<(), String> {
        let folder = self.folder.join(EXPECTED);
        for path in before.keys().filter(|path| before.get(*path) != files.get(*path)) {
            let file = folder.join(path);
            fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            // A folder that is not empty stays, as it should.
            let above = file.ancestors().skip(1).take_while(|above| *above != folder);
            let _ = above.map(fs::remove_dir).take_while(Result::is_ok).count();
        }
        let new = files.iter().filter(|(path, file)| before.get(*path) != Some(*file));
        project::write(&folder, &new.map(|(path, file)| (path.clone(), file.clone())).collect())
    }
}

fn read(entry: &fs::DirEntry) -> Result<File, String> {
    let told = |error: io::Error| format!("{}: {error}", entry.path().display());
    let metadata = entry.metadata().map_err(told)?;
    if metadata.len() > LARGEST {
        return Err(format!("{}: larger than {} MiB", entry.path().display(), LARGEST >> 20));
    }
    Ok(File { bytes: fs::read(entry.path()).map_err(told)?, executable: is_executable(&metadata) })
}

#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o100 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    false
}
