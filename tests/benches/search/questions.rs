//! Questions whose answer is known: each was made from a document, and is answered when that document, or another
//! of the same title, heading or sentence, is found.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{dice::Dice, documents::Document};

/// Questions of one set at most.
const MOST: usize = 300;

/// As many documents may answer a question.
const MOST_ANSWERS: usize = 3;

/// A question.
#[derive(Serialize)]
pub struct Question {
    pub set: String,
    pub query: String,
    pub answers: Vec<usize>,
}

/// Ways to ask for a title in a sentence.
const SENTENCES: [(&str, &str); 5] = [
    ("how do I use ", "?"),
    ("what is ", "?"),
    ("where can I find ", ""),
    ("how does ", " work"),
    ("docs about the ", ""),
];

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
    let mut add = |set: &str, seed: u64, source: &BTreeMap<String, Vec<usize>>, make: &Make<'_>| {
        let mut chance = Dice::new(seed);
        let mut rest: Vec<_> = source.iter().filter(|(_, answers)| answers.len() <= MOST_ANSWERS).collect();
        let mut count = 0;
        while count < MOST && !rest.is_empty() {
            let (text, answers) = rest.swap_remove(chance.below(rest.len()));
            if let Some(query) = make(text, &mut chance) {
                questions.push(Question { set: set.to_owned(), query, answers: answers.clone() });
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
    let tokens = group(
        documents
            .iter()
            .enumerate()
            .flat_map(|(number, document)| tokens(document).into_iter().map(move |token| (token, number))),
    );
    let written = written(documents);
    let as_written = |text: &str| written.get(text).cloned();
    add("question", 7, &titles, &asked);
    add("other order", 8, &titles, &shuffled);
    add("plural", 9, &titles, &|text, _| counted(text));
    add("identifier", 10, &tokens, &|text, _| as_written(text).filter(|text| is_identifier(text)));
    add("its words", 11, &tokens, &|text, _| {
        as_written(text).filter(|text| is_identifier(text)).and_then(|text| apart(&text))
    });
    add("its end", 12, &tokens, &|text, _| {
        as_written(text).filter(|text| is_identifier(text)).and_then(|text| end(&text))
    });
    add("pasted", 13, &tokens, &|text, _| as_written(text).filter(|text| is_pasted(text)));
    questions
}

/// The sets, in the order of their questions.
pub fn sets(questions: &[Question]) -> Vec<&str> {
    let mut sets: Vec<&str> = questions.iter().map(|question| question.set.as_str()).collect();
    sets.dedup();
    sets
}

/// Names, paths, flags and variables in a document.
fn tokens(document: &Document) -> BTreeSet<String> {
    let texts = document.sections.iter().flat_map(|(_, text)| text.split_whitespace());
    let trimmed = texts.map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '/'));
    let tokens = trimmed.filter(|word| {
        (6..60).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphanumeric() || b"_./-@:".contains(&b))
    });
    tokens.filter(|word| is_identifier(word) || is_pasted(word)).map(str::to_owned).collect()
}

/// How tokens are written, by what they are without regard to case.
fn written(documents: &[Document]) -> BTreeMap<String, String> {
    documents.iter().flat_map(tokens).map(|token| (token.to_lowercase(), token)).collect()
}

/// `camelCase`, `snake_case` or `dotted.name`.
fn is_identifier(token: &str) -> bool {
    let letters = token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.');
    letters
        && (2..=5).contains(&pieces(token).len())
        && token.bytes().any(|b| b.is_ascii_lowercase())
        && !token.contains("..")
}

/// A path, a flag or a variable.
fn is_pasted(token: &str) -> bool {
    let variable =
        token.contains('_') && token.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let path = token.matches('/').count() >= 2 && !token.contains("//");
    variable || path || token.starts_with("--") && token.bytes().skip(2).all(|b| b.is_ascii_lowercase() || b == b'-')
}

/// The words of an identifier.
fn pieces(token: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut lower = false;
    for c in token.chars() {
        if c == '_' || c == '.' || (c.is_ascii_uppercase() && lower) {
            pieces.push(String::new());
        }
        if c.is_ascii_alphanumeric() {
            pieces.last_mut().expect("there is one from the start").push(c.to_ascii_lowercase());
        }
        lower = c.is_ascii_lowercase();
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// The words of an identifier of three or more, apart.
fn apart(token: &str) -> Option<String> {
    let pieces = pieces(token);
    (pieces.len() >= 3 && pieces.iter().all(|piece| piece.len() > 2)).then(|| pieces.join(" "))
}

/// The last two words of an identifier of three or more, as one.
fn end(token: &str) -> Option<String> {
    let pieces = pieces(token);
    (pieces.len() >= 3 && pieces.iter().all(|piece| piece.len() > 2)).then(|| pieces[pieces.len() - 2..].concat())
}

/// A title of two words or more in a sentence.
fn asked(title: &str, chance: &mut Dice) -> Option<String> {
    let (before, after) = SENTENCES[chance.below(SENTENCES.len())];
    (title.split_whitespace().count() >= 2).then(|| format!("{before}{title}{after}"))
}

/// The words of a title in another order.
fn shuffled(title: &str, chance: &mut Dice) -> Option<String> {
    let mut words: Vec<&str> = title.split_whitespace().collect();
    let length = words.len();
    words.rotate_left(1 + chance.below(length.max(2) - 1).min(length.saturating_sub(1)));
    if length > 2 {
        words.swap(0, length - 1);
    }
    (length >= 3 && words.join(" ") != title).then(|| words.join(" "))
}

/// A title whose last word is one instead of many, or many instead of one.
fn counted(title: &str) -> Option<String> {
    let last = title.split_whitespace().next_back()?;
    let plain = last.len() > 4 && last.bytes().all(|b| b.is_ascii_alphabetic());
    match last.strip_suffix('s') {
        _ if !plain || ["ss", "us", "is", "y", "ing", "ed", "x", "ch", "sh"].iter().any(|end| last.ends_with(end)) => {
            None
        }
        Some(_) => Some(title[..title.len() - 1].to_owned()),
        None => Some(format!("{title}s")),
    }
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
