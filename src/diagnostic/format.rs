//! The formats by name.

use std::collections::BTreeMap;

use clap::ValueEnum;

use super::{Diagnostic, Entry, github, gitlab, harmless, human, markdown, sarif};
use crate::model::Place;

/// How problems are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the source line under each problem, and counts at the end
    Human,
    /// One line for each problem
    Short,
    /// An array, as in api/v1/diagnostics.json
    Json,
    /// GitHub's workflow commands: annotations on files
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// A table, for step summaries and comments; at most 900 KiB
    Markdown,
    /// GitLab's code quality report
    Gitlab,
}

/// Where the reader is, and what the screen can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// By the name of a repository, the folder below the working directory that it was read from; empty when it is
    /// the working directory itself. Others are shown by their names.
    pub folders: BTreeMap<String, String>,
    /// Whether to use colour.
    pub colour: bool,
    /// Columns.
    pub width: usize,
}

/// All problems as one text, in their order.
pub fn show(diagnostics: &[&Diagnostic], format: Format, view: &View) -> String {
    match format {
        Format::Human => human::show(diagnostics, view),
        Format::Short => diagnostics.iter().map(|diagnostic| short(diagnostic, view) + "\n").collect(),
        Format::Json => json(diagnostics),
        Format::Github => github::show(diagnostics, view),
        Format::Sarif => sarif::show(diagnostics, view),
        Format::Markdown => markdown::show(diagnostics, view),
        Format::Gitlab => gitlab::show(diagnostics, view),
    }
}

/// `repo/path:line:column: severity[rule]: message`.
pub fn short(diagnostic: &Diagnostic, view: &View) -> String {
    let severity = diagnostic.severity.name();
    let message = harmless(&diagnostic.message);
    format!("{}: {severity}[{}]: {message}", position(&diagnostic.place, view), diagnostic.rule.id)
}

/// `repo/path:line:column`, as far as they are known; never starts like a workflow command.
pub fn position(place: &Place, view: &View) -> String {
    let mut text = location(place, view);
    if text.starts_with(':') {
        text.insert_str(0, "./");
    }
    for number in [place.line, place.column].into_iter().take_while(|number| *number > 0) {
        text.push_str(&format!(":{number}"));
    }
    harmless(&text)
}

/// `repo/path`, as far as they are known; from the working directory when the repository lies below it.
pub fn location(place: &Place, view: &View) -> String {
    let folder = view.folders.get(&place.repo).unwrap_or(&place.repo);
    match (folder.as_str(), place.path.as_str()) {
        ("", "") => ".".to_owned(),
        ("", path) => path.to_owned(),
        (repo, "") => repo.to_owned(),
        (repo, path) => format!("{repo}/{path}"),
    }
}

/// One problem a line, so that differences between builds read well.
fn json(diagnostics: &[&Diagnostic]) -> String {
    let lines: Vec<String> = diagnostics
        .iter()
        .map(|diagnostic| {
            serde_json::to_string(&Entry::from(*diagnostic)).expect("an entry has only strings and numbers")
        })
        .collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}
