//! How the words begin that a misspelt one may have meant: enough to know in which shards they are.

use super::inverted::{IN_HEADING, IN_NAME, IN_TITLE, Term, WEIGHT};

/// Words whose beginnings are told, those of titles and the most frequent first; about 5 kB after deflate.
const MOST_WORDS: usize = 7_000;

/// Characters of a beginning.
const BEGINNING: usize = 5;

/// Words shorter than this have too many neighbours.
const SHORTEST: usize = 4;

/// A word in so many documents is hardly a slip itself.
const ESTABLISHED: u32 = 5;

/// Whether a term is worth correcting to: a word of a title or a heading, or one that several documents have.
/// `bits` are those of all its postings.
pub fn is_established(term: &str, frequency: u32, bits: u8) -> bool {
    (frequency >= ESTABLISHED || bits & !WEIGHT != 0)
        && term.starts_with(char::is_alphabetic)
        && !term.contains([' ', ':'])
        && term.chars().count() >= SHORTEST
}

/// The beginning of a word.
pub fn beginning(word: &str) -> &str {
    word.char_indices().nth(BEGINNING).map_or(word, |(end, _)| &word[..end])
}

/// Whether it is in a title or name, how many documents have it, and the word.
type Word = (bool, u32, String);

/// Words of titles and headings, and those that several pages use.
#[derive(Default)]
pub struct Spelling {
    words: Vec<Word>,
}

impl Spelling {
    /// Takes a term if it is a word worth correcting to.
    pub fn push(&mut self, term: &Term<'_>) {
        let bits = term.postings.iter().fold(0, |bits, (_, weight)| bits | weight & (IN_TITLE | IN_NAME | IN_HEADING));
        let frequency = u32::try_from(term.postings.len()).unwrap_or(u32::MAX);
        if is_established(term.text, frequency, bits) {
            self.words.push((bits & (IN_TITLE | IN_NAME) != 0, frequency, term.text.to_owned()));
        }
    }

    /// Adds the words of other terms.
    pub fn append(&mut self, other: Self) {
        self.words.extend(other.words);
    }

    /// The beginnings of the words, sorted.
    pub fn beginnings(mut self) -> Vec<String> {
        self.words.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
        self.words.truncate(MOST_WORDS);
        let mut beginnings: Vec<String> = self.words.iter().map(|(_, _, word)| beginning(word).to_owned()).collect();
        beginnings.sort_unstable();
        beginnings.dedup();
        beginnings
    }
}
