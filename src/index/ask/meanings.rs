//! Which terms of the index may be meant by a word, as `theme/scripts/search/3-query.js` finds them.

use std::{collections::HashSet, rc::Rc};

use super::{
    parse::{Filter, Joint, Query, Word, length, runs},
    spelling,
    stems::{other_number, stem},
    store::{Manifest, Posting, Shard, Store},
};
use crate::index::spelling::beginning as beginning_of;

const MOST_PREFIXED: usize = 24;
const MOST_RESPELT: usize = 4;

/// Shards besides its own in which a word that begins like none is looked for, and those when none there is sure.
const STRAYED: usize = 2;
const FAR_STRAYED: usize = 8;

/// A word in so many documents is enough of those that begin alike.
const ENOUGH: u32 = 40;

const EXACT: f64 = 1.0;
pub(super) const STEMMED: f64 = 0.85;
const SYNONYM: f64 = 0.8;
const JOINED: f64 = 0.8;
const PREFIXED: f64 = 0.5;
const NEARLY_WHOLE: f64 = 0.3;
const RESPELT: [f64; 3] = [0.0, 0.6, 0.5];

/// How much more a name in code tells than its rarity says, as one word and as it is written.
const WRITTEN: f64 = 2.0;

/// A term, and how well it answers a word.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub(super) quality: f64,
    pub(super) shard: Rc<Shard>,
    pub(super) index: usize,
}

impl Meaning {
    pub(super) fn term(&self) -> &str {
        &self.shard.terms[self.index]
    }

    pub(super) fn frequency(&self) -> u32 {
        self.shard.frequencies[self.index]
    }

    pub(super) fn postings(&self) -> &[Posting] {
        &self.shard.postings[self.index]
    }

    /// How prominent the term is: titles count most.
    fn prominence(&self) -> usize {
        let titles = self.postings().iter().filter(|(_, weight, _)| weight >> 6 != 0).count();
        titles * 10 + self.frequency() as usize
    }

    /// Whether more documents have it than its postings name.
    pub(super) fn is_cut(&self) -> bool {
        self.frequency() as usize > self.postings().len()
    }
}

pub(super) type Found = Result<Vec<Meaning>, String>;

/// The shards that may hold terms from `low` to `high`, two at most.
fn numbers(shards: &[String], low: &str, high: &str) -> Vec<usize> {
    let place = |term: &str| shards.partition_point(|shard| shard.as_str() <= term).saturating_sub(1);
    let first = place(low);
    // Shards that begin alike, but for the last of them, have no terms.
    let next =
        shards[first..].iter().position(|shard| *shard != shards[first]).map(|more| place(&shards[first + more]));
    next.filter(|next| place(high) >= *next).map_or_else(|| vec![first], |next| vec![first, next])
}

/// The terms that begin with `prefix`, in the first two shards that may hold them; in the first alone when it has a
/// word that is in many documents.
pub(super) fn beginning(store: &mut Store<'_>, prefix: &str) -> Found {
    let manifest = store.manifest.clone();
    let mut found: Vec<Meaning> = Vec::new();
    if manifest.shards.is_empty() {
        return Ok(found);
    }
    for number in numbers(&manifest.shards, prefix, &format!("{prefix}\u{10ffff}")) {
        if found.iter().any(|meaning| is_word(meaning.term()) && meaning.frequency() >= ENOUGH) {
            break;
        }
        let shard = store.shard(number)?;
        let first = shard.terms.partition_point(|term| term.as_str() < prefix);
        let count = shard.terms[first..].iter().take_while(|term| term.starts_with(prefix)).count();
        found.extend((first..first + count).map(|index| Meaning { quality: EXACT, shard: shard.clone(), index }));
    }
    Ok(found)
}

/// The term itself, one or none.
pub(super) fn exactly(store: &mut Store<'_>, term: &str) -> Found {
    let manifest = store.manifest.clone();
    if manifest.shards.is_empty() {
        return Ok(Vec::new());
    }
    let shard = store.shard(numbers(&manifest.shards, term, term)[0])?;
    let index = shard.terms.binary_search_by(|other| other.as_str().cmp(term));
    Ok(index.map(|index| Meaning { quality: EXACT, shard, index }).into_iter().collect())
}

/// Terms of several words and terms that filter are no words.
fn is_word(term: &str) -> bool {
    !term.contains([' ', ':'])
}

