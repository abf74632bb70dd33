//! Where files of the site go, and what is taken over from the build before.

use std::path::PathBuf;

use rayon::prelude::*;

use super::{Keeping, Surroundings};
use crate::{
    cache::{self, Cache, Key},
    config::Config,
    diagnostic::Diagnostic,
    docs,
    emit::Digest,
    index::{Entry, Indexer, Order, Sorted, Stub},
    model::{Memory, Output, SitePath},
};

/// What every page depends on: the program, its theme, and the settings.
pub(super) fn ground(kept: &Keeping, config: &Config, surroundings: &Surroundings<'_>) -> Key {
    let Surroundings { overrides, .. } = surroundings;
    let theme = cache::join(overrides.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]));
    let settings = Config { sources: Vec::new(), output: PathBuf::new(), cache: PathBuf::new(), ..config.clone() };
    cache::key(&[&kept.program, &theme, format!("{settings:?}").as_bytes()])
}

/// What stages remember from one build to the next.
pub(super) struct Remembered<'a>(pub(super) Option<&'a Cache>);

impl Memory for Remembered<'_> {
    fn find(&self, parts: &[&[u8]]) -> Option<Vec<u8>> {
        self.0?.find(&cache::key(parts))
    }

    fn keep(&self, parts: &[&[u8]], bytes: &[u8]) {
        self.0.into_iter().for_each(|cache| cache.keep(cache::key(parts), bytes));
    }
}

/// Takes files over from the old site.
type Reuse<'a> = dyn Fn(&[(&SitePath, Digest)]) -> Result<bool, String> + Sync + 'a;

/// Writes files of the site, or takes them over from the old one.
pub(super) struct Outlet<'a> {
    /// Writes a file, and gives the hash of its bytes.
    pub(super) write: &'a (dyn Fn(&Output) -> Result<Digest, String> + Sync),
    /// Takes files over from the old site, when all are there and have these hashes.
    pub(super) reuse: &'a Reuse<'a>,
    /// What is kept between builds.
    pub(super) cache: Option<&'a Cache>,
}

/// What a page came to.
pub(super) struct Made<'e> {
    /// What has to hold besides the key, in the words of whoever made the page.
    pub(super) trace: Vec<u8>,
    /// The hashes of its files, in their order.
    pub(super) digests: Vec<Digest>,
    /// What search finds.
    pub(super) entry: &'e Entry,
    /// Problems that making it showed.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What the build before made of the same.
struct Kept {
    digests: Vec<Digest>,
    stub: Stub,
    diagnostics: Vec<Diagnostic>,
}

