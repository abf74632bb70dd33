//! The files of the index, read back.

use std::{collections::HashMap, rc::Rc};

use serde::Deserialize;

use crate::{
    index::inverted::{IN_NAME, IN_TITLE},
    shard,
};

/// Gives the bytes of a file of the site by its path from the root.
pub type Fetch<'a> = dyn FnMut(&str) -> Result<Vec<u8>, String> + 'a;

/// What is known before a shard is read.
#[derive(Debug, Deserialize)]
pub(super) struct Manifest {
    version: String,
    pub(super) documents: usize,
    pub(super) pages: usize,
    pub(super) problems: usize,
    pub(super) keys: Vec<String>,
    pub(super) languages: Vec<String>,
    pub(super) synonyms: Vec<Vec<Vec<String>>>,
    labels: Vec<(String, u32)>,
    postings: usize,
    pub(super) shards: Vec<String>,
    /// How the words begin that a misspelt one may have meant.
    #[serde(skip)]
    pub(super) beginnings: Vec<String>,
    /// By label and shard, the first document that the shard shows; each label ends with where it ends.
    #[serde(skip)]
    shown: Vec<Vec<u32>>,
}

/// A document, its weight with bits, and how many words its title and its name have, where the term is in one.
pub(super) type Posting = (u32, u8, u8);

/// The postings of neighbouring terms.
#[derive(Debug, Default)]
pub(super) struct Shard {
    pub(super) terms: Vec<String>,
    pub(super) frequencies: Vec<u32>,
    /// By term.
    pub(super) postings: Vec<Vec<Posting>>,
    /// What is shown of documents.
    fragments: Vec<String>,
}

impl Shard {
    /// One that was made of others.
    pub(super) fn of(term: String, postings: Vec<Posting>) -> Self {
        let frequencies = vec![u32::try_from(postings.len()).unwrap_or(u32::MAX)];
        Self { terms: vec![term], frequencies, postings: vec![postings], fragments: Vec::new() }
    }
}

/// Title, address, context, sections of heading, anchor and text, and 1 when some of the text was left out.
pub(super) type Fragment = (String, String, String, Vec<(String, String, String)>, u8);

/// An index whose files are read as they are needed.
pub(super) struct Store<'a> {
    fetch: &'a mut Fetch<'a>,
    pub(super) manifest: Rc<Manifest>,
    shards: HashMap<usize, Rc<Shard>>,
    /// Whether shards that were not asked for so far are taken for empty.
    pub(super) closed: bool,
}

impl<'a> Store<'a> {
    pub(super) fn open(fetch: &'a mut Fetch<'a>) -> Result<Self, String> {
        let path = "search/manifest.js";
        let bytes = shard::unpack(&fetch(path)?).map_err(|error| format!("{path}: {error}"))?;
        let line = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(|| wrong(path))?;
        let mut manifest: Manifest = serde_json::from_slice(&bytes[..line]).map_err(|_| wrong(path))?;
        let mut reader = Reader { bytes: &bytes[line + 1..] };
        manifest.shown = shown_of(&manifest, &mut reader).ok_or_else(|| wrong(path))?;
        manifest.beginnings = reader.terms().ok_or_else(|| wrong(path))?;
        if !manifest.version.bytes().all(|byte| byte.is_ascii_alphanumeric()) || manifest.pages > manifest.documents {
            return Err(wrong(path));
        }
        Ok(Self { fetch, manifest: Rc::new(manifest), shards: HashMap::new(), closed: false })
    }

    fn part<T>(&mut self, name: &str, read: impl FnOnce(&[u8]) -> Option<T>) -> Result<T, String> {
        let path = format!("search/{}/{name}.js", self.manifest.version);
        let bytes = shard::unpack(&(self.fetch)(&path)?).map_err(|error| format!("{path}: {error}"))?;
        read(&bytes).ok_or_else(|| wrong(&path))
    }

