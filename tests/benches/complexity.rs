//! What nasty Markdown costs as it grows: processor time at each size, and the ratio of each size to the one before.
//!
//! ```text
//! cargo bench --bench complexity                    # 1 kB to 1 MB
//! cargo bench --bench complexity -- footnotes links # those whose names have one of these words
//! ```
//!
//! A ratio above 2.5 stands with a mark, and then the program fails.

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

/// How much more a text may cost that is twice as long.
const MOST: f64 = 2.5;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let all = nasty::GENERATORS.into_iter().chain([("front matter", nasty::front_matter as nasty::Generator)]);
    println!("{:<44} {:>10} {:>9}  each doubling from 1 kB to 1 MB", "", "1 MB", "MB/s");
    let (mut steps, mut above, mut worst) = (0, 0, (0.0, ""));
    for (name, generate) in all {
        if !words.is_empty() && !words.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        let (ratios, last) = doublings(generate);
        let shown: Vec<String> = ratios.iter().map(|ratio| show(*ratio)).collect();
        println!("{name:<44} {:>7.1} ms {:>9.1}  {}", last / 1e6, 1e9 / last * 1.024, shown.join(" "));
        for ratio in ratios {
            steps += 1;
            above += usize::from(ratio > MOST);
            if ratio > worst.0 {
                worst = (ratio, name);
            }
        }
    }
    println!("{above} of {steps} doublings cost more than {MOST} times; the most is {:.2}, of {}", worst.0, worst.1);
    std::process::exit(i32::from(above > 0));
}

fn show(ratio: f64) -> String {
    format!("{ratio:.2}{}", if ratio > MOST { "!" } else { "" })
}

/// The ratio of each size to the one before; the time of the last in nanoseconds.
fn doublings(generate: nasty::Generator) -> (Vec<f64>, f64) {
    let render = |text: &str| drop((markdown::render(text, &Anywhere), markdown::summarise(text, &NoFiles)));
    let mut last = 0.0;
    let step = |doubling: usize| {
        let (short, long) = (generate(500 << doubling), generate(1_000 << doubling));
        let (ratio, cost) = cpu::ratio(&|| render(&short), &|| render(&long), MOST)?;
        last = cost;
        Some(ratio)
    };
    ((1..=10).filter_map(step).collect(), last)
}