/// The terms that a word may mean, the word itself first. When it is `alone`, a further file may be read for it.
pub(super) fn meanings(store: &mut Store<'_>, word: &Word, alone: bool) -> Found {
    let mut found = exactly(store, &word.text)?;
    if word.quoted {
        return Ok(found);
    }
    strayed(store, &word.text)?;
    let manifest = store.manifest.clone();
    let stems: Vec<String> = manifest.languages.iter().map(|language| stem(&word.text, language)).collect();
    let shortest = root(&word.text, &stems);
    // What begins alike may be in more shards than are looked at.
    let english = manifest.languages.iter().any(|language| language == "en") && !word.dense;
    let other = other_number(&word.text).filter(|_| english);
    let other = other.filter(|other| alone || is_near(&manifest, other, &word.text, shortest));
    let counted = other.as_ref().map_or_else(|| Ok(Vec::new()), |other| exactly(store, other))?;
    if let Some(compound) = &word.compound {
        found.extend(exactly(store, compound)?);
    }
    found.extend(counted.into_iter().map(|meaning| Meaning { quality: STEMMED, ..meaning }));
    if length(shortest) > 2 && !word.dense {
        let family = beginning(store, shortest)?;
        let kin = |term: &str| {
            let same = |(language, own): (&String, &String)| stem(term, language) == *own;
            is_word(term)
                && term != word.text
                && Some(term) != other.as_deref()
                && manifest.languages.iter().zip(&stems).any(same)
        };
        let kin = family.into_iter().filter(|meaning| kin(meaning.term()));
        found.extend(kin.map(|meaning| Meaning { quality: STEMMED, ..meaning }));
    }
    for form in &word.synonyms {
        found.extend(together(store, form)?);
    }
    for joint in &word.joints {
        found.extend(joined(store, joint)?);
    }
    if word.open || (found.is_empty() && word.length() > 2) {
        let more = prefixed(store, &word.text, &found)?;
        found.extend(more);
    }
    if found.is_empty() { respelt(store, word) } else { Ok(found) }
}

/// The shortest stem of a word.
fn root<'a>(word: &'a str, stems: &'a [String]) -> &'a str {
    let shorter = |best, stem| if length(stem) < length(best) { stem } else { best };
    stems.iter().map(String::as_str).fold(word, shorter)
}

/// Whether a term is in a shard that a word needs anyway.
fn is_near(manifest: &Manifest, term: &str, word: &str, root: &str) -> bool {
    let place = |term: &str| numbers(&manifest.shards, term, term)[0];
    !manifest.shards.is_empty() && [word, root].map(place).contains(&place(term))
}

/// Neighbours as one word, where a shard has it that the first of them needs anyway.
fn joined(store: &mut Store<'_>, joint: &Joint) -> Found {
    let manifest = store.manifest.clone();
    let stems: Vec<String> = manifest.languages.iter().map(|language| stem(&joint.first, language)).collect();
    if length(&joint.first) < 3 || !is_near(&manifest, &joint.text, &joint.first, root(&joint.first, &stems)) {
        return Ok(Vec::new());
    }
    let found = exactly(store, &joint.text)?;
    Ok(found.into_iter().map(|meaning| Meaning { quality: JOINED, ..meaning }).collect())
}

/// Terms for what stands together in the query, each with how much it tells: words that were written as one, and those
/// that might have been.
pub(super) fn wholes(store: &mut Store<'_>, query: &Query) -> Result<Vec<(Vec<Meaning>, f64)>, String> {
    let words = &query.words;
    let mut seen = HashSet::new();
    let open = words.iter().find(|word| word.open).and_then(|word| word.compound.as_ref());
    let mut wholes = Vec::new();
    for compound in words.iter().filter_map(|word| word.compound.as_ref()).filter(|text| seen.insert(*text)) {
        let mut found = exactly(store, compound)?;
        if open == Some(compound) {
            let more = prefixed(store, compound, &found)?;
            found.extend(more);
        }
        wholes.push((found, WRITTEN));
    }
    let shapes = words.iter().filter_map(|word| word.shape.as_ref()).chain(&query.written);
    for shape in shapes.filter(|text| seen.insert(*text)) {
        wholes.push((exactly(store, shape)?, WRITTEN));
    }
    for joint in runs(words) {
        wholes.push((joined(store, &joint)?, 0.5));
    }
    wholes.retain(|(found, _)| !found.is_empty());
    Ok(wholes)
}

