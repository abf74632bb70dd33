//! `mkdocs.yml`, read and never run.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::{claims::Claim, rules, whole_file};
use crate::{
    diagnostic::{Diagnostic, Rule},
    model::{Node, Place, RepoPath, Snapshot, Value},
    yaml::{self, Dialect},
};

/// What a book says about itself.
#[derive(Debug, Default)]
pub struct Settings {
    /// `site_name`.
    pub title: Option<String>,
    /// `site_description`.
    pub description: Option<String>,
    /// The file, when there is one.
    pub file: Option<RepoPath>,
    /// The folder of the documents.
    pub docs_dir: RepoPath,
    /// `nav` as written.
    pub nav: Option<Node>,
    /// `exclude_docs`.
    pub exclude: GlobSet,
    /// Whether the folder above is read for `README.md` alone.
    pub readme_only: bool,
}

/// Keys whose meaning is code or a theme of its own.
const IGNORED: [&str; 5] = ["hooks", "INHERIT", "extra_javascript", "extra_templates", "extra_css"];

/// mkdocs.yml is small; what is longer than this is no configuration.
const LONGEST: u64 = 1 << 20;

/// Reads the settings of a claim, or makes up those that TechDocs assumes without a file.
pub fn read(snapshot: &Snapshot, claim: &Claim, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    let assumed = assume(snapshot, &claim.folder);
    match &claim.config {
        Some(file) => read_file(snapshot, file, diagnostics).unwrap_or(assumed),
        None => assumed,
    }
}

/// Without mkdocs.yml the documents are in `docs`; without that folder, the README is the only one.
fn assume(snapshot: &Snapshot, folder: &RepoPath) -> Settings {
    let docs = folder.join("docs").unwrap_or_default();
    let has_documents = snapshot.files_within(&docs).any(|(path, _)| super::pages::is_page(path));
    // A folder of that very name is meant itself.
    let itself = matches!(folder.file_name(), "docs" | "doc" | "documentation");
    let (docs_dir, readme_only) = if has_documents { (docs, false) } else { (folder.clone(), !itself) };
    Settings { docs_dir, readme_only, ..Settings::default() }
}

/// Reads one file; none when it cannot be used.
pub fn read_file(snapshot: &Snapshot, file: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let invalid =
        |line, column, message: String| at(snapshot, file, (line, column), &rules::INVALID_DOCS_SETTINGS, message);
    if snapshot.entry(file)?.size > LONGEST {
        diagnostics.push(invalid(0, 0, "the file is longer than 1 MiB".to_owned()));
        return None;
    }
    let bytes = match snapshot.read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            diagnostics.push(invalid(0, 0, error.to_string()));
            return None;
        }
    };
    let dialect = Dialect { merge_keys: true, duplicate_keys: false };
    let document = yaml::read(&String::from_utf8_lossy(&bytes), dialect).into_iter().next()?;
    let problems = document.errors.into_iter().take(1);
    diagnostics.extend(problems.map(|error| invalid(error.line, error.column, error.message)));
    let root = document.root?;
    let text = |key: &str| root.get(key).and_then(Node::as_str).map(str::trim).filter(|text| !text.is_empty());
    let folder = file.parent();
    let docs_dir = match folder.join(text("docs_dir").unwrap_or("docs")) {
        Ok(docs_dir) if docs_dir.is_within(&folder) && !text("docs_dir").is_some_and(|dir| dir.starts_with('/')) => {
            docs_dir
        }
        _ => {
            let node = root.get("docs_dir").unwrap_or(&root);
            diagnostics.push(invalid(
                node.line,
                node.column,
                "docs_dir leads out of the folder of mkdocs.yml".to_owned(),
            ));
            folder.join("docs").unwrap_or_default()
        }
    };
    let has_documents = |dir: &RepoPath| snapshot.files_within(dir).any(|(path, _)| super::pages::is_page(path));
    let docs_dir = if !has_documents(&docs_dir) && has_documents(&folder) {
        let node = root.get("docs_dir").unwrap_or(&root);
        let message = format!("no documents found at `{docs_dir}`; those beside this file are taken");
        diagnostics.push(invalid(node.line, node.column, message).hint("say `docs_dir: .`, or move the documents"));
        folder
    } else {
        docs_dir
    };
    report_ignored(snapshot, file, &root, diagnostics);
    Some(Settings {
        title: text("site_name").map(ToOwned::to_owned),
        description: text("site_description").map(ToOwned::to_owned),
        exclude: globs(text("exclude_docs").unwrap_or_default()),
        file: Some(file.clone()),
        docs_dir,
        nav: root.get("nav").filter(|nav| nav.value != Value::Null).cloned(),
        readme_only: false,
    })
}

fn report_ignored(snapshot: &Snapshot, file: &RepoPath, root: &Node, diagnostics: &mut Vec<Diagnostic>) {
    let top = IGNORED.iter().filter_map(|key| Some((*key, root.get_entry(key)?.0)));
    let theme =
        root.get("theme").and_then(|theme| theme.get_entry("custom_dir")).map(|(key, _)| ("theme.custom_dir", key));
    for (name, key) in top.chain(theme) {
        let message = format!("`{name}` is ignored");
        let place = (key.line, key.column);
        diagnostics.push(at(snapshot, file, place, &rules::IGNORED_DOCS_SETTING, message));
    }
}

/// Patterns in the style of .gitignore, one a line; `!` is not supported and such lines are left out.
fn globs(text: &str) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '!'])) {
        let folder = line.trim_end_matches('/');
        let rooted = folder.trim_start_matches('/');
        let anywhere = if folder.contains('/') { String::new() } else { "**/".to_owned() };
        for pattern in [format!("{anywhere}{rooted}"), format!("{anywhere}{rooted}/**")] {
            if let Ok(glob) = Glob::new(&pattern) {
                set.add(glob);
            }
        }
    }
    set.build().unwrap_or_default()
}

/// A problem at a place of a file.
pub fn at(
    snapshot: &Snapshot,
    file: &RepoPath,
    (line, column): (u32, u32),
    rule: &'static Rule,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(rule, Place { line, column, ..whole_file(snapshot, file) }, message)
}
