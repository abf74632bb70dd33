//! Texts and the lines that they stand on.

use crate::{
    model::Node,
    yaml::{self, Dialect},
};

/// A text, and its line from 1; 0 when the whole file is meant.
pub(super) type Text = (String, u32);

/// The line of a place in a text, from 1.
pub(super) fn line_at(text: &str, at: usize) -> u32 {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
}

/// The first document of a text in YAML or JSON, when it is sound.
pub(super) fn tree(text: &str) -> Option<Node> {
    trees(text).into_iter().next()
}

/// All sound documents.
pub(super) fn trees(text: &str) -> Vec<Node> {
    let documents = yaml::read(text, Dialect::DEFINITION);
    documents.into_iter().filter(|document| document.errors.is_empty()).filter_map(|document| document.root).collect()
}

/// The first `most` characters, for a message.
pub(super) fn short(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    format!("{}…", cut.trim_end())
}
