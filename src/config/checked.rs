//! From the configuration as written to what the program works with.

use std::path::{Path, PathBuf};

use globset::Glob;

use super::{
    Config, Defaults,
    raw::{RawConfig, RawSource},
    reader::{Reader, Text},
    severity, sources,
};
use crate::{
    diagnostic::nearest,
    model::{Depth, SafeUrl, Source},
};

/// Titles stand in a header and in browser tabs; longer ones, in characters, are mistakes.
const LONGEST_TITLE: usize = 120;

/// Judges every value. What is wrong is noted by the reader; the result is then of no use.
pub fn config(reader: &mut Reader<'_>, raw: RawConfig, folder: &Path, defaults: &Defaults) -> Config {
    let sources = match &raw.sources {
        Some((sources, spot)) => {
            if sources.is_empty() {
                reader.wrong(*spot, "`sources` is empty", "name at least one, or leave the key out");
            }
            all_sources(reader, sources, folder)
        }
        None => vec![Source::folder(folder)],
    };
    let mut config = Config::of_sources(sources, folder, defaults);
    super::exports::exports(reader, &raw, &mut config.exports);
    let (titled, feeds) = (raw.title.is_some(), raw.feeds);
    if let Some(title) = raw.title {
        if title.value.chars().count() > LONGEST_TITLE {
            reader.wrong(title.spot, format!("the title is longer than {LONGEST_TITLE} characters"), "");
        }
        config.title = title.value.trim().to_owned();
    }
    if let Some(history) = raw.history.and_then(|history| depth(reader, &history)) {
        config.history = history;
    }
    config.url = raw.url.and_then(|url| site_url(reader, &url));
    if let Some(globs) = raw.catalog_files {
        config.catalog_files = globs.into_iter().map(|glob| checked_glob(reader, glob)).collect();
    }
    config.descriptors = raw.descriptors.unwrap_or(config.descriptors);
    let texts = |group: Vec<Text>| group.into_iter().map(|word| word.value).collect();
    config.synonyms = raw.synonyms.into_iter().map(texts).collect();
    rules(reader, raw.rules, &mut config, defaults);
    config.reports = super::reports::reports(reader, raw.reports);
    config.policies = super::policies::policies(reader, raw.policies);
    if let Some(node) = &raw.scorecards {
        let folders = super::scorecards::Folders { folder, working: &defaults.folder };
        config.scorecards = super::scorecards::scorecards(reader, node, &folders);
    }
    config.publication = raw.publication;
    config.audiences = super::audiences::audiences(reader, &raw.audiences, folder, &config.publication);
    let has_address = config.url.is_some() || config.audiences.iter().any(|audience| audience.url.is_some());
    if let Some((true, spot)) = feeds.filter(|_| !has_address) {
        let hint = "say where the portal will be published, e.g. `url: https://my-org.github.io/portal/`";
        reader.wrong(spot, "feeds are asked for, and they need `url`: readers of feeds know no relative links", hint);
    }
    if !config.audiences.is_empty() && !titled {
        // The name of the only source would tell how many there are besides those of an audience.
        config.title = super::source::title(&[]);
    }
    config.theme = raw.theme.and_then(|theme| theme_folder(reader, &theme, folder));
    if let Some(output) = raw.output {
        config.output = output_folder(reader, &output, folder);
    }
    if let Some(cache) = raw.cache {
        config.cache = folder.join(cache.value);
    }
    config
}

fn all_sources(reader: &mut Reader<'_>, raw: &[RawSource], folder: &Path) -> Vec<Source> {
    raw.iter().flat_map(|source| sources::sources(reader, source, folder)).collect()
}

/// Where the portal will be published.
pub fn site_url(reader: &mut Reader<'_>, text: &Text) -> Option<SafeUrl> {
    let url = SafeUrl::parse(&text.value).filter(|url| url.as_str().starts_with("http"));
    if url.is_none() {
        reader.wrong(text.spot, "`url` is no web address", "write it in full, e.g. https://portal.example.com/");
    }
    let part = url.as_ref().is_some_and(|url| url.as_str().contains(['?', '#']));
    if part {
        reader.wrong(
            text.spot,
            "`url` has a query or a fragment",
            "write the address of the folder that holds index.html",
        );
    }
    url.filter(|_| !part)
}

/// How far back history is read.
pub fn depth(reader: &mut Reader<'_>, text: &Text) -> Option<Depth> {
    let depth = text.value.parse();
    if let Err(hint) = &depth {
        reader.wrong(text.spot, format!("`{}` is no depth of history", text.value), *hint);
    }
    depth.ok()
}

/// The glob as it was written, once it is known to be one.
pub fn checked_glob(reader: &mut Reader<'_>, text: Text) -> String {
    if let Err(error) = Glob::new(&text.value) {
        reader.wrong(text.spot, format!("`{}` is no glob: {}", text.value, error.kind()), "");
    }
    text.value
}

fn rules(reader: &mut Reader<'_>, rules: Vec<(Text, Text)>, config: &mut Config, defaults: &Defaults) {
    for (id, word) in rules {
        if !defaults.rules.contains(&id.value.as_str()) {
            let near = nearest(&id.value, defaults.rules.iter().copied());
            let hint = near.map_or_else(String::new, |near| format!("did you mean `{near}`?"));
            reader.wrong(id.spot, format!("no rule is called `{}`", id.value), hint);
            continue;
        }
        match severity(&word.value) {
            Ok(severity) => {
                config.rules.insert(id.value, severity);
            }
            Err(message) => reader.wrong(word.spot, message, ""),
        }
    }
}

fn theme_folder(reader: &mut Reader<'_>, text: &Text, folder: &Path) -> Option<PathBuf> {
    let theme = folder.join(&text.value);
    if !theme.is_dir() {
        reader.wrong(text.spot, format!("the theme folder `{}` does not exist", text.value), "");
        return None;
    }
    Some(theme)
}

/// A folder that a build may replace: never one that holds the configuration itself.
pub fn output_folder(reader: &mut Reader<'_>, text: &Text, folder: &Path) -> PathBuf {
    let output = super::source::normal(&folder.join(&text.value));
    if folder.starts_with(&output) {
        let message = format!("`output` would replace `{}`, which holds this file", text.value);
        reader.wrong(text.spot, message, "name a folder of its own, e.g. `site`");
    }
    output
}
