//! Terms with their postings, and what is shown of documents, cut into shards of neighbours.
//!
//! A document lies where the terms of its title do, so that what a word loads shows what is called by it. A shard is
//! the length of its columns, the columns, and the fragments of its documents, one a line. The columns are the number
//! of terms; the terms, each as the length it shares with the one before, the length of the rest and the rest; the
//! number of documents of each, and, when it keeps fewer, how many; the documents of each as differences; their
//! weights; and for those of a word in a title or name how many words these have. Numbers are in base 128.

use super::{
    MOST_SHARDS, cuts,
    inverted::{IN_HEADING, IN_NAME, IN_TITLE, Term, WEIGHT},
};
use crate::shard::put_number;

/// The least that a shard holds, in bytes before deflate.
const SMALLEST_SHARD: usize = 12000;

/// A term keeps at most so many documents, the heaviest, and more only with it in title or name: the fewer, the more
/// documents there are, because a shard must not grow with them.
pub fn most_postings(documents: usize) -> usize {
    (50_000_000 / documents.max(1)).clamp(512, 1024)
}

/// A term keeps at most this many documents with it in title or name.
const MOST_TITLES: usize = 4096;

/// From so many documents on, weights in text are kept in eight steps: they take most room after the documents.
const MANY: usize = 20_000;

/// A weight in steps of four, when the term is in text and headings alone and there are very many documents.
fn coarse(weight: u8, documents: usize) -> u8 {
    if documents < MANY || weight & (IN_TITLE | IN_NAME) != 0 {
        return weight;
    }
    weight & IN_HEADING | ((weight & WEIGHT) / 4 * 4 + 2)
}

/// All terms, encoded, before they are cut into shards.
#[derive(Default)]
pub struct Terms {
    text: String,
    documents: Vec<u8>,
    weights: Vec<u8>,
    lengths: Vec<u8>,
    terms: Vec<Place>,
}

/// Where the columns of a term end.
#[derive(Clone, Copy, Default)]
struct Place {
    text: usize,
    documents: usize,
    weights: usize,
    lengths: usize,
    frequency: u32,
}

/// What is shown of a document, and where it belongs.
pub struct Leaf<'a> {
    /// Its title in terms, by which it is sorted.
    pub key: &'a str,
    /// Its number.
    pub number: u32,
    /// What a result shows.
    pub fragment: &'a str,
}

/// A file of the index.
pub struct Shard {
    /// A text that is above all terms before this shard and not above its own.
    pub start: String,
    /// Numbers of the documents whose fragments it has, sorted.
    pub documents: Vec<u32>,
    /// All of it.
    pub bytes: Vec<u8>,
}

impl Terms {
    /// Adds the next term; `lengths` are those of title and name of each document.
    pub fn push(&mut self, term: &Term<'_>, lengths: &[u8]) {
        let filters = term.text.contains(':');
        let kept = if filters { None } else { heaviest(term.postings, most_postings(lengths.len())) };
        let named = !filters && !term.text.contains(' ');
        let mut last = 0;
        for (document, weight) in kept.as_deref().unwrap_or(term.postings) {
            put_number(&mut self.documents, document - last);
            self.weights.push(coarse(*weight, lengths.len()));
            if named && weight & (IN_TITLE | IN_NAME) != 0 {
                self.lengths.push(lengths[*document as usize]);
            }
            last = *document;
        }
        self.text.push_str(term.text);
        self.terms.push(Place {
            text: self.text.len(),
            documents: self.documents.len(),
            weights: self.weights.len(),
            lengths: self.lengths.len(),
            frequency: u32::try_from(term.postings.len()).expect("documents are counted in 32 bits"),
        });
    }

