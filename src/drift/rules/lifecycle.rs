//! How far something is said to be, and how far it is.

use super::{info, warning};
use crate::{
    diagnostic::{Amendment, DriftRule, Finding, Side},
    drift::{
        subject::{Code, Subject, keys},
        text::short,
    },
    model::{Evidence, RepoPath},
};

pub const PRODUCTION_IDLE: DriftRule = info(
    ("production-idle", "In production, and nobody touched it for a year"),
    ("`spec.lifecycle: production` of a component", "no commit by a person to its files in 365 days"),
    "Make sure that somebody still looks after it; deprecate it when nobody does.",
);

pub const EXPERIMENT_IDLE: DriftRule = warning(
    ("experiment-idle", "An experiment that nobody touched for a year"),
    ("`spec.lifecycle: experimental` of a component", "no commit by a person to its files in 365 days"),
    "Say how the experiment ended: move it to production, deprecate it, or take it out of the catalog.",
);

pub const DEPRECATED_BUSY: DriftRule = info(
    ("deprecated-busy", "Deprecated, and still worked on"),
    ("`spec.lifecycle: deprecated` of a component", "24 commits by people and more in a year to its own files"),
    "Take the deprecation back, or stop putting work into it.",
);

pub const README_SAYS_OVER: DriftRule = warning(
    ("readme-says-over", "The readme says that it is archived or deprecated"),
    ("`spec.lifecycle` of a component", "a notice in the first lines of the readme in its folder"),
    "Deprecate the entity as the readme does, or take the notice away.",
);

pub const MANIFEST_SAYS_OVER: DriftRule = warning(
    ("manifest-says-over", "The manifest says that it is deprecated"),
    (
        "`spec.lifecycle` of a component",
        "`deprecated` in `Chart.yaml`, `abandoned` in `composer.json`, `// Deprecated:` in `go.mod`, the maintenance badge \
         in `Cargo.toml`, `7 - Inactive` in `pyproject.toml`",
    ),
    "Deprecate the entity as its manifest does, or take the word away there.",
);

pub const MATURITY_DIFFERS: DriftRule = info(
    ("maturity-differs", "The package calls itself another maturity"),
    ("`spec.lifecycle` of a component", "the `Development Status` classifier in `pyproject.toml`"),
    "Make the lifecycle and the classifier say the same.",
);

pub const API_DEPRECATED: DriftRule = warning(
    ("api-deprecated", "All operations of the API are deprecated"),
    ("`spec.lifecycle: production` of an API", "`deprecated: true` at every operation of its OpenAPI definition"),
    "Deprecate the API as its definition does.",
);

/// Commits of a year from which on something is worked on.
const BUSY: u32 = 24;

pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Finding>) {
    let Some(lifecycle) = subject.entity.spec_str("lifecycle") else { return };
    found.extend(api(subject, lifecycle));
    let Some(code) = subject.code.filter(|code| code.alone && subject.is("component")) else { return };
    found.extend(activity(subject, &code, lifecycle));
    if matches!(lifecycle, "production" | "experimental") {
        found.extend(readme(subject, &code, lifecycle));
        found.extend(manifest(subject, &code, lifecycle));
    }
}

fn said(subject: &Subject<'_>, lifecycle: &str) -> Option<Side> {
    subject.declared(&["spec", "lifecycle"], format!("lifecycle: {lifecycle}"))
}

fn deprecate() -> Option<Amendment> {
    Some(Amendment::Set(keys(&["spec", "lifecycle"]), "deprecated".to_owned()))
}

fn activity(subject: &Subject<'_>, code: &Code<'_>, lifecycle: &str) -> Option<Finding> {
    let commits = subject.number("commits")?;
    let last = subject.fact("last-commit")?;
    let day = subject.day("last-commit")?;
    let (rule, message, words) = match lifecycle {
        "production" | "experimental" if commits == 0 => {
            let rule = if lifecycle == "production" { &PRODUCTION_IDLE } else { &EXPERIMENT_IDLE };
            let message = format!("the lifecycle is {lifecycle}, and the last commit by a person is of {day}");
            (rule, message, format!("last commit {day}"))
        }
        "deprecated" if commits >= BUSY && !code.has_others_below() => {
            let message =
                format!("the lifecycle is deprecated, and people made {commits} commits in a year, the last on {day}");
            (&DEPRECATED_BUSY, message, format!("{commits} commits in a year"))
        }
        _ => return None,
    };
    subject.find(rule, message, (said(subject, lifecycle), subject.seen(last, words)), None)
}

