//! Template drift: what a template has changed since an entity was made from it.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

use crate::support::git::{git, init};

const TEMPLATE: &str = "\
apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: svc}
spec:
  type: service
  owner: crew
  steps:
    - {id: a, action: 'fetch:template', input: {url: ./skeleton, values: {}}}
";

fn component(more: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: shop\n  annotations:\n    backstage.io/source-template: template:default/svc\n{more}spec: {{type: service, lifecycle: production, owner: crew}}\n"
    )
}

/// Commits everything in a repository, author and committer at one time.
fn commit_at(folder: &Path, time: &str) {
    git(folder, &["add", "--all"]);
    let mut commit = Command::new("git");
    commit.env("GIT_COMMITTER_DATE", time).current_dir(folder);
    commit.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]);
    let done = commit.args(["commit", "--quiet", "--date", time, "--message", "more"]).status();
    assert!(done.expect("git runs").success());
}

#[test]
fn what_a_template_has_changed_since_is_shown() {
    let place = TempDir::new().expect("a folder");
    let (templates, shop) = (place.path().join("templates"), place.path().join("shop"));
    fs::create_dir_all(templates.join("skeleton/src")).expect("a folder");
    fs::create_dir_all(&shop).expect("a folder");
    let put = |file: &str, text: &str| fs::write(templates.join(file), text).expect("a file");
    put("catalog-info.yaml", TEMPLATE);
    put("skeleton/src/main.rs", "fn main() {\n    old();\n}\n");
    put("skeleton/gone.txt", "x\n");
    put("skeleton/same.txt", "x\n");
    put("README.md", "not of the skeleton\n");
    init(&templates);
    fs::write(shop.join("README.md"), "x").expect("a file");
    init(&shop);
    fs::write(shop.join("catalog-info.yaml"), component("")).expect("a file");
    commit_at(&shop, "2026-12-01T00:00:00Z");

    let page = |from: &[&str]| {
        let mut build = Command::new(env!("CARGO_BIN_EXE_callboard"));
        let done = build.args(["build", "--quiet", "--output", "site"]).args(from).current_dir(place.path()).status();
        assert!(done.expect("the program runs").success());
        let read = |path: &str| fs::read_to_string(place.path().join("site").join(path)).expect("a page");
        (
            read("catalog/component/default/shop.html"),
            read("catalog/template/default/svc.html"),
            read("templates/index.html"),
        )
    };
    let (entity, template, gallery) = page(&["templates", "shop"]);
    assert!(entity.contains("The template has not changed since."), "{entity}");
    assert!(template.contains("Who used it") && gallery.contains("Used 1 time"), "{template}");

    put("skeleton/src/main.rs", "fn main() {\n    new(\"<b>\");\n}\n");
    fs::remove_file(templates.join("skeleton/gone.txt")).expect("it was there");
    put("skeleton/logo.bin", "a\0b");
    put("README.md", "changed\n");
    commit_at(&templates, "2026-12-24T00:00:00Z");
    let (entity, template, gallery) = page(&["templates", "shop"]);
    for expected in [
        "The template has moved on: 3 files changed since 2026-11-02",
        "<span class=\"diff-del\">-    old();\n</span>",
        "<span class=\"diff-add\">+    new(&quot;&lt;b&gt;&quot;);\n</span>",
        "not text",
    ] {
        assert!(entity.contains(expected), "{expected}: {entity}");
    }
    assert!(!entity.contains("not of the skeleton"), "{entity}");
    assert!(template.contains("3 files</a>"), "{template}");
    assert!(gallery.contains("1 with changes since"), "{gallery}");

    // A commit that is named counts, whenever the entity came.
    let head = git(&templates, &["rev-parse", "HEAD"]);
    let named = component(&format!("    callboard.dev/template-commit: {}\n", head.trim()));
    fs::write(shop.join("catalog-info.yaml"), named).expect("a file");
    assert!(page(&["templates", "shop"]).0.contains("The template has not changed since."));

    fs::write(shop.join("catalog-info.yaml"), component("")).expect("a file");
    fs::remove_dir_all(shop.join(".git")).expect("it was there");
    assert!(page(&["templates", "shop"]).0.contains("The history that was read does not reach back"));
}
