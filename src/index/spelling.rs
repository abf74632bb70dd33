//! The words that a misspelt one may have meant.

use super::{
    inverted::{IN_HEADING, IN_NAME, IN_TITLE, Term},
    shards::put_terms,
};
use crate::shard::put_number;

/// Words kept, the most frequent first; about 90 kB before deflate.
const MOST_WORDS: usize = 14_000;

/// Words shorter than this have too many neighbours.
const SHORTEST: usize = 4;

/// Words of titles and headings, and those that several pages use.
#[derive(Default)]
pub struct Spelling {
    words: Vec<(String, u32)>,
}

impl Spelling {
    /// Takes a term if it is a word worth correcting to.
    pub fn push(&mut self, term: &Term<'_>) {
        let prominent = || term.postings.iter().any(|(_, weight)| weight & (IN_TITLE | IN_NAME | IN_HEADING) != 0);
        let word = term.text.chars().count() >= SHORTEST
            && term.text.chars().next().is_some_and(char::is_alphabetic)
            && !term.text.contains([' ', ':']);
        if word && (term.postings.len() >= 5 || prominent()) {
            self.words.push((term.text.to_owned(), u32::try_from(term.postings.len()).unwrap_or(u32::MAX)));
        }
    }

    /// Adds the words of other terms.
    pub fn append(&mut self, other: Self) {
        self.words.extend(other.words);
    }

    /// The number of words, the words, and the bits of each one's frequency.
    pub fn bytes(mut self) -> Vec<u8> {
        self.words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        self.words.truncate(MOST_WORDS);
        self.words.sort_unstable();
        let mut bytes = Vec::new();
        put_number(&mut bytes, self.words.len() as u32);
        put_terms(&mut bytes, self.words.iter().map(|(word, _)| word.as_str()));
        bytes.extend(self.words.iter().map(|(_, frequency)| (32 - frequency.leading_zeros()) as u8));
        bytes
    }
}
