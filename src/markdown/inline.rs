//! The marks in running text that CommonMark lacks: pymdownx' `mark`, `caret`, `tilde`, `critic` and `keys`.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{
    inserts::{Inserts, Mark},
    keys,
    outline::Spanned,
};

/// Delimiters of critic markup; `{~~old~>new~~}` is read apart from them.
const CRITIC: [(&str, &str, Mark); 4] = [
    ("{++", "++}", Mark::Insertion),
    ("{--", "--}", Mark::Deletion),
    ("{==", "==}", Mark::Highlight),
    ("{>>", "<<}", Mark::Comment),
];

/// What one substitution replaces and says, at most, in bytes.
const LONGEST_SUBSTITUTION: usize = 2_000;

/// Turns what `~` made into what pymdownx makes of it: one of them is subscript when no white space is inside, and
/// stands for itself otherwise. To be done before texts are merged.
pub fn tildes(events: &mut [Spanned<'_>], text: &str) {
    let mut single: Vec<Option<bool>> = Vec::new();
    for (event, range) in events {
        match event {
            Event::Start(Tag::Strikethrough) => {
                let source = &text[range.clone()];
                let kind = (!source.starts_with("~~")).then(|| !source.contains(char::is_whitespace));
                single.push(kind);
                match kind {
                    Some(true) => *event = Event::Start(Tag::Subscript),
                    Some(false) => *event = Event::Text(CowStr::Borrowed("~")),
                    None => {}
                }
            }
            Event::End(TagEnd::Strikethrough) => match single.pop().flatten() {
                Some(true) => *event = Event::End(TagEnd::Subscript),
                Some(false) => *event = Event::Text(CowStr::Borrowed("~")),
                None => {}
            },
            _ => {}
        }
    }
}

/// Finds the marks of a document.
pub fn mark(events: &mut [Spanned<'_>], inserts: &mut Inserts) {
    let mut finder = Finder { levels: vec![Level::default()], ..Finder::default() };
    let mut silent = 0_usize;
    for at in 0..events.len() {
        match &events[at].0 {
            Event::Start(tag) => {
                silent += usize::from(is_literal(tag));
                finder.levels.push(Level::default());
            }
            Event::End(end) => {
                silent -= usize::from(silent > 0 && matches!(end, TagEnd::CodeBlock | TagEnd::HtmlBlock));
                finder.levels.pop();
            }
            // What is open across a raw tag would not nest with it.
            Event::InlineHtml(_) | Event::Html(_) => finder.levels.iter_mut().for_each(Level::clear),
            Event::Text(text) if silent == 0 && text.bytes().any(is_mark) => {
                let before = at > 0 && is_glued(&events[at - 1].0, true);
                let after = events.get(at + 1).is_some_and(|(event, _)| is_glued(event, false));
                finder.text(at, text, (before, after));
            }
            _ => {}
        }
    }
    finder.edits.sort_by_key(|edit| (edit.event, edit.range.start));
    let mut from = 0;
    while let Some(first) = finder.edits.get(from) {
        let event = first.event;
        let to = from + finder.edits[from..].iter().take_while(|edit| edit.event == event).count();
        if let Event::Text(text) = &events[event].0 {
            events[event].0 = Event::Text(CowStr::from(apply(text, &finder.edits[from..to], inserts)));
        }
        from = to;
    }
}

/// Whether a mark may begin with this byte.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'=' | b'^' | b'~' | b'+' | b'{' | b'-' | b'<')
}

fn is_literal(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock)
}

/// Whether an event beside a text is written without white space between them.
fn is_glued(event: &Event<'_>, before: bool) -> bool {
    match event {
        Event::Code(_) | Event::Text(_) | Event::FootnoteReference(_) => true,
        Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough) => {
            !before
        }
        Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link | TagEnd::Image | TagEnd::Strikethrough) => before,
        _ => false,
    }
}

fn apply(text: &str, edits: &[Edit], inserts: &mut Inserts) -> String {
    let mut out = String::with_capacity(text.len() + edits.len() * 4);
    let mut at = 0;
    for edit in edits.iter() {
        if edit.range.start < at {
            continue;
        }
        out.push_str(&text[at..edit.range.start]);
        at = edit.range.end;
        match &edit.what {
            What::Mark(mark, end) => out.push_str(&mark.insert(*end)),
            What::Keys(keys) => {
                let html = keys::html(keys);
                // The words stay in the text, for whoever reads no tags.
                html.into_iter().for_each(|piece| match piece {
                    keys::Part::Tag(tag) => out.push_str(&inserts.add(tag.to_owned())),
                    keys::Part::Text(text) => out.push_str(&text),
                });
            }
        }
    }
    out.push_str(&text[at..]);
    out
}

/// A piece of a text that something stands for.
struct Edit {
    event: usize,
    range: Range<usize>,
    what: What,
}

enum What {
    Mark(Mark, bool),
    Keys(String),
}

#[derive(Default)]
struct Finder {
    levels: Vec<Level>,
    edits: Vec<Edit>,
}

/// Delimiters of one element that are not closed: of each kind, in order.
#[derive(Default)]
struct Level {
    open: [Vec<(usize, usize, Range<usize>)>; DELIMITERS],
    /// Delimiters so far.
    count: usize,
}