impl Outlet<'_> {
    /// Writes a file.
    pub(super) fn put(&self, output: &Output) -> Result<(), String> {
        (self.write)(output).map(drop)
    }

    /// Takes files over that were made under this key, when all of them are still there, `holds` is true of their trace
    /// and search learns what it finds of them. Gives the problems that making them showed.
    pub(super) fn find(
        &self,
        key: &Key,
        order: Order,
        (paths, indexer): (&[&SitePath], &Indexer),
        holds: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Vec<Diagnostic>>, String> {
        let Some(cache) = self.cache else { return Ok(None) };
        let kept = cache.find(key).and_then(|bytes| read(&bytes, order, holds));
        let Some(kept) = kept.filter(|kept| kept.digests.len() == paths.len()) else { return Ok(None) };
        let terms = terms_key(&kept.stub);
        let entry = match indexer.knows(&kept.stub) {
            true => Err(kept.stub),
            false => {
                let bytes = cache.find(&terms);
                let entry = bytes.and_then(|bytes| kept.stub.with_terms(&cache::split(&bytes)?));
                let Some(entry) = entry else { return Ok(None) };
                Ok(entry)
            }
        };
        let files: Vec<(&SitePath, Digest)> = paths.iter().copied().zip(kept.digests).collect();
        if !(self.reuse)(&files)? {
            return Ok(None);
        }
        match entry {
            Ok(entry) => indexer.add(entry)?,
            Err(stub) => {
                cache.touch(&terms);
                indexer.add_known(stub);
            }
        }
        Ok(Some(kept.diagnostics))
    }

    /// Keeps what was made under a key for the next build.
    pub(super) fn keep(&self, key: Key, made: &Made<'_>) {
        let Some(cache) = self.cache else { return };
        let texts = made.diagnostics.iter().map(Diagnostic::texts).collect::<Option<Vec<_>>>();
        let Some(texts) = texts else { return };
        let texts = texts.iter().map(|texts| cache::join(texts.iter().map(String::as_bytes)));
        let digests = made.digests.concat();
        let stub = cache::join(made.entry.stub.fields().iter().map(Vec::as_slice));
        let problems = cache::join(texts.collect::<Vec<_>>().iter().map(Vec::as_slice));
        cache.keep(key, &cache::join([made.trace.as_slice(), &digests, &stub, &problems]));
        cache.keep(terms_key(&made.entry.stub), &cache::join(made.entry.terms()));
    }

    /// Keeps the key that another one leads to: what is quick to tell before what is slow to tell.
    pub(super) fn lead(&self, from: Key, to: &Key) {
        self.cache.into_iter().for_each(|cache| cache.keep(from, to));
    }

    /// Where a key leads.
    pub(super) fn leads_to(&self, from: &Key) -> Option<Key> {
        self.cache?.find(from)?.try_into().ok()
    }

    /// What the build before has inverted.
    pub(super) fn base(&self) -> Option<Vec<u8>> {
        self.cache?.find(&cache::key(&[BASE]))
    }

    /// Puts the search index together, unless nothing of it is other than before.
    pub(super) fn index(&self, sorted: Sorted) -> Result<(), String> {
        let key = cache::key(&[b"index", &sorted.hash()]);
        if self.take_over(&key)? {
            self.cache.into_iter().for_each(|cache| cache.touch(&cache::key(&[BASE])));
            return Ok(());
        }
        let index = sorted.finish()?;
        let written = index.files.par_iter().map(|file| Ok((&file.path, (self.write)(file)?)));
        let written = written.collect::<Result<Vec<_>, String>>()?;
        if let Some(cache) = self.cache {
            let fields = written.iter().flat_map(|(path, digest)| [path.as_str().as_bytes(), digest]);
            cache.keep(key, &cache::join(fields));
            cache.keep(cache::key(&[BASE]), &index.base);
        }
        Ok(())
    }

    /// Takes files over whose paths and hashes were kept under a key.
    fn take_over(&self, key: &Key) -> Result<bool, String> {
        let Some(bytes) = self.cache.and_then(|cache| cache.find(key)) else { return Ok(false) };
        let Some(files) = cache::split(&bytes).and_then(|fields| pairs(&fields)) else { return Ok(false) };
        let files: Vec<(&SitePath, Digest)> = files.iter().map(|(path, digest)| (path, *digest)).collect();
        (self.reuse)(&files)
    }
}

/// What the inverted index is kept as.
const BASE: &[u8] = b"inverted";

fn terms_key(stub: &Stub) -> Key {
    cache::key(&[b"terms", &stub.mark])
}

/// Paths, each with a hash.
fn pairs(fields: &[&[u8]]) -> Option<Vec<(SitePath, Digest)>> {
    let pair = |pair: &[&[u8]]| {
        let [path, digest] = pair else { return None };
        let path = std::str::from_utf8(path).ok()?;
        Some((SitePath::from_parts(path.split('/')), Digest::try_from(*digest).ok()?))
    };
    fields.chunks(2).map(pair).collect()
}

/// What [`Outlet::keep`] wrote.
fn read(bytes: &[u8], order: Order, holds: impl Fn(&[u8]) -> bool) -> Option<Kept> {
    let [trace, digests, stub, problems] = cache::split(bytes)?.try_into().ok()?;
    if !holds(trace) {
        return None;
    }
    let stub = Stub::from_fields(order, &cache::split(stub)?)?;
    let rule = |id: &str| docs::RULES.into_iter().find(|rule| rule.id == id);
    let diagnostic = |bytes: &[u8]| {
        let texts = cache::split(bytes)?.into_iter().map(std::str::from_utf8).collect::<Result<Vec<_>, _>>().ok()?;
        Diagnostic::from_texts(&texts, rule)
    };
    let diagnostics = cache::split(problems)?.into_iter().map(diagnostic).collect::<Option<Vec<_>>>()?;
    let digests = digests.chunks(32).map(Digest::try_from).collect::<Result<Vec<_>, _>>().ok()?;
    Some(Kept { digests, stub, diagnostics })
}
