//! The query language at scale: 100,000 entities and 1,000,000 relations, resolved, made ready and asked.
//!
//! ```text
//! cargo bench --bench query
//! ```
//!
//! With a folder after `--`, the files that the browser asks are written there; over those of a site that is already
//! built, they make its explorer one of this size.
//!
//! Reading the YAML is not measured here, though its memory counts: printed is the most that the process had so far.
//! Times of queries are medians of 15 runs.
//!
//! Seen: 100,750 entities, each with two thirds of the facts, and 1,072,000 relations take at most 685 MB when they are
//! read, 839 MB when they are resolved in 1.5 s, 1,145 MB when all is ready to be asked 2.0 s later, and 1,261 MB with
//! the files for browsers in hand. The dearest query took 17 ms; transitive ones took 8 to 10 ms, in Chromium as well.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench reads the clock and prints")]

#[path = "../support/asking.rs"]
mod asking;

use std::time::{Duration, Instant};

use callboard::{
    model::Snapshot,
    parse,
    query::{self, Ground, Today},
    resolve,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZE: asking::Size = asking::Size { things: 97_000, groups: 1_500, needs: 26 };

/// What is asked, cheap and dear.
const QUERIES: [&str; 14] = [
    "kind:component lifecycle:production -has:docs",
    "name:*-99*",
    "straße",
    "depends-on:component:default/component-90",
    "depends-on*:component:default/component-90",
    "depended-on-by*:component:default/component-90",
    "depends-on*:(kind:resource)",
    "depends-on*:(lifecycle:deprecated tag:java)",
    "related-to*:component:default/component-90",
    "owner*:group-0",
    "in:domain-0",
    "is:cyclic",
    "count(depends-on):>10 sort:-updated",
    "sort:title sort:-name",
];

fn main() {
    let snapshot = Snapshot::from_text("made-up", &asking::organisation(1, SIZE));
    let repo = snapshot.repo.clone();
    let options = parse::Options { catalog_files: vec!["**/*.yaml".to_owned()], descriptors: false };
    let (declarations, _) = parse::parse(&[snapshot], &options);
    println!("{} MB before, {} MB held", memory("VmHWM:"), memory("VmRSS:"));

    let ((catalog, _), resolved) = timed(|| resolve::resolve(vec![repo], declarations));
    let before = memory("VmHWM:");
    let relations: usize = catalog.entities().iter().map(|entity| entity.relations.len()).sum();
    let facts = asking::facts(&catalog, 1);
    let (ground, gathered) = timed(|| Ground::new(&catalog, &facts));
    println!("{} entities, {relations} relations, both directions counted", catalog.entities().len());
    println!("resolve {resolved:.1?}, {before} MB; gather {gathered:.1?}, {} MB", memory("VmHWM:"));

    let (files, written) = timed(|| ground.files());
    let bytes: usize = files.iter().map(|file| file.bytes.len()).sum();
    println!("{} files, {} kB, in {written:.1?}, {} MB", files.len(), bytes / 1000, memory("VmHWM:"));

    for folder in std::env::args().skip(1).filter(|argument| !argument.starts_with('-')) {
        for file in &files {
            let path = std::path::Path::new(&folder).join(file.path.as_str());
            std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("folders can be made");
            std::fs::write(path, &file.bytes).expect("files can be written");
        }
    }

    let today = Today::parse("2026-11-23").expect("a day");
    for text in QUERIES {
        let mut found = 0;
        let run = || {
            let start = Instant::now();
            let query = query::parse(text, ground.vocabulary()).expect("the query is right");
            found = query::answer(&ground, &query, today).len();
            start.elapsed()
        };
        println!("{:>10.2?} {found:>7}  {text}", median(run));
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..15).map(|_| run()).collect();
    times.sort();
    times[times.len() / 2]
}

/// Memory of this process in MB, on Linux only, else 0: `VmHWM:` is the most so far, `VmRSS:` what it has now.
fn memory(what: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
