//! Files below a folder, opened so that no link can lead out of it, not even one that is made at that moment.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use crate::model::{ReadError, RepoPath};

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 256 << 20;

/// The bytes of the regular file at `path` below `root`.
///
/// # Errors
/// When it is no regular file, is too large, or the disk fails.
pub fn read(root: &Path, path: &RepoPath) -> Result<Vec<u8>, ReadError> {
    let file = open(root, path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotFound,
        _ => ReadError::World(format!("{path}: {error}")),
    })?;
    let world = |error: io::Error| ReadError::World(format!("{path}: {error}"));
    let metadata = file.metadata().map_err(world)?;
    if !metadata.is_file() {
        return Err(ReadError::NotFound);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(LARGEST)).unwrap_or_default());
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(world)?;
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(path));
    }
    Ok(bytes)
}

/// What is said of a file beyond [`LARGEST`].
pub fn too_large(path: &RepoPath) -> ReadError {
    ReadError::World(format!("{path}: larger than {} MiB", LARGEST >> 20))
}

/// Opens part by part, each relative to the folder before it and refusing links.
#[cfg(unix)]
fn open(root: &Path, path: &RepoPath) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};

    let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    // A pipe would wait for its writer for ever.
    let file = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let mut at = rustix::fs::open(root, folder, Mode::empty())?;
    let parent = path.parent();
    for part in parent.as_str().split('/').filter(|part| !part.is_empty()) {
        at = rustix::fs::openat(&at, part, folder | OFlags::NOFOLLOW, Mode::empty())?;
    }
    Ok(File::from(rustix::fs::openat(&at, path.file_name(), file, Mode::empty())?))
}

/// Opens what has no link on its way.
#[cfg(not(unix))]
#[expect(clippy::disallowed_methods, reason = "the door to work trees")]
fn open(root: &Path, path: &RepoPath) -> io::Result<File> {
    let root = root.canonicalize()?;
    let wanted = path.as_str().split('/').fold(root, |folder, part| folder.join(part));
    if wanted.canonicalize()? != wanted {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "a link stands on the way"));
    }
    File::open(wanted)
}
