//! Descriptors of other catalogs, read as if Backstage's had been written: each tool is a table that says what becomes
//! of its keys. A name of another entity is looked up among all that was read of the same tool, for tools have words of
//! their own for them.

mod compass;
mod cortex;
mod datadog;
mod draft;
mod fields;
mod opslevel;
mod port;
mod score;
mod settle;
#[cfg(test)]
mod tests;
mod tool;
mod words;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{
    file::{self, Job},
    is_within,
    problem::Problem,
    rules::DESCRIPTOR_FORMAT,
    skeletons::{is_template_path, is_template_text},
    targets::Targets,
};
use crate::{
    diagnostic::Diagnostic,
    model::{Declaration, FileKind, Node, RepoIndex, RepoPath, Snapshot},
    yaml::{self, Dialect},
};
use draft::{Draft, Reading};
use tool::Tool;

/// One file of a tool, and what it declares.
struct Found {
    tool: &'static Tool,
    repo: RepoIndex,
    path: RepoPath,
    drafts: Vec<Draft>,
    problems: Vec<Problem>,
}

/// Reads the descriptors of all repositories, except in the folders that templates copy from. What `declared` has, and
/// what lies in the folder of a component that is declared there, stays as it is declared.
pub(super) fn read(
    targets: &Targets<'_>,
    snapshots: &[Snapshot],
    declared: &[Declaration],
    skeletons: &BTreeSet<(RepoIndex, RepoPath)>,
) -> (Vec<Declaration>, Vec<Diagnostic>) {
    let jobs: Vec<(&'static Tool, Job)> = snapshots.iter().zip(0..).flat_map(files).collect();
    let found = jobs
        .into_par_iter()
        .filter(|(_, job)| !is_template_path(&job.path) && !is_within((job.repo, &job.path), skeletons))
        .filter_map(|(tool, job)| read_file(tool, &job, targets))
        .collect();
    settle::settle(targets, found, declared)
}

/// The files of a repository whose names are those of descriptors.
fn files((snapshot, repo): (&Snapshot, u32)) -> impl Iterator<Item = (&'static Tool, Job)> {
    let regular = snapshot.files().filter(|(_, entry)| matches!(entry.kind, FileKind::File { .. }));
    regular.filter_map(move |(path, _)| {
        let tool = tool::of(path)?;
        Some((tool, Job { repo: RepoIndex(repo), path: path.clone(), named: false }))
    })
}

/// One file; nothing when it only has the name of a descriptor.
fn read_file(tool: &'static Tool, job: &Job, targets: &Targets<'_>) -> Option<Found> {
    let mut reading = Reading::new(tool);
    match file::text(job, targets) {
        Err(problem) if tool.is_named => reading.problems.push(Problem { rule: &DESCRIPTOR_FORMAT, ..*problem }),
        Err(_) => return None,
        Ok(text) if !tool.is_named && !tool.marks.iter().any(|mark| text.contains(mark)) => return None,
        Ok(text) => {
            for document in yaml::read(&text, Dialect::CATALOG) {
                read_document(tool, document, &mut reading);
            }
        }
    }
    let Reading { drafts, mut problems, .. } = reading;
    problems.truncate(MOST_PROBLEMS);
    let something = !drafts.is_empty() || !problems.is_empty();
    something.then(|| Found { tool, repo: job.repo, path: job.path.clone(), drafts, problems })
}

/// So many problems of one descriptor are reported.
const MOST_PROBLEMS: usize = 20;

fn read_document(tool: &Tool, document: yaml::Document, reading: &mut Reading) {
    if is_template_text(&document.text) {
        return;
    }
    if let Some(error) = document.errors.first() {
        let message = format!("the descriptor of {} cannot be read: {}", tool.title, error.message);
        let at = Node { value: crate::model::Value::Null, line: error.line, column: error.column };
        reading.problems.push(Problem::new(&DESCRIPTOR_FORMAT, &at, message));
        return;
    }
    let Some(root) = document.root else { return };
    reading.begin(document.line, document.text);
    (tool.read)(&root, reading);
}
