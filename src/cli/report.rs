//! What the program says. The only place that prints.
#![expect(clippy::print_stderr, reason = "the one place that talks to standard error")]

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
};

use super::{
    environment::Environment,
    options::Telling,
    settings::{Failure, Session},
    summary,
};
use crate::{
    diagnostic::{self, Diagnostic, Format, Severity, View},
    pipeline::Outcome,
};

/// How much of a long list is shown to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Every problem.
    All,
    /// Errors, then warnings, up to a screenful; machines still get all.
    Foremost,
}

/// As many problems as `build` shows before it points to `check`.
const FOREMOST: usize = 25;

/// Writes the problems to standard output.
pub fn problems(outcome: &Outcome, session: &Session<'_>, extent: Extent) {
    let diagnostics = &outcome.diagnostics;
    let format = session.format;
    let foremost = extent == Extent::Foremost && matches!(format, Format::Human | Format::Short);
    let mut shown: Vec<&Diagnostic> = diagnostics.iter().collect();
    if foremost {
        shown.retain(|diagnostic| diagnostic.severity != Severity::Info);
        shown.sort_by_key(|diagnostic| diagnostic.severity);
        shown.truncate(FOREMOST);
    }
    print(&diagnostic::show(&shown, format, &view(&outcome.folders, session.environment)));
    let left = diagnostics.len() - shown.len();
    if foremost && left > 0 && !session.common.quiet {
        note(&format!("{left} more on the problems page of the site; `callboard check` shows them all here"));
    }
}

/// Writes the problems and their counts into the files that were asked for.
///
/// # Errors
/// When a file cannot be written.
pub fn files(outcome: &Outcome, session: &Session<'_>, telling: &Telling) -> Result<(), Failure> {
    let all: Vec<&Diagnostic> = outcome.diagnostics.iter().collect();
    let view = plain_view(&outcome.folders, session.environment);
    for (format, file) in &telling.also {
        write(session.environment, file, &diagnostic::show(&all, *format, &view))?;
    }
    let counts = telling.counts.as_ref();
    counts.map_or(Ok(()), |file| write(session.environment, file, &summary::counts(outcome)))
}

/// Where the reader of the terminal is, when repositories lie in these folders.
pub fn view(folders: &BTreeMap<String, PathBuf>, environment: &Environment) -> View {
    View { colour: environment.colour, width: environment.width, ..plain_view(folders, environment) }
}

/// The same for a file.
pub fn plain_view(folders: &BTreeMap<String, PathBuf>, environment: &Environment) -> View {
    View { folders: nearby(folders, &environment.folder), colour: false, width: 140 }
}

/// Writes a file that the command line names.
///
/// # Errors
/// When it cannot be written.
#[expect(clippy::disallowed_methods, reason = "the command line names the files that it wants written")]
pub fn write(environment: &Environment, file: &Path, text: &str) -> Result<(), Failure> {
    let file = environment.folder.join(file);
    std::fs::write(&file, text).map_err(|error| Failure::World(format!("{}: {error}", file.display())))
}

/// The repositories that lie below the working directory, as paths from there.
fn nearby(folders: &BTreeMap<String, PathBuf>, working: &Path) -> BTreeMap<String, String> {
    let working = working.canonicalize().unwrap_or_else(|_| working.to_owned());
    let below = |(name, folder): (&String, &PathBuf)| {
        let folder = folder.canonicalize().ok()?;
        let path = folder.strip_prefix(&working).ok()?.to_str()?.replace('\\', "/");
        Some((name.clone(), path))
    };
    folders.iter().filter_map(below).collect()
}

/// Says why there is no result.
pub fn failure(failure: &Failure) {
    match failure {
        Failure::Request(shown) => shown.lines().for_each(note),
        Failure::Limit(excess) => excess.iter().for_each(|reason| eprintln!("error: {}", harmless(reason))),
        Failure::Refused(reason) => reason.lines().for_each(note),
        Failure::Usage(reason) | Failure::World(reason) => eprintln!("error: {}", harmless(reason)),
        Failure::Configuration(diagnostics, format) => {
            let all: Vec<&Diagnostic> = diagnostics.iter().collect();
            print(&diagnostic::show(&all, *format, &View { width: 140, ..View::default() }));
        }
    }
}

/// Writes the answer to a query to standard output.
pub fn answer(text: &str) {
    print(text);
}

/// One line on standard error.
pub fn note(text: &str) {
    eprintln!("{}", harmless(text));
}

/// Lines on standard error, made by the program itself.
pub fn lines(text: &str) {
    eprint!("{text}");
}

/// Text without what a terminal would obey.
pub fn harmless(text: &str) -> String {
    diagnostic::harmless(text)
}

/// A reader that has gone away, such as `head`, is no failure.
fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}
