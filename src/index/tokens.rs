//! Text to search terms. The browser's tokeniser (`theme/scripts/search/1-tokens.js`) says the same, case by case.
//!
//! Text is folded (NFKD, accents dropped, NFC) and cut into chains: word characters, held together by single
//! `_`, `.` and `-`. A chain gives its parts, cut at joiners and at camelCase, and when there are several also
//! the compound of all and of those from each inner one on: `getUserName` gives `get`, `user`, `name`, `getusername`
//! and `username`, and `getusername ++`, which says how it is written. Scripts that write without spaces give pairs of characters.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Terms are cut after this many characters.
pub const LONGEST_TERM: usize = 40;

/// Chains of more parts than this, such as long paths, have no compound.
const MOST_PARTS: usize = 6;

/// Longer paths and addresses are known by their words alone.
const LONGEST_WRITTEN: usize = 200;

/// What a term is in its chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// One word, not the first of its chain.
    Part,
    /// All words of a chain, or those from an inner one on, written together.
    Compound,
    /// Two characters of a script that has no spaces.
    Gram,
    /// The first word of a chain.
    First,
    /// The compound of a chain, a space, and what holds its parts together: `_`, `.`, `-`, and `+` for camelCase.
    Shape,
}

/// What French and Italian shorten before a vowel.
const ELIDED: [&str; 12] = ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "dell", "un", "all"];

/// Gives every term of `text` to `each`, in the order of the text; a compound follows its parts.
pub fn tokenize(text: &str, each: &mut dyn FnMut(&str, Role)) {
    if text.is_ascii() { cut(text, text.as_bytes(), each) } else { cut("", &fold(text), each) }
}

/// Gives the paths, addresses and flags of `text` to `each`, each as one term: its longest word, so that it lies where that
/// is looked for, and a hash of all of it.
pub fn written(text: &str, each: &mut dyn FnMut(&str)) {
    let bytes = text.as_bytes();
    let within = |byte: &u8| byte.is_ascii_alphanumeric() || b"_./:@~+-".contains(byte);
    let mut end = 0;
    while let Some(sign) = bytes[end..].iter().position(|byte| matches!(byte, b'/' | b'-')).map(|more| end + more) {
        let start =
            end + bytes[end..sign].iter().rev().position(|byte| !within(byte)).map_or(0, |more| sign - end - more);
        end = bytes[sign..].iter().position(|byte| !within(byte)).map_or(bytes.len(), |more| sign + more);
        if let Some(term) = one_written(&text[start..end]) {
            each(&term);
        }
    }
}

/// The term of a path, an address or a flag, when `run` is one.
fn one_written(run: &str) -> Option<String> {
    let first = run.find(|c: char| c.is_ascii_alphanumeric())?;
    let body = run[first..].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let flag = run[..first].ends_with("--");
    let slashes = run.bytes().filter(|byte| *byte == b'/').count();
    let path = slashes > 1 || slashes == 1 && !body.contains('/');
    if body.len() > LONGEST_WRITTEN || !(flag || path) {
        return None;
    }
    let scheme = body.split_once("://").filter(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let path = scheme.map_or(body, |(_, rest)| rest).to_ascii_lowercase();
    let before = if flag {
        "--"
    } else if path.contains('/') {
        ""
    } else {
        "/"
    };
    let mut longest = String::new();
    tokenize(body, &mut |term, role| {
        if matches!(role, Role::First | Role::Part) && term.len() > longest.len() {
            term.clone_into(&mut longest);
        }
    });
    Some(format!("{longest} /{:04x}", hash(before.bytes().chain(path.bytes()))))
}

/// The lower 16 bits of FNV-1a.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |value: u32, byte| (value ^ u32::from(byte)).wrapping_mul(0x0100_0193)) & 0xffff
}

/// The words of `text`, without compounds.
pub fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    tokenize(text, &mut |term, role| {
        if !matches!(role, Role::Compound | Role::Shape) {
            parts.push(term.to_owned());
        }
    });
    parts
}

/// Cuts folded text. `text` is the same as text where it is ASCII.
fn cut<L: Letter>(text: &str, letters: &[L], each: &mut dyn FnMut(&str, Role)) {
    let mut chain = Chain::default();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        if chain.text.is_empty()
            && let Some(word) = L::plain(text, at)
        {
            each(word, Role::First);
            at += word.len();
        } else if letter.is_word() && !letter.is_dense() {
            if at > 0 && splits(letters, at) {
                chain.cut('+');
            }
            letter.push_folded(&mut chain.text);
            at += 1;
        } else if letter.is_dense() {
            chain.finish(each);
            at = grams(letters, at, each);
        } else {
            match joins(letters, at) {
                false => chain.finish(each),
                true if letter.is_apostrophe() => chain.elide(),
                true => chain.cut((*letter).into()),
            }
            at += 1;
        }
    }
    chain.finish(each);
}

