//! The words that a misspelt one may have meant.

use super::{
    inverted::{IN_HEADING, IN_NAME, IN_TITLE, Term},
    shards::put_terms,
};
use crate::shard::put_number;

/// Words kept, those of titles and the most frequent first; about 90 kB before deflate.
const MOST_WORDS: usize = 14_000;

/// Words shorter than this have too many neighbours.
const SHORTEST: usize = 4;

/// Words of titles and headings, and those that several pages use.
#[derive(Default)]
pub struct Spelling {
    /// Whether it is in a title or name, how many documents have it, and the word.
    words: Vec<(bool, u32, String)>,
}

impl Spelling {
    /// Takes a term if it is a word worth correcting to.
    pub fn push(&mut self, term: &Term<'_>) {
        let within = |bits: u8| term.postings.iter().any(|(_, weight)| weight & bits != 0);
        let word = term.text.chars().count() >= SHORTEST
            && term.text.chars().next().is_some_and(char::is_alphabetic)
            && !term.text.contains([' ', ':']);
        if word && (term.postings.len() >= 5 || within(IN_TITLE | IN_NAME | IN_HEADING)) {
            let frequency = u32::try_from(term.postings.len()).unwrap_or(u32::MAX);
            self.words.push((within(IN_TITLE | IN_NAME), frequency, term.text.to_owned()));
        }
    }

    /// Adds the words of other terms.
    pub fn append(&mut self, other: Self) {
        self.words.extend(other.words);
    }

    /// The number of words, the words, and the bits of each one's frequency.
    pub fn bytes(mut self) -> Vec<u8> {
        self.words.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
        self.words.truncate(MOST_WORDS);
        self.words.sort_unstable_by(|a, b| a.2.cmp(&b.2));
        let mut bytes = Vec::new();
        put_number(&mut bytes, self.words.len() as u32);
        put_terms(&mut bytes, self.words.iter().map(|(_, _, word)| word.as_str()));
        bytes.extend(self.words.iter().map(|(_, frequency, _)| (32 - frequency.leading_zeros()) as u8));
        bytes
    }
}
