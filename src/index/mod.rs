//! The search index. In: records. Out: shards that a small client in the browser reads as it needs them.
//! It must not know entities or pages.
//!
//! tantivy inverts the records in memory. Its one segment is exported as scripts that hold deflated columns:
//! `search/manifest.js`, and in a folder named by the hash of all of them `s<n>.js` with neighbouring terms and what
//! is shown of the documents that are called by them.
//! A page loads them by `<script>`, so search works from a folder as well as over http, and under
//! `script-src 'self'`.

mod ask;
mod base;
mod cuts;
mod entry;
mod fragments;
mod inverted;
mod kept;
mod languages;
mod lines;
mod shards;
mod spelling;
#[cfg(test)]
mod tests;
pub mod tokens;

use std::{fmt::Display, sync::Mutex};

use rayon::prelude::*;
use serde::Serialize;
use sha2::{Digest, Sha256};

pub use self::{
    ask::{Answer, Fetch, Found, LONGEST_QUERY, search},
    entry::{Entry, Order, Stub},
    fragments::budget,
};
use self::{
    base::Base,
    shards::{Leaf, Shard},
};
use crate::{
    model::{Output, RecordKind, SitePath},
    shard::{self, put_number},
};

/// Shards at most; with the manifest and the search page at most 512 files.
const MOST_SHARDS: usize = 506;

/// Parts of the index at most; each holds tantivy's term table.
const MOST_PARTS: usize = 8;

/// Bytes of terms that a part gathers before it gives them to tantivy, whose term table is too large to stay in the
/// processor's cache while pages are rendered in between.
const BATCH: usize = 1 << 20;

/// Records on their way into the index, added from any thread and in any order.
pub struct Indexer {
    /// As many as there are threads, so that none waits for another.
    parts: Vec<Mutex<Part>>,
    synonyms: Vec<Vec<Vec<String>>>,
    base: Base,
    /// Entries that the base has.
    known: Mutex<Vec<Stub>>,
}

/// A share of all records.
struct Part {
    inverter: inverted::Inverter,
    added: Vec<Stub>,
    /// Terms of the last ones of `added`, and their bytes.
    waiting: (Vec<[String; entry::FIELDS]>, usize),
}

impl Part {
    fn add(&mut self, entry: Entry) -> Result<(), String> {
        let Entry { stub, terms } = entry;
        self.added.push(stub);
        self.waiting.1 += terms.iter().map(String::len).sum::<usize>();
        self.waiting.0.push(terms);
        if self.waiting.1 < BATCH { Ok(()) } else { self.flush() }
    }

    /// Gives the terms that wait to tantivy.
    fn flush(&mut self) -> Result<(), String> {
        self.waiting.1 = 0;
        self.waiting.0.drain(..).try_for_each(|terms| self.inverter.add(&terms)).map_err(failed)
    }
}

impl Indexer {
    /// An empty index.
    ///
    /// # Errors
    /// When tantivy fails, which it does only for lack of memory.
    pub fn new() -> Result<Self, String> {
        let count = rayon::current_num_threads().clamp(1, MOST_PARTS);
        let part = |_| {
            let inverter = inverted::Inverter::new(count).map_err(failed)?;
            Ok(Mutex::new(Part { inverter, added: Vec::new(), waiting: (Vec::new(), 0) }))
        };
        let parts = (0..count).map(part).collect::<Result<_, String>>()?;
        Ok(Self { parts, synonyms: Vec::new(), base: Base::default(), known: Mutex::default() })
    }

    /// Makes the words of each group find what any of them finds.
    #[must_use]
    pub fn with_synonyms(mut self, groups: &[Vec<String>]) -> Self {
        let group = |forms: &Vec<String>| forms.iter().map(|form| tokens::parts(form)).collect();
        self.synonyms = groups.iter().map(group).collect();
        self
    }

    /// Takes over what an earlier index has inverted: its [`Index::base`]. What is no such thing is not taken.
    #[must_use]
    pub fn on(mut self, base: Option<Vec<u8>>) -> Self {
        self.base = base.and_then(Base::read).unwrap_or_default();
        self
    }

    /// Adds a record. Neither the thread nor the order of the calls leaves a trace in the index.
    ///
    /// # Errors
    /// When tantivy fails, which it does only for lack of memory.
    pub fn add(&self, entry: Entry) -> Result<(), String> {
        if self.knows(&entry.stub) {
            self.add_known(entry.stub);
            return Ok(());
        }
        // A thread keeps to its part as long as it can: the term table is in the cache of that thread's processor.
        let count = self.parts.len();
        let first = rayon::current_thread_index().unwrap_or(0) % count;
        let free = (first..first + count).find_map(|place| self.parts[place % count].try_lock().ok());
        let mut part = match free {
            Some(part) => part,
            None => self.parts[first].lock().expect("no thread panics while it holds a part"),
        };
        part.add(entry)
    }

