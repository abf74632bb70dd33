//! Documents that are made to be slow cost time in proportion to their length. No clock on a wall is asked, and no
//! number of seconds expected: what is compared is the time that this thread had on a processor, for a text and for one
//! that is sixteen times as long, where a quadratic cost would show as 256. `benches/complexity.rs` prints the figures.

use callboard::markdown::{self, NoFiles, Resolve, Target};

use crate::support::{cpu, nasty};

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

/// 2.5 for each doubling, as the bench has it.
const MOST: f64 = 2.5 * 2.5 * 2.5 * 2.5;

/// Bytes of the shorter text; the longer has sixteen times as many.
const SHORT: usize = 12_000;

/// How much more the second costs than the first. The least of each counts, since whatever else happens only adds to
/// it; it is tried again as long as the answer is more than `enough`, and at most eight times.
fn ratio(first: &dyn Fn(), second: &dyn Fn(), enough: f64) -> f64 {
    let (mut least, mut most) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..8 {
        let (Some(short), Some(long)) = (cpu::cost(first), cpu::cost(second)) else { return 0.0 };
        least = least.min(short);
        most = most.min(long);
        if most / least <= enough {
            break;
        }
    }
    most / least
}

#[test]
fn time_grows_with_length() {
    let generators = nasty::GENERATORS.into_iter().chain([("front matter", nasty::front_matter as nasty::Generator)]);
    let mut wrong = Vec::new();
    for (name, generate) in generators {
        let (short, long) = (generate(SHORT), generate(16 * SHORT));
        let (small, large) = (markdown::render(&short, &Anywhere), markdown::render(&long, &Anywhere));
        // What is written must not grow faster either, and is the same each time.
        let written = large.html.as_str().len() as f64 / small.html.as_str().len().max(1) as f64;
        if written > 24.0 {
            wrong.push(format!("{name}: {written:.0} times as much is written"));
        }
        let render = |text: &str| drop((markdown::render(text, &Anywhere), markdown::summarise(text, &NoFiles)));
        let ratio = ratio(&|| render(&short), &|| render(&long), MOST);
        if ratio > MOST {
            wrong.push(format!("{name}: {ratio:.0} times as long"));
        }
    }
    assert!(wrong.is_empty(), "for sixteen times the text:\n{}", wrong.join("\n"));
}
