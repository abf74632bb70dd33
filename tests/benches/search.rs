//! How well and how cheaply things are found, beside other engines for static sites, over the same real documents.
//!
//! ```text
//! npm ci --prefix tests/benches/search
//! CALLBOARD_CORPUS=folder cargo bench --bench search              # Markdown files below the folder
//! CALLBOARD_CORPUS=folder cargo bench --bench search -- callboard lunr
//! CALLBOARD_JUDGED=folder cargo bench --bench search              # a collection with judgments, see `judged`
//! npm ci --prefix tests/browser                                      # for Chromium
//! CALLBOARD_CORPUS=folder cargo bench --bench search -- cost 10000   # bytes and requests at so many documents
//! CALLBOARD_CORPUS=folder cargo bench --bench search -- site 10000 there   # the index and queries, to look at
//! ```
//!
//! Every question was made from one document: its title, the title cut short, misspelt, in another order, in a
//! sentence; a heading; words of its first sentence; names in code, as they are and in parts; paths, flags and
//! variables. Success at one and at five, and the mean reciprocal rank among the first ten, say where that document
//! was found. Of a collection with judgments, the normalised discounted cumulative gain of the first ten is told. The
//! engines get the same titles, headings and texts; the settings are those of the generators that use them. Callboard
//! answers through the scripts of its theme, as a browser runs them.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench reads files, runs programs and prints")]

#[path = "search/cost.rs"]
mod cost;
#[expect(dead_code, reason = "not all of it is needed here")]
#[path = "../support/dice.rs"]
mod dice;
#[path = "search/documents.rs"]
mod documents;
#[path = "search/engines.rs"]
mod engines;
#[path = "search/judged.rs"]
mod judged;
#[path = "search/questions.rs"]
mod questions;
#[path = "search/weight.rs"]
mod weight;

use std::path::PathBuf;

use documents::Document;
use engines::Answers;
use questions::Question;

/// Results of which the gain is told.
const GAINED: usize = 10;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if let Some(folder) = std::env::var_os("CALLBOARD_JUDGED").map(PathBuf::from) {
        return match judged::read(&folder) {
            Some((documents, questions)) => compare(&arguments, &documents, &questions),
            None => println!("NOT RUN: {} has no collection", folder.display()),
        };
    }
    let Some(corpus) = std::env::var_os("CALLBOARD_CORPUS").map(PathBuf::from) else {
        println!("NOT RUN: CALLBOARD_CORPUS names no folder");
        return;
    };
    if let [word, lines, folder] = &arguments[..]
        && word == "index"
    {
        let lines = std::fs::read_to_string(lines).expect("a file of documents");
        let documents: Vec<Document> =
            lines.lines().map(|line| serde_json::from_str(line).expect("a document")).collect();
        drop(lines);
        engines::index(folder.as_ref(), &documents);
        return;
    }
    let documents = documents::read(&corpus);
    if arguments.first().is_some_and(|word| word == "cost") {
        let counts = arguments[1..].iter().filter_map(|count| count.parse().ok());
        let counts: Vec<usize> = counts.collect();
        return cost::print(&documents, if counts.is_empty() { &[1_000, 10_000] } else { &counts });
    }
    if let [word, count, folder] = &arguments[..]
        && word == "site"
    {
        return cost::site(&documents, count.parse().expect("a number of documents"), folder.as_ref());
    }
    compare(&arguments, &documents, &questions::ask(&documents));
}

/// Asks the engines that are named, or all of them.
fn compare(wanted: &[String], documents: &[Document], questions: &[Question]) {
    println!("{} documents, {} questions", documents.len(), questions.len());
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|word| word == name);
    for name in engines::NAMES.iter().filter(|name| is_wanted(name)) {
        match engines::run(name, documents, questions) {
            Some(answers) => show(name, questions, &answers),
            None => println!("{name:<12} NOT RUN: `npm ci --prefix tests/benches/search` first"),
        }
    }
}

fn show(name: &str, questions: &[Question], answers: &Answers) {
    let [median, most] = engines::percentiles(&answers.times);
    let (seconds, size) = (answers.seconds, answers.bytes as f64 / 1e6);
    println!("{name}: index {seconds:.1} s, {size:.1} MB; a query {median:.1} ms, p95 {most:.1} ms");
    println!("    {:<12} {:>6} {:>6} {:>6} {:>6}", "", "@1", "@5", "MRR", "NDCG");
    for set in questions::sets(questions) {
        let own = questions.iter().zip(&answers.found).filter(|(question, _)| question.set == set);
        let own: Vec<_> = own.collect();
        let ranks: Vec<Option<usize>> = own
            .iter()
            .map(|(question, found)| found.iter().position(|document| question.answers.contains(document)))
            .collect();
        let share =
            |most: usize| ranks.iter().flatten().filter(|rank| **rank < most).count() as f64 / ranks.len() as f64;
        let reciprocal: f64 = ranks.iter().flatten().map(|rank| 1.0 / (rank + 1) as f64).sum();
        let gains: f64 = own.iter().map(|(question, found)| gain(question, found)).sum();
        let (reciprocal, gain) = (reciprocal / ranks.len() as f64, gains / ranks.len() as f64);
        println!("    {set:<12} {:>6.3} {:>6.3} {reciprocal:>6.3} {gain:>6.3}", share(1), share(5));
    }
    if std::env::var_os("CALLBOARD_MISSES").is_some() {
        for (question, found) in questions.iter().zip(&answers.found) {
            if !found.first().is_some_and(|first| question.answers.contains(first)) {
                println!("  {}: {} {:?} but {:?}", question.set, question.query, question.answers, found);
            }
        }
    }
}

/// The normalised discounted cumulative gain of an answer; all judgments weigh the same.
fn gain(question: &Question, found: &[usize]) -> f64 {
    let worth = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
    let own = found.iter().take(GAINED).enumerate().filter(|(_, document)| question.answers.contains(document));
    let best: f64 = (0..question.answers.len().min(GAINED)).map(worth).sum();
    own.map(|(rank, _)| worth(rank)).sum::<f64>() / best
}
