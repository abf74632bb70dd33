//! Annotations, as Material for MkDocs has them: `(1)!` in a comment of code, and `(1)` in text with the class
//! `annotate`, point to the first item of the list that follows.

use pulldown_cmark::{Event, Tag};

use super::Writer;

/// Annotations whose list is expected or being written.
#[derive(Default)]
pub struct Annotations {
    /// Sets so far.
    sets: usize,
    /// Whether the next list is that of the last set.
    expected: bool,
    /// The lists that are open.
    lists: Vec<List>,
    /// The element whose text has annotations: the elements around it, and where it starts.
    text: Option<(usize, usize)>,
}

/// A list of annotations.
struct List {
    set: usize,
    /// The elements around it.
    around: usize,
    items: usize,
}

/// A number has no more digits than this.
const MOST_DIGITS: usize = 3;

impl Writer<'_> {
    /// Links the annotations of the code block that stands after `from` and whose end is the event at hand.
    pub(super) fn annotate(&mut self, from: usize) {
        let next = self.outline.events.get(self.state.at + 1).map(|(event, _)| event);
        if !matches!(next, Some(Event::Start(Tag::List(Some(_))))) || !self.out[from..].contains(")!") {
            return;
        }
        let html = self.out.split_off(from);
        let set = self.annotations.sets + 1;
        let mut rest = html.as_str();
        while let Some((before, after)) = rest.split_once(")!") {
            let digits = before.bytes().rev().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count();
            let number = &before[before.len() - digits..];
            let text = &before[..before.len() - digits];
            rest = after;
            match text.strip_suffix('(').filter(|_| digits > 0) {
                Some(text) => {
                    self.annotations.expected = true;
                    self.out.push_str(text);
                    let link = format!("<a class=\"annotation\" href=\"#annotation:{set}:{number}\">({number})</a>");
                    self.out.push_str(&link);
                }
                None => {
                    self.out.push_str(before);
                    self.out.push_str(")!");
                }
            }
        }
        self.out.push_str(rest);
        self.annotations.sets += usize::from(self.annotations.expected);
    }

    /// Marks the element that starts as one whose text has annotations, unless one around it has them.
    pub(super) fn expect_annotations(&mut self) {
        if self.annotations.text.is_none() {
            self.annotations.text = Some((self.open.len(), self.out.len()));
        }
    }

    /// Links the annotations of running text, when the element that has them ended and their list follows.
    pub(super) fn annotate_text(&mut self) {
        let Some((_, from)) = self.annotations.text.take_if(|(depth, _)| *depth == self.open.len()) else { return };
        let next = self.outline.events.get(self.state.at + 1).map(|(event, _)| event);
        if !matches!(next, Some(Event::Start(Tag::List(Some(_))))) || !self.out.is_char_boundary(from) {
            return;
        }
        let html = self.out.split_off(from);
        let set = self.annotations.sets + 1;
        // Within a link there is no other.
        let mut links = 0usize;
        let mut rest = html.as_str();
        while let Some(at) = rest.find(['<', '(']) {
            self.out.push_str(&rest[..at]);
            rest = &rest[at..];
            let mut length = 1;
            if rest.starts_with('<') {
                length = rest.find('>').map_or(rest.len(), |end| end + 1);
                links += usize::from(rest.starts_with("<a "));
                links = links.saturating_sub(usize::from(rest.starts_with("</a>")));
            } else if let Some(number) = number(&rest[1..]).filter(|_| links == 0) {
                length = number.len() + 2;
                self.annotations.expected = true;
                self.out.push_str(&format!("<a class=\"annotation\" href=\"#annotation:{set}:{number}\">"));
                self.out.push_str(&rest[..length]);
                self.out.push_str("</a>");
                rest = &rest[length..];
                continue;
            }
            self.out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
        self.out.push_str(rest);
        self.annotations.sets += usize::from(self.annotations.expected);
    }

    /// Whether the list that starts is one of annotations.
    pub(super) fn starts_annotations(&mut self) -> bool {
        let expected = std::mem::take(&mut self.annotations.expected);
        if expected {
            let list = List { set: self.annotations.sets, around: self.open.len(), items: 0 };
            self.annotations.lists.push(list);
        }
        expected
    }

    /// The id of the item that starts, when it is an annotation.
    pub(super) fn annotation(&mut self) -> Option<String> {
        let depth = self.open.len();
        let lists = &mut self.annotations.lists;
        while lists.last().is_some_and(|list| depth <= list.around) {
            lists.pop();
        }
        let list = lists.last_mut().filter(|list| depth == list.around + 1)?;
        list.items += 1;
        Some(format!("annotation:{}:{}", list.set, list.items))
    }
}

/// The digits before a parenthesis that closes.
fn number(text: &str) -> Option<&str> {
    let (digits, _) = text.split_at_checked(text.bytes().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count())?;
    (!digits.is_empty() && text[digits.len()..].starts_with(')')).then_some(digits)
}
