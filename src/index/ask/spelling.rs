//! The words that a misspelt one may have meant, as `theme/scripts/search/4-spelling.js` finds them.

use std::cmp::Reverse;

use super::store::Shard;
use crate::index::spelling::{beginning, is_established};

/// A word that may have been meant.
pub(super) struct Near {
    pub(super) word: String,
    pub(super) distance: usize,
    /// Whether no other is likely to be as near.
    pub(super) sure: bool,
    rank: f64,
}

/// Changes that a word may have.
fn allowed(length: usize) -> usize {
    match length {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The words of some shards nearest to `word`, the best first. With `open` it may go on.
pub(super) fn nearest<'a>(shards: impl Iterator<Item = &'a Shard>, word: &str, open: bool) -> Vec<Near> {
    let word: Vec<u16> = word.encode_utf16().collect();
    let (most, own) = (allowed(word.len()), signature(&word));
    let mut found = Vec::new();
    for (text, frequency) in shards.flat_map(established) {
        let candidate: Vec<u16> = text.encode_utf16().collect();
        let (length, other) = (word.len(), candidate.len());
        let far = other + most < length || (other > length + most && !open);
        if far || (own & !signature(&candidate)).count_ones() as usize > most {
            continue;
        }
        let whole = if other <= length + most { distance(&word, &candidate, most, false) } else { most + 1 };
        let changes = if open && whole > most { distance(&word, &candidate, most, true) } else { whole };
        if changes > most {
            continue;
        }
        let begins = if word.first() == candidate.first() { 0.0 } else { 0.5 };
        let unfinished = if whole > most { 0.75 } else { 0.0 };
        let rank = changes as f64 + begins + unfinished - f64::from(32 - frequency.leading_zeros()) / 32.0;
        found.push(Near { word: text.to_owned(), distance: changes, sure: whole == 1, rank });
    }
    found.sort_by(|a, b| a.rank.total_cmp(&b.rank).then_with(|| a.word.cmp(&b.word)));
    found
}

/// The words of a shard that are worth correcting to.
fn established(shard: &Shard) -> impl Iterator<Item = (&str, u32)> {
    let words = shard.terms.iter().zip(&shard.frequencies).zip(&shard.postings);
    let bits = |postings: &[(u32, u8, u8)]| postings.iter().fold(0, |bits, (_, weight, _)| bits | weight);
    let words = words.filter(move |((term, frequency), postings)| is_established(term, **frequency, bits(postings)));
    words.map(|((term, frequency), _)| (term.as_str(), *frequency))
}

/// Whether a word begins as one that may have been meant.
pub(super) fn is_known(beginnings: &[String], word: &str) -> bool {
    beginnings.binary_search_by(|other| other.as_str().cmp(beginning(word))).is_ok()
}

/// About what `word` may have been meant for, the nearest first, then what begins most alike: other beginnings, each
/// with what is left of the word.
pub(super) fn alike(beginnings: &[String], word: &str) -> Vec<String> {
    let word: Vec<u16> = word.encode_utf16().collect();
    let (most, own) = (allowed(word.len()), signature(&word));
    if most == 0 {
        return Vec::new();
    }
    let near = beginnings.iter().filter_map(|text| {
        let start: Vec<u16> = text.encode_utf16().collect();
        if (signature(&start) & !own).count_ones() as usize > most {
            return None;
        }
        let changes = distance(&start, &word, most, true);
        if changes > most {
            return None;
        }
        let shared = start.iter().zip(&word).take_while(|(a, b)| a == b).count();
        let rest = String::from_utf16_lossy(&word[replaced(&start, &word, changes).min(word.len())..]);
        Some((changes, Reverse(shared), format!("{text}{rest}")))
    });
    let mut near: Vec<_> = near.collect();
    near.sort_unstable();
    near.into_iter().map(|(_, _, text)| text).collect()
}

/// How much of `word` a beginning stands for that is so many changes away.
fn replaced(start: &[u16], word: &[u16], changes: usize) -> usize {
    let lengths = (0..=changes).flat_map(|more| [start.len() + more, start.len().saturating_sub(more)]);
    let mut fitting = lengths
        .filter(|length| word.get(..*length).is_some_and(|part| distance(start, part, changes, false) <= changes));
    fitting.next().unwrap_or(start.len())
}

/// Which letters a word has, as bits.
fn signature(word: &[u16]) -> u32 {
    word.iter().fold(0, |bits, unit| bits | 1 << (unit & 31))
}

/// The changes that turn `word` into `other`, where neighbours that changed places count once; more than `most` when
/// there are more. With `open`, what follows in `other` costs nothing.
fn distance(word: &[u16], other: &[u16], most: usize, open: bool) -> usize {
    let width = other.len().min(word.len() + most);
    let mut before = vec![0; width + 1];
    let mut last: Vec<usize> = (0..=width).collect();
    for row in 1..=word.len() {
        let mut next = vec![0; width + 1];
        next[0] = row;
        for column in 1..=width {
            let same = word[row - 1] == other[column - 1];
            let mut cost = (last[column] + 1).min(next[column - 1] + 1).min(last[column - 1] + usize::from(!same));
            let swapped =
                row > 1 && column > 1 && word[row - 1] == other[column - 2] && word[row - 2] == other[column - 1];
            if swapped {
                cost = cost.min(before[column - 2] + 1);
            }
            next[column] = cost;
        }
        if next.iter().min().is_some_and(|least| *least > most) {
            return most + 1;
        }
        (before, last) = (last, next);
    }
    if open { last.into_iter().min().unwrap_or_default() } else { last[width] + other.len() - width }
}
