//! A site that lies on this disk, read back to be checked.
#![expect(clippy::disallowed_methods, reason = "emit knows the folder that it writes")]

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::model::{Ledger, Written};

/// Files are read in pieces of so many bytes.
const PIECE: usize = 1 << 16;

/// All files of a folder with their hashes. A link is a file that holds where it leads, as no host follows it.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn read(folder: &Path) -> io::Result<Ledger> {
    let mut paths = Vec::new();
    list(folder, "", &mut paths)?;
    let read = |path: String| {
        let whole = folder.join(&path);
        let written = hash(&whole).map_err(|error| io::Error::new(error.kind(), format!("{path}: {error}")))?;
        Ok((path, written))
    };
    Ok(Ledger { files: paths.into_par_iter().map(read).collect::<io::Result<_>>()? })
}

fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

fn hash(path: &Path) -> io::Result<Written> {
    if path.symlink_metadata()?.is_symlink() {
        let target = fs::read_link(path)?;
        let text = format!("link to {}", target.display());
        return Ok(Written { size: text.len() as u64, sha256: Sha256::digest(text).into() });
    }
    let mut file = fs::File::open(path)?;
    let (mut hash, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            return Ok(Written { size, sha256: hash.finalize().into() });
        }
        hash.update(&piece[..count]);
        size += count as u64;
    }
}
