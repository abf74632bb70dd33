//! What was asked, as `theme/scripts/search/3-parse.js` reads it.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{
    small::{asks, is_asking, is_small},
    store::Manifest,
};
use crate::index::tokens::{self, Role, tokenize};

/// Characters of a query that are read.
pub const LONGEST_QUERY: usize = 1000;

/// Words that are searched for.
const MOST_WORDS: usize = 24;

/// In a query of more words the small ones are left out.
const MOST_WHOLE: usize = 8;

/// Words of a run that is looked for as one.
const LONGEST_RUN: usize = 4;

/// What ECMAScript calls space, as a class of a regular expression.
const SPACE: &str = r"\t\n\x0b\x0c\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}";

static FILTER: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(r#"(^|[{SPACE}])(-?)([0-9A-Za-z_-]+):(?:"([^"]*)"|([^{SPACE}]+))"#);
    Regex::new(&pattern).expect("the pattern is valid")
});

static CLOSED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r#"[{SPACE}"?!.,;:)\]}}>]\z"#)).expect("the pattern is valid"));

/// A word of a query.
#[derive(Debug, Default)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) compound: Option<String>,
    /// The compound, and how it is written.
    pub(super) shape: Option<String>,
    pub(super) synonyms: Vec<Vec<String>>,
    pub(super) joints: Vec<Joint>,
    /// Whether the reader may still be typing it.
    pub(super) open: bool,
    pub(super) dense: bool,
    /// Whether it is meant as it is written.
    pub(super) quoted: bool,
    /// Whether it says little of what is looked for.
    pub(super) small: bool,
}

/// Two neighbours written as one word, and the first of them.
#[derive(Clone, Debug)]
pub(super) struct Joint {
    pub(super) text: String,
    pub(super) first: String,
}

impl Word {
    /// Its length as ECMAScript counts.
    pub(super) fn length(&self) -> usize {
        length(&self.text)
    }
}

/// The length of a text as ECMAScript counts.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// `key:value`, or without it.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) not: bool,
}

/// A query.
#[derive(Debug)]
pub(super) struct Query {
    pub(super) words: Vec<Word>,
    pub(super) phrases: Vec<Vec<String>>,
    /// The terms of paths, addresses and flags.
    pub(super) written: Vec<String>,
    pub(super) filters: Vec<Filter>,
}

pub(super) fn parse(text: &str, manifest: &Manifest) -> Query {
    let short: String = text.chars().take(LONGEST_QUERY).collect();
    let mut filters = Vec::new();
    let rest = FILTER.replace_all(&short, |found: &Captures<'_>| {
        let key = found[3].to_lowercase();
        if !manifest.keys.contains(&key) {
            return found[0].to_owned();
        }
        let value = found.get(4).or_else(|| found.get(5)).map_or("", |value| value.as_str()).to_lowercase();
        filters.push(Filter { key, value, not: &found[2] == "-" });
        found[1].to_owned()
    });
    let (mut words, mut phrases, mut written) = (Vec::new(), Vec::new(), Vec::new());
    let pieces: Vec<&str> = rest.split('"').collect();
    for (place, piece) in pieces.iter().enumerate() {
        let quoted = place % 2 == 1 && place + 1 < pieces.len();
        let found = words_of(piece, quoted);
        if !quoted {
            tokens::written(piece, &mut |term| written.push(term.to_owned()));
        }
        if quoted && !found.is_empty() {
            phrases.push(found.iter().map(|word| word.text.clone()).collect());
        }
        words.extend(found);
    }
    if !CLOSED.is_match(&rest)
        && let Some(last) = words.last_mut()
    {
        last.open = true;
    }
    translate(&mut words, &manifest.synonyms);
    weigh(&mut words, &manifest.languages);
    if words.len() > MOST_WHOLE {
        words.retain(|word| !word.small);
    }
    words.truncate(MOST_WORDS);
    join(&mut words);
    written.truncate(MOST_WORDS);
    Query { words, phrases, written, filters }
}

fn words_of(text: &str, quoted: bool) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut first = 0;
    tokenize(text, &mut |term, role| match role {
        Role::Compound => {
            let chain = words[first..].iter_mut().filter(|word| word.compound.is_none() && !quoted);
            chain.for_each(|word| word.compound = Some(term.to_owned()));
        }
        Role::Shape => {
            words[first..].iter_mut().filter(|_| !quoted).for_each(|word| word.shape = Some(term.to_owned()))
        }
        Role::First | Role::Part | Role::Gram => {
            if role != Role::Part {
                first = words.len();
            }
            words.push(Word { text: term.to_owned(), dense: role == Role::Gram, quoted, ..Word::default() });
        }
    });
    words
}

/// Gives words what else the site says for them.
fn translate(words: &mut [Word], groups: &[Vec<Vec<String>>]) {
    for forms in groups {
        for (own, form) in forms.iter().enumerate() {
            for at in 0..(words.len() + 1).saturating_sub(form.len()) {
                let run = &mut words[at..at + form.len()];
                if !run.iter().zip(form).all(|(word, text)| word.text == *text && !word.quoted) {
                    continue;
                }
                for word in run {
                    let others = forms.iter().enumerate().filter(|(place, _)| *place != own);
                    word.synonyms.extend(others.map(|(_, other)| other.clone()));
                }
            }
        }
    }
}

/// Marks the small words among others.
fn weigh(words: &mut [Word], languages: &[String]) {
    let small = |word: &Word| !word.open && !word.quoted && is_small(&word.text, languages);
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let question = languages.iter().any(|language| language == "en") && asks(&texts);
    let asking = |place: usize, word: &Word| question && !word.quoted && is_asking(&word.text, place, words.len());
    let marks: Vec<bool> = words.iter().enumerate().map(|(place, word)| small(word) || asking(place, word)).collect();
    if marks.contains(&false) {
        words.iter_mut().zip(marks).for_each(|(word, small)| word.small = small);
    }
}

/// Whether two neighbours may be written as one.
fn joins(one: &Word, two: &Word) -> bool {
    let digits = one.text.ends_with(char::is_numeric) && two.text.starts_with(char::is_numeric);
    !digits && [one, two].iter().all(|word| !word.quoted && !word.dense)
}

/// Gives neighbours what they are as one word: `user name` is also `username`.
fn join(words: &mut [Word]) {
    for at in 1..words.len() {
        let [one, two] = &mut words[at - 1..=at] else { continue };
        let text = format!("{}{}", one.text, two.text);
        let known = [&one, &two].iter().all(|word| word.compound.as_ref() == Some(&text));
        if known || !joins(one, two) {
            continue;
        }
        let joint = Joint { text, first: one.text.clone() };
        one.joints.push(joint.clone());
        two.joints.push(joint);
    }
}

/// Runs of three or four words as one, where that is not how they were written.
pub(super) fn runs(words: &[Word]) -> Vec<Joint> {
    let mut found = Vec::new();
    for (from, first) in words.iter().enumerate() {
        let mut text = first.text.clone();
        for to in from + 1..words.len().min(from + LONGEST_RUN) {
            if !joins(&words[to - 1], &words[to]) {
                break;
            }
            text.push_str(&words[to].text);
            if to > from + 1 && first.compound.as_ref() != Some(&text) {
                found.push(Joint { text: text.clone(), first: first.text.clone() });
            }
        }
    }
    found
}
