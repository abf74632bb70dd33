//! When and by whom files were last changed: the same from a work tree, a folder in one and a bare repository; nothing
//! from a shallow clone or a plain folder.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use callboard::model::{RepoPath, Snapshot, Source};
use tempfile::TempDir;

use crate::{
    local::collected,
    support::git::{git, init},
};

/// Commits everything at a time, in somebody's name.
pub fn commit_as(folder: &Path, who: &str, time: &str) {
    let name = who.to_lowercase();
    git(folder, &["add", "--all"]);
    let author = format!("--author={who} <{name}@example.org>");
    let date = format!("--date={time}");
    git(folder, &["commit", "--quiet", &author, &date, "--message", "more"]);
}

/// One line for every file that is asked for and has a date.
pub fn changes(path: &Path, wanted: &[&str]) -> String {
    let cache = TempDir::new().expect("a folder");
    let (snapshots, found) = collected(&[Source::folder(path)], cache.path());
    let expected: &[&str] = if path.join(".git/shallow").exists() { &["shallow-clone"] } else { &[] };
    assert_eq!(found.iter().map(|found| found.rule.id).collect::<Vec<_>>(), expected, "{found:?}");
    changes_of(&snapshots[0], wanted)
}

/// The same of what was collected.
pub fn changes_of(snapshot: &Snapshot, wanted: &[&str]) -> String {
    let wanted: BTreeSet<RepoPath> = wanted.iter().map(|path| RepoPath::new(path).expect("a plain path")).collect();
    let changes = snapshot.last_changes(&wanted);
    let line = |(path, change): (&RepoPath, &callboard::model::LastChange)| {
        format!("{path} {} {} {}", change.time, change.author, change.email)
    };
    changes.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_last_change_of_each_file() {
    let place = TempDir::new().expect("a folder");
    let repo = place.path().join("repo");
    fs::create_dir_all(repo.join("docs/a")).expect("a folder");
    for (file, text) in [("docs/a/one.md", "1"), ("docs/two.md", "2"), ("three.md", "3")] {
        fs::write(repo.join(file), text).expect("a file");
    }
    init(&repo);
    fs::write(repo.join("docs/a/one.md"), "changed").expect("a file");
    commit_as(&repo, "Bo", "2026-11-03T08:00:00Z");
    git(&repo, &["checkout", "--quiet", "-b", "side", "HEAD~1"]);
    fs::write(repo.join("docs/two.md"), "on a branch").expect("a file");
    commit_as(&repo, "Cy", "2026-11-04T08:00:00Z");
    git(&repo, &["checkout", "--quiet", "main"]);
    git(&repo, &["merge", "--quiet", "--no-edit", "side"]);
    fs::write(repo.join("docs/new.md"), "not committed").expect("a file");
    let wanted = ["docs/a/one.md", "docs/two.md", "three.md", "docs/new.md", "gone.md"];
    let expected = "docs/a/one.md 2026-11-03T08:00:00Z Bo bo@example.org\n\
                    docs/two.md 2026-11-04T08:00:00Z Cy cy@example.org\n\
                    three.md 2026-11-02T09:30:00Z Ada ada@example.org";
    assert_eq!(changes(&repo, &wanted), expected);
    let inner: Vec<&str> = wanted.iter().filter_map(|path| path.strip_prefix("docs/")).collect();
    let below: Vec<&str> = expected.lines().filter_map(|line| line.strip_prefix("docs/")).collect();
    assert_eq!(changes(&repo.join("docs"), &inner), below.join("\n"), "a folder in a work tree");

    let bare = place.path().join("bare.git").to_string_lossy().into_owned();
    let url = format!("file://{}", repo.display());
    git(place.path(), &["clone", "--quiet", "--bare", &url, &bare]);
    assert_eq!(changes(Path::new(&bare), &wanted), expected, "a bare repository");
    let shallow = place.path().join("shallow");
    git(place.path(), &["clone", "--quiet", "--depth", "1", &url, &shallow.to_string_lossy()]);
    assert_eq!(changes(&shallow, &wanted), "", "a shallow clone");
    fs::remove_dir_all(repo.join(".git")).expect("it was there");
    assert_eq!(changes(&repo, &wanted), "", "a plain folder");
}

/// A definition with `info.version` and the type of its one answer.
fn definition(version: &str, answer: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: x, version: {version}}}\npaths:\n  /a:\n    get:\n      responses:\n        '200':\n          \
         description: x\n          content: {{application/json: {{schema: {{type: {answer}}}}}}}\n"
    )
}

