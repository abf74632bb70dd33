//! Layouts of books other than MkDocs': mdBook and Docusaurus. Their settings are read as text and never run.

use super::{
    rules,
    settings::{self, Outline, Settings, at, has_documents},
};
use crate::{
    diagnostic::Diagnostic,
    model::{RepoPath, Snapshot},
};

/// Files that make their folder a book, the first that is there counts. TechDocs looks for `mkdocs.yaml` first.
const CONFIGS: [&str; 7] = [
    "mkdocs.yaml",
    "mkdocs.yml",
    "book.toml",
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "docusaurus.config.cjs",
];

/// Settings that are longer are not looked through, in bytes.
const LONGEST: u64 = 1 << 20;

/// Whether a file may make its folder a book.
pub fn is_config(path: &RepoPath) -> bool {
    CONFIGS.contains(&path.file_name())
}

/// The file that makes `folder` a book.
pub fn config_in(snapshot: &Snapshot, folder: &RepoPath) -> Option<RepoPath> {
    let files = CONFIGS.iter().filter_map(|name| folder.join(name).ok());
    files.into_iter().find(|file| snapshot.entry(file).is_some() && makes_book(snapshot, file))
}

/// MkDocs' settings always do; others only where their documents are.
fn makes_book(snapshot: &Snapshot, file: &RepoPath) -> bool {
    match file.file_name() {
        "mkdocs.yaml" | "mkdocs.yml" => true,
        "book.toml" => mdbook(snapshot, file).is_some(),
        _ => file.parent().join("docs").is_ok_and(|docs| has_documents(snapshot, &docs)),
    }
}

/// The settings that a file holds.
pub fn read(snapshot: &Snapshot, file: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    match file.file_name() {
        "mkdocs.yaml" | "mkdocs.yml" => settings::read_file(snapshot, file, diagnostics),
        "book.toml" => mdbook(snapshot, file),
        _ => docusaurus(snapshot, file, diagnostics),
    }
}

/// `book.toml`: title, description and `src`, which holds `SUMMARY.md`.
fn mdbook(snapshot: &Snapshot, file: &RepoPath) -> Option<Settings> {
    let text = read_text(snapshot, file)?;
    let src = toml_value(&text, "book", "src").unwrap_or_else(|| "src".to_owned());
    let docs_dir = file.parent().join(&src).ok().filter(|dir| dir.is_within(&file.parent()))?;
    let summary = docs_dir.join("SUMMARY.md").ok().filter(|summary| snapshot.entry(summary).is_some())?;
    Some(Settings {
        title: toml_value(&text, "book", "title"),
        description: toml_value(&text, "book", "description"),
        file: Some(file.clone()),
        docs_dir,
        nav: Outline::Summary(summary),
        ..Settings::default()
    })
}

/// Docusaurus keeps its settings in a program. Only the title is looked for in its text; folders give the rest.
fn docusaurus(snapshot: &Snapshot, file: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let text = read_text(snapshot, file)?;
    let message = "the file is a program and is not run: pages are in the order of folders and front matter";
    let note = at(snapshot, file, (1, 1), &rules::IGNORED_DOCS_SETTING, message);
    diagnostics.push(note.hint("`_category_.json`, `sidebar_position` and `sidebar_label` are understood"));
    let mut titles = text.lines().filter_map(|line| line.trim().strip_prefix("title:"));
    Some(Settings {
        title: titles.next().and_then(quoted),
        file: Some(file.clone()),
        docs_dir: file.parent().join("docs").ok()?,
        ..Settings::default()
    })
}

fn read_text(snapshot: &Snapshot, file: &RepoPath) -> Option<String> {
    if snapshot.entry(file)?.size > LONGEST {
        return None;
    }
    snapshot.read(file).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The string under a key of a table, written on one line.
fn toml_value(text: &str, table: &str, key: &str) -> Option<String> {
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[') {
            inside = name.trim_end_matches(']').trim() == table;
        } else if let Some((name, value)) = line.split_once('=')
            && inside
            && name.trim() == key
        {
            return quoted(value);
        }
    }
    None
}

/// The text between the first two quotes of one kind.
fn quoted(text: &str) -> Option<String> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inner = text[1..].split(quote).next()?.trim();
    (!inner.is_empty()).then(|| inner.to_owned())
}
