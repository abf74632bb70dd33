//! The hidden folder that a site grows in, and the folders that killed builds have left behind.
#![expect(clippy::disallowed_methods, reason = "the one place that writes the site")]

use std::{
    fs::{self, File, Metadata},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    MARKER,
    inventory::{self, Digest},
};

/// A new folder beside the target; removed again unless it is swapped in.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    /// Held while the build lives, so that another build tells this folder from a leftover.
    lock: Option<File>,
    /// Whether the process's umask takes bits away that web servers need.
    mend_modes: bool,
}

const MARKER_TEXT: &[u8] = b"Made by callboard, which replaces this folder as a whole with every build.\n";

impl Staging {
    /// Makes the folder, out of a spare one where there is one.
    pub fn create(target: &Path, spare: Option<&Path>) -> io::Result<Self> {
        let folder = sibling(target, &format!("new-{}", std::process::id()))?;
        let _ = fs::remove_dir_all(&folder);
        target.parent().map_or(Ok(()), fs::create_dir_all)?;
        if spare.is_none_or(|spare| take_spare(spare, &folder).is_err()) {
            fs::create_dir_all(&folder)?;
        }
        // Another site may have the same file under the same name.
        let _ = fs::remove_file(folder.join(MARKER));
        let mut lock = File::create_new(folder.join(MARKER))?;
        let locked = lock.try_lock();
        let mut staging = Self { folder, lock: None, mend_modes: false };
        if let Err(error) = locked.map_err(io::Error::from)
            && error.kind() != io::ErrorKind::Unsupported
        {
            return Err(error);
        }
        lock.write_all(MARKER_TEXT)?;
        staging.mend_modes = narrow(&lock)?;
        staging.mend(&staging.folder, true)?;
        staging.mend(&staging.folder.join(MARKER), false)?;
        staging.lock = Some(lock);
        Ok(staging)
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes a folder below the staging folder, and those above it.
    pub fn make_folder(&self, path: &str) -> io::Result<()> {
        let mut folder = self.folder.clone();
        for part in path.split('/') {
            folder.push(part);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                Err(_) => {}
                Ok(()) => self.mend(&folder, true)?,
            }
        }
        Ok(())
    }

    /// Writes a file that is not there yet.
    pub fn write(&self, path: &str, bytes: &[u8]) -> io::Result<Metadata> {
        let path = self.folder.join(path);
        let mut file = File::create_new(&path)?;
        file.write_all(bytes)?;
        self.mend(&path, false)?;
        file.metadata()
    }

    /// Takes a file over from the old site; none when it no longer holds what `digest` says.
    pub fn take(&self, from: &Path, path: &str, digest: &Digest) -> io::Result<Option<Metadata>> {
        let path = self.folder.join(path);
        let Some(about) = inventory::link(from, &path, digest)? else { return Ok(None) };
        self.mend(&path, false)?;
        Ok(Some(about))
    }

    /// What a file begins with.
    pub fn beginning(&self, path: &str, length: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(self.folder.join(path))?.take(length).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Removes a file again, if it is there.
    pub fn drop_file(&self, path: &str) -> io::Result<()> {
        match fs::remove_file(self.folder.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes a folder with everything in it, if it is there.
    pub fn drop_folder(&self, path: &str) -> io::Result<()> {
        match fs::remove_dir_all(self.folder.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Puts the folder in the target's place. What was there becomes the spare folder, or is removed. Gives whether
    /// nothing was there.
    pub fn swap(mut self, target: &Path, spare: Option<&Path>) -> io::Result<bool> {
        // Windows renames no folder that holds an open file.
        self.lock = None;
        let old = sibling(target, &format!("old-{}", std::process::id()))?;
        let replaces = target.exists();
        if replaces {
            fs::rename(target, &old)?;
        }
        if let Err(error) = fs::rename(&self.folder, target) {
            if replaces {
                fs::rename(&old, target)?;
            }
            return Err(error);
        }
        // The site stands; what cannot be removed now is removed by the next build.
        if replaces && spare.is_none_or(|spare| fs::rename(&old, spare).is_err()) {
            let _ = remove(&old);
        }
        Ok(!replaces)
    }

    /// Gives a file 0644 and a folder 0755, which GitHub Pages and most servers ask for.
    #[cfg(unix)]
    fn mend(&self, path: &Path, folder: bool) -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        if !self.mend_modes {
            return Ok(());
        }
        fs::set_permissions(path, fs::Permissions::from_mode(if folder { 0o755 } else { 0o644 }))
    }

    #[cfg(not(unix))]
    fn mend(&self, _path: &Path, _folder: bool) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.lock = None;
        // After a swap nothing is there; after a failure nothing else can be done.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Makes a spare folder the one that a site grows in.
fn take_spare(spare: &Path, folder: &Path) -> io::Result<()> {
    if spare.symlink_metadata()?.is_dir() {
        fs::rename(spare, folder)
    } else {
        Err(io::ErrorKind::NotADirectory.into())
    }
}

/// Removes a folder with everything in it, from many threads: a large site takes seconds.
fn remove(folder: &Path) -> io::Result<()> {
    let entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.par_iter().try_for_each(|entry| match entry.file_type()?.is_dir() {
        true => remove(&entry.path()),
        false => fs::remove_file(entry.path()),
    })?;
    fs::remove_dir(folder)
}

/// Whether a file that was just made lacks the modes that it should have.
#[cfg(unix)]
fn narrow(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(file.metadata()?.permissions().mode() & 0o777 != 0o644)
}

#[cfg(not(unix))]
fn narrow(_file: &File) -> io::Result<bool> {
    Ok(false)
}

/// Removes what killed builds left, and puts a site back that one of them had set aside.
pub fn recover(target: &Path) -> io::Result<()> {
    let folder = target.parent().unwrap_or(target);
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    let (new, old) = (sibling(target, "new-")?, sibling(target, "old-")?);
    let begins = |path: &Path, prefix: &Path| path.to_string_lossy().starts_with(&*prefix.to_string_lossy());
    let mut leftovers: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    leftovers.retain(|path| begins(path, &new) || begins(path, &old));
    leftovers.sort();
    for leftover in leftovers.iter().filter(|path| !alive(path)) {
        if begins(leftover, &old) && !target.exists() {
            fs::rename(leftover, target)?;
        } else {
            fs::remove_dir_all(leftover)?;
        }
    }
    Ok(())
}

/// Whether a build holds the folder.
fn alive(folder: &Path) -> bool {
    File::open(folder.join(MARKER)).is_ok_and(|marker| matches!(marker.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

/// `.<name>.<suffix>` beside the target.
fn sibling(target: &Path, suffix: &str) -> io::Result<PathBuf> {
    let name = target.file_name().ok_or_else(|| io::Error::other("a site cannot replace the root folder"))?;
    Ok(target.with_file_name(format!(".{}.{suffix}", name.to_string_lossy())))
}
