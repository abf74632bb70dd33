//! Plugins, extensions and other keys of `mkdocs.yml`: those that mean something here, and those that are ignored.

use super::{rules, settings::at};
use crate::{
    diagnostic::Diagnostic,
    model::{Node, RepoPath, Snapshot, Value},
};

/// What plugins and extensions are set to.
#[derive(Debug, Default)]
pub struct Known {
    /// `redirect_maps` of the redirects plugin.
    pub redirects: Vec<Moved>,
    /// `base_path` of snippets.
    pub snippets: Vec<RepoPath>,
    /// `auto_append` of snippets.
    pub appended: Vec<String>,
}

/// A page that has another address now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The document that is gone, below the folder of the documents.
    pub from: String,
    /// The document that is there, perhaps with an anchor; or an address.
    pub to: String,
    /// Where this is written.
    pub place: (u32, u32),
}

/// Keys whose meaning is code or a theme of its own.
const IGNORED: [(&str, &str); 5] = [
    ("hooks", "it would run code"),
    ("extra_javascript", "documents bring no scripts"),
    ("extra_templates", "the portal's theme makes the pages"),
    ("extra_css", "the portal's theme makes the pages"),
    ("google_analytics", "the portal asks no other site"),
];

/// Plugins that have no effect of their own because the portal does what they do, or what they do makes no sense in it.
const DONE: [&str; 31] = [
    "autorefs",
    "awesome-nav",
    "awesome-pages",
    "blog",
    "callouts",
    "ezlinks",
    "gh-admonitions",
    "git-authors",
    "git-committers",
    "git-revision-date",
    "git-revision-date-localized",
    "glightbox",
    "group",
    "include_dir_to_nav",
    "info",
    "literate-nav",
    "mermaid2",
    "meta",
    "minify",
    "monorepo",
    "offline",
    "open-in-new-tab",
    "optimize",
    "privacy",
    "redirects",
    "roamlinks",
    "search",
    "section-index",
    "social",
    "tags",
    "techdocs-core",
];

/// Reads plugins and extensions, and reports what is ignored: one note for each key.
pub fn read(snapshot: &Snapshot, file: &RepoPath, root: &Node, diagnostics: &mut Vec<Diagnostic>) -> Known {
    let mut known = Known::default();
    let mut ignore = |node: &Node, name: &str, reason: &str| {
        let place = (node.line, node.column);
        let message = format!("`{name}` is ignored: {reason}");
        diagnostics.push(at(snapshot, file, place, &rules::IGNORED_DOCS_SETTING, message));
    };
    for (name, reason) in IGNORED {
        if let Some((key, _)) = root.get_entry(name) {
            ignore(key, name, reason);
        }
    }
    if let Some((key, _)) = root.get("theme").and_then(|theme| theme.get_entry("custom_dir")) {
        ignore(key, "theme.custom_dir", "the portal's theme makes the pages");
    }
    for (name, options) in root.get("plugins").map(named).unwrap_or_default() {
        let word = name.as_str().unwrap_or_default();
        let short = word.strip_prefix("material/").unwrap_or(word);
        if short == "redirects" {
            known.redirects = options.and_then(|options| options.get("redirect_maps")).map(moved).unwrap_or_default();
        }
        if !DONE.contains(&short) && !short.is_empty() {
            ignore(name, &format!("plugins.{word}"), "plugins are code, and this one has no part in the portal");
        }
    }
    for (name, options) in root.get("markdown_extensions").map(named).unwrap_or_default() {
        let word = name.as_str().unwrap_or_default();
        if word.contains(':') {
            ignore(name, &format!("markdown_extensions.{word}"), "it would run code");
        }
        if matches!(word, "pymdownx.snippets" | "pymdownx.snippets.extension")
            && let Some(options) = options
        {
            known.snippets = paths(options.get("base_path"), &file.parent());
            known.appended = options.get("auto_append").map(words).unwrap_or_default();
        }
    }
    known
}

/// The entries of a list of names, or of mappings with a name each, or of one mapping.
fn named(list: &Node) -> Vec<(&Node, Option<&Node>)> {
    match &list.value {
        Value::Sequence(items) => items.iter().flat_map(named_item).collect(),
        _ => named_item(list),
    }
}

fn named_item(item: &Node) -> Vec<(&Node, Option<&Node>)> {
    match &item.value {
        Value::String(_) => vec![(item, None)],
        Value::Mapping(entries) => entries.iter().map(|(key, value)| (key, Some(value))).collect(),
        _ => Vec::new(),
    }
}

fn moved(maps: &Node) -> Vec<Moved> {
    let entries = maps.entries().iter();
    let read = |(from, to): &(Node, Node)| {
        let place = (to.line, to.column);
        Some(Moved { from: from.as_str()?.trim().to_owned(), to: to.as_str()?.trim().to_owned(), place })
    };
    entries.filter_map(read).collect()
}

fn words(node: &Node) -> Vec<String> {
    let one = node.as_str().map(str::to_owned);
    one.into_iter().chain(node.items().iter().filter_map(Node::as_str).map(str::to_owned)).collect()
}

/// Folders below that of mkdocs.yml; others are passed over.
fn paths(node: Option<&Node>, folder: &RepoPath) -> Vec<RepoPath> {
    let words = node.map(words).unwrap_or_default();
    words.iter().filter(|path| !path.starts_with('/')).filter_map(|path| folder.join(path).ok()).collect()
}