/// The documents with all words of a form, as the postings of one term.
fn together(store: &mut Store<'_>, form: &[String]) -> Found {
    let mut found = Vec::new();
    for word in form {
        found.extend(exactly(store, word)?);
    }
    if found.len() < form.len() {
        return Ok(Vec::new());
    }
    if let [only] = found.as_slice() {
        return Ok(vec![Meaning { quality: SYNONYM, ..only.clone() }]);
    }
    let all = found.iter().map(|meaning| meaning.postings().to_vec()).reduce(|all, next| {
        let weight = |(document, weight, lengths): Posting| {
            let place = all.binary_search_by_key(&document, |(document, ..)| *document).ok()?;
            let before = all[place].1;
            Some((document, before & weight & 0xe0 | (before & 0x1f).min(weight & 0x1f), lengths))
        };
        next.iter().filter_map(|posting| weight(*posting)).collect()
    });
    let postings = all.unwrap_or_default();
    if postings.is_empty() {
        return Ok(Vec::new());
    }
    let shard = Rc::new(Shard::of(form.join(" "), postings));
    Ok(vec![Meaning { quality: SYNONYM, shard, index: 0 }])
}

/// How well a term answers what it begins with.
pub(super) fn likeness(begun: &str, whole: &str) -> f64 {
    PREFIXED + (NEARLY_WHOLE * length(begun) as f64) / length(whole) as f64
}

/// The first of terms that begin alike.
pub(super) fn most_prominent(found: impl Iterator<Item = Meaning>) -> Vec<Meaning> {
    let mut ranked: Vec<(usize, Meaning)> = found.map(|meaning| (meaning.prominence(), meaning)).collect();
    ranked.sort_by(|(left, a), (right, b)| right.cmp(left).then_with(|| a.term().cmp(b.term())));
    ranked.into_iter().take(MOST_PREFIXED).map(|(_, meaning)| meaning).collect()
}

fn prefixed(store: &mut Store<'_>, text: &str, known: &[Meaning]) -> Found {
    let terms: HashSet<&str> = known.iter().map(Meaning::term).collect();
    let found = beginning(store, text)?;
    let found = found.into_iter().filter(|meaning| is_word(meaning.term()) && !terms.contains(meaning.term()));
    let best = most_prominent(found).into_iter().map(|meaning| {
        let quality = likeness(text, meaning.term());
        Meaning { quality, ..meaning }
    });
    Ok(best.collect())
}

/// Shards in which the word may be that was meant: its own, and those with what begins alike.
fn neighbours(manifest: &Manifest, text: &str) -> Vec<usize> {
    let at = |term: &str| numbers(&manifest.shards, term, term)[0];
    let (own, start) = (at(text), beginning_of(text));
    // What begins as the word does may be in more shards than one.
    let range = at(start)..=at(&format!("{start}\u{10ffff}"));
    let beside = [own.wrapping_sub(1), own + 1].into_iter().filter(|number| range.contains(number));
    let alike = spelling::alike(&manifest.beginnings, text);
    let mut found: Vec<usize> = Vec::new();
    for number in std::iter::once(own).chain(beside).chain(alike.iter().map(|other| at(other))) {
        if !found.contains(&number) {
            found.push(number);
        }
    }
    found
}

/// The shards that a word which begins like none may have strayed from, so that a browser gets them with its own.
fn strayed(store: &mut Store<'_>, text: &str) -> Result<(), String> {
    let manifest = store.manifest.clone();
    if manifest.shards.is_empty() || spelling::is_known(&manifest.beginnings, text) {
        return Ok(());
    }
    neighbours(&manifest, text).into_iter().take(1 + STRAYED).try_for_each(|number| store.shard(number).map(|_| ()))
}

fn respelt(store: &mut Store<'_>, word: &Word) -> Found {
    let manifest = store.manifest.clone();
    if manifest.shards.is_empty() {
        return Ok(Vec::new());
    }
    let neighbours = neighbours(&manifest, &word.text);
    let first = if spelling::is_known(&manifest.beginnings, &word.text) { 0 } else { STRAYED };
    let mut near: Vec<spelling::Near> = Vec::new();
    for most in [first, FAR_STRAYED] {
        if !near.first().is_some_and(|best| best.sure) {
            let shards = neighbours.iter().take(1 + most).map(|number| store.shard(*number));
            let shards = shards.collect::<Result<Vec<_>, _>>()?;
            near = spelling::nearest(shards.iter().map(|shard| &**shard), &word.text, word.open);
        }
    }
    let mut found = Vec::new();
    for (place, candidate) in near.iter().take(MOST_RESPELT).enumerate() {
        let quality = RESPELT[candidate.distance] - if place == 0 { 0.0 } else { 0.15 };
        found.extend(exactly(store, &candidate.word)?.into_iter().map(|meaning| Meaning { quality, ..meaning }));
    }
    Ok(found)
}

/// The terms that a filter stands for: its value, or all that begin with what stands before a `*`.
pub(super) fn filtering(store: &mut Store<'_>, filter: &Filter) -> Found {
    match filter.value.strip_suffix('*') {
        Some(start) => beginning(store, &format!("{}:{start}", filter.key)),
        None => exactly(store, &format!("{}:{}", filter.key, filter.value)),
    }
}
