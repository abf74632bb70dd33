//! Where files of the site go, and what is taken over from the build before.

use std::path::PathBuf;

use super::{Keeping, Surroundings};
use crate::{
    cache::{self, Cache, Key},
    config::Config,
    diagnostic::Diagnostic,
    docs,
    emit::Digest,
    index::{Entry, Order},
    model::{Output, SitePath},
};

/// What every page depends on: the program, its theme, and the settings.
pub(super) fn ground(kept: &Keeping, config: &Config, surroundings: &Surroundings<'_>) -> Key {
    let Surroundings { overrides, .. } = surroundings;
    let theme = cache::join(overrides.iter().flat_map(|(path, bytes)| [path.as_bytes(), bytes]));
    let settings = Config { sources: Vec::new(), output: PathBuf::new(), cache: PathBuf::new(), ..config.clone() };
    cache::key(&[&kept.program, &theme, format!("{settings:?}").as_bytes()])
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
pub(super) struct Made {
    /// What has to hold besides the key, in the words of whoever made the page.
    pub(super) trace: Vec<u8>,
    /// The hashes of its files, in their order.
    pub(super) digests: Vec<Digest>,
    /// What search finds.
    pub(super) entry: Vec<Vec<u8>>,
    /// Problems that making it showed.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What the build before made of the same.
pub(super) struct Kept {
    pub(super) entry: Entry,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Outlet<'_> {
    /// Writes a file.
    pub(super) fn put(&self, output: &Output) -> Result<(), String> {
        (self.write)(output).map(drop)
    }

    /// Takes files over that were made under this key, when all of them are still there and `holds` is true of their
    /// trace.
    pub(super) fn find(
        &self,
        key: &Key,
        order: Order,
        paths: &[&SitePath],
        holds: impl Fn(&[u8]) -> bool,
    ) -> Result<Option<Kept>, String> {
        let Some(bytes) = self.cache.and_then(|cache| cache.find(key)) else { return Ok(None) };
        let Some((digests, kept)) = read(&bytes, order, holds).filter(|(digests, _)| digests.len() == paths.len())
        else {
            return Ok(None);
        };
        let files: Vec<(&SitePath, Digest)> = paths.iter().copied().zip(digests).collect();
        Ok((self.reuse)(&files)?.then_some(kept))
    }

    /// Keeps what was made under a key for the next build.
    pub(super) fn keep(&self, key: Key, made: &Made) {
        let Some(cache) = self.cache else { return };
        let texts = made.diagnostics.iter().map(Diagnostic::texts).collect::<Option<Vec<_>>>();
        let Some(texts) = texts else { return };
        let texts = texts.iter().map(|texts| cache::join(texts.iter().map(String::as_bytes)));
        let digests = made.digests.concat();
        let entry = cache::join(made.entry.iter().map(Vec::as_slice));
        let problems = cache::join(texts.collect::<Vec<_>>().iter().map(Vec::as_slice));
        cache.keep(key, &cache::join([made.trace.as_slice(), &digests, &entry, &problems]));
    }
}

/// What [`Outlet::keep`] wrote.
fn read(bytes: &[u8], order: Order, holds: impl Fn(&[u8]) -> bool) -> Option<(Vec<Digest>, Kept)> {
    let [trace, digests, entry, problems] = cache::split(bytes)?.try_into().ok()?;
    if !holds(trace) {
        return None;
    }
    let entry = Entry::from_fields(order, &cache::split(entry)?)?;
    let rule = |id: &str| docs::RULES.into_iter().find(|rule| rule.id == id);
    let diagnostic = |bytes: &[u8]| {
        let texts = cache::split(bytes)?.into_iter().map(std::str::from_utf8).collect::<Result<Vec<_>, _>>().ok()?;
        Diagnostic::from_texts(&texts, rule)
    };
    let diagnostics = cache::split(problems)?.into_iter().map(diagnostic).collect::<Option<Vec<_>>>()?;
    let digests = digests.chunks(32).map(Digest::try_from).collect::<Result<Vec<_>, _>>().ok()?;
    Some((digests, Kept { entry, diagnostics }))
}
