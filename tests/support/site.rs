//! Small organisations written as one string, and the program run on them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tempfile::TempDir;

/// A folder of repositories, removed in the end.
pub struct Place {
    folder: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Place {
    /// Writes files: each begins with a line `-- path --`.
    pub fn new(files: &str) -> Self {
        let place = Self { folder: TempDir::new().expect("a folder") };
        place.write(files);
        place
    }

    /// Writes further files.
    pub fn write(&self, files: &str) {
        let mut current: Option<(&str, String)> = None;
        for line in files.split_inclusive('\n') {
            let name = line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --"));
            if let Some(name) = name {
                current.take().into_iter().for_each(|(name, text)| self.put(name, text));
                current = Some((name, String::new()));
            } else if let Some((_, text)) = &mut current {
                text.push_str(line);
            }
        }
        current.into_iter().for_each(|(name, text)| self.put(name, text));
    }

    /// Writes one file.
    pub fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("the folder can be made");
        fs::write(path, bytes).expect("the file can be written");
    }

    /// A path below the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the program in the folder `working`, with nothing in its environment but a home.
    pub fn run(&self, working: &str, arguments: &[&str]) -> Ran {
        self.run_with(working, arguments, &[])
    }

    /// Runs the program with further variables.
    pub fn run_with(&self, working: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
        command.current_dir(self.path(working)).args(arguments).env_clear();
        command.env("HOME", self.path("home")).envs(variables.iter().copied());
        let output = command.output().expect("the program starts");
        Ran {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("messages are UTF-8"),
        }
    }

    /// All files below a folder with their content.
    pub fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(folder))
    }
}

/// All files below a folder with their content.
pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a folder that can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("it lies below").to_string_lossy().into_owned();
                files.insert(name, fs::read(&path).expect("a file that can be read"));
            }
        }
    }
    files
}
