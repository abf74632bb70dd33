//! A git pack and its index, as <https://git-scm.com/docs/gitformat-pack> describes them, written so that the same
//! objects in the same order give the same bytes.

#![expect(clippy::disallowed_methods, reason = "fragments are written by this stage")]

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, Crc, write::ZlibEncoder};
use gix::objs::Kind;
use sha2::{Digest, Sha256};

use super::manifest::Sum;

/// Where an object stands in the pack.
struct Placed {
    offset: u64,
    crc: u32,
    /// How many others it is made of, one of the other.
    depth: u8,
}

/// More would make reading slow.
const DEEPEST: u8 = 24;

/// A pack that is being written.
pub struct Pack {
    file: BufWriter<File>,
    path: PathBuf,
    offset: u64,
    objects: HashMap<gix::ObjectId, Placed>,
}

/// A pack that is written: the two files of it, `pack-<id>.pack` and `pack-<id>.idx`.
pub struct Packed {
    /// 40 hexadecimal digits: the checksum at its end.
    pub id: String,
    /// Of the pack.
    pub pack: Sum,
    /// Of its index.
    pub index: Sum,
}

impl Pack {
    /// Begins a pack in a folder, which is made.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn begin(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let path = folder.join("new.pack");
        let mut file = BufWriter::new(File::create(&path)?);
        // How many objects there are is written in the end.
        file.write_all(b"PACK\0\0\0\x02\0\0\0\0")?;
        Ok(Self { file, path, offset: 12, objects: HashMap::new() })
    }

    /// Whether it has this object.
    pub fn has(&self, id: &gix::oid) -> bool {
        self.objects.contains_key(id)
    }

    /// Adds an object, once. `base` is an object that is like it, and its bytes: when the pack has it, what they have in
    /// common is not written again.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn add(
        &mut self,
        id: gix::ObjectId,
        kind: Kind,
        bytes: &[u8],
        base: Option<(gix::ObjectId, &[u8])>,
    ) -> io::Result<()> {
        if self.has(&id) {
            return Ok(());
        }
        let delta = base.and_then(|(base, old)| {
            let base = self.objects.get(&base).filter(|base| base.depth < DEEPEST)?;
            let delta = super::delta::between(old, bytes).filter(|delta| delta.len() < bytes.len() / 2)?;
            Some((self.offset - base.offset, base.depth + 1, delta))
        });
        let mut entry = match &delta {
            Some((back, _, delta)) => [head(6, delta.len()), distance(*back)].concat(),
            None => head(number(kind), bytes.len()),
        };
        let (depth, body) = delta.as_ref().map_or((0, bytes), |(_, depth, delta)| (*depth, delta.as_slice()));
        let mut encoder = ZlibEncoder::new(&mut entry, Compression::new(5));
        encoder.write_all(body)?;
        encoder.finish()?;
        let mut crc = Crc::new();
        crc.update(&entry);
        self.file.write_all(&entry)?;
        self.objects.insert(id, Placed { offset: self.offset, crc: crc.sum(), depth });
        self.offset += entry.len() as u64;
        Ok(())
    }

    /// Ends the pack and writes its index.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn finish(self) -> io::Result<Packed> {
        let mut file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let count = u32::try_from(self.objects.len()).map_err(io::Error::other)?;
        file.seek(SeekFrom::Start(8))?;
        file.write_all(&count.to_be_bytes())?;
        drop(file);
        let mut checksum = gix::hash::hasher(gix::hash::Kind::Sha1);
        let mut sum = Sha256::new();
        each_part(&self.path, |bytes| {
            checksum.update(bytes);
            sum.update(bytes);
        })?;
        let checksum = checksum.try_finalize().map_err(|error| io::Error::other(error.to_string()))?;
        sum.update(checksum.as_bytes());
        OpenOptions::new().append(true).open(&self.path)?.write_all(checksum.as_bytes())?;
        let id = checksum.to_string();
        let pack = Sum { bytes: self.offset + 20, sha256: hex(&sum.finalize()) };
        let index = index(self.objects, &checksum)?;
        let place = |end: &str| self.path.with_file_name(format!("pack-{id}.{end}"));
        fs::rename(&self.path, place("pack"))?;
        fs::write(place("idx"), &index)?;
        let index = Sum { bytes: index.len() as u64, sha256: hex(&Sha256::digest(&index)) };
        Ok(Packed { id, pack, index })
    }
}

