//! What a book says about itself: `mkdocs.yml`, read and never run, or what is assumed without it.

use super::{
    claims::Claim,
    inherit, layout,
    patterns::Patterns,
    plugins::{self, Moved},
    rules, whole_file,
};
use crate::{
    diagnostic::{Diagnostic, Rule},
    model::{Editing, Node, Place, RepoPath, SafeUrl, Snapshot, SnippetPlaces, Value},
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
    /// The navigation as written.
    pub nav: Outline,
    /// `exclude_docs`.
    pub exclude: Patterns,
    /// `not_in_nav`.
    pub not_in_nav: Patterns,
    /// Whether the folder above is read for `README.md` alone.
    pub readme_only: bool,
    /// `edit_uri` and `edit_uri_template`.
    pub editing: Editing,
    /// `redirect_maps` of the redirects plugin.
    pub redirects: Vec<Moved>,
    /// Where included files are looked for.
    pub snippets: SnippetPlaces,
}

/// The order of a book's pages, as far as it is written down.
#[derive(Debug, Default)]
pub enum Outline {
    /// By files.
    #[default]
    Files,
    /// `nav` of mkdocs.yml.
    Nav(Node),
    /// The list of a `SUMMARY.md`.
    Summary(RepoPath),
}

/// mkdocs.yml is small; what is longer than this is no configuration.
const LONGEST: u64 = 1 << 20;

/// Reads the settings of a claim, or makes up those that TechDocs assumes without a file.
pub fn read(snapshot: &Snapshot, claim: &Claim, diagnostics: &mut Vec<Diagnostic>) -> Settings {
    let assumed = assume(snapshot, &claim.folder);
    let mut settings = match &claim.config {
        Some(file) => layout::read(snapshot, file, diagnostics).unwrap_or(assumed),
        None => assumed,
    };
    // Snippets are looked for where MkDocs is started, beside its settings, unless these say otherwise.
    let usual = [claim.folder.clone(), settings.docs_dir.clone()];
    settings.snippets.folders.extend(usual);
    settings
}

/// Without mkdocs.yml the documents are in `docs`; without that folder, the README is the only one.
fn assume(snapshot: &Snapshot, folder: &RepoPath) -> Settings {
    let docs = folder.join("docs").unwrap_or_default();
    // A folder of that very name is meant itself.
    let itself = matches!(folder.file_name(), "docs" | "doc" | "documentation");
    let (docs_dir, readme_only) =
        if has_documents(snapshot, &docs) { (docs, false) } else { (folder.clone(), !itself) };
    Settings { docs_dir, readme_only, ..Settings::default() }
}

/// Whether a folder has documents.
pub fn has_documents(snapshot: &Snapshot, folder: &RepoPath) -> bool {
    snapshot.files_within(folder).any(|(path, _)| super::pages::is_page(path))
}

/// The tree of a YAML or JSON file; none when it cannot be used.
pub fn tree(snapshot: &Snapshot, file: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
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
    let document = yaml::read(&String::from_utf8_lossy(&bytes), Dialect::MKDOCS).into_iter().next()?;
    let problems = document.errors.into_iter().take(1);
    diagnostics.extend(problems.map(|error| invalid(error.line, error.column, error.message)));
    document.root
}

/// Reads one `mkdocs.yml`; none when it cannot be used.
pub fn read_file(snapshot: &Snapshot, file: &RepoPath, diagnostics: &mut Vec<Diagnostic>) -> Option<Settings> {
    let own = tree(snapshot, file, diagnostics)?;
    let root = inherit::merged(snapshot, file, own, diagnostics);
    let docs_dir = docs_dir(snapshot, file, &root, diagnostics);
    let known = plugins::read(snapshot, file, &root, diagnostics);
    let nav = root.get("nav").filter(|nav| nav.value != Value::Null).cloned();
    Some(Settings {
        title: text(&root, "site_name"),
        description: text(&root, "site_description"),
        exclude: Patterns::new(&text(&root, "exclude_docs").unwrap_or_default()),
        not_in_nav: Patterns::new(&text(&root, "not_in_nav").unwrap_or_default()),
        file: Some(file.clone()),
        docs_dir,
        nav: nav.map_or(Outline::Files, Outline::Nav),
        readme_only: false,
        editing: editing(&root),
        redirects: known.redirects,
        snippets: SnippetPlaces { folders: known.snippets, appended: known.appended },
    })
}

/// The text under a key. Of `!ENV [NAME, default]` the default counts: the environment is nobody's business here.
pub fn text(root: &Node, key: &str) -> Option<String> {
    let node = root.get(key)?;
    let node = node.items().last().unwrap_or(node);
    node.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// The folder of the documents, which lies below that of mkdocs.yml.
fn docs_dir(snapshot: &Snapshot, file: &RepoPath, root: &Node, diagnostics: &mut Vec<Diagnostic>) -> RepoPath {
    let folder = file.parent();
    let node = root.get("docs_dir").unwrap_or(root);
    let mut say = |message: String, hint: Option<&str>| {
        let problem = at(snapshot, file, (node.line, node.column), &rules::INVALID_DOCS_SETTINGS, message);
        diagnostics.push(Diagnostic { hint: hint.map(str::to_owned), ..problem });
    };
    let written = text(root, "docs_dir").unwrap_or_else(|| "docs".to_owned());
    let joined = folder.join(&written).ok().filter(|dir| dir.is_within(&folder) && !written.starts_with('/'));
    let docs_dir = joined.unwrap_or_else(|| {
        say("docs_dir leads out of the folder of mkdocs.yml".to_owned(), None);
        folder.join("docs").unwrap_or_default()
    });
    if has_documents(snapshot, &docs_dir) || !has_documents(snapshot, &folder) {
        return docs_dir;
    }
    let message = format!("no documents found at `{docs_dir}`; those beside this file are taken");
    say(message, Some("say `docs_dir: .`, or move the documents"));
    folder
}

/// Where pages are edited: `edit_uri_template`, else `edit_uri`, relative to `repo_url`, as MkDocs has it.
fn editing(root: &Node) -> Editing {
    let base = text(root, "repo_url").map(|url| url.trim_end_matches('/').to_owned());
    let whole = |uri: &str| match base.as_ref().filter(|_| !uri.contains("://")) {
        Some(base) if uri.starts_with(['?', '#']) => format!("{base}{uri}"),
        Some(base) => format!("{base}/{}", uri.trim_start_matches('/')),
        None => uri.to_owned(),
    };
    let is_web = |url: &str| SafeUrl::parse(url).is_some_and(|url| url.as_str().starts_with("http"));
    if let Some(template) = text(root, "edit_uri_template").map(|uri| whole(&uri)).filter(|url| is_web(url)) {
        return Editing::Template(template);
    }
    let Some(uri) = root.get("edit_uri") else { return Editing::Forge };
    let Some(uri) = uri.as_str().map(str::trim).filter(|uri| !uri.is_empty()) else { return Editing::Nowhere };
    match whole(uri) {
        url if !is_web(&url) => Editing::Forge,
        url if uri.starts_with(['?', '#']) => Editing::Below(url),
        url => Editing::Below(format!("{}/", url.trim_end_matches('/'))),
    }
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
