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
    let mut wrong = Vec::new();
    for (name, generate) in generators {
        let texts = SIZES.map(generate);
        let written = texts.each_ref().map(|text| markdown::render(text, &Anywhere).html.as_str().len());
        // What is written must not grow faster either, and is the same each time.
        if written[SIZES.len() - 1] > 24 * written[0].max(1) {
            wrong.push(format!("{name}: {written:?} bytes are written"));
        }
        let render = |text: &str| drop((markdown::render(text, &Anywhere), markdown::summarise(text, &NoFiles)));
        for (pair, sizes) in texts.windows(2).zip(SIZES.windows(2)) {
            let Some((ratio, _)) = cpu::ratio(&|| render(&pair[0]), &|| render(&pair[1]), MOST) else { return };
            if ratio > MOST {
                wrong.push(format!("{name}: {ratio:.2} times the time for {} instead of {} bytes", sizes[1], sizes[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
