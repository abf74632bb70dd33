//! What stands in running text beside text: the pre-pass and the parser know nothing of it, so it travels in the text
//! itself, between two private-use characters that no input can hold.

use std::borrow::Cow;

use pulldown_cmark::CowStr;

/// Opens the number of an insert.
pub const INSERT: char = '\u{E006}';
/// Closes the number of an insert.
pub const INSERT_END: char = '\u{E007}';

/// Characters that begin an extension, in the order of the private-use characters from U+E010 that stand for them
/// while they are escaped.
const ESCAPED: [char; 14] = ['=', '^', '~', '+', '{', ':', '[', '(', '-', '<', '!', '*', '}', '1'];
const FIRST_ESCAPED: u32 = 0xE010;

/// Tags that running text holds, by number.
#[derive(Clone, Debug)]
pub struct Inserts(Vec<Cow<'static, str>>);

impl Default for Inserts {
    fn default() -> Self {
        Self(Mark::TAGS.iter().flat_map(|(open, close)| [Cow::Borrowed(*open), Cow::Borrowed(*close)]).collect())
    }
}

/// An element that delimiters in running text make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `==text==`.
    Highlight,
    /// `^^text^^`.
    Insertion,
    /// `^text^`.
    Superscript,
    /// `~text~`.
    Subscript,
    /// `{--text--}`.
    Deletion,
    /// `{>>text<<}`.
    Comment,
}

impl Mark {
    const TAGS: [(&'static str, &'static str); 6] = [
        ("<mark>", "</mark>"),
        ("<ins>", "</ins>"),
        ("<sup>", "</sup>"),
        ("<sub>", "</sub>"),
        ("<del>", "</del>"),
        ("<span class=\"comment\">", "</span>"),
    ];

    /// The text that stands for the start or the end of the element.
    pub fn insert(self, end: bool) -> String {
        marked(self as usize * 2 + usize::from(end))
    }
}

fn marked(number: usize) -> String {
    format!("{INSERT}{number}{INSERT_END}")
}

impl Inserts {
    /// Takes HTML in; gives the text that stands for it.
    pub fn add(&mut self, html: String) -> String {
        self.0.push(Cow::Owned(html));
        marked(self.0.len() - 1)
    }

    /// Splits a text: `text` gets what is text, `html` what is none.
    pub fn split<'t>(&self, text: &'t str, mut each: impl FnMut(Piece<'t, '_>)) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(INSERT) {
            each(Piece::Text(before));
            let (number, after) = after.split_once(INSERT_END).unwrap_or(("", after));
            if let Some(html) = number.parse::<usize>().ok().and_then(|number| self.0.get(number)) {
                each(Piece::Html(html));
            }
            rest = after;
        }
        each(Piece::Text(rest));
    }
}

/// A piece of running text.
pub enum Piece<'t, 'h> {
    /// Not yet escaped.
    Text(&'t str),
    /// As it is written.
    Html(&'h str),
}

/// Whether a text may hold an insert or an escaped character: all of them begin with this byte.
fn may_hold(text: &str) -> bool {
    text.as_bytes().contains(&0xEE)
}

/// A text of the parser without marks of inserts, which character references may have smuggled in.
pub fn unmarked(text: CowStr<'_>) -> CowStr<'_> {
    let mark = |c: char| (INSERT..='\u{E01F}').contains(&c);
    match may_hold(&text) && text.contains(mark) {
        true => CowStr::from(text.replace(mark, "\u{FFFD}")),
        false => text,
    }
}

/// The text without inserts.
pub fn bare(text: &str) -> Cow<'_, str> {
    if !may_hold(text) || !text.contains(INSERT) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    Inserts(Vec::new()).split(text, |piece| {
        if let Piece::Text(text) = piece {
            out.push_str(text);
        }
    });
    Cow::Owned(out)
}

/// The character that stands for an escaped one, when it may begin an extension.
pub fn protected(escaped: char) -> Option<char> {
    let index = ESCAPED.iter().position(|c| *c == escaped)?;
    char::from_u32(FIRST_ESCAPED + u32::try_from(index).ok()?)
}

/// The text with its escaped characters as they are.
pub fn released(text: &str) -> Option<String> {
    let original = |c: char| {
        let index = u32::from(c).checked_sub(FIRST_ESCAPED)?;
        ESCAPED.get(usize::try_from(index).ok()?).copied()
    };
    let held = may_hold(text) && text.contains(|c| original(c).is_some());
    held.then(|| text.chars().map(|c| original(c).unwrap_or(c)).collect())
}