/// A character of folded text. Most text is ASCII, and its bytes are read several times as quickly as characters.
trait Letter: Copy + Into<char> {
    fn is_word(self) -> bool;
    fn is_upper(self) -> bool;
    fn is_lower(self) -> bool;
    fn is_digit(self) -> bool;
    /// Whether its script is written without spaces.
    fn is_dense(self) -> bool;
    /// Appends it in lower case.
    fn push_folded(self, text: &mut String);
    /// The word that begins at `at`, when it is a chain of its own and a term as it stands. Most are, and need not be
    /// put together.
    fn plain(text: &str, at: usize) -> Option<&str>;

    fn is_apostrophe(self) -> bool {
        matches!(self.into(), '\'' | '’')
    }
}

impl Letter for u8 {
    fn is_word(self) -> bool {
        self.is_ascii_alphanumeric()
    }

    fn is_upper(self) -> bool {
        self.is_ascii_uppercase()
    }

    fn is_lower(self) -> bool {
        self.is_ascii_lowercase()
    }

    fn is_digit(self) -> bool {
        self.is_ascii_digit()
    }

    fn is_dense(self) -> bool {
        false
    }

    fn push_folded(self, text: &mut String) {
        text.push(char::from(self.to_ascii_lowercase()));
    }

    fn plain(text: &str, at: usize) -> Option<&str> {
        let rest = &text.as_bytes()[at..];
        let ends = |byte: &u8| !(byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let length = rest.iter().position(ends).unwrap_or(rest.len());
        let alone = match rest.get(length) {
            Some(next) => !next.is_ascii_uppercase() && !joins(rest, length),
            None => true,
        };
        ((1..=LONGEST_TERM).contains(&length) && alone).then(|| &text[at..at + length])
    }
}

impl Letter for char {
    fn is_word(self) -> bool {
        if self.is_ascii() { self.is_ascii_alphanumeric() } else { self.is_alphanumeric() || is_combining_mark(self) }
    }

    fn is_upper(self) -> bool {
        self.is_uppercase()
    }

    fn is_lower(self) -> bool {
        self.is_lowercase()
    }

    fn is_digit(self) -> bool {
        self.is_numeric()
    }

    /// Thai to Myanmar, Khmer, kana, Han and Hangul.
    fn is_dense(self) -> bool {
        matches!(self,
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}')
    }

    fn push_folded(self, text: &mut String) {
        match self.is_ascii() {
            true => text.push(self.to_ascii_lowercase()),
            false => text.extend(self.to_lowercase().map(|c| if c == 'ς' { 'σ' } else { c })),
        }
    }

    fn plain(_: &str, _: usize) -> Option<&str> {
        None
    }
}

/// Lower-case words held together by joiners or camelCase.
#[derive(Default)]
struct Chain {
    text: String,
    /// Where each part ends in `text`; the last one is still open.
    ends: Vec<usize>,
    /// What stands after each part.
    joints: String,
}

impl Chain {
    fn cut(&mut self, joint: char) {
        if self.text.len() > self.ends.last().copied().unwrap_or(0) {
            self.ends.push(self.text.len());
            self.joints.push(joint);
        }
    }

    /// Drops what stands before an apostrophe when it is an article or the like: `l'équipe` is `équipe`.
    fn elide(&mut self) {
        if self.ends.is_empty() && ELIDED.contains(&self.text.as_str()) {
            self.text.clear();
        }
    }

    fn finish(&mut self, each: &mut dyn FnMut(&str, Role)) {
        self.cut(' ');
        let mut start = 0;
        for end in &self.ends {
            each(shorten(&self.text[start..*end]), if start == 0 { Role::First } else { Role::Part });
            start = *end;
        }
        if (2..=MOST_PARTS).contains(&self.ends.len()) {
            let whole = self.compound(0);
            each(shorten(&whole), Role::Compound);
            let joints = self.joints.trim_end();
            if !whole.starts_with(char::is_numeric) && joints.contains(['_', '.', '+']) {
                each(&format!("{} {joints}", shorten(&whole)), Role::Shape);
            }
            for first in 1..self.ends.len() - 1 {
                let part = &self.text[self.ends[first - 1]..self.ends[first]];
                if !part.starts_with(char::is_numeric) {
                    each(shorten(&self.compound(first)), Role::Compound);
                }
            }
        }
        self.text.clear();
        self.ends.clear();
        self.joints.clear();
    }