/// What a notice begins with: the thing itself.
const SUBJECTS: [&str; 2] = ["this ", "the "];

/// What it speaks of.
const THINGS: [&str; 11] = [
    "repository",
    "project",
    "repo",
    "library",
    "package",
    "service",
    "plugin",
    "module",
    "component",
    "tool",
    "application",
];

/// What it says of that.
const VERDICTS: [&str; 14] = [
    "is archived",
    "is now archived",
    "has been archived",
    "is deprecated",
    "is now deprecated",
    "has been deprecated",
    "is no longer maintained",
    "is no longer actively maintained",
    "is no longer being maintained",
    "is not maintained anymore",
    "is unmaintained",
    "is discontinued",
    "has been discontinued",
    "is no longer supported",
];

/// The lines of a readme in which a notice stands.
const BEGINNING: usize = 25;

/// The line of a notice that all of it is over.
fn notice(text: &str) -> Option<(u32, String)> {
    for (number, line) in (1..).zip(text.lines().take(BEGINNING)) {
        let plain: String = line.chars().filter(|c| !"*_`>#!".contains(*c)).collect();
        let lower = plain.trim().to_lowercase();
        let sentence = SUBJECTS.iter().any(|start| {
            THINGS.iter().any(|thing| {
                let start = format!("{start}{thing} ");
                lower.find(&start).is_some_and(|at| {
                    let rest = &lower[at + start.len()..];
                    let whole = at == 0 || lower[..at].ends_with([' ', '.', ':', '-']) && !lower[..at].contains(" if ");
                    whole && VERDICTS.iter().any(|verdict| rest.starts_with(verdict))
                })
            })
        });
        let title = line.starts_with('#')
            && ["deprecated", "archived", "[deprecated]", "[archived]", "(deprecated)"].iter().any(|word| {
                lower == *word
                    || lower.starts_with(&format!("{word} ")) && word.starts_with('[')
                    || lower.ends_with(word) && word.starts_with(['[', '('])
            });
        if sentence || title {
            return Some((number, short(&plain, 120)));
        }
    }
    None
}

fn readme(subject: &Subject<'_>, code: &Code<'_>, lifecycle: &str) -> Option<Finding> {
    let names = subject.fact("readme")?.value.texts();
    let path: RepoPath = names.iter().filter_map(|name| code.file(name)).min_by_key(|path| path.as_str().len())?;
    let text = String::from_utf8(code.snapshot.read(&path).ok()?).ok()?;
    let (line, words) = notice(&text)?;
    let message = format!("the lifecycle is {lifecycle}, and the readme says “{words}”");
    subject.find(&README_SAYS_OVER, message, (said(subject, lifecycle), subject.shown(&path, line, words)), deprecate())
}

fn manifest(subject: &Subject<'_>, code: &Code<'_>, lifecycle: &str) -> Option<Finding> {
    let said_there = |key: &str| code.manifests().find_map(|one| Some((one, one.get(key)?)));
    if let Some((one, (words, line))) = said_there("over") {
        let message = format!("the lifecycle is {lifecycle}, and {} says “{words}”", one.path.file_name());
        let shown = subject.shown(&one.path, *line, words.clone());
        return subject.find(&MANIFEST_SAYS_OVER, message, (said(subject, lifecycle), shown), deprecate());
    }
    let opposite = if lifecycle == "production" { "unstable" } else { "stable" };
    let (one, (words, line)) = said_there(opposite)?;
    let message = format!("the lifecycle is {lifecycle}, and the package calls itself “{words}”");
    let shown = subject.shown(&one.path, *line, words.clone());
    subject.find(&MATURITY_DIFFERS, message, (said(subject, lifecycle), shown), None)
}

fn api(subject: &Subject<'_>, lifecycle: &str) -> Option<Finding> {
    let interface = subject.desk.interfaces.get(&subject.index).filter(|_| lifecycle == "production")?;
    let line = interface.line(interface.over?);
    let message = "the lifecycle is production, and every operation of the definition is deprecated".to_owned();
    let evidence = Evidence { repo: interface.repo, path: interface.path.clone(), line, commit: None };
    let shown = Side { evidence, column: 0, words: "every operation is deprecated".to_owned() };
    subject.find(&API_DEPRECATED, message, (said(subject, lifecycle), shown), deprecate())
}