    /// Whether the earlier index had a record, so that its terms are not needed.
    pub fn knows(&self, stub: &Stub) -> bool {
        self.base.find(&stub.mark).is_some()
    }

    /// Adds a record that the earlier index had.
    pub fn add_known(&self, stub: Stub) {
        self.known.lock().expect("no thread panics while it holds the stubs").push(stub);
    }

    /// All that was added, in the order that it has in the index.
    ///
    /// # Errors
    /// When tantivy fails, which it does only for lack of memory.
    pub fn sort(self) -> Result<Sorted, String> {
        let parts: Vec<Part> =
            self.parts.into_iter().map(|part| part.into_inner().expect("no thread panicked")).collect();
        let flushed = parts.into_par_iter().map(|mut part| part.flush().map(|()| (part.inverter, part.added)));
        let (inverters, mut added): (Vec<_>, Vec<_>) = flushed.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
        added.push(self.known.into_inner().expect("no thread panicked"));
        let places = |part: usize| (0..added[part].len()).map(move |place| (part, place));
        let mut sorted: Vec<(usize, usize)> = (0..added.len()).flat_map(places).collect();
        sorted.sort_by_key(|(part, place)| added[*part][*place].key());
        let mut old = vec![Vec::new(); self.base.count()];
        let mut numbers: Vec<Vec<u32>> = added.iter().map(|added| vec![0; added.len()]).collect();
        for (number, (part, place)) in (0..).zip(&sorted) {
            numbers[*part][*place] = number;
            let known = Some(&added[*part][*place]).filter(|_| *part == inverters.len());
            if let Some(entry) = known.and_then(|stub| self.base.find(&stub.mark)) {
                old[entry as usize].push(number);
            }
        }
        numbers.truncate(inverters.len());
        let old = inverted::Old { base: self.base, numbers: old };
        let mut stubs: Vec<Stub> = added.into_iter().flatten().collect();
        stubs.sort_by(|a, b| a.key().cmp(&b.key()));
        Ok(Sorted { inverters, numbers, old, stubs, synonyms: self.synonyms })
    }

    /// The files of the index.
    ///
    /// # Errors
    /// When tantivy fails, which it does only for lack of memory.
    pub fn finish(self) -> Result<Vec<Output>, String> {
        Ok(self.sort()?.finish()?.files)
    }
}

/// The entries of an index in their order, not yet put together.
pub struct Sorted {
    inverters: Vec<inverted::Inverter>,
    /// The numbers of the entries in each of these.
    numbers: Vec<Vec<u32>>,
    old: inverted::Old,
    stubs: Vec<Stub>,
    synonyms: Vec<Vec<Vec<String>>>,
}

/// An index.
pub struct Index {
    /// Its files.
    pub files: Vec<Output>,
    /// What a later index takes over.
    pub base: Vec<u8>,
}

impl Sorted {
    /// A hash of all that goes into the index: the same hash, the same files.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(format!("{:?}\n", self.synonyms));
        self.stubs.iter().for_each(|stub| hash.update(stub.mark));
        hash.finalize().into()
    }

    /// Puts the index together.
    ///
    /// # Errors
    /// When tantivy fails, which it does only for lack of memory, or what was taken over is damaged.
    pub fn finish(self) -> Result<Index, String> {
        let Self { inverters, numbers, old, stubs, synonyms } = self;
        let lengths: Vec<u8> = stubs.iter().map(|stub| stub.lengths[0] << 4 | stub.lengths[1]).collect();
        let push = |vocabulary: &mut Vocabulary, term: &inverted::Term<'_>| vocabulary.push(term, &lengths);
        let inverted = inverted::finish(inverters, &numbers, &old, push).map_err(failed)?;
        let blocks = inverted.blocks.iter().map(|(bound, block)| (bound.as_slice(), block));
        let entries = (0..stubs.len()).map(|number| (&stubs[number].mark, &inverted.lengths[number]));
        let base = base::write(entries, blocks);
        let mut vocabulary = Vocabulary::default();
        vocabulary.terms.reserve(inverted.ranges.iter().map(|range| &range.terms));
        inverted.ranges.into_iter().for_each(|range| vocabulary.append(range));
        let Vocabulary { terms, spelling, keys } = vocabulary;
        let mut leaves: Vec<Leaf<'_>> = (0..).zip(&stubs).map(|(number, stub)| stub.leaf(number)).collect();
        leaves.sort_by_key(|leaf| (leaf.key, leaf.number));
        let shards = terms.shards(&leaves);
        let beginnings = spelling.beginnings();
        let manifest = Manifest { synonyms, beginnings, ..Manifest::new(&stubs, keys, &shards) };
        Ok(Index { files: files(manifest, shards), base })
    }
}

impl Stub {
    fn key(&self) -> (RecordKind, &str, &str, Order) {
        (self.kind, &self.label, &self.key, self.order)
    }

    fn leaf(&self, number: u32) -> Leaf<'_> {
        Leaf { key: &self.key, number, fragment: &self.fragment }
    }
}

