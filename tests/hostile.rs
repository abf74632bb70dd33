//! Input that is broken or meant to harm. Each costs at most the problems that its row names, and nothing else:
//! the rest of the organisation is as it was, and no file of the site lies outside it.

use std::{collections::BTreeSet, os::unix::fs::symlink};

use serde_json::Value;

use crate::support::site::{Place, Ran};

/// An organisation without any problem.
const SOUND: &str = "\
-- org/catalog-info.yaml --
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: team-a
spec:
  type: team
  children: []
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: sound
  annotations:
    backstage.io/techdocs-ref: dir:.
spec:
  type: service
  lifecycle: production
  owner: team-a
-- org/mkdocs.yml --
site_name: Sound
-- org/docs/index.md --
# Sound

All is well.
";

/// A component of the given name, with further lines in its metadata.
fn component(name: &str, metadata: &str) -> String {
    format!(
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\n{metadata}spec:\n  type: service\n  \
         lifecycle: production\n  owner: team-a\n"
    )
}

/// What makes an organisation unsound.
type Harm = fn(&Place);

/// Adds a catalog file.
fn catalog(place: &Place, bytes: impl AsRef<[u8]>) {
    place.put("org/bad/catalog-info.yaml", bytes);
}

const ROWS: [(&str, Harm, &[&str], &[&str]); 24] = [
    ("nothing", |_| {}, &[], &[]),
    (
        "one broken document of three",
        |place| catalog(place, format!("{}---\nkind: [\n---\n{}", component("first", ""), component("third", ""))),
        &["yaml-syntax org/bad/catalog-info.yaml"],
        &["component:default/first", "component:default/third"],
    ),
    (
        "an alias bomb",
        |place| {
            let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
            for level in 1..12 {
                let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
                text.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
            }
            catalog(place, text);
        },
        &["yaml-syntax org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "100,000 levels of sequences",
        |place| catalog(place, "[".repeat(100_000)),
        &["yaml-syntax org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "100,000 levels of mappings",
        |place| catalog(place, "{a: ".repeat(100_000)),
        &["yaml-syntax org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "100,000 levels of quotes and lists in a document",
        |place| {
            place.put("org/docs/deep.md", format!("# Deep\n\n{}x\n\n{}y\n", "> ".repeat(100_000), "- ".repeat(100_000)))
        },
        &[],
        &[],
    ),
    (
        "a catalog file of 50 MB",
        |place| catalog(place, component("huge", "") + &"# filler\n".repeat(5_600_000)),
        &["unreadable-file org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "a document of 50 MB",
        |place| place.put("org/docs/huge.md", "# Huge\n".to_owned() + &"word ".repeat(10_000_000)),
        &["unsafe-markup org/docs/huge.md"],
        &[],
    ),
    (
        "a catalog file that is no UTF-8",
        |place| catalog(place, [component("latin", "").as_bytes(), b"# caf\xe9\n"].concat()),
        &["unreadable-file org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "a document that is no UTF-8",
        |place| place.put("org/docs/latin.md", b"# Caf\xe9\n"),
        &["unreadable-document org/docs/latin.md"],
        &[],
    ),
    (
        "a byte order mark",
        |place| catalog(place, format!("\u{feff}{}", component("marked", ""))),
        &[],
        &["component:default/marked"],
    ),
    (
        "carriage returns",
        |place| catalog(place, component("returned", "").replace('\n', "\r\n")),
        &[],
        &["component:default/returned"],
    ),
    (
        "a NUL in a catalog file",
        |place| catalog(place, component("nul", "").replace("service", "ser\0vice")),
        &["unreadable-file org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "a catalog file that is a link out of the tree",
        |place| {
            place.put("secret.yaml", component("secret", ""));
            std::fs::create_dir_all(place.path("org/bad")).expect("made");
            symlink("../../secret.yaml", place.path("org/bad/catalog-info.yaml")).expect("linked");
        },
        &["symlink-outside-repo org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "a document that is a link to a file of the machine",
        |place| symlink("/etc/passwd", place.path("org/docs/users.md")).expect("linked"),
        &["symlink-outside-repo org/docs/users.md"],
        &[],
    ),
    (
        "documents that differ only in case",
        |place| {
            place.put("org/docs/Guide.md", "# Upper\n");
            place.put("org/docs/guide.md", "# Lower\n");
        },
        &["case-collision org/docs/guide.md"],
        &[],
    ),
    (
        "images that differ only in case",
        |place| {
            place.put("org/docs/a.png", "lower");
            place.put("org/docs/A.png", "upper");
            place.put("org/docs/pictures.md", "# Pictures\n\n![a](a.png) ![A](A.png)\n");
        },
        &["case-collision org/docs/a.png"],
        &[],
    ),
    (
        "the name of a prototype",
        |place| catalog(place, component("__proto__", "")),
        &["entity-format org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "a name that leads up",
        |place| catalog(place, component("..", "")),
        &["entity-format org/bad/catalog-info.yaml"],
        &[],
    ),
    (
        "names of devices and of methods",
        |place| {
            catalog(place, ["CON", "nul", "constructor", "toString"].map(|name| component(name, "")).join("---\n"));
            place.put("org/docs/con.md", "# Con\n");
            place.put("org/docs/__proto__.md", "# Proto\n");
        },
        &[],
        &[
            "component:default/con",
            "component:default/constructor",
            "component:default/nul",
            "component:default/tostring",
        ],
    ),
    (
        "a script as a link of an entity",
        |place| catalog(place, component("linked", "  links:\n    - url: javascript:alert(1)\n      title: Press\n")),
        &["unsafe-url org/bad/catalog-info.yaml"],
        &["component:default/linked"],
    ),
    (
        "a script as a link of a document",
        |place| place.put("org/docs/press.md", "# Press\n\n[here](JavaScript:alert(1))\n"),
        &["broken-link org/docs/press.md"],
        &[],
    ),
    (
        "a script in a description",
        |place| catalog(place, component("described", "  description: a <script>alert(1)</script> b\n")),
        &["unsafe-description org/bad/catalog-info.yaml"],
        &["component:default/described"],
    ),
    (
        "a script in a document",
        |place| place.put("org/docs/script.md", "# Script\n\na <script>alert(1)</script> b\n"),
        &["unsafe-markup org/docs/script.md"],
        &[],
    ),
];

/// `rule repo/path` of each problem.
fn problems(ran: &Ran) -> Vec<String> {
    let found: Value = serde_json::from_str(&ran.out).expect("JSON");
    let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
    let line = |entry: &Value| format!("{} {}/{}", text(entry, "rule"), text(entry, "repo"), text(entry, "path"));
    found.as_array().expect("an array").iter().map(line).collect()
}

#[test]
fn each_costs_its_problem_and_nothing_else() {
    let mut wrong = Vec::new();
    for (name, harm, expected, entities) in ROWS {
        let place = Place::new(SOUND);
        harm(&place);
        let ran = place.run("", &["build", "org", "--format", "json"]);
        if ran.code != 0 {
            wrong.push(format!("{name}: {ran:?}"));
            continue;
        }
        let found = problems(&ran);
        if found != expected {
            wrong.push(format!("{name}: {found:?} instead of {expected:?}"));
        }
        let listed: Value = serde_json::from_slice(&place.tree("site")["api/v1/entities.json"]).expect("JSON");
        let refs: BTreeSet<&str> =
            listed.as_array().expect("an array").iter().filter_map(|entity| entity["ref"].as_str()).collect();
        let wanted: BTreeSet<&str> =
            entities.iter().copied().chain(["component:default/sound", "group:default/team-a"]).collect();
        if refs != wanted {
            wrong.push(format!("{name}: entities {refs:?} instead of {wanted:?}"));
        }
        for (file, bytes) in place.tree("site") {
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            if text.contains("root:x:0:0") || text.contains("component:default/secret") {
                wrong.push(format!("{name}: {file} holds what lies outside the repository"));
            }
            if file.ends_with(".html") && (text.contains("<script>alert") || text.contains("href=\"javascript:")) {
                wrong.push(format!("{name}: {file} holds a script of the input"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