    pub(super) fn shard(&mut self, number: usize) -> Result<Rc<Shard>, String> {
        if let Some(shard) = self.shards.get(&number) {
            return Ok(shard.clone());
        }
        if self.closed {
            return Ok(Rc::default());
        }
        let (most, documents) = (self.manifest.postings, self.manifest.documents);
        let shard = Rc::new(self.part(&format!("s{number}"), |bytes| shard_of(bytes, most, documents))?);
        self.shards.insert(number, shard.clone());
        Ok(shard)
    }

    /// What a result shows.
    pub(super) fn fragment(&mut self, document: u32) -> Result<Fragment, String> {
        let manifest = self.manifest.clone();
        let label = manifest.labels.partition_point(|(_, first)| *first <= document).checked_sub(1);
        let firsts = label.and_then(|label| manifest.shown.get(label)).ok_or_else(|| wrong("search/manifest.js"))?;
        let number = firsts.partition_point(|first| *first <= document).saturating_sub(1);
        let before = manifest.shown.iter().take(label.unwrap_or_default());
        let before = before.map(|firsts| firsts[number + 1] - firsts[number]).sum::<u32>();
        let shard = self.shard(number.min(manifest.shards.len().saturating_sub(1)))?;
        let line = shard.fragments.get((before + document - firsts[number]) as usize);
        let fragment = line.and_then(|line| serde_json::from_str(line).ok());
        fragment.ok_or_else(|| wrong(&format!("s{number}")))
    }
}

/// The first document that each shard shows of each label.
fn shown_of(manifest: &Manifest, reader: &mut Reader<'_>) -> Option<Vec<Vec<u32>>> {
    let mut shown = Vec::new();
    for (_, first) in &manifest.labels {
        let mut next = *first;
        let mut firsts = vec![next];
        for _ in &manifest.shards {
            next = next.checked_add(reader.number()?)?;
            firsts.push(next);
        }
        shown.push(firsts);
    }
    Some(shown)
}

fn wrong(what: &str) -> String {
    format!("{what}: not as `callboard build` writes it; build the site again")
}

/// Numbers in base 128, one after the other.
struct Reader<'a> {
    bytes: &'a [u8],
}

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u32> {
        let mut value = 0_u32;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn terms(&mut self) -> Option<Vec<String>> {
        let count = self.number()?;
        let mut last: Vec<u8> = Vec::new();
        let term = |_| {
            last.truncate(self.number()? as usize);
            let length = self.number()? as usize;
            let (rest, tail) = self.bytes.split_at_checked(length)?;
            self.bytes = tail;
            last.extend_from_slice(rest);
            String::from_utf8(last.clone()).ok()
        };
        (0..count).map(term).collect()
    }
}

fn shard_of(bytes: &[u8], most: usize, documents: usize) -> Option<Shard> {
    let mut reader = Reader { bytes };
    let length = reader.number()? as usize;
    let (columns, fragments) = reader.bytes.split_at_checked(length)?;
    let fragments = std::str::from_utf8(fragments).ok()?.split('\n').map(str::to_owned).collect();
    let mut reader = Reader { bytes: columns };
    let terms = reader.terms()?;
    let frequency = |_| {
        let frequency = reader.number()?;
        Some((frequency, if frequency as usize > most { reader.number()? } else { frequency }))
    };
    let frequencies: Vec<(u32, u32)> = (0..terms.len()).map(frequency).collect::<Option<_>>()?;
    let mut postings: Vec<Vec<Posting>> = Vec::with_capacity(terms.len());
    for (_, kept) in &frequencies {
        let mut document = 0_u32;
        let next = |_| {
            document = document.checked_add(reader.number()?)?;
            ((document as usize) < documents).then_some((document, 0, 0))
        };
        postings.push((0..*kept).map(next).collect::<Option<_>>()?);
    }
    for posting in postings.iter_mut().flatten() {
        posting.1 = reader.byte()?;
    }
    for (postings, _) in postings.iter_mut().zip(&terms).filter(|(_, term)| !term.contains([' ', ':'])) {
        for posting in postings.iter_mut().filter(|(_, weight, _)| weight & (IN_TITLE | IN_NAME) != 0) {
            posting.2 = reader.byte()?;
        }
    }
    let frequencies = frequencies.into_iter().map(|(frequency, _)| frequency).collect();
    Some(Shard { terms, frequencies, postings, fragments })
}
