//! The new folder on the disk.

use std::{collections::BTreeMap, io, path::Path};

use crate::scaffold::File;

/// Refuses a folder in which something is.
#[expect(clippy::disallowed_methods, reason = "this command makes a folder")]
pub fn inspect(folder: &Path) -> Result<(), String> {
    match std::fs::read_dir(folder).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(format!("{} is not empty; name another folder", folder.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("{}: {error}", folder.display())),
    }
}

/// Writes the files. Nothing that is there is replaced.
pub fn write(folder: &Path, files: &BTreeMap<String, File>) -> Result<(), String> {
    for (path, file) in files {
        let target = folder.join(path);
        put(&target, file).map_err(|error| format!("{}: {error}", target.display()))?;
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this command makes a folder")]
fn put(target: &Path, file: &File) -> io::Result<()> {
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if file.executable { 0o777 } else { 0o666 });
    io::Write::write_all(&mut options.open(target)?, &file.bytes)
}
