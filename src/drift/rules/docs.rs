//! What is said of documents, and where they are.

use super::{info, warning};
use crate::{
    diagnostic::{Amendment, DriftRule, Finding, Side},
    drift::subject::{Code, Subject, keys},
    model::Evidence,
};

pub const DOCS_FOLDER_GONE: DriftRule = warning(
    ("docs-folder-gone", "The folder of the documents is not there"),
    ("`backstage.io/techdocs-ref: dir:…`", "the files of the repository"),
    "Name the folder in which `mkdocs.yml` lies.",
);

pub const DOCS_UNDECLARED: DriftRule = warning(
    ("docs-undeclared", "Has documents that it does not name"),
    ("`backstage.io/techdocs-ref` of the only entity in a folder", "`mkdocs.yml` in the same folder"),
    "Name the folder of the documents.",
);

pub const DECISIONS_GONE: DriftRule = warning(
    ("decisions-gone", "The folder of the decisions is not there"),
    ("`backstage.io/adr-location`", "the files of the repository"),
    "Name the folder in which the decisions lie.",
);

pub const DECISIONS_UNDECLARED: DriftRule = info(
    ("decisions-undeclared", "Has decisions that it does not name"),
    ("`backstage.io/adr-location` of the only component in a folder", "a folder of decision records in its folder"),
    "Name the folder of the decisions.",
);

pub const DOCS_OLD: DriftRule = info(
    ("docs-old", "The documents are much older than the code"),
    (
        "a component in production that has documents",
        "the last commits to its documents and to its files, more than a year apart, and 24 commits by people in a year",
    ),
    "Read the documents against the code, and bring them up to date.",
);

const TECHDOCS: &str = "backstage.io/techdocs-ref";
const DECISIONS: &str = "backstage.io/adr-location";

/// Commits of a year from which on documents can be expected to change.
const BUSY: u32 = 24;

pub(super) fn find(subject: &Subject<'_>, found: &mut Vec<Finding>) {
    found.extend(gone(subject, (TECHDOCS, &DOCS_FOLDER_GONE)));
    found.extend(gone(subject, (DECISIONS, &DECISIONS_GONE)));
    let Some(code) = subject.code.filter(|code| code.alone && subject.is("component")) else { return };
    found.extend(undeclared(subject, &code));
    found.extend(decisions(subject, &code));
    found.extend(old(subject));
}

/// A folder that an annotation names, relative to the descriptor, and that is not there.
fn gone(subject: &Subject<'_>, (key, rule): (&str, &'static DriftRule)) -> Option<Finding> {
    let value = subject.entity.annotation(key)?;
    let path = match value.strip_prefix("dir:") {
        Some(path) => path,
        None if key == DECISIONS && !value.contains(':') => value,
        None => return None,
    };
    let folder = subject.entity.origin.path.parent().join(path.trim_start_matches('/')).ok()?;
    let home = subject.home();
    if home.has_folder(&folder) || home.entry(&folder).is_some() {
        return None;
    }
    let message = format!("`{key}` names `{value}`, and there is no folder `{folder}`");
    let declared = subject.declared(&["metadata", "annotations", key], value);
    let evidence = Evidence { repo: subject.entity.origin.repo, path: subject.nearest(&folder), line: 0, commit: None };
    let shown = Side { evidence, column: 0, words: format!("no folder `{folder}`") };
    subject.find(rule, message, (declared, shown), None)
}

/// Whether another entity of the same file speaks for the documents under a key.
fn is_taken(subject: &Subject<'_>, key: &str) -> bool {
    let origin = &subject.entity.origin;
    let entities = subject.content.catalog.entities().iter();
    let mut near =
        entities.filter(|other| other.origin.repo == origin.repo && other.origin.path.parent() == origin.path.parent());
    near.any(|other| other.annotation(key).is_some())
}

fn undeclared(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    let path = ["mkdocs.yml", "mkdocs.yaml"].iter().find_map(|name| code.file(name))?;
    let origin = &subject.entity.origin;
    if is_taken(subject, TECHDOCS) || origin.repo != code.repo || origin.path.parent() != *code.folder {
        return None;
    }
    if subject.entity.annotation("backstage.io/techdocs-entity").is_some() {
        return None;
    }
    let message = format!("{path} describes documents, and `{TECHDOCS}` does not name them");
    let declared = subject.declared(&["metadata", "annotations"], format!("no `{TECHDOCS}`"));
    let amendment = Amendment::Add(keys(&["metadata", "annotations", TECHDOCS]), "dir:.".to_owned());
    subject.find(&DOCS_UNDECLARED, message, (declared, subject.shown(&path, 0, "documents")), Some(amendment))
}

fn decisions(subject: &Subject<'_>, code: &Code<'_>) -> Option<Finding> {
    let fact = subject.fact("decisions").filter(|_| subject.number("decisions").is_some_and(|count| count > 1))?;
    let (path, origin) = (&fact.evidence.path, &subject.entity.origin);
    let folder = path.parent();
    if is_taken(subject, DECISIONS)
        || origin.repo != code.repo
        || origin.path.parent() != *code.folder
        || !code.holds(path)
    {
        return None;
    }
    let relative = folder.relative_to(code.folder)?;
    let message = format!("`{folder}` holds decisions, and `{DECISIONS}` does not name it");
    let declared = subject.declared(&["metadata", "annotations"], format!("no `{DECISIONS}`"));
    let amendment = Amendment::Add(keys(&["metadata", "annotations", DECISIONS]), relative.to_owned());
    subject.find(&DECISIONS_UNDECLARED, message, (declared, subject.seen(fact, "decisions")), Some(amendment))
}

fn old(subject: &Subject<'_>) -> Option<Finding> {
    let (changed, last) = (subject.fact("docs-changed")?, subject.day("last-commit")?);
    let day = subject.day("docs-changed")?;
    let busy = subject.number("commits")? >= BUSY && subject.entity.spec_str("lifecycle") == Some("production");
    if !busy || subject.entity.annotation(TECHDOCS).is_none() || !more_than_a_year(day, last) {
        return None;
    }
    let message = format!("its documents last changed on {day}, and its files on {last}");
    let declared = subject.declared(&["metadata", "annotations", TECHDOCS], "has documents");
    subject.find(&DOCS_OLD, message, (declared, subject.seen(changed, format!("last change {day}"))), None)
}

/// Whether more than a year lies between two days.
fn more_than_a_year(before: &str, after: &str) -> bool {
    let (Ok(before), Ok(after)) = (before.parse::<jiff::civil::Date>(), after.parse::<jiff::civil::Date>()) else {
        return false;
    };
    (after - before).get_days() > 365
}
