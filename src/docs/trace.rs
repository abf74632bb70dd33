//! What typesetting a page asked of everything around it, so that a later build can tell whether it would hear the
//! same again without typesetting anything.

use std::{cell::RefCell, collections::BTreeMap};

use sha2::{Digest, Sha256};

use super::{Explanation, Shelf, links::Links};
use crate::{
    markdown::{Include, Mention, Resolve, Target},
    model::{RepoPath, Snapshot},
};

/// Questions that a page asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Question {
    Link,
    Image,
    Entity,
    Snippet,
    Beside,
    Appended,
    Explain,
}

impl Question {
    const ALL: [Self; 7] =
        [Self::Link, Self::Image, Self::Entity, Self::Snippet, Self::Beside, Self::Appended, Self::Explain];
}

/// Half of a SHA-256.
type Short = [u8; 16];

/// The document and the answers that typesetting it heard, as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace(pub Vec<u8>);

/// The links of a page, with a note of what was asked of them.
pub struct Traced<'t, 'a> {
    links: &'t Links<'a>,
    heard: RefCell<BTreeMap<(Question, String), Short>>,
}

impl<'t, 'a> Traced<'t, 'a> {
    pub fn new(links: &'t Links<'a>) -> Self {
        Self { links, heard: RefCell::default() }
    }

    /// The rule behind a problem, and what to do about it.
    pub fn explain(&self, message: &str) -> Explanation {
        let answer = self.links.explain(message);
        self.note(Question::Explain, message, &explanation(&answer));
        answer
    }

    /// Everything that was asked, and the document that asked it.
    pub fn finish(self, document: Short) -> Trace {
        let mut bytes = document.to_vec();
        for ((question, text), answer) in self.heard.into_inner() {
            bytes.push(question as u8);
            bytes.extend_from_slice(&(text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(text.as_bytes());
            bytes.extend_from_slice(&answer);
        }
        Trace(bytes)
    }

    fn note(&self, question: Question, text: &str, answer: &str) {
        self.heard.borrow_mut().entry((question, text.to_owned())).or_insert_with(|| short(answer.as_bytes()));
    }
}

impl Resolve for Traced<'_, '_> {
    fn link(&self, destination: &str) -> Target {
        let target = self.links.link(destination);
        self.note(Question::Link, destination, &format!("{target:?}"));
        target
    }

    fn image(&self, destination: &str) -> Target {
        let target = self.links.image(destination);
        self.note(Question::Image, destination, &format!("{target:?}"));
        target
    }

    fn entity(&self, reference: &str) -> Mention {
        let mention = self.links.entity(reference);
        self.note(Question::Entity, reference, &format!("{mention:?}"));
        mention
    }

    fn includes(&self) -> &dyn Include {
        self
    }
}

impl Include for Traced<'_, '_> {
    fn snippet(&self, path: &str) -> Result<String, String> {
        let answer = self.links.includes().snippet(path);
        self.note(Question::Snippet, path, &format!("{answer:?}"));
        answer
    }

    fn beside(&self, path: &str) -> Result<String, String> {
        let answer = self.links.includes().beside(path);
        self.note(Question::Beside, path, &format!("{answer:?}"));
        answer
    }

    fn appended(&self) -> Vec<String> {
        let answer = self.links.includes().appended();
        self.note(Question::Appended, "", &format!("{answer:?}"));
        answer
    }
}

/// Whether the document of a page, and all answers that it heard, are what `trace` says.
pub fn still_holds(shelf: &Shelf<'_>, (book, page): (usize, usize), trace: &[u8]) -> bool {
    let volume = &shelf.library.books[book];
    let snapshot = &shelf.snapshots[volume.repo.0 as usize];
    let Some((document, questions)) = trace.split_first_chunk::<16>() else { return false };
    let source = &volume.pages[page].source;
    let read = || snapshot.read(source).ok().map(|bytes| identity(snapshot, source, &bytes));
    let now = snapshot.mark(source).map(|mark| of_mark(&mark)).or_else(read);
    now.as_ref() == Some(document) && ask_again(&Links::new(shelf, book, page), questions).unwrap_or(false)
}

/// Asks all questions once more; none when they cannot be read. Links come before what is said about them.
fn ask_again(links: &Links<'_>, mut questions: &[u8]) -> Option<bool> {
    while !questions.is_empty() {
        let (number, rest) = questions.split_first()?;
        let (length, rest) = rest.split_first_chunk::<8>()?;
        let (text, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        let (answer, rest) = rest.split_first_chunk::<16>()?;
        let text = std::str::from_utf8(text).ok()?;
        let now = match Question::ALL.get(usize::from(*number))? {
            Question::Link => format!("{:?}", links.link(text)),
            Question::Image => format!("{:?}", links.image(text)),
            Question::Entity => format!("{:?}", links.entity(text)),
            Question::Snippet => format!("{:?}", links.includes().snippet(text)),
            Question::Beside => format!("{:?}", links.includes().beside(text)),
            Question::Appended => format!("{:?}", links.includes().appended()),
            Question::Explain => explanation(&links.explain(text)),
        };
        if short(now.as_bytes()) != *answer {
            return Some(false);
        }
        questions = rest;
    }
    Some(true)
}

fn explanation((rule, hint): &Explanation) -> String {
    format!("{} {hint:?}", rule.id)
}

/// What stands for a document: its mark where it has one, which tells it without reading it.
pub fn identity(snapshot: &Snapshot, source: &RepoPath, bytes: &[u8]) -> Short {
    snapshot.mark(source).map_or_else(|| short(bytes), |mark| of_mark(&mark))
}

fn of_mark(mark: &[u8]) -> Short {
    short(&[b"object ", mark].concat())
}

fn short(bytes: &[u8]) -> Short {
    let mut short = [0; 16];
    short.copy_from_slice(&Sha256::digest(bytes)[..16]);
    short
}