/// All terms, or a range of them.
#[derive(Default)]
struct Vocabulary {
    terms: shards::Terms,
    spelling: spelling::Spelling,
    /// Keys of `key:value` terms.
    keys: Vec<String>,
}

impl Vocabulary {
    fn push(&mut self, term: &inverted::Term<'_>, lengths: &[u8]) {
        self.terms.push(term, lengths);
        match term.text.split_once(':') {
            Some((key, _)) if self.keys.last().is_none_or(|last| last != key) => self.keys.push(key.to_owned()),
            Some(_) => {}
            None => self.spelling.push(term),
        }
    }

    /// Adds a range that is above this one.
    fn append(&mut self, other: Self) {
        self.terms.append(other.terms);
        self.spelling.append(other.spelling);
        self.keys.extend(other.keys);
    }
}

/// What the client knows before it has read a shard.
#[derive(Serialize)]
struct Manifest {
    /// The folder of all other files.
    version: String,
    /// Number of documents.
    documents: usize,
    /// Labels, each with the first document that has it; entities come first.
    labels: Vec<(String, u32)>,
    /// The first document that is no entity.
    pages: u32,
    /// The first document that is a problem; those come last.
    problems: u32,
    /// Keys of `key:value` terms.
    keys: Vec<String>,
    /// Languages whose endings are known to be such.
    languages: Vec<&'static str>,
    /// Groups of words that mean the same, each in its parts.
    synonyms: Vec<Vec<Vec<String>>>,
    /// A term in more documents than this says how many of them it keeps.
    postings: usize,
    /// Where the terms of each shard begin.
    shards: Vec<String>,
    /// How the words begin that a misspelt one may have meant, sorted.
    #[serde(skip)]
    beginnings: Vec<String>,
    /// How many documents of each label each shard shows, in the order of their numbers.
    #[serde(skip)]
    shown: Vec<u8>,
}

impl Manifest {
    fn new(documents: &[Stub], mut keys: Vec<String>, shards: &[Shard]) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let mut labels: Vec<(String, u32)> = Vec::new();
        for (number, document) in (0..).zip(documents) {
            if labels.last().is_none_or(|(label, _)| *label != document.label) {
                labels.push((document.label.clone(), number));
            }
        }
        let shown = shown(&labels, shards);
        let before = |kind| {
            let count = documents.iter().take_while(|document| document.kind < kind).count();
            u32::try_from(count).expect("documents are counted in 32 bits")
        };
        Self {
            version: String::new(),
            documents: documents.len(),
            labels,
            pages: before(RecordKind::Page),
            problems: before(RecordKind::Problem),
            keys,
            languages: languages::of_site(documents.iter().map(|document| document.language)),
            synonyms: Vec::new(),
            postings: shards::most_postings(documents.len()),
            shards: shards.iter().map(|shard| shard.start.clone()).collect(),
            beginnings: Vec::new(),
            shown,
        }
    }
}

/// How many documents of each label each shard shows.
fn shown(labels: &[(String, u32)], shards: &[Shard]) -> Vec<u8> {
    let mut shown = Vec::new();
    let ends = labels.iter().skip(1).map(|(_, first)| *first).chain([u32::MAX]);
    for ((_, first), end) in labels.iter().zip(ends) {
        for shard in shards {
            let place = |number: u32| shard.documents.partition_point(|own| *own < number);
            put_number(&mut shown, (place(end) - place(*first)) as u32);
        }
    }
    shown
}

/// Packs everything. The manifest is a line of JSON, followed by which shard shows which documents, and by how words
/// begin.
fn files(mut manifest: Manifest, shards: Vec<Shard>) -> Vec<Output> {
    let script = |(number, shard): (usize, Shard)| {
        let name = format!("s{number}");
        let script = shard::script(&name, &shard.bytes);
        (name, script)
    };
    let scripts: Vec<(String, Vec<u8>)> = shards.into_par_iter().enumerate().map(script).collect();
    let mut hash = Sha256::new();
    for (_, script) in &scripts {
        hash.update(script);
    }
    manifest.version = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let mut bytes = serde_json::to_vec(&manifest).expect("names and numbers are always JSON");
    bytes.push(b'\n');
    bytes.extend(&manifest.shown);
    put_number(&mut bytes, u32::try_from(manifest.beginnings.len()).expect("there are few"));
    shards::put_terms(&mut bytes, manifest.beginnings.iter().map(String::as_str));
    let output = |name: &str, bytes| Output { path: SitePath::from_parts(["search", &manifest.version, name]), bytes };
    let mut outputs = vec![Output {
        path: SitePath::from_parts(["search", "manifest.js"]),
        bytes: shard::script("manifest", &bytes),
    }];
    outputs.extend(scripts.into_iter().map(|(name, script)| output(&format!("{name}.js"), script)));
    outputs
}

fn failed(error: impl Display) -> String {
    format!("the search index cannot be built: {error}")
}
