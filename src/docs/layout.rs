//! Layouts of books other than MkDocs': mdBook and Docusaurus. Their settings are read as text and never run.

use super::{
    patterns::Patterns,
    plugins::Moved,
    rules,
    settings::{self, Outline, Settings, at, has_documents},
    sidebars,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Editing, RepoPath, Snapshot},
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
        editing: match toml_value(&text, "output.html", "edit-url-template") {
            // The path of the template is the one below `book.toml`.
            Some(template) => Editing::Template(template.replace("{path}", &format!("{src}/{{path}}"))),
            None => Editing::Forge,
        },
        redirects: toml_table(&text, "output.html.redirect").filter_map(mdbook_redirect).collect(),
        ..Settings::default()
    })
}

/// Docusaurus keeps its settings in programs. The title is looked for in the text, sidebars are read when they are one
/// literal; else folders give the rest.
fn docusaurus(snapshot: &Snapshot, file: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let text = read_text(snapshot, file)?;
    let folder = file.parent();
    let docs_dir = folder.join("docs").ok()?;
    let mut titles = text.lines().filter_map(|line| line.trim().strip_prefix("title:"));
    let title = titles.next().and_then(quoted);
    if let Some((sidebars, nav)) = sidebars::read(snapshot, &folder, &docs_dir) {
        // Pages outside of all sidebars are meant to be there.
        let (nav, not_in_nav) = (Outline::Nav(nav), Patterns::new("*"));
        return Some(Settings { title, file: Some(sidebars), docs_dir, nav, not_in_nav, ..Settings::default() });
    }
    let message = "the file is a program and is not run: pages are in the order of folders and front matter";
    let note = at(snapshot, file, (1, 1), &rules::IGNORED_DOCS_SETTING, message);
    diagnostics.push(note.hint("`_category_.json`, `sidebar_position` and `sidebar_label` are understood"));
    Some(Settings { title, file: Some(file.clone()), docs_dir, ..Settings::default() })
}

fn read_text(snapshot: &Snapshot, file: &RepoPath) -> Option<String> {
    if snapshot.entry(file)?.size > LONGEST {
        return None;
    }
    snapshot.read(file).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// An entry of `[output.html.redirect]`: the old page from the root of the book, the new one from there or from the old.
fn mdbook_redirect((line, key, value): (u32, &str, &str)) -> Option<Moved> {
    let from = quoted(key)?.trim_start_matches('/').to_owned();
    let to = quoted(value)?;
    let to = match to.strip_prefix('/') {
        _ if to.contains("://") => to,
        Some(to) => to.to_owned(),
        None => {
            let (path, anchor) = to.split_once('#').map_or((to.as_str(), None), |(path, anchor)| (path, Some(anchor)));
            let path = RepoPath::new(&from).ok()?.parent().join(path).ok()?;
            anchor.map_or_else(|| path.to_string(), |anchor| format!("{path}#{anchor}"))
        }
    };
    Some(Moved { from, to, place: (line, 1) })
}

/// The string under a key of a table, written on one line.
fn toml_value(text: &str, table: &str, key: &str) -> Option<String> {
    toml_table(text, table).find(|(_, name, _)| *name == key).and_then(|(_, _, value)| quoted(value))
}

/// The lines of a table: their number, key and value.
fn toml_table<'a>(text: &'a str, table: &'a str) -> impl Iterator<Item = (u32, &'a str, &'a str)> {
    let mut inside = false;
    let lines = (1..).zip(text.lines().map(str::trim));
    lines.filter_map(move |(number, line)| {
        if let Some(name) = line.strip_prefix('[') {
            inside = name.split(']').next().is_some_and(|name| name.trim() == table);
            return None;
        }
        let (key, value) = line.split_once('=').filter(|_| inside && !line.starts_with('#'))?;
        Some((number, key.trim(), value.trim()))
    })
}

/// The text between the first two quotes of one kind.
fn quoted(text: &str) -> Option<String> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inner = text[1..].split(quote).next()?.trim();
    (!inner.is_empty()).then(|| inner.to_owned())
}
