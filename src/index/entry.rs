//! A record, made ready for the index in the thread that made the record.

use sha2::{Digest, Sha256};

use crate::model::{PageSection, Record, RecordKind};

use super::{
    base::Mark,
    fragments, languages,
    tokens::{Role, parts, tokenize, written},
};

/// Where a record stands among the records of its kind; ties in ranking fall to the lower one.
pub type Order = (u8, usize, usize);

/// Characters of a page's text that are indexed; what follows in a very long page is not found.
const LONGEST_TEXT: usize = 400_000;

/// Values of facets in bytes; a longer one is no name that anyone filters by.
const LONGEST_FACET: usize = 200;

/// Bytes of a title that say where its record lies.
const LONGEST_KEY: usize = 80;

/// The searchable parts of a record, in the order of `WEIGHTS` in `inverted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
    /// An entity's name.
    Name,
    /// Headings.
    Headings,
    /// Tags, owner, system, and the book of a page.
    Keywords,
    /// Everything else.
    Body,
    /// `key:value` terms that filter, and how names in code are written.
    Facets,
}

/// Number of [`Field`]s.
pub const FIELDS: usize = 6;

/// A record, tokenised.
#[derive(Debug)]
pub struct Entry {
    /// What is shown and sorted by.
    pub stub: Stub,
    /// Terms by field, each followed by a line feed.
    pub(super) terms: [String; FIELDS],
}

/// What stays of an entry once its terms are in.
#[derive(Debug)]
pub struct Stub {
    pub(super) order: Order,
    pub(super) kind: RecordKind,
    pub(super) label: String,
    /// Words in the title and in the name.
    pub(super) lengths: [u8; 2],
    /// Its language, as `languages` counts them.
    pub(super) language: u8,
    /// Its title in terms, which says where its fragment lies.
    pub(super) key: String,
    /// What a result shows, as JSON.
    pub(super) fragment: String,
    /// A hash of all of this but the order, and of the terms.
    pub mark: Mark,
}

impl Entry {
    /// Tokenises a record, and keeps up to `budget` bytes of its text to show.
    pub fn new(order: Order, record: &Record, budget: usize) -> Self {
        let mut terms: [String; FIELDS] = Default::default();
        let (names, keywords) = match record.kind {
            RecordKind::Entity => record.keywords.split_at(record.keywords.len().min(1)),
            RecordKind::Page | RecordKind::Problem => (&[][..], &record.keywords[..]),
        };
        let title = add_phrase(&mut terms, Field::Title, &record.title);
        let mut name = 0;
        for text in names {
            name = add_phrase(&mut terms, Field::Name, text);
        }
        for text in keywords.iter().chain([&record.context]) {
            add_words(&mut terms, Field::Keywords, text);
        }
        for section in &record.sections {
            add_section(&mut terms, section, &record.title);
        }
        add_facets(&mut terms[Field::Facets as usize], record);
        let language = languages::detect(&terms[Field::Body as usize]);
        let mut stub = Stub {
            order,
            kind: record.kind,
            label: record.label.clone(),
            lengths: [title, name],
            language,
            key: parts(fragments::start(&record.title, LONGEST_KEY)).join(" "),
            fragment: fragments::fragment(record, budget),
            mark: Mark::default(),
        };
        stub.mark = mark(&stub, &terms);
        Self { stub, terms }
    }
}

/// The hash of an entry.
fn mark(stub: &Stub, terms: &[String; FIELDS]) -> Mark {
    let mut hash = Sha256::new();
    hash.update([stub.kind as u8, stub.lengths[0], stub.lengths[1], stub.language]);
    for text in [&stub.label, &stub.key, &stub.fragment].into_iter().chain(terms) {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    let mut mark = Mark::default();
    mark.copy_from_slice(&hash.finalize()[..16]);
    mark
}

fn add_section(terms: &mut [String; FIELDS], section: &PageSection, title: &str) {
    if let Some(heading) = &section.heading
        && heading.text != title
    {
        add_phrase(terms, Field::Headings, &heading.text);
    }
    let body = &mut terms[Field::Body as usize];
    let left = LONGEST_TEXT.saturating_sub(body.len());
    let text = fragments::start(&section.text, left);
    body.reserve(text.len() + text.len() / 8);
    add_words(terms, Field::Body, text);
}

/// Adds the terms of running text.
fn add_words(terms: &mut [String; FIELDS], field: Field, text: &str) {
    tokenize(text, &mut |term, role| add_term(terms, field, term, role));
    written(text, &mut |term| add(&mut terms[Field::Facets as usize], term));
}

/// Adds a term. How a name is written is no word, and makes no field longer.
fn add_term(terms: &mut [String; FIELDS], field: Field, term: &str, role: Role) {
    let field = if role == Role::Shape { Field::Facets } else { field };
    add(&mut terms[field as usize], term);
}

/// Adds the terms of a short text, its neighbouring words as pairs, and which words and names in code begin and end it
/// as pairs with `^` and `$`. Gives the number of words, 15 at most.
fn add_phrase(terms: &mut [String; FIELDS], field: Field, text: &str) -> u8 {
    let mut count = 0_u8;
    let (mut last, mut whole, mut begins) = (String::new(), String::new(), false);
    tokenize(text, &mut |term, role| {
        add_term(terms, field, term, role);
        if matches!(role, Role::First | Role::Part) {
            match last.is_empty() {
                true => add_pair(&mut terms[field as usize], term, "^"),
                false => add_pair(&mut terms[field as usize], &last, term),
            }
            if role == Role::First {
                begins = last.is_empty();
                whole.clear();
            }
            term.clone_into(&mut last);
        }
        if role == Role::Compound && whole.is_empty() {
            term.clone_into(&mut whole);
            if begins {
                add_pair(&mut terms[field as usize], term, "^");
            }
        }
        if !matches!(role, Role::Compound | Role::Shape) {
            count = (count + 1).min(15);
        }
    });
    for end in [&last, &whole].into_iter().filter(|end| !end.is_empty()) {
        add_pair(&mut terms[field as usize], end, "$");
    }
    written(text, &mut |term| add(&mut terms[Field::Facets as usize], term));
    count
}

fn add_pair(terms: &mut String, first: &str, second: &str) {
    terms.push_str(first);
    terms.push(' ');
    add(terms, second);
}

/// Adds `key:value`, and for a value that is a reference also `key:name`.
fn add_facets(terms: &mut String, record: &Record) {
    let kind = ("kind".to_owned(), record.label.clone());
    for (key, value) in record.facets.iter().chain([&kind]) {
        let value = value.to_lowercase().replace(['\n', '\r'], " ");
        if value.is_empty() || value.len() > LONGEST_FACET {
            continue;
        }
        add(terms, &format!("{key}:{value}"));
        if let Some((_, name)) = value.rsplit_once('/') {
            add(terms, &format!("{key}:{name}"));
        }
    }
}

fn add(terms: &mut String, term: &str) {
    terms.push_str(term);
    terms.push('\n');
}
