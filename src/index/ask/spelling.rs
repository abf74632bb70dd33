//! The words that a misspelt one may have meant, as `theme/scripts/search/4-spelling.js` finds them.

use super::store::Words;

/// A word that may have been meant.
pub(super) struct Near {
    pub(super) word: String,
    pub(super) distance: usize,
    rank: f64,
}

/// The words nearest to `word`, the best first. With `open` it may go on.
pub(super) fn nearest(words: &Words, word: &str, open: bool) -> Vec<Near> {
    let word: Vec<u16> = word.encode_utf16().collect();
    let most = match word.len() {
        0..4 => return Vec::new(),
        4..8 => 1,
        _ => 2,
    };
    let own = signature(&word);
    let mut found = Vec::new();
    for (text, frequency) in words {
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
        let rank = changes as f64 + begins + unfinished - f64::from(*frequency) / 32.0;
        found.push(Near { word: text.clone(), distance: changes, rank });
    }
    found.sort_by(|a, b| a.rank.total_cmp(&b.rank).then_with(|| a.word.cmp(&b.word)));
    found
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
