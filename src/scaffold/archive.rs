//! The project as a `.zip`: the same bytes for the same files wherever it is made, so nothing is compressed.
//! The format is that of PKWARE's APPNOTE 6.3.

use super::workspace::Workspace;

/// 1980-01-01, the first day that the format knows.
const DAY: u16 = 0x21;

/// A file of this archive was written by a Unix: the upper half of its attributes is the mode.
const MADE_BY: u16 = (3 << 8) | 20;

/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;

/// Packs all files below one folder.
pub fn zip(folder: &str, workspace: &Workspace) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    let mut count: u16 = 0;
    for (path, file) in workspace.files() {
        let name = if folder.is_empty() { path.clone() } else { format!("{folder}/{path}") };
        let offset = bytes.len() as u32;
        let (sum, size) = (checksum(&file.bytes), file.bytes.len() as u32);
        let common = [FLAGS, 0, 0, DAY];
        put32(&mut bytes, 0x0403_4b50);
        put16(&mut bytes, 20);
        common.iter().for_each(|value| put16(&mut bytes, *value));
        [sum, size, size].iter().for_each(|value| put32(&mut bytes, *value));
        put16(&mut bytes, name.len() as u16);
        put16(&mut bytes, 0);
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(&file.bytes);

        put32(&mut directory, 0x0201_4b50);
        put16(&mut directory, MADE_BY);
        put16(&mut directory, 20);
        common.iter().for_each(|value| put16(&mut directory, *value));
        [sum, size, size].iter().for_each(|value| put32(&mut directory, *value));
        put16(&mut directory, name.len() as u16);
        // No extra field, no comment, the first disk, no internal attributes.
        [0; 4].iter().for_each(|value| put16(&mut directory, *value));
        let mode: u32 = if file.executable { 0o100_755 } else { 0o100_644 };
        put32(&mut directory, mode << 16);
        put32(&mut directory, offset);
        directory.extend_from_slice(name.as_bytes());
        count += 1;
    }
    let (start, size) = (bytes.len() as u32, directory.len() as u32);
    bytes.extend_from_slice(&directory);
    put32(&mut bytes, 0x0605_4b50);
    [0, 0, count, count].iter().for_each(|value| put16(&mut bytes, *value));
    [size, start].iter().for_each(|value| put32(&mut bytes, *value));
    put16(&mut bytes, 0);
    bytes
}

fn put16(bytes: &mut Vec<u8>, value: u16) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

fn put32(bytes: &mut Vec<u8>, value: u32) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

/// CRC-32 of ISO 3309.
fn checksum(bytes: &[u8]) -> u32 {
    let table: [u32; 256] = std::array::from_fn(|byte| {
        (0..8).fold(byte as u32, |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
    });
    !bytes.iter().fold(!0, |sum, byte| (sum >> 8) ^ table[((sum ^ u32::from(*byte)) & 0xff) as usize])
}
