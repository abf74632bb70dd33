//! One file to its declarations and problems.

use super::{
    check::short,
    placeholders::Substitution,
    problem::Problem,
    rules::{PLACEHOLDER_OUTSIDE, PLACEHOLDER_TARGET, UNREADABLE_FILE, YAML_SYNTAX},
    skeletons::{is_template_document, is_template_path, is_template_text},
    targets::Targets,
    validate::validate,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Declaration, FileKind, Node, RepoIndex, RepoPath, Value},
    yaml::{self, Dialect, MAX_BYTES},
};

/// So many problems of one file are reported; hostile files have more.
const MOST_PROBLEMS: usize = 1000;

/// A file to read, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Job {
    pub(super) repo: RepoIndex,
    pub(super) path: RepoPath,
    /// Whether a Location names it; then a folder called `skeleton` does not make it a template.
    pub(super) named: bool,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) repo: RepoIndex,
    pub(super) path: RepoPath,
    named: bool,
    pub(super) declarations: Vec<Declaration>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Documents that are templates of entities.
    pub(super) templates: usize,
}

impl Read {
    /// What was to be read.
    pub(super) fn job(&self) -> Job {
        Job { repo: self.repo, path: self.path.clone(), named: self.named }
    }

    /// Whether this follows from the files of its repository alone. A placeholder that leads out of it is wrong in either
    /// case, but why depends on what is there.
    pub(super) fn is_alone(&self) -> bool {
        let placeholders = [&PLACEHOLDER_TARGET, &PLACEHOLDER_OUTSIDE];
        !self.diagnostics.iter().any(|found| placeholders.iter().any(|rule| rule.id == found.rule.id))
    }
}

/// Reads one file.
pub(super) fn read(job: &Job, targets: &Targets<'_>) -> Read {
    let (repo, path, named) = (job.repo, job.path.clone(), job.named);
    let mut read = Read { repo, path, named, declarations: Vec::new(), diagnostics: Vec::new(), templates: 0 };
    let mut problems = Vec::new();
    match documents(job, targets) {
        Err(problem) => problems.push(*problem),
        Ok(documents) => {
            let is_template = !job.named && is_template_path(&job.path);
            for document in documents {
                if is_template {
                    read.templates += usize::from(document.root.is_some() || !document.errors.is_empty());
                } else {
                    read_document(document, job, targets, &mut read, &mut problems);
                }
            }
        }
    }
    let repo = &targets.snapshot(job.repo).repo;
    if read.diagnostics.len() + problems.len() > MOST_PROBLEMS {
        read.diagnostics.truncate(MOST_PROBLEMS);
        problems.truncate(MOST_PROBLEMS - read.diagnostics.len());
    }
    read.diagnostics.extend(problems.into_iter().map(|problem| problem.into_diagnostic(repo, &job.path)));
    read
}

/// The documents of a file, as far as they are known without reading it; its mark tells all of its text.
fn documents(job: &Job, targets: &Targets<'_>) -> Result<Vec<yaml::Document>, Box<Problem>> {
    let mark = targets.snapshot(job.repo).mark(&job.path);
    let parts = mark.as_ref().map(|mark| [b"catalog".as_slice(), mark]);
    let known = parts.and_then(|parts| yaml::open(&targets.memory.find(&parts)?));
    if let Some(known) = known {
        return Ok(known);
    }
    let documents = yaml::read(&text(job, targets)?, Dialect::CATALOG);
    if let Some((parts, bytes)) = parts.zip(yaml::keep(&documents)) {
        targets.memory.keep(&parts, &bytes);
    }
    Ok(documents)
}

fn read_document(
    document: yaml::Document,
    job: &Job,
    targets: &Targets<'_>,
    read: &mut Read,
    problems: &mut Vec<Problem>,
) {
    if !document.errors.is_empty() {
        if is_template_text(&document.text) {
            read.templates += 1;
        } else {
            problems.extend(document.errors.into_iter().take(20).map(|error| Problem {
                rule: &YAML_SYNTAX,
                message: short(&error.message),
                hint: None,
                line: error.line,
                column: error.column,
            }));
        }
        return;
    }
    let Some(mut root) = document.root else { return };
    if is_template_document(&root) {
        read.templates += 1;
        return;
    }
    Substitution::new(targets, job.repo, &job.path).run(&mut root, problems);
    let validation = validate(&root);
    let from = problems.len();
    problems.extend(validation.problems);
    let Some(reference) = validation.entity else { return };
    // What is known about an entity is shown on its page.
    let id = crate::model::EntityId::from(&reference);
    let repo = &targets.snapshot(job.repo).repo;
    let noted = problems.drain(from..).map(|problem| problem.into_diagnostic(repo, &job.path).entity(&id));
    read.diagnostics.extend(noted);
    read.declarations.push(Declaration {
        repo: job.repo,
        path: job.path.clone(),
        line: document.line,
        document: root,
        source: document.text,
        reference,
        references: validation.references,
        known_kind: validation.known_kind,
    });
}

/// The text of a file; the size is checked before anything is read.
pub(super) fn text(job: &Job, targets: &Targets<'_>) -> Result<String, Box<Problem>> {
    let whole = Node { value: Value::Null, line: 0, column: 0 };
    let problem = |message: String| Box::new(Problem::new(&UNREADABLE_FILE, &whole, message));
    let snapshot = targets.snapshot(job.repo);
    let entry = snapshot.entry(&job.path);
    if entry.is_some_and(|entry| entry.kind != FileKind::BrokenLink && entry.size > MAX_BYTES) {
        let size = entry.map_or(0, |entry| entry.size);
        let message = format!("the file has {size} bytes; at most {MAX_BYTES} are read");
        return Err(Box::new(problem(message).hint("split it, and list the parts in a Location")));
    }
    let bytes = snapshot.read(&job.path).map_err(|error| problem(error.to_string()))?;
    match yaml::decode(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => Err(Box::new(Problem { line: error.line, column: error.column, ..*problem(error.message) })),
    }
}
