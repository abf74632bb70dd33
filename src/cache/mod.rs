//! What builds keep of their work. In: keys and bytes. Out: the same bytes in a later build, or nothing.
//! It must not know what the bytes mean, nor what a key was made of.
//!
//! Everything lies in one pack, which only grows at its end, and in one index, which is replaced whole. The index says
//! where in the pack each value lies, and what hash the key and the value together have: a value that was damaged, cut
//! off or exchanged with another is noticed when it is read, and is as if it had never been kept. So is everything when
//! another program, another theme or another configuration made it. A build that is killed leaves the old index, which
//! knows nothing of what was added since.
//!
//! Hashes hold against accidents, and against whoever can change some bytes. They do not hold against somebody who
//! may write the whole folder and computes them anew: who may write the cache of a build may write the build.
#![expect(clippy::disallowed_methods, reason = "the cache is a folder of its own, and nothing of it is published")]

mod fields;
mod pack;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    fmt,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use sha2::{Digest, Sha256};

pub use fields::{join, split};
use pack::{Held, Pack};

/// A SHA-256 of all that a value depends on.
pub type Key = [u8; 32];

/// The key of several parts; where one ends and the next begins matters.
pub fn key(parts: &[&[u8]]) -> Key {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// What one build finds of the build before, and leaves to the next.
pub struct Cache {
    index: PathBuf,
    ground: Key,
    pack: Option<Pack>,
    old: HashMap<Key, (Held, AtomicBool)>,
    new: Mutex<HashMap<Key, Held>>,
}

impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("index", &self.index).field("values", &self.old.len()).finish()
    }
}

impl Cache {
    /// Opens what is kept under `name` in `folder`, a file name without extension. Values that were kept on another
    /// `ground` are not found. Where nothing can be kept, because the disk does not let it or another build is at it,
    /// nothing is.
    pub fn open(folder: &Path, name: &str, ground: Key) -> Self {
        let index = folder.join(name).with_extension("index");
        let _ = std::fs::create_dir_all(folder);
        let found = std::fs::read(&index).ok().and_then(|bytes| pack::read_index(&bytes, &ground));
        let length = found.as_ref().map_or(0, |found| found.0);
        let pack = Pack::open(&folder.join(name).with_extension("pack"), length);
        // A pack that is shorter than its index says was cut off; one that starts anew holds nothing.
        let whole = pack.as_ref().is_some_and(|pack| pack.start() == length);
        let old = found.filter(|_| whole).map(|found| found.1).unwrap_or_default();
        let old = old.into_iter().map(|(key, held)| (key, (held, AtomicBool::new(false)))).collect();
        Self { index, ground, pack, old, new: Mutex::default() }
    }

    /// What was kept under a key, unless it was damaged since.
    pub fn find(&self, key: &Key) -> Option<Vec<u8>> {
        let (held, used) = self.old.get(key)?;
        let bytes = self.pack.as_ref()?.read(key, held)?;
        used.store(true, Ordering::Relaxed);
        Some(bytes)
    }

    /// Leaves to the next build what was kept under a key, without reading it.
    pub fn touch(&self, key: &Key) {
        if let Some((_, used)) = self.old.get(key) {
            used.store(true, Ordering::Relaxed);
        }
    }

    /// Keeps something for the next build.
    pub fn keep(&self, key: Key, bytes: &[u8]) {
        let Some(held) = self.pack.as_ref().and_then(|pack| pack.append(&key, bytes)) else { return };
        self.new.lock().expect("no thread panics while it holds the values").insert(key, held);
    }

    /// Leaves to the next build what this one has used and kept; the rest is forgotten.
    pub fn finish(self) {
        let Some(mut pack) = self.pack else { return };
        let new = self.new.into_inner().expect("no thread panicked");
        let used =
            self.old.into_iter().filter(|(key, (_, used))| used.load(Ordering::Relaxed) && !new.contains_key(key));
        let mut values: Vec<(Key, Held)> = used.map(|(key, (held, _))| (key, held)).collect();
        values.extend(new);
        values.sort_unstable_by_key(|(_, held)| held.offset);
        let live: u64 = values.iter().map(|(_, held)| u64::from(held.length)).sum();
        if pack.end() > 2 * live + pack::SLACK {
            // Whoever finds the old index beside the new pack finds that no hash fits.
            let _ = std::fs::remove_file(&self.index);
            let Some(packed) = pack.rewrite(&values) else { return };
            values = packed;
        }
        if pack.settle().is_some() {
            let bytes = pack::write_index(&self.ground, pack.end(), &values);
            let new = self.index.with_extension("new");
            let _ = std::fs::write(&new, bytes).and_then(|()| std::fs::rename(&new, &self.index));
        }
    }
}
