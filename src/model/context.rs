//! Context packs: what a program should know of one system or team.

use super::{EntityIndex, SitePath};

/// A pack that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextPack {
    /// The system, domain or group.
    pub entity: EntityIndex,
    /// The Markdown file.
    pub path: SitePath,
    /// About how many tokens it has.
    pub tokens: usize,
    /// The most that it could have.
    pub budget: usize,
    /// How many parts and documents did not fit.
    pub left_out: usize,
}

/// About how many tokens a language model makes of a text: one of four bytes of ASCII, one of each other character.
/// Tokenizers differ; for English and code this is within a tenth or two, and for other scripts rather too much.
pub fn tokens(text: &str) -> usize {
    if text.is_ascii() {
        return text.len().div_ceil(4);
    }
    let plain = text.bytes().filter(u8::is_ascii).count();
    let other = text.chars().filter(|c| !c.is_ascii()).count();
    plain.div_ceil(4) + other
}
