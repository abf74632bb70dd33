//! Which documents answer a query, as `theme/scripts/search/5-rank.js` ranks them: the same sums in the same order, so
//! that scores are the same to the last bit.

use super::{
    meanings::{Meaning, filtering, meanings, wholes},
    pairs::{counted, going_on, pairs},
    parse::{Filter, Word, parse},
    phrases,
    store::{Manifest, Store},
};
use crate::index::inverted::{IN_HEADING, IN_NAME, IN_TITLE, WEIGHT};

/// What a small word counts.
const SMALL: f64 = 0.15;

/// In queries of at most so many words, pairs are looked for with one for many and many for one, too.
const MOST_COUNTED: usize = 3;

/// A meaning of at least this quality may make a title or a heading one that was asked for.
const SURE: f64 = 0.45;

/// A document that answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) document: u32,
    pub(super) score: f64,
    /// Whether it has all words.
    pub(super) complete: bool,
}

/// What the words of a query add up to in one document.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    score: f64,
    found: f64,
    words: u8,
    certain: u8,
    lengths: u8,
    titles: u8,
    names: u8,
    /// What the words in title and name are worth.
    titled: f64,
    named: f64,
    share: f64,
    bits: u8,
    title_runs: u8,
    heading_runs: u8,
}

/// What is known of a query as a whole.
struct Asked {
    whole: f64,
    known: u8,
    /// Words whose postings name all documents that have them.
    certain: u8,
    /// Neighbours, with what is before the first and after the last.
    pairs: f64,
    allowed: Option<Vec<bool>>,
}

/// The documents that answer, the best first.
pub(super) fn answer(store: &mut Store<'_>, text: &str) -> Result<Vec<Hit>, String> {
    let manifest = store.manifest.clone();
    let query = parse(text, &manifest);
    let words = &query.words;
    let found = words.iter().map(|word| meanings(store, word, words.len() == 1)).collect::<Result<Vec<_>, _>>()?;
    let allowed = allowed(store, &query.filters)?;
    let mut board = vec![Sum::default(); manifest.documents];
    let mut whole = 0.0;
    let typed: Vec<String> = words.iter().map(|word| word.text.clone()).collect();
    let joints = pairs(store, words, &typed)?;
    for (place, (word, meanings)) in words.iter().zip(&found).enumerate().filter(|(_, (_, found))| !found.is_empty()) {
        let worth = rarity(manifest.documents, frequency(meanings, word.open)) * certainty(word, words.len());
        whole += worth;
        let more = if place > 0 && word.open { going_on(&joints[place], &word.text) } else { Vec::new() };
        add(&mut board, &[meanings.as_slice(), &more].concat(), worth, u8::from(!word.small));
    }
    for (found, worth) in wholes(store, &query)? {
        lift(&mut board, &found, worth * rarity(manifest.documents, frequency(&found, false)));
    }
    for pair in corrected(store, words, &found, joints)? {
        join(&mut board, &pair, whole / words.len().max(1) as f64);
    }
    let told = words.iter().zip(&found).filter(|(word, meanings)| !word.small && !meanings.is_empty());
    let certain = told.clone().filter(|(_, meanings)| !is_cut(meanings)).count();
    let pairs = found.iter().filter(|meanings| !meanings.is_empty()).count() as f64 + 1.0;
    let count = |words: usize| u8::try_from(words).unwrap_or(u8::MAX);
    let asked = Asked { whole, known: count(told.count()), certain: count(certain), pairs, allowed };
    let hits = score(&board, &manifest, &asked);
    if query.phrases.is_empty() { Ok(hits) } else { phrases::verify(store, &hits, &query.phrases) }
}

