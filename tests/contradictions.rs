//! A seeded organisation with known contradictions between catalog files and repositories: each is found with both sides,
//! and of its twin, in which both agree, nothing is told.

mod cases;

use std::{collections::BTreeSet, fs, os::unix::fs::symlink, path::Path, process::Command};

use serde_json::Value;

use crate::support::git::{commit_at, git, init};

use cases::CASES;

/// More of them, of which each needs files of its own: after `== ` a repository, and what is to be told of it, if anything
/// is; then its files, in which `NAME` is its name and `CODE` some code.
const WHOLE: &str = include_str!("contradictions/whole.txt");

/// Teams, a library that is published, an API with a server, and a resource, all of which are in order.
const ORGANISATION: &str = "\
-- org/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: alpha}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: beta}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: ledger}
spec:
  type: openapi
  lifecycle: production
  owner: alpha
  definition: |
    openapi: 3.1.0
    info: {title: Ledger, version: 1.0.0}
    servers: [{url: https://ledger.org.test/v1}]
    paths: {}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {name: orders-db}
spec: {type: postgres, owner: alpha}
-- shared/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: shared, description: What all share}
spec: {type: library, lifecycle: production, owner: alpha}
-- shared/package.json --
{\"name\": \"@org/shared\", \"version\": \"1.0.0\"}
";

fn put(root: &Path, text: &str) {
    let mut path = None;
    for line in text.split_inclusive('\n') {
        match line.trim_end().strip_prefix("-- ").and_then(|rest| rest.strip_suffix(" --")) {
            Some(name) => {
                let file = root.join(name);
                fs::create_dir_all(file.parent().expect("it has a folder")).expect("the folder is made");
                fs::write(&file, "").expect("the file is made");
                path = Some(file);
            }
            None => {
                let file = path.as_ref().expect("a file has a name");
                let before = fs::read_to_string(file).expect("it is there");
                fs::write(file, before + line).expect("it is written");
            }
        }
    }
}

/// A component whose catalog file has comments; annotations come last.
fn component(name: &str, (kind, lifecycle): (&str, &str), annotations: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component # one\nspec:\n  type: {kind}\n  lifecycle: {lifecycle} # so far\n  \
         owner: alpha # ours\nmetadata:\n  # its name\n  name: {name}\n{annotations}"
    )
}

fn commit(folder: &Path) {
    let name = folder.file_name().expect("it has a name").to_string_lossy();
    init(folder);
    git(folder, &["remote", "add", "origin", &format!("https://github.com/org/{name}.git")]);
}

/// Builds the portal of all repositories, and reads what it says of drift.
fn drift(root: &Path) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    let output =
        command.current_dir(root).args(["build", "--quiet", "--no-cache"]).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let file = fs::read(root.join("site/api/v1/drift.json")).expect("the file is there");
    serde_json::from_slice(&file).expect("JSON")
}

/// `rule entity catalog-line repository/path:line` of each finding.
fn told(drift: &Value) -> BTreeSet<String> {
    let findings = drift["findings"].as_array().expect("an array").iter();
    let line = |finding: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let shown = &finding["shown"];
        let at = shown["line"].as_u64().map_or_else(String::new, |line| format!(":{line}"));
        let name = text(&finding["entity"]).rsplit('/').next().unwrap_or_default().to_owned();
        let place = format!("{}{at}", text(&shown["path"]));
        format!("{} {name} {} {place}", text(&finding["rule"]), finding["declared"]["line"])
    };
    findings.map(line).collect()
}

/// Repository, what is to be told, and files of each of [`WHOLE`].
fn whole() -> impl Iterator<Item = (&'static str, Option<&'static str>, &'static str)> {
    WHOLE.split("== ").skip(1).map(|one| {
        let (head, files) = one.split_once('\n').expect("files follow");
        head.split_once(" | ").map_or((head, None, files), |(name, told)| (name, Some(told), files))
    })
}

