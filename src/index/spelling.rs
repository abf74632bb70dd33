//! The words that a misspelt one may have meant.

use super::{
    inverted::{IN_HEADING, IN_NAME, IN_TITLE, Term},
    shards::put_terms,
};
use crate::shard::put_number;

/// Words kept, those of titles and the most frequent first; about 90 kB before deflate.
const MOST_WORDS: usize = 14_000;

/// The least that a file of words that begin alike holds, in bytes before deflate.
const SMALLEST_FILE: usize = 10_000;

/// Files of words are about half as many at least, and so many at most.
const MOST_FILES: usize = 20;

/// Words shorter than this have too many neighbours.
const SHORTEST: usize = 4;

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

    /// A file of all words, and files of those that begin alike, each with where it begins.
    pub fn files(mut self) -> Vec<(String, Vec<u8>)> {
        self.words.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
        self.words.truncate(MOST_WORDS);
        self.words.sort_unstable_by(|a, b| a.2.cmp(&b.2));
        let mut files = vec![(String::new(), file(&self.words))];
        let size = |word: &Word| word.2.len() / 2 + 3;
        let most = (self.words.iter().map(size).sum::<usize>() * 2 / MOST_FILES).max(SMALLEST_FILE);
        let mut rest = self.words.as_slice();
        while !rest.is_empty() {
            let mut sum = 0;
            let letters = rest.chunk_by(|a, b| a.2.chars().next() == b.2.chars().next());
            let fits = letters.take_while(|words| {
                let begins = sum;
                sum += words.iter().map(size).sum::<usize>();
                begins == 0 || sum <= most
            });
            let (own, others) = rest.split_at(fits.map(<[Word]>::len).sum());
            files.push((own[0].2.chars().take(1).collect(), file(own)));
            rest = others;
        }
        files
    }
}

/// The number of words, the words, and the bits of each one's frequency.
fn file(words: &[Word]) -> Vec<u8> {
    let mut bytes = Vec::new();
    put_number(&mut bytes, words.len() as u32);
    put_terms(&mut bytes, words.iter().map(|(_, _, word)| word.as_str()));
    bytes.extend(words.iter().map(|(_, frequency, _)| (32 - frequency.leading_zeros()) as u8));
    bytes
}