/// What neighbours are together, corrected, and in short queries as one and as many. That is looked for where the words were found, so that a browser need not
/// wait for a further file.
fn corrected(
    store: &mut Store<'_>,
    words: &[Word],
    found: &[Vec<Meaning>],
    joints: Vec<Vec<Meaning>>,
) -> Result<Vec<Vec<Meaning>>, String> {
    let taken = words.iter().zip(found).map(|(word, meanings)| match meanings.first() {
        Some(first) if is_respelt(word, first) => first.term().to_owned(),
        _ => word.text.clone(),
    });
    let taken: Vec<String> = taken.collect();
    let same = taken.iter().zip(words).all(|(taken, word)| *taken == word.text);
    store.closed = true;
    let pairs = if same { Ok(joints) } else { pairs(store, words, &taken) };
    let all = pairs.and_then(|pairs| match words.len() {
        ..=MOST_COUNTED => counted(store, words, &taken, pairs),
        _ => Ok(pairs),
    });
    store.closed = false;
    all
}

/// In steps, so that all machines agree on it, however they make logarithms.
fn rarity(documents: usize, frequency: u32) -> f64 {
    let (documents, frequency) = (documents as f64, f64::from(frequency));
    ((1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln() * 1024.0 + 0.5).floor() / 1024.0
}

fn is_respelt(word: &Word, first: &Meaning) -> bool {
    first.quality <= 0.6 && !first.term().starts_with(&word.text)
}

/// In how many documents a word is; one that may go on stands for all that it may become.
fn frequency(found: &[Meaning], open: bool) -> u32 {
    let certain = found.iter().filter(|meaning| open || meaning.quality >= 0.85).map(Meaning::frequency).max();
    certain.or_else(|| found.iter().map(Meaning::frequency).max()).unwrap_or_default()
}

/// Whether more documents have a word than its postings name.
fn is_cut(found: &[Meaning]) -> bool {
    found.iter().any(Meaning::is_cut)
}

/// Whether a document has all words, as far as is known: where postings were cut, one without them may have the word.
fn complete(sum: &Sum, asked: &Asked) -> bool {
    if asked.certain > 0 { sum.certain == asked.certain } else { sum.words == asked.known }
}

/// How much a word counts: small ones, and the first letters of one that may go on, say little.
fn certainty(word: &Word, words: usize) -> f64 {
    let length = word.length();
    match word.small {
        true => SMALL,
        false if word.open && !word.dense && words > 1 && length < 3 => length as f64 / 6.0,
        false => 1.0,
    }
}

/// The share of the highest weight.
fn share(weight: u8, quality: f64) -> f64 {
    (quality * f64::from(weight & WEIGHT)) / f64::from(WEIGHT)
}

/// Adds a word: each document counts its best meaning. `count` is 0 for a small word, else 1.
fn add(board: &mut [Sum], meanings: &[Meaning], rarity: f64, count: u8) {
    let mut seen = Vec::new();
    let certain = if is_cut(meanings) { 0 } else { count };
    for meaning in meanings {
        for (document, weight, lengths) in meaning.postings() {
            let sum = &mut board[*document as usize];
            if sum.share == 0.0 {
                seen.push(*document);
            }
            sum.share = sum.share.max(share(*weight, meaning.quality));
            if meaning.quality >= SURE {
                sum.bits |= weight;
                sum.lengths = sum.lengths.max(*lengths);
            }
        }
    }
    for document in seen {
        let sum = &mut board[document as usize];
        sum.score += rarity * sum.share;
        sum.found += rarity;
        sum.words += count;
        sum.certain += certain;
        if sum.bits & IN_TITLE != 0 {
            sum.titles += 1;
            sum.titled += rarity;
        }
        if sum.bits & IN_NAME != 0 {
            sum.names += 1;
            sum.named += rarity;
        }
        (sum.share, sum.bits) = (0.0, 0);
    }
}

/// Lifts documents with what stands together in the query; they have its words, too.
fn lift(board: &mut [Sum], meanings: &[Meaning], worth: f64) {
    let mut seen = Vec::new();
    for meaning in meanings {
        for (document, weight, _) in meaning.postings() {
            let sum = &mut board[*document as usize];
            if sum.share == 0.0 {
                seen.push(*document);
            }
            let share = meaning.quality * (0.5 + (0.5 * f64::from(weight & WEIGHT)) / f64::from(WEIGHT));
            sum.share = sum.share.max(share);
        }
    }
    for document in seen {
        let sum = &mut board[document as usize];
        sum.score += worth * sum.share;
        sum.share = 0.0;
    }
}

/// Adds a pair of words that stand together in titles or headings.
fn join(board: &mut [Sum], meanings: &[Meaning], worth: f64) {
    let mut seen = Vec::new();
    for meaning in meanings {
        // A heading that has one for many is not the one that was asked for.
        let told = if meaning.quality == 1.0 { !WEIGHT } else { !(WEIGHT | IN_HEADING) };
        for (document, weight, _) in meaning.postings() {
            let sum = &mut board[*document as usize];
            if sum.words == 0 {
                continue;
            }
            if sum.share == 0.0 {
                seen.push(*document);
            }
            sum.bits |= weight & told;
            sum.share = sum.share.max(share(*weight, meaning.quality));
        }
    }
    for document in seen {
        let sum = &mut board[document as usize];
        sum.score += worth * sum.share;
        sum.title_runs += u8::from(sum.bits & (IN_TITLE | IN_NAME) != 0);
        sum.heading_runs += u8::from(sum.bits & IN_HEADING != 0);
        (sum.share, sum.bits) = (0.0, 0);
    }
}

/// The documents that all filters let through; nothing for all.
fn allowed(store: &mut Store<'_>, filters: &[Filter]) -> Result<Option<Vec<bool>>, String> {
    if filters.is_empty() {
        return Ok(None);
    }
    let mut allowed = vec![true; store.manifest.documents];
    for filter in filters {
        let mut named = vec![false; allowed.len()];
        for meaning in filtering(store, filter)? {
            meaning.postings().iter().for_each(|(document, ..)| named[*document as usize] = true);
        }
        allowed.iter_mut().zip(named).for_each(|(allowed, named)| *allowed &= named != filter.not);
    }
    Ok(Some(allowed))
}

fn score(board: &[Sum], manifest: &Manifest, asked: &Asked) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (document, sum) in board.iter().enumerate() {
        let kept = asked.allowed.as_ref().is_none_or(|allowed| allowed[document]);
        let named = if asked.known > 0 { sum.words > 0 } else { asked.allowed.is_some() };
        if !kept || !named {
            continue;
        }
        let coverage = if asked.whole == 0.0 { 1.0 } else { sum.found / asked.whole };
        let score = sum.score * coverage * coverage + bonus(sum, asked);
        let score = score * standing(document, manifest);
        let document = u32::try_from(document).expect("documents are counted in 32 bits");
        hits.push(Hit { document, score, complete: complete(sum, asked) });
    }
    hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.document.cmp(&b.document)));
    hits
}

