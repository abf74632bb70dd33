//! Terms and postings, cut into shards of neighbouring terms.
//!
//! A shard is four columns: the number of terms; the terms, each as the length it shares with the one before,
//! the length of the rest and the rest; the number of documents of each; the documents of each as differences;
//! and their weights. Numbers are in base 128.

use super::{
    MOST_SHARDS,
    inverted::{IN_HEADING, IN_NAME, IN_TITLE, Term},
};
use crate::shard::put_number;

/// The least that a shard holds, in bytes before deflate.
const SMALLEST_SHARD: usize = 16_000;

/// A term keeps at most this many documents: those with it in title or name, and the heaviest.
pub const MOST_POSTINGS: usize = 4096;

/// All terms, encoded, before they are cut into shards.
#[derive(Default)]
pub struct Terms {
    text: String,
    documents: Vec<u8>,
    weights: Vec<u8>,
    terms: Vec<Place>,
}

/// Where the columns of a term end.
struct Place {
    text: usize,
    documents: usize,
    weights: usize,
    frequency: u32,
}

impl Terms {
    /// Adds the next term.
    pub fn push(&mut self, term: &Term<'_>) {
        let kept = heaviest(term.postings);
        let mut last = 0;
        for (document, weight) in kept.as_deref().unwrap_or(term.postings) {
            put_number(&mut self.documents, document - last);
            self.weights.push(*weight);
            last = *document;
        }
        self.text.push_str(term.text);
        self.terms.push(Place {
            text: self.text.len(),
            documents: self.documents.len(),
            weights: self.weights.len(),
            frequency: u32::try_from(term.postings.len()).expect("documents are counted in 32 bits"),
        });
    }

    /// Adds terms that are all above those already there.
    pub fn append(&mut self, other: Self) {
        let (text, documents, weights) = self.end(self.terms.len());
        self.text.push_str(&other.text);
        self.documents.extend_from_slice(&other.documents);
        self.weights.extend_from_slice(&other.weights);
        self.terms.extend(other.terms.into_iter().map(|place| Place {
            text: text + place.text,
            documents: documents + place.documents,
            weights: weights + place.weights,
            frequency: place.frequency,
        }));
    }

    /// Cuts the terms into shards: for each the shortest text that is above all terms before it and not above
    /// its own, and its bytes.
    pub fn shards(&self) -> Vec<(String, Vec<u8>)> {
        let total = self.text.len() + self.terms.len() * 3 + self.documents.len() + self.weights.len();
        let size = (total / (MOST_SHARDS - 1)).max(SMALLEST_SHARD);
        let mut shards = Vec::new();
        let mut first = 0;
        while first < self.terms.len() {
            let start = self.end(first);
            let mut end = first + 1;
            while end < self.terms.len() && self.size(start, self.end(end)) < size {
                end += 1;
            }
            let separator = if first == 0 { String::new() } else { separator(self.term(first - 1), self.term(first)) };
            shards.push((separator, self.shard(first, end)));
            first = end;
        }
        shards
    }

    fn shard(&self, first: usize, end: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        put_number(&mut bytes, u32::try_from(end - first).expect("a shard has few terms"));
        put_terms(&mut bytes, (first..end).map(|index| self.term(index)));
        for place in &self.terms[first..end] {
            put_number(&mut bytes, place.frequency);
        }
        let (from, to) = (self.end(first), self.end(end));
        bytes.extend_from_slice(&self.documents[from.1..to.1]);
        bytes.extend_from_slice(&self.weights[from.2..to.2]);
        bytes
    }

    /// Where the columns of the terms before `index` end.
    fn end(&self, index: usize) -> (usize, usize, usize) {
        match index.checked_sub(1).and_then(|index| self.terms.get(index)) {
            Some(place) => (place.text, place.documents, place.weights),
            None => (0, 0, 0),
        }
    }

    fn size(&self, from: (usize, usize, usize), to: (usize, usize, usize)) -> usize {
        (to.0 - from.0) / 2 + to.1 - from.1 + to.2 - from.2
    }

    fn term(&self, index: usize) -> &str {
        &self.text[self.end(index).0..self.terms[index].text]
    }
}

/// Writes sorted terms, each as what differs from the one before.
pub fn put_terms<'a>(bytes: &mut Vec<u8>, terms: impl Iterator<Item = &'a str>) {
    let mut last = "";
    for term in terms {
        let shared = last.bytes().zip(term.bytes()).take_while(|(a, b)| a == b).count().min(255);
        put_number(bytes, shared as u32);
        put_number(bytes, (term.len() - shared) as u32);
        bytes.extend_from_slice(&term.as_bytes()[shared..]);
        last = term;
    }
}

/// The postings to keep, when there are too many.
fn heaviest(postings: &[(u32, u8)]) -> Option<Vec<(u32, u8)>> {
    if postings.len() <= MOST_POSTINGS {
        return None;
    }
    let rank = |weight: u8| (weight & (IN_TITLE | IN_NAME) != 0, weight & !(IN_TITLE | IN_NAME | IN_HEADING));
    let mut kept = postings.to_vec();
    kept.sort_by(|a, b| rank(b.1).cmp(&rank(a.1)).then(a.0.cmp(&b.0)));
    kept.truncate(MOST_POSTINGS);
    kept.sort_unstable();
    Some(kept)
}

/// The shortest text above `before` and not above `after`.
fn separator(before: &str, after: &str) -> String {
    let shared = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
    after.chars().take(shared + 1).collect()
}
