//! The two archive formats, without anything that differs between two builds: order, times, owners, modes.

use std::io::{Cursor, Write};

use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::contents::{Member, Members};

const WRITES: &str = "memory takes all bytes";

/// A zip archive with everything below `folder`; times are the earliest that the format knows, 1980.
pub fn zip(folder: &str, files: &Members) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, member) in files {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(mode(member));
        archive.start_file(format!("{folder}/{path}"), options).expect(WRITES);
        archive.write_all(&member.bytes).expect(WRITES);
    }
    archive.finish().expect(WRITES).into_inner()
}

/// A gzipped tar archive with everything below `folder`; times are 0, owners are root.
pub fn tar_gz(folder: &str, files: &Members) -> Vec<u8> {
    let gzip = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::new(6));
    let mut archive = tar::Builder::new(gzip);
    for (path, member) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(member.bytes.len() as u64);
        header.set_mode(mode(member));
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, format!("{folder}/{path}"), member.bytes.as_slice()).expect(WRITES);
    }
    archive.into_inner().expect(WRITES).finish().expect(WRITES)
}

/// SHA-256 in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn mode(member: &Member) -> u32 {
    if member.executable { 0o755 } else { 0o644 }
}
