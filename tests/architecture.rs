//! The house rules that a machine can hold: arrows between rooms, sizes, names, reasons, and the tie between the
//! program and its reference.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// What each room may import from its own crate. Stages meet in `model` and `diagnostic` alone.
const ARROWS: [(&str, &[&str]); 40] = [
    // What is kept between builds is bytes under keys; whoever keeps it knows what they mean.
    ("cache", &[]),
    ("model", &[]),
    ("diagnostic", &["model"]),
    ("yaml", &["model"]),
    // Drawing is a tool of its own: it reads no Markdown, and its library stays behind one door.
    ("drawing", &["model"]),
    ("markdown", &["drawing", "model"]),
    ("config", &["diagnostic", "model", "yaml"]),
    ("collect", &["diagnostic", "model"]),
    ("parse", &["diagnostic", "markdown", "model", "yaml"]),
    ("resolve", &["diagnostic", "model"]),
    ("definition", &["diagnostic", "model", "yaml"]),
    ("connected", &[]),
    ("difference", &[]),
    ("graph", &["connected", "model"]),
    ("timeline", &["model"]),
    ("context", &["model"]),
    ("feed", &["diagnostic", "model"]),
    ("docs", &["diagnostic", "markdown", "model", "yaml"]),
    ("pack", &["diagnostic", "difference", "engine", "model", "scaffold", "shard", "templating", "yaml"]),
    ("render", &["diagnostic", "markdown", "model", "shard"]),
    // How bytes travel as scripts, which every index and its client share.
    ("shard", &[]),
    // The same files compile for the page, so it knows nothing but itself.
    ("templating", &[]),
    // For the page as well.
    ("scaffold", &["templating"]),
    ("engine", &["scaffold"]),
    // What repositories show, told to nobody in particular.
    ("observe", &["model"]),
    // What the catalog says against that, and what packages, files and history say.
    ("drift", &["diagnostic", "difference", "model", "yaml"]),
    // What manifests and lock files name, and what advisories say of it.
    ("packages", &["diagnostic", "model", "version", "yaml"]),
    // What manifests of clusters and clouds name, without their values.
    ("infrastructure", &["diagnostic", "model", "yaml"]),
    ("version", &[]),
    ("foreign", &["diagnostic", "model", "scaffold", "templating", "yaml"]),
    ("import", &["model", "yaml"]),
    ("index", &["diagnostic", "model", "shard"]),
    ("query", &["connected", "diagnostic", "model", "shard", "version"]),
    ("review", &["diagnostic", "model"]),
    ("score", &["diagnostic", "model"]),
    ("emit", &["diagnostic", "model"]),
    ("publish", &["diagnostic", "model"]),
    (
        "rules",
        &[
            "collect",
            "config",
            "definition",
            "diagnostic",
            "docs",
            "drift",
            "emit",
            "foreign",
            "index",
            "infrastructure",
            "pack",
            "packages",
            "parse",
            "query",
            "render",
            "resolve",
            "score",
        ],
    ),
    (
        "pipeline",
        &[
            "cache",
            "collect",
            "config",
            "context",
            "definition",
            "diagnostic",
            "difference",
            "docs",
            "drift",
            "emit",
            "feed",
            "foreign",
            "graph",
            "import",
            "index",
            "infrastructure",
            "model",
            "observe",
            "pack",
            "packages",
            "parse",
            "publish",
            "query",
            "render",
            "resolve",
            "review",
            "scaffold",
            "score",
            "timeline",
            "yaml",
        ],
    ),
    (
        "cli",
        &[
            "collect",
            "config",
            "diagnostic",
            "difference",
            "emit",
            "index",
            "model",
            "pipeline",
            "publish",
            "query",
            "review",
            "rules",
            "scaffold",
            "yaml",
        ],
    ),
];

/// Rooms whose first page says what comes in, what goes out, and what they must not know.
const STAGES: [&str; 37] = [
    "cache",
    "cli",
    "collect",
    "config",
    "connected",
    "context",
    "definition",
    "diagnostic",
    "difference",
    "docs",
    "drawing",
    "drift",
    "emit",
    "engine",
    "feed",
    "foreign",
    "graph",
    "import",
    "index",
    "infrastructure",
    "markdown",
    "observe",
    "pack",
    "packages",
    "parse",
    "publish",
    "query",
    "render",
    "resolve",
    "review",
    "scaffold",
    "score",
    "shard",
    "templating",
    "timeline",
    "version",
    "yaml",
];

/// Names that say nothing.
const EMPTY_NAMES: [&str; 9] =
    ["common", "handler", "helper", "helpers", "manager", "misc", "processor", "util", "utils"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: impl AsRef<Path>) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// All files below a folder, with their paths from the root of the project, sorted.
