//! YAML 1.2 as Backstage reads it, with spans and budgets. In: text. Out: one tree for each document, or the
//! places where it is broken. It must not know what the documents mean.

use crate::model::Node;

/// What differs between the files that this program reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// Whether `<<` merges (mkdocs.yml) or is a key like any other (catalog files).
    pub merge_keys: bool,
    /// Whether a repeated key is an error (catalog files) or the last one wins (mkdocs.yml).
    pub duplicate_keys: bool,
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
pub fn read(_text: &str, _dialect: Dialect) -> Vec<Document> {
    Vec::new()
}
