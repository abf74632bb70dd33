//! Bytes as scripts: what a page loads by `<script>`, over http and from a folder alike.

use std::io::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::DeflateEncoder};

/// Appends `value` in base 128, least significant digit first.
pub fn put_number(bytes: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

/// Deflates `bytes` (RFC 1951) and writes them as base64.
pub fn packed(bytes: &[u8]) -> String {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(6));
    encoder
        .write_all(bytes)
        .and_then(|()| encoder.finish())
        .map(|bytes| STANDARD.encode(bytes))
        .expect("memory takes all")
}

/// The script that hands a file of the index to the client.
pub fn script(name: &str, bytes: &[u8]) -> Vec<u8> {
    format!("callboardShard(\"{name}\",\"{}\");\n", packed(bytes)).into_bytes()
}