type Delimiter = usize;
/// `==`, `^^`, `^`, `~`, and critic markup.
const DELIMITERS: usize = 4 + CRITIC.len();

impl Level {
    fn clear(&mut self) {
        *self = Self::default();
    }

    /// Forgets the delimiters that white space ends.
    fn space(&mut self) {
        self.open[2].clear();
        self.open[3].clear();
    }
}

impl Finder {
    fn text(&mut self, event: usize, text: &str, (before, after): (bool, bool)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        // White space that a superscript cannot hold is looked for from here.
        let mut seen = 0;
        let mut address = false;
        while let Some(skipped) = bytes[at..].iter().position(|byte| is_mark(*byte)) {
            at += skipped;
            if bytes[seen..at].iter().any(u8::is_ascii_whitespace) {
                self.levels.last_mut().into_iter().for_each(Level::space);
                address = false;
            }
            address |= text[seen..at].contains("://");
            seen = at;
            let previous = text[..at].chars().next_back();
            let taken = match bytes[at] {
                _ if address => 0,
                b'+' if text[at..].starts_with("++") && previous != Some('+') && previous != Some('{') => {
                    self.keys(event, text, at)
                }
                _ => 0,
            };
            at += if taken > 0 || address { taken.max(1) } else { self.delimiter(event, text, at, (before, after)) };
        }
        if bytes[seen..].iter().any(u8::is_ascii_whitespace) {
            self.levels.last_mut().into_iter().for_each(Level::space);
        }
    }

    /// `++ctrl+alt++`; gives its length.
    fn keys(&mut self, event: usize, text: &str, at: usize) -> usize {
        let Some(inner) = keys::at_start(&text[at..]) else { return 0 };
        let length = inner.len() + 4;
        self.edits.push(Edit { event, range: at..at + length, what: What::Keys(inner.to_owned()) });
        length
    }

    /// Whatever delimiter stands at a place; gives how many bytes are read.
    fn delimiter(&mut self, event: usize, text: &str, at: usize, (before, after): (bool, bool)) -> usize {
        let rest = &text[at..];
        if let Some(length) = self.substitution(event, rest, at) {
            return length;
        }
        for (index, (open, close, mark)) in CRITIC.iter().enumerate() {
            if rest.starts_with(open) {
                self.open(4 + index, event, at..at + open.len());
                return open.len();
            }
            if rest.starts_with(close) && self.close(4 + index, *mark, event, at..at + close.len()) {
                return close.len();
            }
        }
        let mark = rest.as_bytes()[0];
        let run = rest.bytes().take_while(|byte| *byte == mark).count();
        let kind = match (mark, run) {
            (b'=', 2) => (0, Mark::Highlight),
            (b'^', 2) => (1, Mark::Insertion),
            (b'^', 1) => (2, Mark::Superscript),
            (b'~', 1) => (3, Mark::Subscript),
            _ => return run,
        };
        let previous = text[..at].chars().next_back();
        let next = rest[run..].chars().next();
        let solid = |c: Option<char>, glued: bool| c.map_or(glued, |c| !c.is_whitespace());
        let word = |c: Option<char>| run == 2 && c.is_some_and(char::is_alphanumeric);
        let footnote = previous == Some('[');
        if solid(previous, before) && !word(next) && self.close(kind.0, kind.1, event, at..at + run) {
            return run;
        }
        if solid(next, after) && !word(previous) && !footnote {
            self.open(kind.0, event, at..at + run);
        }
        run
    }

    /// `{~~old~>new~~}` at the start of `rest`; gives its length.
    fn substitution(&mut self, event: usize, rest: &str, at: usize) -> Option<usize> {
        let inner = rest.strip_prefix("{~~")?;
        let near = (0..=inner.len().min(LONGEST_SUBSTITUTION)).rev().find(|end| inner.is_char_boundary(*end))?;
        let end = inner[..near].find("~~}")?;
        let arrow = inner[..end].find("~>")?;
        let inner = at + 3;
        for (range, mark, closes) in [
            (at..inner, Mark::Deletion, false),
            (inner + arrow..inner + arrow + 1, Mark::Deletion, true),
            (inner + arrow + 1..inner + arrow + 2, Mark::Insertion, false),
            (inner + end..inner + end + 3, Mark::Insertion, true),
        ] {
            self.edits.push(Edit { event, range, what: What::Mark(mark, closes) });
        }
        Some(end + 6)
    }

    fn open(&mut self, delimiter: Delimiter, event: usize, range: Range<usize>) {
        if let Some(level) = self.levels.last_mut() {
            level.count += 1;
            level.open[delimiter].push((level.count, event, range));
        }
    }

    /// Closes the last of its kind that is open, and forgets what was opened after it.
    fn close(&mut self, delimiter: Delimiter, mark: Mark, event: usize, range: Range<usize>) -> bool {
        let Some(level) = self.levels.last_mut() else { return false };
        let Some((number, start_event, start)) = level.open[delimiter].pop() else { return false };
        if (start_event, start.end) == (event, range.start) {
            return false;
        }
        for others in &mut level.open {
            while others.last().is_some_and(|(other, ..)| *other > number) {
                others.pop();
            }
        }
        self.edits.push(Edit { event: start_event, range: start, what: What::Mark(mark, false) });
        self.edits.push(Edit { event, range, what: What::Mark(mark, true) });
        true
    }
}
