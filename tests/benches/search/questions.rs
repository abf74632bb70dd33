//! Questions whose answer is known: each was made from a document, and is answered when that document, or another
//! of the same title, heading or sentence, is found.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{dice::Dice, documents::Document};

/// Questions of one set at most.
const MOST: usize = 300;

/// As many documents may answer a question.
const MOST_ANSWERS: usize = 3;

/// A question.
#[derive(Serialize)]
pub struct Question {
    pub set: &'static str,
    pub query: String,
    pub answers: Vec<usize>,
}

/// The sets in the order of the table.
pub const SETS: [&str; 6] = ["title", "prefix", "heading", "one typo", "two typos", "sentence"];

/// All questions over some documents.
pub fn ask(documents: &[Document]) -> Vec<Question> {
    let titles = group(documents.iter().enumerate().map(|(number, document)| (document.title.clone(), number)));
    let headings = documents.iter().enumerate().flat_map(|(number, document)| {
        document.sections.iter().filter_map(move |(heading, _)| Some((heading.clone()?, number)))
    });
    let headings = group(headings.filter(|(heading, _)| heading.split_whitespace().count() >= 2));
    let sentences =
        group(documents.iter().enumerate().filter_map(|(number, document)| Some((sentence(document)?, number))));
    let mut questions = Vec::new();
    let mut add = |set: &'static str, seed: u64, source: &BTreeMap<String, Vec<usize>>, make: &Make<'_>| {
        let mut chance = Dice::new(seed);
        let mut rest: Vec<_> = source.iter().filter(|(_, answers)| answers.len() <= MOST_ANSWERS).collect();
        let mut count = 0;
        while count < MOST && !rest.is_empty() {
            let (text, answers) = rest.swap_remove(chance.below(rest.len()));
            if let Some(query) = make(text, &mut chance) {
                questions.push(Question { set, query, answers: answers.clone() });
                count += 1;
            }
        }
    };
    add("title", 1, &titles, &|text, _| Some(text.to_owned()));
    add("prefix", 2, &titles, &|text, _| prefix(text, &titles));
    add("heading", 3, &headings, &|text, _| Some(text.to_owned()));
    add("one typo", 4, &titles, &|text, chance| misspell(text, 1, chance));
    add("two typos", 5, &titles, &|text, chance| misspell(text, 2, chance));
    add("sentence", 6, &sentences, &|text, _| Some(text.to_owned()));
    questions
}

/// Makes a question of a text, or none.
type Make<'a> = dyn Fn(&str, &mut Dice) -> Option<String> + 'a;

/// What documents have in common, by its text without regard to case.
fn group(texts: impl Iterator<Item = (String, usize)>) -> BTreeMap<String, Vec<usize>> {
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (text, number) in texts {
        let answers = groups.entry(text.to_lowercase()).or_default();
        if answers.last() != Some(&number) {
            answers.push(number);
        }
    }
    groups
}

/// Two thirds of a title, when few titles begin so.
fn prefix(title: &str, titles: &BTreeMap<String, Vec<usize>>) -> Option<String> {
    let length = title.chars().count() * 2 / 3;
    let cut: String = title.chars().take(length).collect();
    let cut = cut.trim_end().to_owned();
    let begin = titles.range(cut.clone()..).take_while(|(title, _)| title.starts_with(&cut)).count();
    (length >= 5 && begin == 1).then_some(cut)
}

/// A title of at least eight letters with so many slips in its longest words.
fn misspell(title: &str, slips: usize, chance: &mut Dice) -> Option<String> {
    let mut words: Vec<Vec<char>> = title.split_whitespace().map(|word| word.chars().collect()).collect();
    let mut longest: Vec<usize> = (0..words.len())
        .filter(|word| words[*word].len() >= 5 && words[*word].iter().all(char::is_ascii_alphabetic))
        .collect();
    longest.sort_by_key(|word| std::cmp::Reverse(words[*word].len()));
    if longest.is_empty() || (longest.len() < slips && words[longest[0]].len() < 8) {
        return None;
    }
    for slip in 0..slips {
        let word = &mut words[longest[slip % longest.len()]];
        let at = 1 + chance.below(word.len() - 2);
        let letter = char::from(b'a' + chance.below(26) as u8);
        match chance.below(4) {
            0 => word.swap(at, at + 1),
            1 => drop(word.remove(at)),
            2 => word.insert(at, letter),
            _ => word[at] = letter,
        }
    }
    let misspelt = words.into_iter().map(String::from_iter).collect::<Vec<String>>().join(" ");
    (misspelt != title).then_some(misspelt)
}

/// Six of the longer words of a document's first sentence.
fn sentence(document: &Document) -> Option<String> {
    let text = document.sections.iter().find(|(_, body)| body.split_whitespace().count() >= 10)?;
    let sentence = text.1.split(['.', '\n', '?', '!']).find(|part| part.split_whitespace().count() >= 8)?;
    let words: Vec<&str> =
        sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 3).take(6).collect();
    (words.len() >= 4).then(|| words.join(" "))
}