fn files(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("a folder that can be read").path();
            if path.ends_with("node_modules") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                let path = path.strip_prefix(root()).expect("it lies below the root");
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

/// The rooms that a source text names by `crate::…`, grouped imports among them.
fn imports(text: &str) -> BTreeSet<String> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut rooms = BTreeSet::new();
    // What a macro names is for whoever uses it.
    let named = code.match_indices("crate::").filter(|(at, _)| !code[..*at].ends_with('$'));
    for (start, _) in named {
        let rest = &code[start + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            rooms.insert(name(rest));
            continue;
        };
        let mut depth = 0;
        let mut expected = true;
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => expected = true,
                c if expected && depth == 0 && c.is_alphabetic() => {
                    rooms.insert(name(&group[at..]));
                    expected = false;
                }
                _ => {}
            }
        }
    }
    rooms
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The room of `src/room/file.rs` or `src/room.rs`.
fn room(path: &str) -> &str {
    let path = path.trim_start_matches("src/");
    path.split_once('/').map_or_else(|| path.trim_end_matches(".rs"), |(room, _)| room)
}

#[test]
fn imports_are_found() {
    let text =
        "use crate::{\n    a::{self, b},\n    c::d,\n};\nuse crate::e::f;\n// crate::no\nfn x() -> crate::g::H {}";
    assert_eq!(imports(text).into_iter().collect::<Vec<_>>(), ["a", "c", "e", "g"]);
}

#[test]
fn arrows_point_where_they_may() {
    let mut wrong = Vec::new();
    for path in files("src").iter().filter(|path| path.ends_with(".rs")) {
        let room = room(path);
        if matches!(room, "lib" | "main") {
            continue;
        }
        let (_, allowed) = ARROWS.iter().find(|(name, _)| *name == room).unwrap_or_else(|| panic!("{room} has no row"));
        // A test may look at more than the code beside it: problems, and the YAML that an input is written in.
        let in_test = |name: &str| path.ends_with("tests.rs") && matches!(name, "diagnostic" | "model" | "yaml");
        for import in imports(&read(path)) {
            if import != room && !allowed.contains(&import.as_str()) && !in_test(&import) {
                wrong.push(format!("{path} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn rooms_say_what_they_are_for() {
    for stage in STAGES {
        let text = read(format!("src/{stage}/mod.rs"));
        let page: String =
            text.lines().take_while(|line| line.starts_with("//!")).collect::<Vec<_>>().join(" ").to_lowercase();
        for (what, words) in [
            ("comes in", ["in:", "comes in"]),
            ("goes out", ["out:", "goes out"]),
            ("must not know", ["must not know", "nothing"]),
        ] {
            assert!(words.iter().any(|word| page.contains(word)), "src/{stage}/mod.rs does not say what {what}");
        }
    }
    let map = read("src/README.md");
    for (room, _) in ARROWS {
        assert!(map.contains(&format!("| `{room}` |")), "src/README.md has no row for {room}");
    }
}

#[test]
fn files_stay_small_and_have_names() {
    let mut wrong = Vec::new();
    for (folder, most) in [("src", 400), ("tests", 400), ("theme", 300)] {
        for path in files(folder) {
            let text = path.ends_with(".rs") || folder == "theme";
            let lines = fs::read_to_string(root().join(&path)).unwrap_or_default().lines().count();
            if text && lines > most {
                wrong.push(format!("{path} has {lines} lines"));
            }
            let stem = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
            if path.split('/').any(|part| EMPTY_NAMES.contains(&part)) || EMPTY_NAMES.contains(&stem) {
                wrong.push(format!("{path} has a name that says nothing"));
            }
        }
    }
    let pipeline = read("src/pipeline.rs").lines().count();
    if pipeline > 200 {
        wrong.push(format!("src/pipeline.rs has {pipeline} lines"));
    }
    if read("src/main.rs").lines().count() > 25 {
        wrong.push("src/main.rs does more than start the library".to_owned());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn dependencies_have_reasons() {
    let manifest = read("Cargo.toml");
    let mut section = "";
    let mut count = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section.ends_with("dependencies]") && line.contains('=') {
            count += 1;
            let reason = line.rsplit_once(" # ").map_or("", |(_, reason)| reason);
            assert!(reason.split(' ').count() >= 2, "no reason beside: {line}");
        }
    }
    assert!(count > 20, "the manifest was not understood");
}

#[test]
fn rules_are_sorted_and_well_named() {
    let rules = callboard::rules::all();
    assert!(rules.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, and each id once");
    for rule in rules {
        let kebab = rule.id.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase()));
        let sentence = rule.summary.starts_with(char::is_uppercase) && !rule.summary.ends_with('.');
        assert!(kebab && sentence, "{}: an id is kebab-case, a summary one sentence without full stop", rule.id);
    }
}
