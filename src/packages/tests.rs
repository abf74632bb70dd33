//! Repositories as texts, and the packages that they are expected to name.

use super::*;

/// Files, a `== expected ==` line, and what is expected of them: `manifest: package version path:line [< needed by]`,
/// with `!` before what cannot be read.
const CASES: &str = include_str!("../../tests/packages.txt");

fn seen(files: &str) -> Vec<String> {
    let (found, diagnostics) = find(&Snapshot::from_text("r", files));
    let mut lines = Vec::new();
    for draft in found.drafts() {
        for one in &draft.uses {
            let file = if one.locked { draft.lock.as_ref().unwrap_or(&draft.manifest) } else { &draft.manifest };
            let mut line = format!("{} {file}:{}", one.release.label(), one.line);
            if one.development {
                line.push_str(" dev");
            }
            match one.via.map(|via| &draft.uses[via as usize]) {
                Some(via) => line.push_str(&format!(" < {}", via.release.label())),
                None if !one.direct => line.push_str(" < ?"),
                None => {}
            }
            lines.push(line);
        }
    }
    lines.extend(diagnostics.iter().map(|one| format!("! {}:{} {}", one.place.path, one.place.line, one.message)));
    lines
}

#[test]
fn files_name_packages() {
    let mut wrong = String::new();
    for case in CASES.split("\n==== ").filter(|case| !case.trim().is_empty()) {
        let (title, rest) = case.split_once('\n').expect("a title");
        let (files, expected) = rest.split_once("\n== expected ==").expect("what is expected");
        let expected: Vec<&str> = expected.lines().filter(|line| !line.is_empty()).collect();
        let seen = seen(&format!("{files}\n"));
        if seen != expected {
            wrong.push_str(&format!("==== {title}\n{}\n-- not\n{}\n", seen.join("\n"), expected.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
