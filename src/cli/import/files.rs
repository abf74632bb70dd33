//! Files that are read and written by `callboard import`.

use std::path::{Path, PathBuf};

use crate::cli::{environment::Environment, report, settings::Failure};

/// What Backstage reads where nobody names its files, the later over the earlier.
const BACKSTAGE: [&str; 2] = ["app-config.yaml", "app-config.production.yaml"];

/// The largest configuration that is read, in bytes.
const LARGEST: u64 = 4 << 20;

/// A file of Backstage's configuration.
pub struct Source {
    /// What it is called.
    pub name: String,
    /// Where it lies.
    pub folder: PathBuf,
    /// What it holds.
    pub text: String,
}

/// The files that are named, or those that are there.
#[expect(clippy::disallowed_methods, reason = "the command line reads the files that it is given")]
pub fn backstage(named: &[PathBuf], environment: &Environment) -> Result<Vec<Source>, Failure> {
    let there = || BACKSTAGE.iter().map(|name| environment.folder.join(name)).filter(|path| path.is_file());
    let paths: Vec<PathBuf> = match named {
        [] if !environment.folder.join(BACKSTAGE[0]).is_file() => Vec::new(),
        [] => there().collect(),
        named => named.iter().map(|path| environment.folder.join(path)).collect(),
    };
    let read = |path: PathBuf| {
        let failed = |reason: String| Failure::Usage(format!("{}: {reason}", path.display()));
        let size = std::fs::metadata(&path).map_err(|error| failed(error.to_string()))?.len();
        if size > LARGEST {
            return Err(failed(format!("the file has {size} bytes; at most {LARGEST} are read")));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| failed(error.to_string()))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Source { name, folder: path.parent().map(Path::to_path_buf).unwrap_or_default(), text })
    };
    paths.into_iter().map(read).collect()
}

/// Writes a file unless one of `unless` is there.
#[expect(clippy::disallowed_methods, reason = "the command line writes what it was asked to")]
pub fn put(folder: &Path, name: &str, unless: &[&str], text: &str, dry: bool) -> Result<(), Failure> {
    let path = folder.join(name);
    if dry {
        report::note(&format!("would write {}:", path.display()));
        report::answer(text);
        return Ok(());
    }
    if let Some(there) = unless.iter().find(|name| folder.join(name).symlink_metadata().is_ok()) {
        report::note(&format!("{} is there and stays as it is", folder.join(there).display()));
        return Ok(());
    }
    let failed = |error: std::io::Error| Failure::World(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut options = std::fs::OpenOptions::new();
    let mut opened = options.write(true).create_new(true).open(&path).map_err(failed)?;
    std::io::Write::write_all(&mut opened, text.as_bytes()).map_err(failed)?;
    report::note(&format!("wrote {}", path.display()));
    Ok(())
}

/// The name of a repository as a path that stays where it is put.
pub fn plain(repo: &str) -> PathBuf {
    let kept = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let parts = repo.split('/').map(|part| part.chars().map(kept).collect::<String>());
    parts.filter(|part| !part.trim_matches('.').is_empty()).collect()
}
