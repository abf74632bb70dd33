//! What a reader's browser loads and computes for a query.

use std::{fs, io::Write as _, path::Path};

use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};

use super::{
    dice::Dice,
    documents::{self, Document},
    engines::{browser, client, index, percentiles},
    weight,
};

/// Queries of each table.
const QUERIES: usize = 150;

/// Results of a query that are shown while it is typed.
const SHOWN: usize = 6;

/// Prints a line for each number of documents, and what the index of them took beside that of Pagefind.
pub fn print(real: &[Document], counts: &[usize]) {
    let scripts = scripts();
    println!("the client itself: {:.1} kB after gzip", scripts as f64 / 1e3);
    println!(
        "{:>9} {:>32} {:>32} {:>10} {:>16}",
        "documents", "cold: kB, p95, requests, p95", "next: kB, p95, requests, p95", "depth, p95", "Chromium ms, p95"
    );
    for count in counts {
        let documents = documents::synthetic(real, *count);
        let site = tempfile::tempdir().expect("a folder");
        index(site.path(), &documents);
        let mut dice = Dice::new(11);
        let queries: Vec<String> = (0..QUERIES).map(|_| query(&documents, &mut dice)).collect();
        let cold: Vec<Value> =
            queries.iter().map(|query| json!({ "query": query, "limit": SHOWN, "cold": true })).collect();
        // A reader's second query, after one about something else.
        let next = queries.iter().zip(queries.iter().skip(1)).flat_map(|(first, query)| {
            [json!({ "query": first, "limit": SHOWN, "cold": true }), json!({ "query": query, "limit": SHOWN })]
        });
        let next: Vec<Value> = next.collect();
        let answers = client(site.path(), &cold);
        let next: Vec<Value> = client(site.path(), &next).into_iter().skip(1).step_by(2).collect();
        let pages = browser(site.path(), &cold);
        let of = |name: &str| percentiles(&pages.iter().filter_map(|page| page[name].as_f64()).collect::<Vec<_>>());
        let ([depth, deepest], [median, most]) = (of("depth"), of("milliseconds"));
        println!(
            "{count:>9} {:>32} {:>32} {:>10} {:>16}",
            loaded(site.path(), &answers, scripts, 1),
            loaded(site.path(), &next, 0, 0),
            format!("{depth:.0}, {deepest:.0}"),
            format!("{median:.1}, {most:.1}")
        );
        weight::print(&documents);
    }
}

/// Writes the index of so many documents, or of the real ones for 0, and the queries that are asked of it, to look at.
pub fn site(real: &[Document], count: usize, folder: &Path) {
    let documents = if count == 0 { real.to_vec() } else { documents::synthetic(real, count) };
    fs::create_dir_all(folder).expect("a folder");
    fs::write(folder.join("documents.jsonl"), super::engines::jsonl(&documents)).expect("written");
    index(folder, &documents);
    let mut dice = Dice::new(11);
    let queries: Vec<String> = (0..QUERIES).map(|_| query(&documents, &mut dice)).collect();
    fs::write(folder.join("queries.jsonl"), super::engines::jsonl(&queries)).expect("written");
}

/// Bytes on the wire and requests of some answers, with their 95th percentiles.
fn loaded(site: &Path, answers: &[Value], more: u64, requests: usize) -> String {
    let files = |answer: &Value| -> Vec<String> {
        answer["files"].as_array().into_iter().flatten().filter_map(|file| Some(file.as_str()?.to_owned())).collect()
    };
    let size = |files: Vec<String>| files.iter().map(|file| gzipped(&site.join(file))).sum::<u64>() + more;
    let sizes: Vec<f64> = answers.iter().map(|answer| size(files(answer)) as f64 / 1e3).collect();
    let counts: Vec<f64> = answers.iter().map(|answer| (files(answer).len() + requests) as f64).collect();
    let ([size, sizes], [count, counts]) = (percentiles(&sizes), percentiles(&counts));
    format!("{size:.1}, {sizes:.1}, {count:.0}, {counts:.0}")
}

/// One or two words of a title and one of the text; one query in five is misspelt.
fn query(documents: &[Document], dice: &mut Dice) -> String {
    let document = &documents[dice.below(documents.len())];
    let text = &document.sections[0].1;
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3);
        words.map(str::to_owned).collect()
    };
    let mut asked = words(&document.title);
    asked.truncate(1 + dice.below(2));
    let body = words(text);
    asked.extend(body.get(dice.below(body.len())).cloned());
    if dice.below(5) == 0
        && let Some(word) = asked.iter_mut().find(|word| word.is_ascii() && word.len() > 5)
    {
        word.remove(2);
    }
    asked.join(" ")
}

/// The client's scripts, which are one file in a portal; those of the search page alone are in a folder below.
fn scripts() -> u64 {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("theme/scripts/search");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("the theme is here").filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let all: String =
        paths.iter().map(|path| callboard::render::lean(&fs::read_to_string(path).expect("a script"))).collect();
    gzip(all.as_bytes())
}

fn gzipped(path: &Path) -> u64 {
    gzip(&fs::read(path).expect("a file of the index"))
}

fn gzip(bytes: &[u8]) -> u64 {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes all").len() as u64
}