/// The length and the SHA-256 of a file.
///
/// # Errors
/// When it cannot be read.
pub fn sum(path: &Path) -> io::Result<Sum> {
    let (mut bytes, mut hash) = (0, Sha256::new());
    each_part(path, |part| {
        bytes += part.len() as u64;
        hash.update(part);
    })?;
    Ok(Sum { bytes, sha256: hex(&hash.finalize()) })
}

fn each_part(path: &Path, mut each: impl FnMut(&[u8])) -> io::Result<()> {
    let mut file = BufReader::new(File::open(path)?);
    let mut buffer = vec![0; 1 << 18];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(()),
            length => each(&buffer[..length]),
        }
    }
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn number(kind: Kind) -> u8 {
    match kind {
        Kind::Commit => 1,
        Kind::Tree => 2,
        Kind::Blob => 3,
        Kind::Tag => 4,
    }
}

/// What stands before an object: its type, and how long it is when unpacked.
fn head(kind: u8, length: usize) -> Vec<u8> {
    let low = |value: usize, mask: usize| u8::try_from(value & mask).expect("the mask leaves one byte");
    let mut left = length >> 4;
    let mut bytes = vec![kind << 4 | low(length, 15)];
    while left > 0 {
        *bytes.last_mut().expect("it has a byte") |= 0x80;
        bytes.push(low(left, 127));
        left >>= 7;
    }
    bytes
}

/// How far before an object its base stands.
fn distance(back: u64) -> Vec<u8> {
    let low = |value: u64| u8::try_from(value & 127).expect("the mask leaves one byte");
    let mut bytes = vec![low(back)];
    let mut left = back >> 7;
    while left > 0 {
        left -= 1;
        bytes.push(low(left) | 0x80);
        left >>= 7;
    }
    bytes.reverse();
    bytes
}

/// Version 2 of an index.
fn index(objects: HashMap<gix::ObjectId, Placed>, checksum: &gix::ObjectId) -> io::Result<Vec<u8>> {
    let mut objects: Vec<(gix::ObjectId, Placed)> = objects.into_iter().collect();
    objects.sort_unstable_by_key(|(id, _)| *id);
    let mut bytes = b"\xfftOc\0\0\0\x02".to_vec();
    let mut at = 0;
    for first in 0..=u8::MAX {
        at += objects[at..].iter().take_while(|(id, _)| id.as_bytes()[0] == first).count();
        bytes.extend(u32::try_from(at).map_err(io::Error::other)?.to_be_bytes());
    }
    objects.iter().for_each(|(id, _)| bytes.extend(id.as_bytes()));
    objects.iter().for_each(|(_, placed)| bytes.extend(placed.crc.to_be_bytes()));
    // What does not fit into 31 bits stands in a table of its own.
    let mut far = Vec::new();
    for (_, placed) in &objects {
        let near = u32::try_from(placed.offset).ok().filter(|offset| *offset < 1 << 31);
        let written = match near {
            Some(offset) => offset,
            None => {
                far.push(placed.offset);
                1 << 31 | u32::try_from(far.len() - 1).map_err(io::Error::other)?
            }
        };
        bytes.extend(written.to_be_bytes());
    }
    far.iter().for_each(|offset| bytes.extend(offset.to_be_bytes()));
    bytes.extend(checksum.as_bytes());
    let mut own = gix::hash::hasher(gix::hash::Kind::Sha1);
    own.update(&bytes);
    let own = own.try_finalize().map_err(|error| io::Error::other(error.to_string()))?;
    bytes.extend(own.as_bytes());
    Ok(bytes)
}