/// Writes all repositories; their names, and what is to be told of them.
fn plant(root: &Path) -> (Vec<String>, BTreeSet<String>) {
    put(root, ORGANISATION);
    let mut repos = vec!["org".to_owned(), "shared".to_owned()];
    let mut expected = BTreeSet::new();
    for (rule, kind, annotations, (against, agreeing), (line, shown)) in CASES {
        let twin = format!("{rule}-twin");
        for (name, files, who) in [(rule, against, "former"), (&twin, agreeing, "org")] {
            let place = root.join(name);
            let annotations = annotations.replace("NAME", name).replace("WHO", who);
            put(&place, &format!("-- catalog-info.yaml --\n{}{files}", component(name, kind, &annotations)));
            repos.push(name.to_owned());
        }
        expected.insert(format!("{rule} {rule} {line} {shown}"));
    }
    for (name, told, files) in whole() {
        let code = "fn one() { two(); }\n".repeat(300);
        put(&root.join(name), &files.replace("NAME", name).replace("CODE\n", &code));
        repos.push(name.to_owned());
        expected
            .extend(told.and_then(|told| told.split_once(' ')).map(|(rule, place)| format!("{rule} {name} {place}")));
    }
    (repos, expected)
}

#[test]
fn every_contradiction_is_found_and_none_invented() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let (repos, expected) = plant(root);
    repos.iter().for_each(|repo| commit(&root.join(repo)));
    let sources: String = repos.iter().map(|repo| format!("  - path: {repo}\n")).collect();
    fs::write(root.join("callboard.yaml"), format!("title: Seeded\nsources:\n{sources}")).expect("written");
    let first = drift(root);
    assert_eq!(told(&first), expected);
    let page = |path: &str| fs::read_to_string(root.join("site").join(path)).expect("the page is there");
    assert_eq!(page("explore/drift.html").matches("<li class=\"problem ").count(), expected.len());
    for path in ["catalog/component/default/sonar-key-differs.html", "catalog/group/default/alpha.html"] {
        assert!(page(path).contains("id=\"contradictions\"") && page(path).contains("diff-add"), "{path}");
    }
    assert!(!page("catalog/component/default/sonar-key-differs-twin.html").contains("id=\"contradictions\""));

    // What is offered applies, keeps comments, and is enough.
    let patched = |finding: &&Value| !finding["patch"].is_null();
    let mended: Vec<&str> = first["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(patched)
        .filter_map(|one| one["rule"].as_str())
        .collect();
    let left: BTreeSet<String> =
        expected.into_iter().filter(|line| !mended.iter().any(|rule| line.starts_with(&format!("{rule} ")))).collect();
    let write = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
        let output =
            command.current_dir(root).arg("fix").args(arguments).arg("--quiet").output().expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(write(&[]), write(&["--write"]));
    assert_eq!(left.len(), 17, "{left:?}");
    for (rule, ..) in CASES {
        let text = fs::read_to_string(root.join(rule).join("catalog-info.yaml")).expect("text");
        let comments = ["# one", "# so far", "# ours", "# its name"];
        assert!(comments.iter().all(|comment| text.contains(comment)), "{text}");
    }
    assert_eq!(told(&drift(root)), left);

    // A rule that is switched off is silent everywhere.
    let config = fs::read_to_string(root.join("callboard.yaml")).expect("text");
    fs::write(root.join("callboard.yaml"), format!("{config}rules: {{owner-differs: off}}\n")).expect("written");
    let silent = told(&drift(root));
    assert!(
        !silent.iter().any(|line| line.starts_with("owner-differs")) && silent.len() + 1 == left.len(),
        "{silent:?}"
    );
}

/// Somebody in the team, and somebody in none.
const PEOPLE: &str = "\
-- catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: alpha}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ann}
spec: {memberOf: [alpha], profile: {email: ann@example.org}}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: bo}
spec: {memberOf: [], profile: {email: bo@example.org}}
";

/// What says that there are documents.
const DOCS: &str = "  annotations:\n    backstage.io/techdocs-ref: dir:.\n";