    /// Makes room for what is to be appended, so that nothing is moved again and again.
    pub fn reserve<'t>(&mut self, others: impl Iterator<Item = &'t Self> + Clone) {
        let sum = |length: fn(&Self) -> usize| others.clone().map(length).sum::<usize>();
        self.text.reserve_exact(sum(|terms| terms.text.len()));
        self.documents.reserve_exact(sum(|terms| terms.documents.len()));
        self.weights.reserve_exact(sum(|terms| terms.weights.len()));
        self.lengths.reserve_exact(sum(|terms| terms.lengths.len()));
        self.terms.reserve_exact(sum(|terms| terms.terms.len()));
    }

    /// Adds terms that are all above those already there.
    pub fn append(&mut self, other: Self) {
        let base = self.end(self.terms.len());
        self.text.push_str(&other.text);
        self.documents.extend_from_slice(&other.documents);
        self.weights.extend_from_slice(&other.weights);
        self.lengths.extend_from_slice(&other.lengths);
        self.terms.extend(other.terms.into_iter().map(|place| Place {
            text: base.text + place.text,
            documents: base.documents + place.documents,
            weights: base.weights + place.weights,
            lengths: base.lengths + place.lengths,
            frequency: place.frequency,
        }));
    }

    /// Cuts terms and documents, sorted by key and number, into shards.
    pub fn shards(&self, leaves: &[Leaf<'_>]) -> Vec<Shard> {
        let cuts = cuts::cuts(self, leaves, SMALLEST_SHARD, MOST_SHARDS);
        cuts.windows(2).map(|cut| self.shard(leaves, cut[0], cut[1])).collect()
    }

    fn shard(&self, leaves: &[Leaf<'_>], from: (usize, usize), to: (usize, usize)) -> Shard {
        let mut bytes = Vec::new();
        put_number(&mut bytes, u32::try_from(to.0 - from.0).expect("a shard has few terms"));
        put_terms(&mut bytes, (from.0..to.0).map(|index| self.term(index)));
        let (start, end) = (self.end(from.0), self.end(to.0));
        let mut kept = start.weights;
        for place in &self.terms[from.0..to.0] {
            put_number(&mut bytes, place.frequency);
            if place.frequency as usize > most_postings(leaves.len()) {
                put_number(&mut bytes, (place.weights - kept) as u32);
            }
            kept = place.weights;
        }
        bytes.extend_from_slice(&self.documents[start.documents..end.documents]);
        bytes.extend_from_slice(&self.weights[start.weights..end.weights]);
        bytes.extend_from_slice(&self.lengths[start.lengths..end.lengths]);
        let mut shown: Vec<&Leaf<'_>> = leaves[from.1..to.1].iter().collect();
        shown.sort_by_key(|leaf| leaf.number);
        let mut all = Vec::with_capacity(bytes.len() + shown.iter().map(|leaf| leaf.fragment.len() + 1).sum::<usize>());
        put_number(&mut all, u32::try_from(bytes.len()).expect("a shard is no gigabyte"));
        all.append(&mut bytes);
        all.extend_from_slice(shown.iter().map(|leaf| leaf.fragment).collect::<Vec<_>>().join("\n").as_bytes());
        let documents = shown.iter().map(|leaf| leaf.number).collect();
        Shard { start: self.separator(from.0), documents, bytes: all }
    }

    /// The shortest text that is above all terms before the one at `index`, and not above that.
    fn separator(&self, index: usize) -> String {
        match (index.checked_sub(1), self.terms.get(index)) {
            (None, _) => String::new(),
            (Some(before), Some(_)) => separator(self.term(before), self.term(index)),
            (Some(before), None) => format!("{}\u{10ffff}", self.term(before)),
        }
    }

    /// Where the columns of the terms before `index` end.
    fn end(&self, index: usize) -> Place {
        index.checked_sub(1).and_then(|index| self.terms.get(index)).copied().unwrap_or_default()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.terms.len()
    }

    /// The term at `index`.
    pub fn term(&self, index: usize) -> &str {
        &self.text[self.end(index).text..self.terms[index].text]
    }

    /// About how large the terms from one to another will be, where a byte of postings is one.
    pub fn size(&self, from: usize, to: usize) -> usize {
        let (start, end) = (self.end(from), self.end(to));
        (end.text - start.text) / 2 + (to - from) + end.documents - start.documents + end.weights - start.weights
    }

    /// How many titles and names have the term at `index`, and how many documents keep it; none for what is no word.
    pub fn asked_for(&self, index: usize) -> (f64, f64) {
        let (start, end) = (self.end(index), self.end(index + 1));
        let word = !self.term(index).contains([' ', ':']);
        let count = |count: usize| if word { count as f64 } else { 0.0 };
        (count(end.lengths - start.lengths), count(end.weights - start.weights))
    }

    /// The sums of what all words are asked for.
    pub fn asked(&self) -> (f64, f64) {
        let sum = |sum: (f64, f64), index| {
            let (titles, documents) = self.asked_for(index);
            (sum.0 + titles, sum.1 + documents)
        };
        (0..self.terms.len()).fold((1.0, 1.0), sum)
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
fn heaviest(postings: &[(u32, u8)], most: usize) -> Option<Vec<(u32, u8)>> {
    if postings.len() <= most {
        return None;
    }
    let named = |weight: u8| weight & (IN_TITLE | IN_NAME) != 0;
    let rank = |weight: u8| (named(weight), weight & !(IN_TITLE | IN_NAME | IN_HEADING));
    let titles = postings.iter().filter(|(_, weight)| named(*weight)).count();
    let mut kept = postings.to_vec();
    let count = titles.clamp(most, MOST_TITLES);
    if count < kept.len() {
        kept.select_nth_unstable_by(count, |a, b| rank(b.1).cmp(&rank(a.1)).then(a.0.cmp(&b.0)));
        kept.truncate(count);
    }
    kept.sort_unstable();
    Some(kept)
}

/// The shortest text above `before` and not above `after`.
fn separator(before: &str, after: &str) -> String {
    let shared = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
    after.chars().take(shared + 1).collect()
}
