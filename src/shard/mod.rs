//! Bytes as scripts: what a page loads by `<script>`, over http and from a folder alike. In: bytes. Out: a script
//! that hands them to the page's client, and the way back. It must not know what the bytes mean.

use std::io::{Read as _, Write as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use sha2::{Digest as _, Sha256};

/// The longest file that is unpacked, in bytes: a script of a strange site may be made to grow without end.
const LONGEST: u64 = 1 << 30;

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

/// Ten hexadecimal digits of the SHA-256 of some bytes, so that a changed file has a new name.
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(5).map(|byte| format!("{byte:02x}")).collect()
}

/// The script that hands a file of the index to the client.
pub fn script(name: &str, bytes: &[u8]) -> Vec<u8> {
    format!("callboardShard(\"{name}\",\"{}\");\n", packed(bytes)).into_bytes()
}

/// The bytes that a script hands to the client.
///
/// # Errors
/// When this is no such script, or it holds more than a gigabyte.
pub fn unpack(script: &[u8]) -> Result<Vec<u8>, String> {
    let quoted = script.strip_prefix(b"callboardShard(").and_then(|rest| rest.trim_ascii_end().strip_suffix(b"\");"));
    let text = quoted.and_then(|text| text.rsplit(|byte| *byte == b'"').next()).ok_or("no script of an index")?;
    let deflated = STANDARD.decode(text).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    let mut decoder = DeflateDecoder::new(deflated.as_slice()).take(LONGEST + 1);
    decoder.read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LONGEST { Err("larger than a gigabyte".to_owned()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::{script, unpack};

    #[test]
    fn what_is_packed_comes_back() {
        for bytes in [&b""[..], b"\0\xff\"", "Ünï".repeat(1000).as_bytes()] {
            assert_eq!(unpack(&script("query/c1", bytes)).expect("a script"), bytes);
        }
        for wrong in ["", "callboardShard(", "callboardShard(\");", "callboardShard(\"a\",\"!\");", "alert(\"AA==\");"]
        {
            assert!(unpack(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
