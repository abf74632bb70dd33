//! The engines, run one after the other over documents and questions in a folder.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use callboard::index::{Entry, Indexer, budget};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{documents::Document, questions::Question};

/// Callboard and the others.
pub const NAMES: [&str; 5] = ["callboard", "pagefind", "minisearch", "lunr", "flexsearch"];

/// What an engine found, and what it took.
#[derive(Deserialize)]
pub struct Answers {
    /// Seconds for the index.
    pub seconds: f64,
    /// Bytes of the index; of those that are one JSON file after gzip.
    pub bytes: u64,
    /// Milliseconds of each question.
    pub times: Vec<f64>,
    /// The first ten documents of each question.
    pub found: Vec<Vec<usize>>,
}

/// Runs an engine; nothing when it is not installed.
pub fn run(name: &str, documents: &[Document], questions: &[Question]) -> Option<Answers> {
    let folder = tempfile::tempdir().expect("a folder");
    if name == "callboard" {
        return Some(own(folder.path(), documents, questions));
    }
    fs::write(folder.path().join("documents.jsonl"), jsonl(documents)).expect("written");
    fs::write(folder.path().join("questions.jsonl"), jsonl(questions)).expect("written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/benches/search/peers.mjs");
    let output = Command::new("node")
        .arg("--max-old-space-size=8192")
        .arg(script)
        .args([name.as_ref(), folder.path()])
        .stderr(Stdio::inherit())
        .output()
        .expect("node runs");
    output.stdout.split(|byte| *byte == b'\n').find_map(|line| serde_json::from_slice(line).ok())
}

pub fn jsonl(items: &[impl Serialize]) -> String {
    items.iter().map(|item| serde_json::to_string(item).expect("texts are JSON") + "\n").collect()
}

fn own(folder: &Path, documents: &[Document], questions: &[Question]) -> Answers {
    let start = Instant::now();
    let bytes = index(folder, documents);
    let seconds = start.elapsed().as_secs_f64();
    let requests: Vec<Value> =
        questions.iter().map(|question| serde_json::json!({ "query": question.query, "limit": 10 })).collect();
    let answers = client(folder, &requests);
    let number = |result: &Value| {
        let href = result["href"].as_str().expect("results have addresses");
        let name = href.split(['#', '/', '.']).filter_map(|part| part.parse().ok()).next();
        name.expect("pages are named by their number")
    };
    let found = |answer: &Value| answer["results"].as_array().into_iter().flatten().map(number).collect();
    Answers {
        seconds,
        bytes,
        times: answers.iter().filter_map(|answer| answer["milliseconds"].as_f64()).collect(),
        found: answers.iter().map(found).collect(),
    }
}

/// Writes Callboard's index of some documents, and gives its size in bytes.
pub fn index(folder: &Path, documents: &[Document]) -> u64 {
    let indexer = Indexer::new().expect("memory suffices");
    let budget = budget(documents.len());
    documents.par_iter().enumerate().for_each(|(number, document)| {
        indexer.add(Entry::new((1, number, 0), &document.record(number), budget)).expect("memory suffices");
    });
    let mut bytes = 0;
    for output in indexer.finish().expect("memory suffices") {
        let path = folder.join(output.path.as_str());
        fs::create_dir_all(path.parent().expect("files are in folders")).expect("a folder");
        bytes += output.bytes.len() as u64;
        fs::write(path, output.bytes).expect("written");
    }
    bytes
}

/// The answers of the theme's scripts to requests.
pub fn client(site: &Path, requests: &[Value]) -> Vec<Value> {
    asked("tests/browser/search.mjs", site, requests)
}

/// What requests took in Chromium; nothing when it or its packages are not installed.
pub fn browser(site: &Path, requests: &[Value]) -> Vec<Value> {
    asked("tests/benches/search/browser.mjs", site, requests)
}

fn asked(program: &str, site: &Path, requests: &[Value]) -> Vec<Value> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let asked = site.join("requests.jsonl");
    fs::write(&asked, jsonl(requests)).expect("written");
    let output = Command::new("node")
        .arg(root.join(program))
        .arg(root.join("theme/scripts/search"))
        .arg(site)
        .stdin(fs::File::open(asked).expect("written above"))
        .stderr(Stdio::inherit())
        .output()
        .expect("node runs");
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).expect("answers are JSON")).collect()
}

/// The median and the 95th percentile.
pub fn percentiles(values: &[f64]) -> [f64; 2] {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    [50, 95].map(|percent| sorted.get(sorted.len() * percent / 100).copied().unwrap_or_default())
}
