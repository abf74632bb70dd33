//! What nasty Markdown costs as it grows: processor time at each size, and the ratio of each size to the one before.
//!
//! ```text
//! cargo bench --bench complexity                    # 1 kB to 1 MB
//! cargo bench --bench complexity -- footnotes links # those whose names have one of these words
//! ```
//!
//! A ratio above 2.5 stands with a mark; below 50 µs it says nothing and stands in brackets.

#![expect(clippy::print_stdout, reason = "a bench prints")]

use callboard::markdown::{self, NoFiles, Resolve, Target};

#[path = "../support/cpu.rs"]
mod cpu;
#[path = "../support/nasty.rs"]
mod nasty;

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Links that all lead somewhere.
struct Anywhere;

impl Resolve for Anywhere {
    fn link(&self, _destination: &str) -> Target {
        Target::Href("x.html".to_owned())
    }

    fn image(&self, _destination: &str) -> Target {
        Target::Href("x.png".to_owned())
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let all = nasty::GENERATORS.into_iter().chain([("front matter", nasty::front_matter as nasty::Generator)]);
    println!("{:<44} {:>10} {:>9}  each doubling from 1 kB to 1 MB", "", "1 MB", "MB/s");
    let (mut worst, mut worst_name) = (0.0, "");
    for (name, generate) in all {
        if !words.is_empty() && !words.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        let (ratios, last) = doublings(generate);
        let shown: Vec<String> = ratios.iter().map(|(ratio, long)| show(*ratio, *long)).collect();
        println!("{name:<44} {:>7.1} ms {:>9.1}  {}", last / 1e6, 1e9 / last * 1.024, shown.join(" "));
        for (ratio, _) in ratios.into_iter().filter(|(_, long)| *long) {
            if ratio > worst {
                (worst, worst_name) = (ratio, name);
            }
        }
    }
    println!("the largest ratio is {worst:.2}, of {worst_name}");
}

fn show(ratio: f64, long: bool) -> String {
    match (long, ratio > 2.5) {
        (false, _) => format!("({ratio:.1})"),
        (true, true) => format!("{ratio:.1}!"),
        (true, false) => format!("{ratio:.1}"),
    }
}

/// Each ratio, and whether the time was long enough to mean something; the time of the last in nanoseconds.
fn doublings(generate: nasty::Generator) -> (Vec<(f64, bool)>, f64) {
    let mut ratios = Vec::new();
    let mut before = least(&generate(1_000));
    for doubling in 1..=10 {
        let now = least(&generate(1_000 << doubling));
        ratios.push((now / before, before > 50_000.0));
        before = now;
    }
    (ratios, before)
}

/// The least of five measurements.
fn least(text: &str) -> f64 {
    let render = || drop((markdown::render(text, &Anywhere), markdown::summarise(text, &NoFiles)));
    (0..5).filter_map(|_| cpu::cost(&render)).fold(f64::INFINITY, f64::min)
}