/// What is told of histories: of the code of an entity, wherever its descriptor lies.
#[test]
fn contradictions_in_histories_are_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("repo");
    let declared = |place: &str, lifecycle: &str, annotations: &str| {
        let name = place.rsplit('/').next().expect("a name");
        format!("-- {place}/catalog-info.yaml --\n{}", component(name, ("service", lifecycle), annotations))
    };
    let write = |path: &str, text: &str| put(&root, &format!("-- {path} --\n{text}\n"));
    put(&root, PEOPLE);
    for (place, lifecycle, annotations) in [
        ("idle", "production", ""),
        ("tried", "experimental", ""),
        ("busy", "deprecated", ""),
        ("kept", "production", ""),
        ("stale", "production", DOCS),
        ("fresh", "production", DOCS),
    ] {
        put(&root, &declared(place, lifecycle, annotations));
        write(&format!("{place}/main.c"), "one");
    }
    for place in ["stale", "fresh"] {
        write(&format!("{place}/mkdocs.yml"), "site_name: a");
        write(&format!("{place}/docs/index.md"), "# A");
    }
    put(&root, &declared(".backstage/components/whole", "production", ""));
    git(&root, &["init", "--quiet", "--initial-branch=main"]);
    let commit = |who: &str, time: &str| commit_at(&root, &format!("{who} <{who}@example.org>"), time);
    commit("bo", "2024-01-01T12:00:00Z");
    for day in 1..25 {
        ["busy", "stale", "fresh"].iter().for_each(|place| write(&format!("{place}/main.c"), &format!("{day}")));
        commit("bo", &format!("2026-10-{day:02}T12:00:00Z"));
    }
    write("fresh/docs/index.md", "# B");
    commit("ann", "2026-10-25T12:00:00Z");
    write("kept/main.c", "two");
    write("src/main.c", "new");
    commit("bo", "2026-11-01T12:00:00Z");
    fs::write(folder.path().join("callboard.yaml"), "title: Seeded\nsources:\n  - path: repo\n").expect("written");
    let expected = [
        "deprecated-busy busy 5 busy",
        "docs-old stale 11 stale",
        "experiment-idle tried 5 tried",
        "others-commit busy 6 busy",
        "others-commit stale 6 stale",
        "production-idle idle 5 idle",
    ];
    assert_eq!(told(&drift(folder.path())), expected.map(str::to_owned).into());
}

/// `fix --write` mends files and leaves links as they are, and what they lead to outside of their repository.
#[test]
fn nothing_is_written_through_links() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let declared = |name: &str| component(name, ("service", "production"), "");
    for (repo, target) in [("plain", None), ("inside", Some("own/real.yaml")), ("outside", Some("../elsewhere.yaml"))] {
        put(&root.join(repo), &format!("-- own/mkdocs.yml --\nsite_name: a\n-- own/real.yaml --\n{}", declared(repo)));
        match target {
            Some(target) => symlink(target, root.join(repo).join("catalog-info.yaml")).expect("linked"),
            None => put(
                &root.join(repo),
                &format!("-- mkdocs.yml --\nsite_name: a\n-- catalog-info.yaml --\n{}", declared(repo)),
            ),
        }
        commit(&root.join(repo));
    }
    fs::write(root.join("elsewhere.yaml"), declared("outside")).expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_callboard"));
    command.current_dir(root).args(["fix", "--write", "", "plain", "inside", "outside"]);
    assert!(command.output().expect("the program starts").status.success());
    let is_mended = |path: &str| fs::read_to_string(root.join(path)).expect("text").contains("techdocs-ref");
    assert!(is_mended("plain/catalog-info.yaml") && is_mended("inside/own/real.yaml"));
    assert!(!is_mended("elsewhere.yaml") && !is_mended("outside/own/real.yaml"));
    assert!(["inside", "outside"].iter().all(|repo| root.join(repo).join("catalog-info.yaml").is_symlink()));
}