/// A service whose message another file declares.
const PROTO: &str =
    "syntax = \"proto3\";\nimport \"kinds.proto\";\nservice Desk { rpc Sell(Ticket) returns (Ticket); }\n";

#[test]
fn changes_of_files_that_a_definition_is_made_of_count() {
    let place = TempDir::new().expect("a folder");
    let repo = place.path().join("repo");
    fs::create_dir_all(&repo).expect("a folder");
    let text = definition("1.0.0", "string").replace("{type: string}", "{$ref: 'parts.yaml#/Answer'}");
    fs::write(repo.join("openapi.yaml"), text).expect("a file");
    fs::write(repo.join("parts.yaml"), "Answer: {type: object, properties: {a: {type: string}}}\n").expect("a file");
    init(&repo);
    fs::write(repo.join("parts.yaml"), "Answer: {type: object, properties: {b: {type: string}}}\n").expect("a file");
    commit_as(&repo, "Bo", "2026-11-03T08:00:00Z");
    for (path, bytes) in [("api.proto", PROTO), ("kinds.proto", "message Ticket { string a = 1; string b = 2; }\n")] {
        fs::write(repo.join(path), bytes).expect("a file");
    }
    commit_as(&repo, "Bo", "2026-11-03T08:00:00Z");
    fs::write(repo.join("kinds.proto"), "message Ticket { string b = 2; }\n").expect("a file");
    commit_as(&repo, "Bo", "2026-11-04T08:00:00Z");
    let mut build = Command::new(env!("CARGO_BIN_EXE_callboard"));
    let done = build.args(["build", "--quiet", "--output", "site", "repo"]).current_dir(place.path()).output();
    let done = done.expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    for name in ["openapi.yaml", "api.proto"] {
        let page = place.path().join(format!("site/definitions/repo/{name}.html"));
        let page = fs::read_to_string(page).expect("the reference");
        assert!(page.contains("the field <code>a</code> was removed"), "{name}: {page}");
    }
}

#[test]
fn changes_that_break_callers_are_told() {
    let place = TempDir::new().expect("a folder");
    let repo = place.path().join("repo");
    fs::create_dir_all(&repo).expect("a folder");
    fs::write(repo.join("openapi.yaml"), definition("1.0.0", "string")).expect("a file");
    init(&repo);
    for (version, answer, told, shown) in
        [("1.1.0", "integer", true, true), ("2.0.0", "boolean", false, true), ("2.0.1", "boolean", false, false)]
    {
        fs::write(repo.join("openapi.yaml"), definition(version, answer)).expect("a file");
        commit_as(&repo, "Bo", "2026-11-03T08:00:00Z");
        let run = |args: &[&str]| {
            let done = Command::new(env!("CARGO_BIN_EXE_callboard")).args(args).current_dir(place.path()).output();
            let done = done.expect("the program runs");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            String::from_utf8_lossy(&done.stdout).into_owned()
        };
        let said = run(&["check", "--format", "short", "repo"]);
        assert_eq!(said.contains("openapi.yaml:6:1: info[api-breaking-change]"), told, "{version}: {said}");
        run(&["build", "--quiet", "--output", "site", "repo"]);
        let page = fs::read_to_string(place.path().join("site/definitions/repo/openapi.yaml.html"))
            .expect("the reference is there");
        assert_eq!(page.contains("<strong class=\"meaning-bad\">1 breaking</strong>"), shown, "{version}");
    }
}
