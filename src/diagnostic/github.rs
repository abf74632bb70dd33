//! GitHub's workflow commands (`::error file=…::…`), which become annotations on files.
//! Escapes: `@actions/core`, `command.ts`.

use super::{Diagnostic, Severity, View, format};

/// GitHub shows this many annotations of each level for a step and drops the rest without a word.
const SHOWN: usize = 10;

/// The worst first; what exceeds GitHub's limit follows as plain lines, so that the log has everything.
pub fn show(diagnostics: &[&Diagnostic], view: &View) -> String {
    let mut text = String::new();
    let mut rest = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let level: Vec<&&Diagnostic> =
            diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).collect();
        let shown = if level.len() > SHOWN { SHOWN - 1 } else { level.len() };
        for diagnostic in &level[..shown] {
            text.push_str(&annotation(diagnostic, view));
        }
        if level.len() > shown {
            text.push_str(&format!(
                "::{}::and {} more, in the log of this step\n",
                command(severity),
                level.len() - shown
            ));
            level[shown..].iter().for_each(|diagnostic| rest.push_str(&(format::short(diagnostic, view) + "\n")));
        }
    }
    text + &rest
}

fn annotation(diagnostic: &Diagnostic, view: &View) -> String {
    let place = &diagnostic.place;
    let mut properties = vec![format!("file={}", property(&format::location(place, view)))];
    if place.line > 0 {
        properties.push(format!("line={}", place.line));
    }
    if place.column > 0 {
        properties.push(format!("col={}", place.column));
    }
    properties.push(format!("title={}", property(diagnostic.rule.id)));
    let hint = diagnostic.hint.as_ref().map(|hint| format!("\n{hint}")).unwrap_or_default();
    let message = data(&format!("{}{hint}", diagnostic.message));
    format!("::{} {}::{message}\n", command(diagnostic.severity), properties.join(","))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    }
}

fn data(text: &str) -> String {
    let escaped = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    escaped.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Rule,
        model::{Place, RepoPath},
    };

    const RULE: Rule = Rule { id: "some-rule", severity: Severity::Warning, summary: "Something" };

    fn found(path: &str, message: &str) -> Diagnostic {
        let path = RepoPath::new(path).expect("a plain path");
        Diagnostic::new(&RULE, Place { path, line: 3, ..Place::default() }, message)
    }

    #[test]
    fn nothing_ends_a_command_or_begins_another() {
        let hostile = found("a,b:c%.yaml", "100%\r\n::error::no \u{1b}[31m").hint("::stop-commands::x");
        assert_eq!(
            show(&[&hostile], &View::default()),
            "::warning file=a%2Cb%3Ac%25.yaml,line=3,title=some-rule::100%25%0D%0A::error::no \u{fffd}[31m%0A::stop-commands::x\n"
        );
    }

    #[test]
    fn what_github_would_drop_is_in_the_log() {
        let many: Vec<Diagnostic> = (0..12).map(|number| found("::error::x", &format!("number {number}"))).collect();
        let text = show(&many.iter().collect::<Vec<_>>(), &View::default());
        let (commands, plain): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("::"));
        assert_eq!((commands.len(), plain.len()), (SHOWN, 3));
        assert_eq!(commands[9], "::warning::and 3 more, in the log of this step");
        assert_eq!(plain[2], "./::error::x:3: warning[some-rule]: number 11");
    }
}
