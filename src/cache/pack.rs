//! The pack of values, and the index of where each lies.

use std::{
    collections::HashMap,
    fs::{File, OpenOptions},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Mutex,
};

use sha2::{Digest, Sha256};

use super::Key;

/// How index and pack are written; another number, and all is built anew.
const SCHEMA: u32 = 1;

/// What an index begins with.
const MAGIC: &[u8; 8] = b"callbrd\n";

/// Bytes of an index before its values: magic, schema, ground, length of the pack.
const HEAD: usize = 8 + 4 + 32 + 8;

/// Bytes of one value in the index: key, offset, length, hash.
const ROW: usize = 32 + 8 + 4 + 32;

/// A pack may hold so many bytes that nobody uses any more, besides as many as are used.
pub const SLACK: u64 = 16 << 20;

/// Appended values are gathered until there are so many bytes of them.
const BATCH: usize = 1 << 20;

/// Where a value lies in the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// From the start of the pack, in bytes.
    pub offset: u64,
    /// In bytes.
    pub length: u32,
    /// Of key and value.
    pub hash: [u8; 32],
}

fn hash(key: &Key, bytes: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(key);
    hash.update(bytes);
    hash.finalize().into()
}

/// The file that holds the values.
pub struct Pack {
    path: PathBuf,
    reader: File,
    start: u64,
    writer: Mutex<Writer>,
}

struct Writer {
    file: File,
    waiting: Vec<u8>,
    end: u64,
    failed: bool,
}

impl Writer {
    fn flush(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        self.failed = self.failed || self.file.write_all(&waiting).is_err();
    }
}

impl Pack {
    /// Opens the pack for this build alone. What lies behind `length` is from a build that did not finish, and goes.
    pub fn open(path: &Path, length: u64) -> Option<Self> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).ok()?;
        file.try_lock().ok()?;
        let start = if file.metadata().ok()?.len() >= length { length } else { 0 };
        file.set_len(start).ok()?;
        file.seek(SeekFrom::Start(start)).ok()?;
        let writer = Mutex::new(Writer { file, waiting: Vec::new(), end: start, failed: false });
        Some(Self { path: path.to_owned(), reader: File::open(path).ok()?, start, writer })
    }

    /// How many bytes there were at first.
    pub fn start(&self) -> u64 {
        self.start
    }

    /// How many bytes there are.
    pub fn end(&self) -> u64 {
        self.writer.lock().expect("no thread panics while it writes").end
    }

    /// A value, when its bytes are still those that were kept under the key.
    pub fn read(&self, key: &Key, held: &Held) -> Option<Vec<u8>> {
        let end = held.offset.checked_add(u64::from(held.length))?;
        if end > self.start {
            return None;
        }
        let mut bytes = vec![0; held.length as usize];
        read_at(&self.reader, &mut bytes, held.offset)?;
        (hash(key, &bytes) == held.hash).then_some(bytes)
    }

    /// Adds a value at the end.
    pub fn append(&self, key: &Key, bytes: &[u8]) -> Option<Held> {
        let (length, hash) = (u32::try_from(bytes.len()).ok()?, hash(key, bytes));
        let mut writer = self.writer.lock().expect("no thread panics while it writes");
        let held = Held { offset: writer.end, length, hash };
        writer.waiting.extend_from_slice(bytes);
        writer.end += u64::from(length);
        if writer.waiting.len() >= BATCH {
            writer.flush();
        }
        (!writer.failed).then_some(held)
    }

    /// Writes what waits; none when the disk failed, and nothing that was added may be used.
    pub fn settle(&mut self) -> Option<()> {
        let writer = self.writer.get_mut().expect("no thread panicked");
        writer.flush();
        (!writer.failed && writer.file.sync_data().is_ok()).then_some(())
    }

    /// Puts a pack of these values alone, which are sorted by their offsets, in its place.
    pub fn rewrite(&mut self, values: &[(Key, Held)]) -> Option<Vec<(Key, Held)>> {
        self.settle()?;
        let path = self.path.with_extension("new");
        let mut file = File::create(&path).ok()?;
        file.try_lock().ok()?;
        let (mut end, mut moved) = (0, Vec::with_capacity(values.len()));
        for (key, held) in values {
            let mut bytes = vec![0; held.length as usize];
            read_at(&self.reader, &mut bytes, held.offset)?;
            file.write_all(&bytes).ok()?;
            moved.push((*key, Held { offset: end, ..*held }));
            end += u64::from(held.length);
        }
        std::fs::rename(&path, &self.path).ok()?;
        *self.writer.get_mut().ok()? = Writer { file, waiting: Vec::new(), end, failed: false };
        Some(moved)
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> Option<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset).ok()
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> Option<()> {
    let mut left = bytes.len();
    while left > 0 {
        let at = bytes.len() - left;
        let read = std::os::windows::fs::FileExt::seek_read(file, &mut bytes[at..], offset + at as u64).ok()?;
        left -= std::num::NonZeroUsize::new(read)?.get();
    }
    Some(())
}

/// Writes an index: the values, and a hash of all of it.
pub fn write_index(ground: &Key, length: u64, values: &[(Key, Held)]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(HEAD + values.len() * ROW + 32);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&SCHEMA.to_le_bytes());
    bytes.extend_from_slice(ground);
    bytes.extend_from_slice(&length.to_le_bytes());
    for (key, held) in values {
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(&held.offset.to_le_bytes());
        bytes.extend_from_slice(&held.length.to_le_bytes());
        bytes.extend_from_slice(&held.hash);
    }
    let hash = Sha256::digest(&bytes);
    bytes.extend_from_slice(&hash);
    bytes
}

/// The length of the pack and its values; none when a byte is wrong, or the ground is another.
pub fn read_index(bytes: &[u8], ground: &Key) -> Option<(u64, HashMap<Key, Held>)> {
    let (content, check) = bytes.split_last_chunk::<32>()?;
    if content.len() < HEAD || Sha256::digest(content).as_slice() != check {
        return None;
    }
    let (head, rows) = content.split_at(HEAD);
    let expected = [MAGIC.as_slice(), &SCHEMA.to_le_bytes(), ground].concat();
    let length = u64::from_le_bytes(*head.last_chunk::<8>()?);
    let row = |row: &[u8]| -> Option<(Key, Held)> {
        let (key, rest) = row.split_first_chunk::<32>()?;
        let (offset, rest) = rest.split_first_chunk::<8>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let hash = *rest.first_chunk::<32>()?;
        Some((*key, Held { offset: u64::from_le_bytes(*offset), length: u32::from_le_bytes(*length), hash }))
    };
    let values = rows.chunks_exact(ROW).map(row).collect::<Option<HashMap<Key, Held>>>()?;
    head.starts_with(&expected).then_some((length, values))
}
