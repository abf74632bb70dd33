//! How well and how cheaply things are found, beside other engines for static sites, over the same real documents.
//!
//! ```text
//! npm ci --prefix tests/benches/search
//! CALLBOARD_CORPUS=folder cargo bench --bench search              # Markdown files below the folder
//! npm ci --prefix tests/browser                                      # for Chromium
//! CALLBOARD_CORPUS=folder cargo bench --bench search -- cost 10000   # bytes and requests at so many documents
//! CALLBOARD_CORPUS=folder cargo bench --bench search -- site 10000 there   # the index and queries, to look at
//! ```
//!
//! Every question was made from one document: its title, the title cut short or misspelt, a heading, or words of its
//! first sentence. Success at one and at five, and the mean reciprocal rank among the first ten, say where that
//! document was found. The engines get the same titles, headings and texts; the settings are those of the generators
//! that use them. Callboard answers through the scripts of its theme, as a browser runs them.

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
#[path = "search/questions.rs"]
mod questions;
#[path = "search/weight.rs"]
mod weight;

use std::path::PathBuf;

use engines::Answers;
use questions::{Question, SETS};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let Some(corpus) = std::env::var_os("CALLBOARD_CORPUS").map(PathBuf::from) else {
        println!("NOT RUN: CALLBOARD_CORPUS names no folder");
        return;
    };
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
    let questions = questions::ask(&documents);
    println!("{} documents, {} questions", documents.len(), questions.len());
    println!("{:<12} {}", "", SETS.map(|set| format!("{set:^17}")).join(" "));
    println!("{:<12} {}", "", SETS.map(|_| format!("{:>5} {:>5} {:>5}", "@1", "@5", "MRR")).join(" "));
    let wanted = |name: &str| arguments.is_empty() || arguments.iter().any(|word| word == name);
    let engines = engines::NAMES.iter().filter(|name| wanted(name));
    for name in engines {
        match engines::run(name, &documents, &questions) {
            Some(answers) => show(name, &questions, &answers),
            None => println!("{name:<12} NOT RUN: `npm ci --prefix tests/benches/search` first"),
        }
    }
}

fn show(name: &str, questions: &[Question], answers: &Answers) {
    let columns = SETS.map(|set| {
        let ranks: Vec<Option<usize>> = questions
            .iter()
            .zip(&answers.found)
            .filter(|(question, _)| question.set == set)
            .map(|(question, found)| found.iter().position(|document| question.answers.contains(document)))
            .collect();
        let share =
            |most: usize| ranks.iter().flatten().filter(|rank| **rank < most).count() as f64 / ranks.len() as f64;
        let reciprocal: f64 = ranks.iter().flatten().map(|rank| 1.0 / (rank + 1) as f64).sum();
        format!("{:>5.2} {:>5.2} {:>5.2}", share(1), share(5), reciprocal / ranks.len() as f64)
    });
    let times = engines::percentiles(&answers.times);
    println!(
        "{name:<12} {}  index {:.1} s, {:.1} MB; a query {:.1} ms, p95 {:.1} ms",
        columns.join(" "),
        answers.seconds,
        answers.bytes as f64 / 1e6,
        times[0],
        times[1]
    );
    if std::env::var_os("CALLBOARD_MISSES").is_some() {
        for (question, found) in questions.iter().zip(&answers.found) {
            if !found.first().is_some_and(|first| question.answers.contains(first)) {
                println!("  {}: {} {:?} but {:?}", question.set, question.query, question.answers, found);
            }
        }
    }
}
