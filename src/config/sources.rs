//! One entry of `sources` to the sources that it stands for.

use std::path::{Path, PathBuf};

use super::{
    checked::{checked_glob, depth},
    folders, forge,
    raw::{Origin, RawSource},
    reader::{Reader, Text},
    source,
};
use crate::model::{Depth, Organisation, Source};

/// The most bytes of a list of repositories.
const LONGEST_LIST: u64 = 4_000_000;

/// The sources of one entry; none when it is wrong.
pub fn sources(reader: &mut Reader<'_>, raw: &RawSource, folder: &Path) -> Vec<Source> {
    let (origin, text) = match raw.origins.as_slice() {
        [(origin, text)] => (*origin, text),
        [] => {
            let hint = "add `path`, `git`, `repos`, `github`, `gitlab`, `gitea` or `fragments`";
            reader.wrong(raw.spot, "this source does not say where its repositories are", hint);
            return Vec::new();
        }
        [_, (_, second), ..] => {
            reader.wrong(second.spot, "this source says more than one thing", "make each an entry of its own");
            return Vec::new();
        }
    };
    misplaced(reader, raw, origin);
    let history = raw.history.as_ref().and_then(|text| depth(reader, text));
    let sources = of_origin(reader, raw, (origin, text), folder);
    sources.into_iter().map(|source| with_history(source, history)).collect()
}

fn of_origin(reader: &mut Reader<'_>, raw: &RawSource, (origin, text): (Origin, &Text), folder: &Path) -> Vec<Source> {
    let revision = raw.revision.as_ref().map(|text| text.value.clone());
    match origin {
        Origin::Plain => one(reader, text, folder),
        Origin::Git => one(reader, text, folder).into_iter().map(|source| with_revision(source, &revision)).collect(),
        Origin::Path => {
            let paths = folders::matching(&text.value, folder);
            if let Err(message) = &paths {
                reader.wrong(text.spot, message.clone(), "");
            }
            let at = |path: PathBuf| Source::Path { path, revision: revision.clone(), history: None };
            paths.unwrap_or_default().into_iter().map(at).collect()
        }
        Origin::Fragments => {
            let folders = folders::matching(&text.value, folder);
            if let Err(message) = &folders {
                reader.wrong(text.spot, message.clone(), "name folders that `callboard collect` wrote");
            }
            let oldest = raw.max_age.as_ref().and_then(|age| days(reader, age));
            vec![Source::Fragments { folders: folders.unwrap_or_default(), oldest }]
        }
        Origin::Repos => list(reader, text, folder),
        Origin::Forge(forge) => {
            let api = forge::api(forge, raw.url.as_ref().map(|url| url.value.as_str()));
            if let Err(message) = &api {
                reader.wrong(raw.url.as_ref().map_or(text.spot, |url| url.spot), *message, "");
            }
            if !forge::is_name(forge, &text.value) {
                reader.wrong(
                    text.spot,
                    format!("`{}` is no name on a forge", text.value),
                    "write the name alone, no address",
                );
            }
            let mut globs = |texts: &[Text]| texts.iter().map(|text| checked_glob(reader, text.clone())).collect();
            vec![Source::Organisation(Organisation {
                forge,
                api: api.unwrap_or_default(),
                name: text.value.clone(),
                include: globs(&raw.include),
                exclude: globs(&raw.exclude),
                archived: raw.archived,
                forks: raw.forks,
                history: None,
            })]
        }
    }
}

/// Keys that the entry's origin does not take.
fn misplaced(reader: &mut Reader<'_>, raw: &RawSource, origin: Origin) {
    let forge = matches!(origin, Origin::Forge(_));
    if let Some(key) = raw.forge_key.as_ref().filter(|_| !forge) {
        let hint = "it goes with `github`, `gitlab` or `gitea`";
        reader.wrong(key.spot, format!("`{}` has no meaning here", key.value), hint);
    }
    let takes_ref = matches!(origin, Origin::Path | Origin::Git);
    if let Some(revision) = raw.revision.as_ref().filter(|_| !takes_ref) {
        reader.wrong(revision.spot, "`ref` has no meaning here", "it goes with `path` or `git`");
    }
    if let Some(age) = raw.max_age.as_ref().filter(|_| origin != Origin::Fragments) {
        reader.wrong(age.spot, "`max-age` has no meaning here", "it goes with `fragments`");
    }
}

/// An age in days.
fn days(reader: &mut Reader<'_>, text: &Text) -> Option<u32> {
    let days = text.value.parse().ok();
    if days.is_none() {
        reader.wrong(text.spot, format!("`{}` is no number of days", text.value), "write a number, e.g. `7`");
    }
    days
}

fn one(reader: &mut Reader<'_>, text: &Text, folder: &Path) -> Vec<Source> {
    let source = source::source(&text.value, folder).and_then(source::without_secret);
    if let Err(message) = &source {
        reader.wrong(text.spot, message.clone(), "");
    }
    source.into_iter().collect()
}

fn with_revision(source: Source, wanted: &Option<String>) -> Source {
    match source {
        Source::Path { path, revision, history } => {
            Source::Path { path, revision: wanted.clone().or(revision), history }
        }
        Source::Remote { url, revision, history } => {
            Source::Remote { url, revision: wanted.clone().or(revision), history }
        }
        other => other,
    }
}

fn with_history(mut source: Source, wanted: Option<Depth>) -> Source {
    match &mut source {
        Source::Path { history, .. } | Source::Remote { history, .. } => *history = wanted,
        Source::Organisation(organisation) => organisation.history = wanted,
        // What was collected has the history that was asked for then.
        Source::Clone { .. } | Source::Fragments { .. } => {}
    }
    source
}

/// A list file: one source on a line, relative to the list's folder; `#` begins a comment at the start of a line.
#[expect(clippy::disallowed_methods, reason = "the configuration names the file, and only it reads it")]
fn list(reader: &mut Reader<'_>, text: &Text, folder: &Path) -> Vec<Source> {
    let file = folder.join(&text.value);
    if file.metadata().is_ok_and(|about| about.len() > LONGEST_LIST) {
        reader.wrong(text.spot, format!("`{}` is too long to be a list of repositories", text.value), "");
        return Vec::new();
    }
    let content = match std::fs::read_to_string(&file) {
        Ok(content) => content,
        Err(error) => {
            reader.wrong(text.spot, format!("`{}` cannot be read: {error}", text.value), "");
            return Vec::new();
        }
    };
    let base = file.parent().unwrap_or(folder);
    let lines = content.trim_start_matches('\u{feff}').lines().zip(1..);
    let mut sources = Vec::new();
    for (line, number) in lines {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match source::source(line, base).and_then(source::without_secret) {
            Ok(source) => sources.push(source),
            Err(message) => reader.wrong(text.spot, format!("`{}`, line {number}: {message}", text.value), ""),
        }
    }
    sources
}
