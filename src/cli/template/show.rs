//! What came of the cases, for people and for programs.

use serde::Serialize;

use super::compare::{Difference, Kind};
use crate::diagnostic::harmless;

/// What came of one template.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Its reference.
    pub template: String,
    /// Its file.
    pub path: String,
    /// Its cases; without cases, one without a name.
    pub cases: Vec<Verdict>,
}

/// What came of one case.
#[derive(Debug, Serialize)]
pub struct Verdict {
    /// The case.
    pub name: Option<String>,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What came of rendering.
#[derive(Debug, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum Outcome {
    /// It is as expected.
    Passed { files: usize },
    /// It is expected from now on.
    Updated { files: usize, changed: usize },
    /// It is not as expected.
    Failed { files: usize, differences: Vec<Difference> },
    /// It cannot be rendered, or the case cannot be read.
    Broken { message: String },
    /// There is no case: how many files come of defaults, or which answers they lack.
    Untested { files: Option<usize>, missing: Vec<String> },
}

impl Report {
    /// Whether a case failed.
    pub fn is_bad(&self) -> bool {
        self.cases.iter().any(|case| matches!(case.outcome, Outcome::Failed { .. } | Outcome::Broken { .. }))
    }
}

/// One document.
pub fn json(reports: &[Report]) -> String {
    let text = serde_json::to_string_pretty(reports).expect("reports have no keys that JSON lacks");
    text + "\n"
}

/// A line for each case, diffs, and a summary.
pub fn human(reports: &[Report]) -> String {
    let mut text = String::new();
    let mut counts = [0; 4];
    for report in reports {
        text += &format!("{}  {}\n", harmless(&report.template), harmless(&report.path));
        for case in &report.cases {
            counts[match case.outcome {
                Outcome::Passed { .. } => 0,
                Outcome::Updated { .. } => 1,
                Outcome::Failed { .. } | Outcome::Broken { .. } => 2,
                Outcome::Untested { .. } => 3,
            }] += 1;
            text += &line(case);
        }
    }
    let nouns = ["passed", "updated", "failed", "without cases"];
    let summary =
        nouns.iter().zip(counts).filter(|(_, count)| *count > 0).map(|(noun, count)| format!("{count} {noun}"));
    let summary = summary.collect::<Vec<_>>().join(", ");
    text + &format!("\n{summary}\n")
}

fn line(case: &Verdict) -> String {
    let name = case.name.as_deref().map(harmless).unwrap_or_default();
    match &case.outcome {
        Outcome::Passed { files } => format!("  passed   {name}, {}\n", counted(*files)),
        Outcome::Updated { files, changed } => format!("  updated  {name}, {changed} of {}\n", counted(*files)),
        Outcome::Failed { files, differences } => {
            let shown: String = differences.iter().map(difference).collect();
            format!("  FAILED   {name}, {} of {} differ\n{shown}", differences.len(), counted(*files))
        }
        Outcome::Broken { message } => {
            let message: Vec<String> = message.lines().map(harmless).collect();
            let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
            format!("  FAILED   {name}{}\n", message.join("\n    "))
        }
        Outcome::Untested { files: Some(files), .. } => {
            format!(
                "  untested {} from defaults; add `tests/CASE/values.yaml` and run with --update\n",
                counted(*files)
            )
        }
        Outcome::Untested { files: None, missing } => {
            let missing = harmless(&missing.join(", "));
            format!("  untested and not rendered: no answer to {missing}; add `tests/CASE/values.yaml`\n")
        }
    }
}

fn counted(files: usize) -> String {
    format!("{files} file{}", if files == 1 { "" } else { "s" })
}

fn difference(difference: &Difference) -> String {
    let what = match difference.kind {
        Kind::Changed => "holds something else",
        Kind::Missing => "is expected, and not made",
        Kind::New => "is made, and not expected",
        Kind::Mode => "differs in whether it may be executed",
    };
    let head = format!("    {} {what}\n", harmless(&difference.path));
    head + &difference.diff.lines().map(|line| harmless(line) + "\n").collect::<String>()
}
