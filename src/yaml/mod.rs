//! YAML 1.2 as Backstage reads it, with spans and budgets. In: text. Out: one tree for each document, or the
//! places where it is broken. It must not know what the documents mean.
//!
//! The rules are those of the npm package `yaml` with `merge: false`, which Backstage reads catalog files with.

mod budget;
mod kept;
mod merge;
mod scalar;
mod split;
#[cfg(test)]
mod tests;
mod tree;
mod words;

pub use budget::{MAX_BYTES, MAX_DEPTH};
pub use kept::{keep, open};

use self::budget::{MAX_COST, MAX_DOCUMENTS};
use crate::model::Node;

/// What differs between the files that this program reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Whether `<<` merges (mkdocs.yml) or is a key like any other (catalog files).
    pub merge_keys: bool,
    /// Whether a repeated key is an error (catalog files) or the last one wins (mkdocs.yml).
    pub duplicate_keys: bool,
    /// How much a document may hold, in values; a long scalar counts as several.
    pub most_values: usize,
}

impl Dialect {
    /// Catalog files: `<<` is a key like any other, a repeated key is an error.
    pub const CATALOG: Self = Self { merge_keys: false, duplicate_keys: true, most_values: MAX_COST };
    /// `mkdocs.yml`: `<<` merges, the last of repeated keys wins.
    pub const MKDOCS: Self = Self { merge_keys: true, duplicate_keys: false, most_values: MAX_COST };
    /// Definitions of APIs: `<<` merges, as the tools that write them expect, and machines write large ones.
    pub const DEFINITION: Self = Self { merge_keys: true, duplicate_keys: true, most_values: 12 * MAX_COST };
}

/// One document of a stream.
#[derive(Debug)]
pub struct Document {
    /// Its tree; none when it is empty or broken beyond reading.
    pub root: Option<Node>,
    /// What is wrong with it; any entry makes the document unusable.
    pub errors: Vec<Error>,
    /// The line its text starts on, from 1.
    pub line: u32,
    /// Its text, without the marker lines.
    pub text: String,
}

/// Something that the YAML specification or a budget forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What is wrong, without full stop.
    pub message: String,
    /// From 1.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// Reads a stream of documents. A broken document does not stop those after it.
pub fn read(text: &str, dialect: Dialect) -> Vec<Document> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = tree::Reader::new(dialect);
    let chunks = split::split(text);
    let mut documents: Vec<Document> = chunks.iter().take(MAX_DOCUMENTS).map(|chunk| reader.document(chunk)).collect();
    if let Some(chunk) = chunks.get(MAX_DOCUMENTS) {
        let message = format!("The file has {} documents; at most {MAX_DOCUMENTS} are read", chunks.len());
        let errors = vec![Error { message, line: chunk.line, column: 1 }];
        documents.push(Document { root: None, errors, line: chunk.line, text: String::new() });
    }
    documents
}

/// The text of a file: UTF-8 without control characters, within the size that is read.
///
/// # Errors
/// With the place of the first byte that is not text, or none (line 0) when the file is too large.
pub fn decode(bytes: &[u8]) -> Result<&str, Error> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(Error { message: budget::too_large(bytes.len() as u64), line: 0, column: 0 });
    }
    let (valid, rest) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            (std::str::from_utf8(valid).expect("it is valid up to here"), rest.first())
        }
    };
    if let Some((at, control)) =
        valid.char_indices().find(|(_, c)| c.is_ascii_control() && !"\t\n\r\u{7f}".contains(*c))
    {
        let (line, column) = end_of(&valid[..at]);
        let message = format!("Control character U+{:04X} in the text", u32::from(control));
        return Err(Error { message, line, column });
    }
    let Some(byte) = rest else { return Ok(valid) };
    let (line, column) = end_of(valid);
    Err(Error { message: format!("Byte 0x{byte:02X} is not UTF-8; save the file as UTF-8"), line, column })
}

/// The line and column that follow `text`.
fn end_of(text: &str) -> (u32, u32) {
    let last = text.rsplit('\n').next().unwrap_or_default();
    let line = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (budget::number(line), budget::number(last.chars().count() + 1))
}
