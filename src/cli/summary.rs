//! The last lines of a run.

use std::path::Path;

use super::{report, settings::Session};
use crate::{
    diagnostic::{Diagnostic, Severity},
    model::Profile,
    pipeline::Outcome,
};

/// What was built, and where to open it.
pub fn of_build(outcome: &Outcome, session: &Session<'_>) {
    let (files, bytes) = outcome.written;
    let size = megabytes(bytes);
    report::note(&format!(
        "{} → {} in {size}; {} ({:.1} s)",
        content(outcome),
        plural(files, "file", "files"),
        problems(&outcome.diagnostics),
        session.stopwatch.elapsed().as_secs_f64()
    ));
    if session.config.publication.profile != Profile::Folder {
        report::note(&format!("For {}; site {}", session.config.publication.profile, outcome.site));
    }
    let index = session.config.output.join("index.html");
    report::note(&format!("Your portal is ready: open {}", shown(&index, &session.environment.folder)));
}

/// What was built this time.
pub fn of_round(outcome: &Outcome, session: &Session<'_>) {
    let seconds = session.stopwatch.elapsed().as_secs_f64();
    report::note(&format!("{}; {} ({seconds:.1} s)", content(outcome), problems(&outcome.diagnostics)));
}

/// What was read.
pub fn of_check(outcome: &Outcome, session: &Session<'_>) {
    report::note(&format!(
        "{}; {} ({:.1} s)",
        content(outcome),
        problems(&outcome.diagnostics),
        session.stopwatch.elapsed().as_secs_f64()
    ));
}

/// Counts and the hash of the site as `name=value` lines: what GitHub reads as outputs of a step, and GitLab as variables.
pub fn counts(outcome: &Outcome) -> String {
    let of = |severity| outcome.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count() as u64;
    let (files, bytes) = outcome.written;
    [
        ("repositories", outcome.repositories as u64),
        ("entities", outcome.entities as u64),
        ("pages", outcome.pages as u64),
        ("errors", of(Severity::Error)),
        ("warnings", of(Severity::Warning)),
        ("notes", of(Severity::Info)),
        ("files", files),
        ("bytes", bytes),
    ]
    .map(|(name, count)| format!("{name}={count}\n"))
    .concat()
        + &(if outcome.site.is_empty() { String::new() } else { format!("manifest-hash={}\n", outcome.site) })
}

/// What was collected, and where it lies; `of` counts the repositories of all shards.
pub fn of_collect(outcome: &Outcome, of: usize, output: &Path, session: &Session<'_>) {
    let held = outcome.repositories;
    let part = if held < of { format!(" of {of}") } else { String::new() };
    report::note(&format!(
        "{held}{part} {} in {}, {}; {} ({:.1} s)",
        if of == 1 { "repository" } else { "repositories" },
        shown(output, &session.environment.folder),
        megabytes(outcome.written.1),
        problems(&outcome.diagnostics),
        session.stopwatch.elapsed().as_secs_f64()
    ));
}

fn content(outcome: &Outcome) -> String {
    format!(
        "{}, {}, {}",
        plural(outcome.repositories as u64, "repository", "repositories"),
        plural(outcome.entities as u64, "entity", "entities"),
        plural(outcome.pages as u64, "page of docs", "pages of docs"),
    )
}

/// Counts by severity, e.g. `2 errors, 1 warning`.
fn problems(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count() as u64;
    let counts = [
        (count(Severity::Error), "error", "errors"),
        (count(Severity::Warning), "warning", "warnings"),
        (count(Severity::Info), "note", "notes"),
    ];
    let parts: Vec<String> = counts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, one, many)| plural(count, one, many))
        .collect();
    if parts.is_empty() { "no problems".to_owned() } else { parts.join(", ") }
}

/// A count with its noun, thousands separated.
pub fn plural(count: u64, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    format!("{text} {}", if count == 1 { one } else { many })
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// A path as the reader would type it.
fn shown(path: &Path, folder: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).display().to_string()
}
