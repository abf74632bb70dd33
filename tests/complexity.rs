//! Documents that are made to be slow cost time in proportion to their length. No clock on a wall is asked, and no
//! number of seconds expected: what is compared is the time that this thread had on a processor, for a text and for one
//! that is twice as long, where a quadratic cost would show as 4. `benches/complexity.rs` does so from 1 kB to 1 MB.

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

/// How much more a text may cost that is twice as long.
const MOST: f64 = 2.5;

/// Bytes of the texts, each twice as long as the one before.
const SIZES: [usize; 5] = [12_000, 24_000, 48_000, 96_000, 192_000];

#[test]
fn time_grows_with_length() {
    let generators = nasty::GENERATORS.into_iter().chain([("front matter", nasty::front_matter as nasty::Generator)]);
    let (mut wrong, mut suspects) = (Vec::new(), Vec::new());
    for (name, generate) in generators {
        let texts = SIZES.map(generate);
        let written = texts.each_ref().map(|text| markdown::render(text, &Anywhere).html.as_str().len());
        // What is written must not grow faster either, and is the same each time.
        if written[SIZES.len() - 1] > 24 * written[0].max(1) {
            wrong.push(format!("{name}: {written:?} bytes are written"));
        }
        for pair in texts.windows(2) {
            let Some(ratio) = growth(pair) else { return };
            if ratio > MOST {
                suspects.push((name, pair.to_vec()));
            }
        }
    }
    // A neighbour that takes the caches away has gone by now; what is truly slower is so still.
    for (name, pair) in suspects {
        let ratio = growth(&pair).expect("the clock was there before");
        if ratio > MOST {
            let [less, more] = [pair[0].len(), pair[1].len()];
            wrong.push(format!("{name}: {ratio:.2} times the time for {more} instead of {less} bytes"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How much more the second of two texts costs than the first; nothing where a thread's time is not to be had.
fn growth(pair: &[String]) -> Option<f64> {
    let render = |text: &str| drop((markdown::render(text, &Anywhere), markdown::summarise(text, &NoFiles)));
    cpu::ratio(&|| render(&pair[0]), &|| render(&pair[1]), MOST).map(|(ratio, _)| ratio)
}
