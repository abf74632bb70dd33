//! Annotations of code, as Material for MkDocs has them: `(1)!` in a comment points to the first item of the list that
//! follows the block.

use pulldown_cmark::{Event, Tag};

use super::Writer;

/// Annotations whose list is expected or being written.
#[derive(Default)]
pub struct Annotations {
    /// Sets so far.
    sets: usize,
    /// Whether the next list is that of the last set.
    expected: bool,
    /// The elements around the items of the list at hand, and the items so far.
    list: Option<(usize, usize)>,
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

    /// Whether the list that starts is one of annotations.
    pub(super) fn starts_annotations(&mut self) -> bool {
        let expected = std::mem::take(&mut self.annotations.expected);
        if expected {
            self.annotations.list = Some((self.open.len(), 0));
        }
        expected
    }

    /// The id of the item that starts, when it is an annotation.
    pub(super) fn annotation(&mut self) -> Option<String> {
        let depth = self.open.len();
        let set = self.annotations.sets;
        match &mut self.annotations.list {
            Some((around, items)) if depth == *around + 1 => {
                *items += 1;
                Some(format!("annotation:{set}:{items}"))
            }
            Some((around, _)) if depth <= *around => {
                self.annotations.list = None;
                None
            }
            _ => None,
        }
    }
}
