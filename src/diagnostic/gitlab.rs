//! GitLab's code quality report: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use serde_json::{Value, json};

use super::{Diagnostic, Severity, View, fingerprint::fingerprints, format};

/// An array with one issue on each line, in the order of the problems.
pub fn show(diagnostics: &[&Diagnostic], view: &View) -> String {
    let issues = diagnostics.iter().zip(fingerprints(diagnostics));
    let lines: Vec<String> = issues.map(|(diagnostic, mark)| issue(diagnostic, &mark, view).to_string()).collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

fn issue(diagnostic: &Diagnostic, mark: &str, view: &View) -> Value {
    let hint = diagnostic.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    json!({
        "description": super::harmless(&format!("{}{hint}", diagnostic.message)),
        "check_name": diagnostic.rule.id,
        "fingerprint": mark,
        "severity": severity(diagnostic.severity),
        "location": {
            "path": format::location(&diagnostic.place, view),
            "lines": { "begin": diagnostic.place.line.max(1) },
        },
    })
}

/// GitLab's words; `critical` and `blocker` are left to those who scan for security.
fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}
