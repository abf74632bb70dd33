//! The golden paths in `templates/`: complete, with every answer used and every value given.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use regex::Regex;

const NEEDED: [&str; 8] = [
    ".github/workflows/ci.yml",
    ".gitignore",
    "LICENSE",
    "README.md",
    "catalog-info.yaml",
    "docs/index.md",
    "mkdocs.yml",
    "template.yaml",
];

/// Every file of every template, by the template's name and by path: of `template.yaml`, and of the skeleton.
fn templates() -> BTreeMap<String, BTreeMap<String, String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    let mut templates = BTreeMap::new();
    for entry in fs::read_dir(&root).expect("templates/ is there") {
        let folder = entry.expect("it can be listed").path();
        if folder.is_dir() {
            let mut files = BTreeMap::new();
            let text = fs::read_to_string(folder.join("template.yaml")).expect("a template has its file");
            files.insert("template.yaml".to_owned(), text);
            read(&folder.join("skeleton"), "", &mut files);
            templates.insert(folder.file_name().expect("it has a name").to_string_lossy().into_owned(), files);
        }
    }
    templates
}

fn read(folder: &PathBuf, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("a template has a skeleton") {
        let path = entry.expect("it can be listed").path();
        let name = format!("{prefix}{}", path.file_name().expect("it has a name").to_string_lossy());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(&path).expect("skeletons are text"));
        }
    }
}

fn names(pattern: &str, text: &str) -> BTreeSet<String> {
    let pattern = Regex::new(pattern).expect("the pattern is valid");
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn golden_paths_are_complete() {
    let templates = templates();
    assert!(templates.len() >= 4, "{:?}", templates.keys());
    let location = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/catalog-info.yaml"));
    let location = location.expect("templates/ has a catalog file");
    for (name, files) in &templates {
        assert!(location.contains(&format!("- ./{name}/template.yaml")), "the Location lists {name}");
        for needed in NEEDED {
            assert!(files.contains_key(needed), "{name} has no {needed}");
        }
    }
}

#[test]
fn answers_reach_the_skeleton() {
    for (name, files) in templates() {
        let template = &files["template.yaml"];
        let (form, _) = template.split_once("\n  steps:\n").expect("a template has steps");
        let asked = names(r"(?m)^        (\w+):$", form);
        let used = names(r"parameters\.(\w+)", template);
        assert_eq!(asked, used, "{name}: what is asked, and what its steps use");
        let given = names(r"(?m)^          (\w+): \$\{\{ parameters", template);
        let skeleton: String = files
            .iter()
            .filter(|(path, _)| !path.starts_with(".github/") && *path != "template.yaml")
            .map(|(path, text)| format!("{path}\n{text}\n"))
            .collect();
        assert_eq!(given, names(r"values\.(\w+)", &skeleton), "{name}: what is given, and what the skeleton uses");
    }
}

#[test]
fn workflows_are_left_alone_and_pinned() {
    for (name, files) in templates() {
        assert!(files["template.yaml"].contains("- .github/workflows/*.yml"), "{name} copies workflows as they are");
        for action in names(r"uses: (\S+)", &files[".github/workflows/ci.yml"]) {
            let commit = action.split_once('@').map(|(_, commit)| commit);
            let pinned = commit.is_some_and(|it| it.len() == 40 && it.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert!(pinned, "{name}: {action}");
        }
    }
}
