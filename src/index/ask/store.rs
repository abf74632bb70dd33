//! The files of the index, read back.

use std::{collections::HashMap, rc::Rc};

use serde::Deserialize;

use crate::shard;

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
    postings: usize,
    pub(super) shards: Vec<String>,
    blocks: Vec<u32>,
    /// Lengths of title and name of each document.
    #[serde(skip)]
    pub(super) lengths: Vec<u8>,
}

/// The postings of neighbouring terms.
#[derive(Debug, Default)]
pub(super) struct Shard {
    pub(super) terms: Vec<String>,
    pub(super) frequencies: Vec<u32>,
    /// Document and weight, by term.
    pub(super) postings: Vec<Vec<(u32, u8)>>,
}

/// The words that a misspelt one may have meant, and the bits of each one's frequency.
pub(super) type Words = Vec<(String, u8)>;

/// Title, address, context, sections of heading, anchor and text, and 1 when some of the text was left out.
pub(super) type Fragment = (String, String, String, Vec<(String, String, String)>, u8);

/// An index whose files are read as they are needed.
pub(super) struct Store<'a> {
    fetch: &'a mut Fetch<'a>,
    pub(super) manifest: Rc<Manifest>,
    shards: HashMap<usize, Rc<Shard>>,
    blocks: HashMap<usize, Rc<Vec<String>>>,
    words: Option<Rc<Words>>,
}

impl<'a> Store<'a> {
    pub(super) fn open(fetch: &'a mut Fetch<'a>) -> Result<Self, String> {
        let path = "search/manifest.js";
        let bytes = shard::unpack(&fetch(path)?).map_err(|error| format!("{path}: {error}"))?;
        let line = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(|| wrong(path))?;
        let mut manifest: Manifest = serde_json::from_slice(&bytes[..line]).map_err(|_| wrong(path))?;
        manifest.lengths = bytes[line + 1..].to_vec();
        let version = manifest.version.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !version || manifest.lengths.len() != manifest.documents || manifest.pages > manifest.documents {
            return Err(wrong(path));
        }
        Ok(Self { fetch, manifest: Rc::new(manifest), shards: HashMap::new(), blocks: HashMap::new(), words: None })
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
        let (most, documents) = (self.manifest.postings, self.manifest.documents);
        let shard = Rc::new(self.part(&format!("t{number}"), |bytes| shard_of(bytes, most, documents))?);
        self.shards.insert(number, shard.clone());
        Ok(shard)
    }

    pub(super) fn words(&mut self) -> Result<Rc<Words>, String> {
        if self.words.is_none() {
            self.words = Some(Rc::new(self.part("spelling", words_of)?));
        }
        Ok(self.words.clone().unwrap_or_default())
    }

    /// What a result shows.
    pub(super) fn fragment(&mut self, document: u32) -> Result<Fragment, String> {
        let manifest = self.manifest.clone();
        let block = manifest.blocks.partition_point(|first| *first <= document);
        let number = block.checked_sub(1).ok_or_else(|| wrong("search/manifest.js"))?;
        if !self.blocks.contains_key(&number) {
            let lines = |bytes: &[u8]| Some(std::str::from_utf8(bytes).ok()?.split('\n').map(str::to_owned).collect());
            let lines: Vec<String> = self.part(&format!("f{number}"), lines)?;
            self.blocks.insert(number, Rc::new(lines));
        }
        let line = self.blocks[&number].get((document - manifest.blocks[number]) as usize);
        let fragment = line.and_then(|line| serde_json::from_str(line).ok());
        fragment.ok_or_else(|| wrong(&format!("f{number}")))
    }
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
    let terms = reader.terms()?;
    let frequencies: Vec<u32> = (0..terms.len()).map(|_| reader.number()).collect::<Option<_>>()?;
    let mut postings: Vec<Vec<(u32, u8)>> = Vec::with_capacity(terms.len());
    for frequency in &frequencies {
        let mut document = 0_u32;
        let next = |_| {
            document = document.checked_add(reader.number()?)?;
            ((document as usize) < documents).then_some((document, 0))
        };
        postings.push((0..(*frequency as usize).min(most)).map(next).collect::<Option<_>>()?);
    }
    for posting in postings.iter_mut().flatten() {
        posting.1 = reader.byte()?;
    }
    Some(Shard { terms, frequencies, postings })
}

fn words_of(bytes: &[u8]) -> Option<Words> {
    let mut reader = Reader { bytes };
    let words = reader.terms()?;
    words.into_iter().map(|word| Some((word, reader.byte()?))).collect()
}
