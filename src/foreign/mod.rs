//! Templates of Cookiecutter, Copier and cargo-generate. In: the files of a repository. Out: the same templates as
//! Backstage would have written them, as a `spec` with questions and steps and the files that the steps fetch, so that
//! one engine runs them all. It must not know who asks the questions, nor run anything: hooks, tasks and extensions
//! become steps that are left to do by hand.
//!
//! Files are translated, not interpreted: `{{ cookiecutter.name }}` becomes `${{ values.name }}`, Liquid becomes the
//! language of the scaffolder. What has no like there stays as it is written, and rendering says where it stands.

mod cargo_generate;
mod cookiecutter;
mod copier;
mod declare;
mod draft;
mod glob;
mod inlined;
mod jinja;
mod liquid;
mod pieces;
mod rules;
#[cfg(test)]
mod tests;
mod token;
mod toml;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    model::{FileKind, RepoPath, Snapshot},
    scaffold::{Bundle, File},
    yaml::{self, Dialect},
};
use draft::Draft;
use inlined::Unread;
pub use rules::ALL as RULES;

/// The most files that a template may have; as many as an archive may hold.
const MOST_FILES: usize = 10_000;

/// The most bytes that the files of a template may have together.
const MOST_BYTES: u64 = 64 << 20;

/// Folders whose templates are part of a program or its tests.
const FOLDERS_OF_TESTS: [&str; 7] = ["fixtures", "node_modules", "test", "test-data", "testdata", "tests", "vendor"];

/// The largest settings that are read, in bytes.
const MOST_SETTINGS: u64 = 256 << 10;

/// A template of another tool, as one of Backstage's.
#[derive(Debug)]
pub struct Foreign {
    /// Its name: that of its folder or of its repository.
    pub name: String,
    /// The tool that it is written for, as people call it.
    pub tool: &'static str,
    /// Questions and steps.
    pub spec: Value,
    /// The file that makes it a template.
    pub path: RepoPath,
    /// The files that its steps fetch; none when they are too many.
    pub bundle: Option<Bundle>,
    /// Tags that read other files in vain, with the files they stand in, by their paths in the template.
    unread: Vec<(String, Unread)>,
}

/// The files of a template by their paths in it.
type Files = BTreeMap<String, File>;

/// Reads the settings of a tool and the files beside them; nothing when it is no template after all.
type Reader = fn(&Value, &Files) -> Option<Draft>;

/// What makes a folder a template, what it is called, and who reads it.
const TOOLS: [(&str, &str, Reader); 4] = [
    ("cookiecutter.json", "Cookiecutter", cookiecutter::read),
    ("copier.yml", "Copier", copier::read),
    ("copier.yaml", "Copier", copier::read),
    ("cargo-generate.toml", "cargo-generate", cargo_generate::read),
];

/// The templates of other tools in a repository, by their paths. One inside of another is a file like any other, and
/// those that a tool is tested with are nobody's to use.
pub fn templates(snapshot: &Snapshot) -> Vec<Foreign> {
    let mut marks: Vec<_> = snapshot
        .files()
        .filter_map(|(path, entry)| {
            let tool = TOOLS.iter().find(|(mark, ..)| *mark == path.file_name())?;
            (entry.size <= MOST_SETTINGS && !is_tested_with(path)).then_some((path, tool))
        })
        .collect();
    marks.sort_by_key(|(path, _)| path.as_str().matches('/').count());
    let mut found: Vec<Foreign> = Vec::new();
    for (path, tool) in marks {
        if !found.iter().any(|outer| path.is_within(&outer.path.parent())) {
            found.extend(template(snapshot, path, tool));
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn is_tested_with(path: &RepoPath) -> bool {
    let folders = path.as_str().split('/');
    folders.clone().take(folders.count() - 1).any(|folder| FOLDERS_OF_TESTS.contains(&folder))
}

fn template(
    snapshot: &Snapshot,
    path: &RepoPath,
    (mark, tool, read): &(&str, &'static str, Reader),
) -> Option<Foreign> {
    let folder = path.parent();
    let text = String::from_utf8(snapshot.read(path).ok()?).ok()?;
    let settings = match mark.rsplit_once('.')?.1 {
        "json" => serde_json::from_str(&text).ok()?,
        "toml" => toml::read(&text)?,
        _ => yaml::read(&text, Dialect::MKDOCS).into_iter().next()?.root?.into_json(),
    };
    let files = files(snapshot, &folder);
    let mut draft = read(&settings, files.as_ref().unwrap_or(&Files::new()))?;
    let unread = std::mem::take(&mut draft.unread);
    let name = if folder.as_str().is_empty() { snapshot.repo.name.as_str() } else { folder.as_str() };
    let name = name.rsplit('/').next().unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let (spec, made) = draft.finish();
    Some(Foreign {
        name: name.chars().map(plain).collect(),
        tool,
        spec,
        path: path.clone(),
        unread,
        bundle: files.is_some().then(|| Bundle::new(made, String::new(), Vec::new())),
    })
}

/// All files of a folder; none when they are too many.
fn files(snapshot: &Snapshot, folder: &RepoPath) -> Option<Files> {
    let mut files = Files::new();
    let mut total = 0;
    for (path, entry) in snapshot.files_within(folder) {
        total += entry.size;
        if total > MOST_BYTES || files.len() >= MOST_FILES {
            return None;
        }
        let Some(own) = path.relative_to(folder) else { continue };
        if let Ok(bytes) = snapshot.read(path) {
            let executable = entry.kind == FileKind::File { executable: true };
            files.insert(own.to_owned(), File { bytes, executable });
        }
    }
    Some(files)
}
