//! What the last build wrote, so that files that stay the same need not be written again.
#![expect(clippy::disallowed_methods, reason = "the inventory is a file of its own, and the old site is looked at")]

use std::{
    collections::HashMap,
    fs::{self, File, Metadata},
    io,
    path::{Path, PathBuf},
    sync::Mutex,
};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of a file.
pub type Digest = [u8; 32];

/// The first line of an inventory; another one, and nothing is taken from the old site.
const MAGIC: &[u8] = b"callboard inventory 1\n";

/// Bytes of a line with a path of usual length.
const USUAL_LINE: usize = 120;

/// A file as it was left, and what tells that nobody has touched it since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    digest: Digest,
    size: u64,
    /// Seconds and nanoseconds since 1970, and the number of the file on its disk.
    stamp: [u64; 3],
}

impl Line {
    /// A file that holds what `digest` says.
    pub fn new(digest: Digest, about: &Metadata) -> Self {
        Self { digest, size: about.len(), stamp: stamp(about) }
    }

    /// Whether the file held this.
    pub fn holds(&self, digest: &Digest) -> bool {
        self.digest == *digest
    }

    /// Whether the file is as it was left.
    pub fn is_untouched(&self, about: &Metadata) -> bool {
        self.is_alike(about) && stamp(about) == self.stamp && self.stamp != [0; 3]
    }

    /// What is known of a file that has another date or number than it was left with, when it is read and still holds
    /// the same.
    pub fn read_again(&self, file: &Path) -> Option<Self> {
        let about = file.symlink_metadata().ok().filter(|about| self.is_alike(about))?;
        let same = fs::read(file).is_ok_and(|bytes| Sha256::digest(&bytes).as_slice() == self.digest);
        same.then(|| Self::new(self.digest, &about))
    }

    /// Bytes of the file.
    pub fn size(&self) -> u64 {
        self.size
    }

    fn is_alike(&self, about: &Metadata) -> bool {
        about.is_file() && about.len() == self.size && is_public(about)
    }
}

/// The files of a site by their paths.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Where it is kept; nowhere when nothing is to be taken over.
    path: Option<PathBuf>,
    old: HashMap<String, Line>,
    new: Mutex<Vec<(String, Line)>>,
}

impl Inventory {
    /// The inventory of the last build, which may be missing or damaged.
    pub fn open(path: Option<&Path>) -> Self {
        let bytes = path.and_then(|path| fs::read(path).ok());
        let old = bytes.and_then(|bytes| read(&bytes)).unwrap_or_default();
        Self { path: path.map(Path::to_owned), old, new: Mutex::default() }
    }

    /// The hash of a file of the old site.
    pub fn digest(&self, path: &str) -> Option<Digest> {
        self.old.get(path).map(|line| line.digest)
    }

    /// What is known of a file of the old site.
    pub fn line(&self, path: &str) -> Option<Line> {
        self.old.get(path).copied()
    }

    /// Whether the file at `path` of the old site holds what `digest` says. What has another date, size or number than it
    /// was left with is read.
    pub fn holds(&self, site: &Path, path: &str, digest: &Digest) -> bool {
        let Some(line) = self.line(path).filter(|line| line.holds(digest)) else { return false };
        let file = site.join(path);
        let untouched = file.symlink_metadata().is_ok_and(|about| line.is_untouched(&about));
        untouched || line.read_again(&file).is_some()
    }

    /// How many files the old site has.
    pub fn count(&self) -> usize {
        self.old.len()
    }

    /// Notes a file of the new site.
    pub fn note(&self, path: &str, line: Line) {
        if self.path.is_some() {
            self.new.lock().expect("no thread panics while it holds the lines").push((path.to_owned(), line));
        }
    }

    /// Writes the inventory of the new site. That of the old one, or the same once more when the spare folder is a
    /// second site of the same files, becomes what `before` says of the spare folder. Without them the next build
    /// writes everything, and nothing else is lost.
    pub fn finish(self, before: &Path, same: bool) {
        let Some(path) = self.path else { return };
        let mut lines = self.new.into_inner().expect("no thread panicked");
        lines.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let bytes = write(&lines);
        let place = |path: &Path| {
            let new = path.with_extension("new");
            fs::write(&new, &bytes).and_then(|()| fs::rename(&new, path))
        };
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        let old = folder.and_then(|()| if same { place(before) } else { fs::rename(&path, before) });
        // A spare folder that nothing is known of is written anew.
        let _ = old.or_else(|_| fs::remove_file(before));
        let _ = place(&path);
    }
}

/// What tells one state of a file from another without reading it.
#[cfg(unix)]
fn stamp(about: &Metadata) -> [u64; 3] {
    use std::os::unix::fs::MetadataExt;
    [about.mtime().cast_unsigned(), about.mtime_nsec().cast_unsigned(), about.ino()]
}

/// Nothing does where files have no numbers.
#[cfg(not(unix))]
fn stamp(_about: &Metadata) -> [u64; 3] {
    [0; 3]
}

/// Whether web servers may read it.
#[cfg(unix)]
fn is_public(about: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o777 == 0o644
}

#[cfg(not(unix))]
fn is_public(_about: &Metadata) -> bool {
    true
}

/// Gives a file of the old site a second name in the new one; where the disk has no such names, it is copied when it
/// still holds what `digest` says.
pub fn link(from: &Path, to: &Path, digest: &Digest) -> io::Result<Option<Metadata>> {
    if fs::hard_link(from, to).is_ok() {
        return to.metadata().map(Some);
    }
    let bytes = fs::read(from)?;
    if Sha256::digest(&bytes).as_slice() != digest {
        return Ok(None);
    }
    let mut file = File::create_new(to)?;
    io::Write::write_all(&mut file, &bytes)?;
    file.metadata().map(Some)
}

fn write(lines: &[(String, Line)]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for (path, line) in lines {
        bytes.extend_from_slice(&line.digest);
        for number in [line.size, line.stamp[0], line.stamp[1], line.stamp[2], path.len() as u64] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        bytes.extend_from_slice(path.as_bytes());
    }
    let check = Sha256::digest(&bytes);
    bytes.extend_from_slice(&check);
    bytes
}

fn read(bytes: &[u8]) -> Option<HashMap<String, Line>> {
    let (content, check) = bytes.split_last_chunk::<32>()?;
    if Sha256::digest(content).as_slice() != check {
        return None;
    }
    let mut rest = content.strip_prefix(MAGIC)?;
    // A large site has as many lines; grown step by step, the table would be filled several times.
    let mut lines = HashMap::with_capacity(rest.len() / USUAL_LINE);
    while !rest.is_empty() {
        let (digest, behind) = rest.split_first_chunk::<32>()?;
        let (numbers, behind) = behind.split_first_chunk::<40>()?;
        let number = |at: usize| numbers[at * 8..].first_chunk::<8>().map(|bytes| u64::from_le_bytes(*bytes));
        let stamp = [number(1)?, number(2)?, number(3)?];
        let (path, behind) = behind.split_at_checked(usize::try_from(number(4)?).ok()?)?;
        lines.insert(std::str::from_utf8(path).ok()?.to_owned(), Line { digest: *digest, size: number(0)?, stamp });
        rest = behind;
    }
    Some(lines)
}
