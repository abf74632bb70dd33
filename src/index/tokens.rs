//! Text to search terms. The browser's tokeniser (`theme/scripts/search/tokens.js`) says the same, case by case.
//!
//! Text is folded (NFKD, accents dropped, NFC) and cut into chains: word characters, held together by single
//! `_`, `.` and `-`. A chain gives its parts, cut at joiners and at camelCase, and when there are several also
//! the compound of all: `getUserName` gives `get`, `user`, `name` and `getusername`. Scripts that write without
//! spaces give pairs of characters.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Terms are cut after this many characters.
pub const LONGEST_TERM: usize = 40;

/// Chains of more parts than this, such as long paths, have no compound.
const MOST_PARTS: usize = 6;

/// What a term is in its chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// One word.
    Part,
    /// All words of a chain, written together.
    Compound,
    /// Two characters of a script that has no spaces.
    Gram,
}

/// Gives every term of `text` to `each`, in the order of the text; a compound follows its parts.
pub fn tokenize(text: &str, each: &mut dyn FnMut(&str, Role)) {
    let chars = fold(text);
    let mut chain = Chain::default();
    let mut at = 0;
    while at < chars.len() {
        if is_dense(chars[at]) {
            chain.finish(each);
            at = grams(&chars, at, each);
        } else if is_word(chars[at]) {
            if at > 0 && splits(&chars, at) {
                chain.cut();
            }
            chain.push(chars[at]);
            at += 1;
        } else if !joins(&chars, at) {
            chain.finish(each);
            at += 1;
        } else {
            if !is_apostrophe(chars[at]) {
                chain.cut();
            }
            at += 1;
        }
    }
    chain.finish(each);
}

/// Lower-case words held together by joiners or camelCase.
#[derive(Default)]
struct Chain {
    text: String,
    /// Where each part ends in `text`; the last one is still open.
    ends: Vec<usize>,
}

impl Chain {
    fn push(&mut self, c: char) {
        self.text.extend(c.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c }));
    }

    fn cut(&mut self) {
        if self.text.len() > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(self.text.len());
        }
    }

    fn finish(&mut self, each: &mut dyn FnMut(&str, Role)) {
        self.cut();
        let mut start = 0;
        for end in &self.ends {
            each(shorten(&self.text[start..*end]), Role::Part);
            start = *end;
        }
        if (2..=MOST_PARTS).contains(&self.ends.len()) {
            each(shorten(&self.compound()), Role::Compound);
        }
        self.text.clear();
        self.ends.clear();
    }

    /// All parts together; a dot stays between digits, so that `1.10` is not `11.0`.
    fn compound(&self) -> String {
        let mut compound = String::with_capacity(self.text.len() + 4);
        let mut start = 0;
        for end in &self.ends {
            let part = &self.text[start..*end];
            let digits = compound.ends_with(char::is_numeric) && part.starts_with(char::is_numeric);
            if digits {
                compound.push('.');
            }
            compound.push_str(part);
            start = *end;
        }
        compound
    }
}

/// Compatibility forms and accents are dropped; what remains is composed again.
fn fold(text: &str) -> Vec<char> {
    if text.is_ascii() {
        return text.chars().collect();
    }
    text.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).nfc().collect()
}

fn is_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() || is_combining_mark(c) }
}

/// Scripts written without spaces: Thai to Myanmar, Khmer, kana, Han and Hangul.
fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '’'
}

/// Whether the character at `at` stands between two word characters and holds them together.
fn joins(chars: &[char], at: usize) -> bool {
    let word = |c: Option<&char>| c.is_some_and(|c| is_word(*c) && !is_dense(*c));
    (matches!(chars[at], '_' | '.' | '-') || is_apostrophe(chars[at]))
        && at > 0
        && word(chars.get(at - 1))
        && word(chars.get(at + 1))
}

/// Whether a part begins at `at` by camelCase: `get|User`, `HTTP|Server`, but not `AP|Is`.
fn splits(chars: &[char], at: usize) -> bool {
    let (before, c) = (chars[at - 1], chars[at]);
    if !c.is_uppercase() {
        return false;
    }
    if before.is_lowercase() || before.is_numeric() {
        return true;
    }
    let Some(next) = chars.get(at + 1) else { return false };
    let plural = *next == 's' && !chars.get(at + 2).is_some_and(|c| is_word(*c));
    before.is_uppercase() && next.is_lowercase() && !plural
}

/// The pairs of a run of characters without spaces; gives where the run ends.
fn grams(chars: &[char], start: usize, each: &mut dyn FnMut(&str, Role)) -> usize {
    let length = chars[start..].iter().take_while(|c| is_dense(**c)).count();
    let run = &chars[start..start + length];
    if length == 1 {
        each(&String::from(run[0]), Role::Gram);
    }
    for pair in run.windows(2) {
        each(&pair.iter().collect::<String>(), Role::Gram);
    }
    start + length
}

fn shorten(term: &str) -> &str {
    if term.len() <= LONGEST_TERM {
        return term;
    }
    term.char_indices().nth(LONGEST_TERM).map_or(term, |(end, _)| &term[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_terms() {
        for (text, expected) in [
            ("Hello, World!", "hello world"),
            ("getUserName", "get user name +getusername"),
            ("HTTPServer2Go APIs", "http server2 go +httpserver2go apis"),
            ("payment-service snake_case a.b.c", "payment service +paymentservice snake case +snakecase a b c +abc"),
            ("v1.10.2 2026-11-02", "v1 10 2 +v1.10.2 2026 11 02 +2026.11.02"),
            ("src/main.rs -- x- -y", "src main rs +mainrs x y"),
            ("Café naïve ﬁne Straße", "cafe naive fine straße"),
            ("don't user’s 'quoted'", "dont users quoted"),
            ("ΟΔΟΣ", "οδοσ"),
            ("東京都 は 한국어", "=東京 =京都 =は =한국 =국어"),
            ("__proto__ constructor", "proto constructor"),
            ("", ""),
        ] {
            let mut terms = Vec::new();
            tokenize(text, &mut |term, role| {
                let sign = ["", "+", "="][role as usize];
                terms.push(format!("{sign}{term}"));
            });
            assert_eq!(terms.join(" "), expected, "{text}");
        }
    }
}
