//! Theme files of the configuration's own.

use std::path::Path;

/// The most bytes that one theme file may have.
const LARGEST: u64 = 10_000_000;

/// All files in `folder` and below it, by their paths with `/`, sorted.
///
/// # Errors
/// When the folder cannot be read; the text names it.
pub fn theme_files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut files = Vec::new();
    visit(folder, "", &mut files)?;
    files.sort();
    Ok(files)
}

#[expect(clippy::disallowed_methods, reason = "configuration names the folder, and only it reads it")]
fn visit(folder: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> Result<(), String> {
    let failed = |path: &Path, error: std::io::Error| format!("theme folder: {}: {error}", path.display());
    for entry in std::fs::read_dir(folder).map_err(|error| failed(folder, error))? {
        let entry = entry.map_err(|error| failed(folder, error))?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let about = entry.metadata().map_err(|error| failed(&path, error))?;
        if name.starts_with('.') {
            continue;
        }
        if about.is_dir() {
            visit(&path, &format!("{prefix}{name}/"), files)?;
        } else if about.is_file() {
            if about.len() > LARGEST {
                return Err(format!("theme folder: {}: larger than {} MB", path.display(), LARGEST / 1_000_000));
            }
            files.push((format!("{prefix}{name}"), std::fs::read(&path).map_err(|error| failed(&path, error))?));
        }
    }
    Ok(())
}
