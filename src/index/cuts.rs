//! Where one shard ends and the next begins.
//!
//! What is often asked for lies in small shards, and what is hardly ever asked for in large ones: readers load least in
//! all when the number of shards in each stretch grows with the root of its size times how often it is read.

use super::shards::{Leaf, Terms};

/// Characters that the terms of a stretch have in common.
const STRETCH: usize = 4;

/// How much of all reading falls on what nobody is thought to ask for, by its size.
const UNFORESEEN: f64 = 0.3;

/// A place is how many terms and how many documents are before it.
pub type Place = (usize, usize);

/// Cuts terms and documents, each sorted, into shards of about `smallest` bytes and `most` of them at most: where each
/// begins, and where the last one ends.
pub fn cuts(terms: &Terms, leaves: &[Leaf<'_>], smallest: usize, most: usize) -> Vec<Place> {
    let walk = Walk { terms, leaves };
    let steps = walk.steps();
    let total: usize = steps.iter().map(|step| step.size).sum();
    let effort: f64 = steps.iter().map(|step| step.effort).sum();
    let mut each = effort / (total / smallest).clamp(1, most) as f64;
    let mut cuts = walk.cuts(&steps, each);
    while cuts.len() > most + 1 {
        each *= 1.02;
        cuts = walk.cuts(&steps, each);
    }
    cuts
}

/// A term or a document.
struct Step {
    size: usize,
    /// Its share of the root of size times reading.
    effort: f64,
}

/// Terms and documents in one order.
struct Walk<'a> {
    terms: &'a Terms,
    leaves: &'a [Leaf<'a>],
}

impl<'a> Walk<'a> {
    /// What begins after a place: a term, or else a document.
    fn next(&self, (term, leaf): Place) -> Option<(&'a str, Place)> {
        let text = (term < self.terms.count()).then(|| self.terms.term(term));
        let key = self.leaves.get(leaf).map(|leaf| leaf.key);
        match (text, key) {
            (Some(text), Some(key)) if key < text => Some((key, (term, leaf + 1))),
            (Some(text), _) => Some((text, (term + 1, leaf))),
            (None, Some(key)) => Some((key, (term, leaf + 1))),
            (None, None) => None,
        }
    }

    /// All terms and documents in order, and what each weighs.
    fn steps(&self) -> Vec<Step> {
        let (titled, frequent) = self.terms.asked();
        let total = self.terms.size(0, self.terms.count())
            + self.leaves.iter().map(|leaf| leaf.fragment.len() / 2).sum::<usize>();
        let documents = self.leaves.len().max(1) as f64;
        let (mut steps, mut at): (Vec<Step>, Place) = (Vec::new(), (0, 0));
        let (mut first, mut begins, mut read, mut bytes) = (0, "", 0.0, 0);
        while let Some((text, next)) = self.next(at) {
            let begin = beginning(text);
            if begin != begins {
                share(&mut steps[first..], read, bytes);
                (first, begins, read, bytes) = (steps.len(), begin, 0.0, 0);
            }
            let (size, asked) = if next.0 > at.0 {
                let (titles, documents) = self.terms.asked_for(at.0);
                (self.terms.size(at.0, next.0), titles / titled + documents / frequent)
            } else {
                (self.leaves[at.1].fragment.len() / 2, 1.0 / documents)
            };
            read += asked + UNFORESEEN * size as f64 / total.max(1) as f64;
            bytes += size;
            steps.push(Step { size, effort: 0.0 });
            at = next;
        }
        share(&mut steps[first..], read, bytes);
        steps
    }

    fn cuts(&self, steps: &[Step], each: f64) -> Vec<Place> {
        let mut cuts = vec![(0, 0)];
        while let Some(from) = cuts.last().copied().filter(|from| self.next(*from).is_some()) {
            cuts.push(self.cut(steps, from, each));
        }
        cuts
    }

    /// Where a shard that begins at `from` ends best: where neighbours have least in common, so that what begins alike
    /// is in one shard.
    fn cut(&self, steps: &[Step], from: Place, each: f64) -> Place {
        let (mut at, mut best, mut least, mut sum) = (from, from, usize::MAX, 0.0);
        let mut last = "";
        while let Some((text, next)) = self.next(at) {
            if sum > each * 0.75 {
                let shared = last.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
                if shared < least {
                    (best, least) = (at, shared);
                }
                if sum > each * 1.25 {
                    return best;
                }
            }
            sum += steps[at.0 + at.1].effort;
            (last, at) = (text, next);
        }
        at
    }
}

/// Shares the effort of a stretch among its steps by their size.
fn share(steps: &mut [Step], read: f64, bytes: usize) {
    let effort = (read * bytes as f64).sqrt();
    for step in steps {
        step.effort = effort * step.size as f64 / bytes.max(1) as f64;
    }
}

fn beginning(text: &str) -> &str {
    text.char_indices().nth(STRETCH).map_or(text, |(end, _)| &text[..end])
}