/// Entities come before pages that are as good, and problems after both.
fn standing(document: usize, manifest: &Manifest) -> f64 {
    match document {
        _ if document < manifest.pages => 1.15,
        _ if document < manifest.problems => 1.0,
        _ => 0.6,
    }
}

/// What a document gains when the query is its title, its name or a heading, or a good part of it.
fn bonus(sum: &Sum, asked: &Asked) -> f64 {
    if asked.known == 0 {
        return 0.0;
    }
    let part = |hits: u8, worth: f64, length: u8| {
        let told = worth / asked.whole;
        let covered = (f64::from(hits) / f64::from(length.max(1))).min(1.0);
        told * told * (0.2 + 0.6 * covered + if told == 1.0 && covered == 1.0 { 0.6 } else { 0.0 })
    };
    let title = if sum.titles > 0 { part(sum.titles, sum.titled, sum.lengths >> 4) } else { 0.0 };
    let name = if sum.names > 0 { part(sum.names, sum.named, sum.lengths & 15) } else { 0.0 };
    let run = f64::from(sum.title_runs) / asked.pairs;
    let heading = f64::from(sum.heading_runs) / asked.pairs;
    let within = if heading == 1.0 { 0.5 } else { 0.25 * heading * heading };
    asked.whole * (title.max(name) + 0.4 * run * run + within)
}