    /// The parts from `first` on together; a dot stays between digits, so that `1.10` is not `11.0`.
    fn compound(&self, first: usize) -> String {
        let mut compound = String::with_capacity(self.text.len() + 4);
        let mut start = if first == 0 { 0 } else { self.ends[first - 1] };
        for end in &self.ends[first..] {
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

/// Compatibility forms and accents are dropped; what remains is composed again. ASCII stays as it is, because only
/// the dropped accents could change it.
fn fold(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, tail) = rest.split_at(rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len()));
        let (wide, tail) = tail.split_at(tail.bytes().position(|byte| byte.is_ascii()).unwrap_or(tail.len()));
        chars.extend(plain.chars());
        chars.extend(wide.nfkd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).nfc());
        rest = tail;
    }
    chars
}

/// Whether the letter at `at` stands between two of words and holds them together.
fn joins<L: Letter>(letters: &[L], at: usize) -> bool {
    let word = |letter: Option<&L>| letter.is_some_and(|letter| letter.is_word() && !letter.is_dense());
    (matches!(letters[at].into(), '_' | '.' | '-') || letters[at].is_apostrophe())
        && at > 0
        && word(letters.get(at - 1))
        && word(letters.get(at + 1))
}

/// Whether a part begins at `at` by camelCase: `get|User`, `HTTP|Server`, but not `AP|Is`.
fn splits<L: Letter>(letters: &[L], at: usize) -> bool {
    if !letters[at].is_upper() {
        return false;
    }
    let before = letters[at - 1];
    if before.is_lower() || before.is_digit() {
        return true;
    }
    let Some(next) = letters.get(at + 1) else { return false };
    let plural = (*next).into() == 's' && !letters.get(at + 2).is_some_and(|letter| letter.is_word());
    before.is_upper() && next.is_lower() && !plural
}

/// The pairs of a run of letters without spaces; gives where the run ends.
fn grams<L: Letter>(letters: &[L], start: usize, each: &mut dyn FnMut(&str, Role)) -> usize {
    let length = letters[start..].iter().take_while(|letter| letter.is_dense()).count();
    let run = &letters[start..start + length];
    let text = |letters: &[L]| letters.iter().map(|letter| (*letter).into()).collect::<String>();
    if length == 1 {
        each(&text(run), Role::Gram);
    }
    for pair in run.windows(2) {
        each(&text(pair), Role::Gram);
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
            ("getUserName", "get user name +getusername ~getusername_++ +username"),
            ("HTTPServer2Go APIs", "http server2 go +httpserver2go ~httpserver2go_++ +server2go apis"),
            (
                "payment-service snake_case a.b.c",
                "payment service +paymentservice snake case +snakecase ~snakecase__ a b c +abc ~abc_.. +bc",
            ),
            ("v1.10.2 2026-11-02", "v1 10 2 +v1.10.2 ~v1.10.2_.. 2026 11 02 +2026.11.02"),
            ("src/main.rs -- x- -y", "src main rs +mainrs ~mainrs_. x y"),
            ("Café naïve ﬁne Straße", "cafe naive fine straße"),
            ("don't user’s 'quoted'", "dont users quoted"),
            ("l’équipe d'APIs O'Neill", "equipe apis oneill"),
            ("ΟΔΟΣ", "οδοσ"),
            ("東京都 は 한국어", "=東京 =京都 =は =한국 =국어"),
            ("__proto__ constructor", "proto constructor"),
            ("Añadir l’été-APIs e\u{301}t Ⅳ", "anadir ete apis +eteapis et iv"),
            ("", ""),
        ] {
            let [mut terms, mut wide] = [Vec::new(), Vec::new()];
            let sign = |term: &str, role| format!("{}{term}", ["", "+", "=", "", "~"][role as usize]).replace(' ', "_");
            tokenize(text, &mut |term, role| terms.push(sign(term, role)));
            cut("", &fold(text), &mut |term, role| wide.push(sign(term, role)));
            assert_eq!(terms.join(" "), expected, "{text}");
            assert_eq!(wide, terms, "bytes and characters are cut alike: {text}");
        }
    }
}
