//! Text that reads and compresses roughly like technical writing, the same for the same seed.

#[path = "dice.rs"]
mod dice;

use dice::Dice;

/// A number below `end`, small ones far more often, as words are distributed (Zipf).
fn skewed(dice: &mut Dice, end: usize) -> usize {
    let uniform = dice.below(1 << 20) as f64 / f64::from(1 << 20);
    (((end as f64 + 1.0).powf(uniform) - 1.0) as usize).min(end - 1)
}

/// The most frequent words first.
const WORDS: &str = "the to of and a in is for that with on be as this are by it or from an when can you service not \
    use must which each request will data if all system at one only team we before has after new more error run \
    value default name version after queue event time set configuration deploy cluster user access database api \
    token key message client server build test release change customer order payment account schema field table \
    index cache limit retry timeout alert metric log trace incident runbook owner review policy secret backup \
    restore migrate rollback scale replica region zone network gateway proxy route header body response status \
    worker batch job schedule pipeline artifact container image registry node pod volume storage bucket object \
    file path folder branch commit merge tag feature flag experiment rollout canary traffic latency throughput \
    budget capacity quota cost invoice ledger balance refund transfer settlement fraud risk score rule engine model \
    training inference pipeline vector embedding search ranking relevance session cookie login password identity \
    provider role permission scope audit compliance retention encryption certificate rotation vault endpoint webhook \
    callback subscription topic partition offset consumer producer broker stream snapshot checkpoint state machine \
    workflow approval notification email template form page component library framework dependency upgrade";

/// What words that have no meaning are put together from.
const SYLLABLES: &str = "al an ar ba be bo ca ce co da de di do el en er fa fi fo ga ge go ha he hi in is ka ke la le \
    li lo ma me mi mo na ne no or pa pe po ra re ri ro sa se si so ta te ti to un ur va ve vi wa we za ze zo";

/// Distinct words.
const VOCABULARY: usize = 12_000;

/// A writer with a vocabulary.
pub struct Writer {
    words: Vec<String>,
    /// What decides.
    pub dice: Dice,
}

impl Writer {
    /// A writer whose texts `seed` decides.
    pub fn new(seed: u64) -> Self {
        let syllables: Vec<&str> = SYLLABLES.split_whitespace().collect();
        let mut words: Vec<String> = WORDS.split_whitespace().map(str::to_owned).collect();
        let mut dice = Dice::new(0);
        while words.len() < VOCABULARY {
            let length = 2 + dice.below(3);
            words.push((0..length).map(|_| dice.pick(&syllables)).collect());
        }
        Self { words, dice: Dice::new(seed) }
    }

    /// A word, frequent ones more often.
    pub fn word(&mut self) -> &str {
        let number = skewed(&mut self.dice, self.words.len());
        &self.words[number]
    }

    /// A few words, the first with a capital.
    pub fn phrase(&mut self, most: usize) -> String {
        let count = 2 + self.dice.below(most.saturating_sub(1));
        let words: Vec<String> = (0..count).map(|_| self.word().to_owned()).collect();
        capital(&words.join(" "))
    }

    /// A paragraph of a few sentences with some markup.
    pub fn paragraph(&mut self) -> String {
        let sentences: Vec<String> = (0..2 + self.dice.below(3)).map(|_| self.sentence()).collect();
        sentences.join(" ")
    }

    fn sentence(&mut self) -> String {
        let words: Vec<String> = (0..7 + self.dice.below(12))
            .map(|_| match self.dice.below(40) {
                0 => format!("`{}_{}`", self.word().to_owned(), self.word().to_owned()),
                1 => format!("**{}**", self.word()),
                _ => self.word().to_owned(),
            })
            .collect();
        format!("{}.", capital(&words.join(" ")))
    }

    /// A page of Markdown of about 2.5 kB with links to `others`, relative paths.
    pub fn page(&mut self, title: &str, others: &[String]) -> String {
        let mut page = format!("# {title}\n\n{}\n", self.paragraph());
        for section in 0..4 + self.dice.below(3) {
            page.push_str(&format!("\n## {}\n\n{}\n\n{}\n", self.phrase(4), self.paragraph(), self.paragraph()));
            match section {
                1 => page.push_str(&self.list(others)),
                2 => page.push_str(&self.code()),
                3 => page.push_str(&self.table()),
                _ => {}
            }
        }
        page
    }

    fn list(&mut self, others: &[String]) -> String {
        let links: Vec<&String> = others.iter().skip(self.dice.below(others.len())).take(4).collect();
        links.iter().map(|path| format!("- [{}]({path}): {}\n", self.phrase(3), self.sentence())).collect()
    }

    fn code(&mut self) -> String {
        let lines: String = (0..6)
            .map(|line| format!("  {}_{line}: \"{}\"\n", self.word().to_owned(), self.word().to_owned()))
            .collect();
        format!("\n```yaml\nsettings:\n{lines}```\n")
    }

    fn table(&mut self) -> String {
        let rows: String = (0..4).map(|_| format!("| `{}` | {} |\n", self.word().to_owned(), self.phrase(5))).collect();
        format!("\n| Key | Meaning |\n|---|---|\n{rows}")
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
