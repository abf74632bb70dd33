//! The same repositories read as folders, as work trees and as bare repositories make the same site.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use callboard::{
    model::{Basis, FACT_KEYS, FactKey},
    shard,
};
use regex::Regex;
use serde_json::{Value, json};

use crate::support::{
    git,
    site::{Place, tree},
};

/// What only git can tell, wherever a site says it.
const TOLD: [&str; 22] = [
    r#"(?s)<h2 id="latest">.*?</section>"#,
    r#", newest commit <span class="mono">[0-9a-f]{8}</span> of <time datetime="[\d-]+">[\d-]+</time>"#,
    r#", as of <time datetime="[\d-]+">[\d-]+</time>"#,
    r#"(?s)<p class="document-changed">.*?</p>\s*"#,
    r#"(?s)<div class="fact"><dt>Read at</dt>.*?</div>\s*"#,
    r#""(branch|commit|time)":(null|"[^"]*"),?"#,
    r#"<td class="(mono )?cell-git">[^<]*</td>"#,
    r#"<th scope="col">(Branch|Commit|Date)</th>"#,
    r"@[0-9a-f]{12}",
    r", last changed [\d-]+",
    r#""tokens":\d+,"#,
    r", about \d+ tokens",
    r#""observedAt":(null|"[^"]*"),?"#,
    r#""known":\d+,?"#,
    r"(?s)<div><dt>As of</dt>.*?</div>\s*",
    r", each with its commit",
    r"(?s)<h3>Commits by month</h3>.*?</figure>\s*",
    r#"(?s)<section id="history".*?</section>\n"#,
    r##"<a href="#history">History</a>"##,
    // The icons that a page brings are those that it shows, in its history too.
    r#"(?s)<svg class="sprite".*?</svg>"#,
    r"Files and a year of history of \d+ entit\w+ are known(; of .*?</a>)?",
    r#"(?s)"compared": ?\[.*?\]"#,
];

/// Facts that only a history tells.
fn historic() -> impl Iterator<Item = &'static FactKey> {
    FACT_KEYS.iter().filter(|key| key.basis == Basis::History)
}

/// Files that say nothing without a history.
fn of_history(file: &str) -> bool {
    ["explore/activity.html", "explore/changes.html", "api/v1/changes.json"].contains(&file)
        || historic().any(|key| file == format!("api/v1/facts/{}.json", key.id))
}

/// The demo organisation and the manual, copied; the folders that hold them.
fn copy(place: &Place) -> Vec<PathBuf> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let demo = fs::read_dir(content.join("demo")).expect("the demo is there");
    let mut sources: Vec<PathBuf> = demo.map(|entry| entry.expect("a folder").path()).collect();
    sources.push(content.join("manual"));
    sources.sort();
    let copy = |source: &PathBuf| {
        let name = source.file_name().expect("a folder has a name").to_string_lossy();
        for (file, bytes) in tree(source) {
            place.put(&format!("folders/{name}/{file}"), bytes);
        }
        place.path(&format!("folders/{name}"))
    };
    sources.iter().map(copy).collect()
}

fn build(place: &Place, output: &str, sources: &[PathBuf]) -> BTreeMap<String, Vec<u8>> {
    // No context pack is cut: where a commit is told, less of the rest would fit.
    place.write("-- whole.yaml --\ncontext:\n  tokens: 100000\n");
    let mut arguments = vec!["build", "--quiet", "--config", "whole.yaml", "--output", output];
    let sources: Vec<String> = sources.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    arguments.extend(sources.iter().map(String::as_str));
    let ran = place.run("", &arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    place.tree(output)
}

/// The names of what is not in both sites, or not the same.
fn differing<'a, T: PartialEq>(one: &'a BTreeMap<String, T>, other: &'a BTreeMap<String, T>) -> Vec<&'a String> {
    let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
    names.retain(|name| one.get(*name) != other.get(*name));
    names
}

/// What queries are answered from, unpacked, under names without the version, which is a hash of all of it; without
/// the days of the last changes and further facts, which only git can tell.
fn answers(site: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Value> {
    let own = site.iter().filter_map(|(name, bytes)| Some((name.strip_prefix("query/")?, bytes)));
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(&shard::unpack(bytes).expect("a script")).expect("JSON");
    let mut files: BTreeMap<String, Value> =
        own.map(|(name, bytes)| (name.rsplit('/').next().unwrap_or(name).to_owned(), read(bytes))).collect();
    let mut manifest = files.remove("manifest.js").expect("a manifest");
    manifest["version"].take();
    let fields = manifest["fields"].take();
    // How many files columns take depends on what is known.
    let names = manifest["names"].as_array_mut().expect("names");
    names.retain(|name| name.as_str().is_some_and(|name| !name.starts_with('c')));
    let told = |name: &str| name == "updated" || historic().any(|key| name == key.id);
    let rest = manifest.as_object().into_iter().flatten();
    let mut columns: BTreeMap<String, Value> =
        rest.map(|(name, value)| (format!("manifest {name}"), value.clone())).collect();
    for field in fields.as_array().expect("fields") {
        let (name, file) = (field["name"].as_str().expect("a name"), field["file"].as_str().expect("a file"));
        if !told(name) {
            let place = field["place"].as_u64().expect("a place") as usize;
            columns.insert(name.to_owned(), json!([field["type"], files[&format!("{file}.js")][place]]));
        }
    }
    files.retain(|file, _| !file.starts_with('c'));
    columns.extend(files);
    columns
}

#[test]
fn every_form_of_a_repository_makes_the_same_site() {
    let place = Place::new("");
    let folders = copy(&place);
    let as_folders = build(&place, "as-folders", &folders);
    fs::create_dir(place.path("bare")).expect("the folder can be made");
    let bare: Vec<PathBuf> = folders.iter().map(|folder| git::bare(folder, &place.path("bare"))).collect();
    folders.iter().for_each(|folder| git::init(folder));
    let as_work_trees = build(&place, "as-work-trees", &folders);
    let as_bare = build(&place, "as-bare", &bare);
    assert!(as_bare.len() > 100, "{} files", as_bare.len());
    assert_eq!(differing(&as_work_trees, &as_bare), Vec::<&String>::new(), "work trees and bare repositories");

    let rows: Vec<&str> = historic().map(|key| key.title).collect();
    let rows = format!(r#"(?s)<div><dt title="[^"]*">({})</dt>.*?</div>\s*"#, rows.join("|"));
    let told = TOLD.iter().copied().chain([rows.as_str()]);
    let told: Vec<Regex> = told.map(|pattern| Regex::new(pattern).expect("a pattern")).collect();
    let untold = |site: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        let strip = |bytes: &Vec<u8>| match String::from_utf8(bytes.clone()) {
            Ok(text) => told.iter().fold(text, |text, told| told.replace_all(&text, "").into_owned()).into_bytes(),
            Err(_) => bytes.clone(),
        };
        // The manifest is hashes of all other files.
        let kept = site
            .iter()
            .filter(|(name, _)| !name.starts_with("query/") && *name != "manifest.json" && !of_history(name));
        kept.map(|(name, bytes)| (name.clone(), strip(bytes))).collect()
    };
    assert!(differing(&as_folders, &as_bare).len() > 50, "pages tell the commit");
    assert_eq!(differing(&untold(&as_folders), &untold(&as_bare)), Vec::<&String>::new(), "folders and repositories");
    let (folders, bare) = (answers(&as_folders), answers(&as_bare));
    assert_eq!(differing(&folders, &bare), Vec::<&String>::new(), "what queries are answered from");
}
