//! What a document is made of, found before anything is written: heading anchors, and attribute lists.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

use super::{
    anchors::{Anchors, slugify},
    attributes::{self, Attributes},
    inline,
    inserts::{self, Inserts},
    math,
    source::{Container, Source},
    tags, typography,
};
use crate::model::Heading;

/// An event and the bytes of the parsed text it comes from.
pub type Spanned<'a> = (Event<'a>, Range<usize>);

/// The events of a document, and what is known before they are written.
#[derive(Default)]
pub struct Outline<'a> {
    /// In document order; attribute lists are taken out of the texts.
    pub events: Vec<Spanned<'a>>,
    /// Headings, in the order of their events.
    pub headings: Vec<Heading>,
    /// Other anchors: ids in attribute lists and raw HTML.
    pub anchors: Vec<String>,
    /// Paragraphs that are the terms of definitions, by the event that starts them.
    pub terms: HashSet<usize>,
    /// Definitions that have no term which a reader sees, by the event that starts them.
    pub unnamed: HashSet<usize>,
    /// Attribute lists, by the event that starts the element (or is the element).
    pub attributes: HashMap<usize, Attributes>,
    /// Tags inside the texts.
    pub inserts: Inserts,
}

/// The syntax that is understood.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_MATH);

/// Parses a document.
pub fn outline<'a>(source: &'a Source<'_>) -> Outline<'a> {
    let mut outline = parse(source);
    outline.find_terms(source);
    outline.attach_attributes();
    inline::mark(&mut outline.events, &mut outline.inserts);
    release(&mut outline.events);
    outline.name_headings();
    outline
}

/// Parses a document for its headings, anchors and images: marks are read in its headings only.
pub fn headings<'a>(source: &'a Source<'_>) -> Outline<'a> {
    let mut outline = parse(source);
    outline.attach_attributes();
    let mut start = None;
    for at in 0..outline.events.len() {
        match outline.events[at].0 {
            Event::Start(Tag::Heading { .. }) => start = Some(at),
            Event::End(TagEnd::Heading(_)) => {
                let heading = &mut outline.events[start.take().unwrap_or(at)..=at];
                inline::mark(heading, &mut outline.inserts);
                release(heading);
            }
            _ => {}
        }
    }
    outline.name_headings();
    outline
}

/// The events of a document, with symbols, its texts joined.
fn parse<'a>(source: &'a Source<'_>) -> Outline<'a> {
    let parser = Parser::new_ext(&source.text, OPTIONS).into_offset_iter();
    let mut events: Vec<Spanned<'a>> = parser.collect();
    inline::tildes(&mut events, &source.text);
    let mut outline = Outline { events: merge(events, &source.text), ..Outline::default() };
    if source.text.contains(math::PLAIN_DOLLAR) {
        outline.events.iter_mut().for_each(|(event, _)| math::restore(event));
    }
    set_symbols(&mut outline.events);
    outline
}

/// Parses a document without the extensions that need more than the parser.
#[cfg(test)]
pub fn plain<'a>(source: &'a Source<'_>, options: Options) -> Outline<'a> {
    let events = Parser::new_ext(&source.text, options).into_offset_iter().collect();
    let mut outline = Outline { events: merge(events, &source.text), ..Outline::default() };
    release(&mut outline.events);
    outline.name_headings();
    outline
}

/// Joins texts that follow each other. What is escaped in them and may begin an extension is protected.
fn merge<'a>(events: Vec<Spanned<'a>>, source: &str) -> Vec<Spanned<'a>> {
    let mut merged: Vec<Spanned<'a>> = Vec::with_capacity(events.len());
    // The text that grows at the end of `merged`.
    let mut growing: Option<String> = None;
    for (event, range) in events {
        let Event::Text(text) = event else {
            grown(&mut merged, &mut growing);
            merged.push((event, range));
            continue;
        };
        let joined = matches!(merged.last(), Some((Event::Text(_), _)));
        let continued = joined && merged.last().is_some_and(|(_, last)| last.end == range.start);
        let escaped = !continued && range.start > 0 && source.as_bytes()[range.start - 1] == b'\\';
        let text = inserts::unmarked(text);
        let text = match text.chars().next().filter(|_| escaped).and_then(inserts::protected) {
            Some(protected) => CowStr::from(format!("{protected}{}", &text[1..])),
            None => text,
        };
        match merged.last_mut().filter(|_| joined) {
            Some((Event::Text(last), whole)) => {
                growing.get_or_insert_with(|| last.to_string()).push_str(&text);
                whole.end = range.end;
            }
            _ => merged.push((Event::Text(text), range)),
        }
    }
    grown(&mut merged, &mut growing);
    merged
}

/// Ends the text that grows.
fn grown(merged: &mut [Spanned<'_>], growing: &mut Option<String>) {
    if let (Some(text), Some((event, _))) = (growing.take(), merged.last_mut()) {
        *event = Event::Text(CowStr::from(text));
    }
}

/// Puts symbols into all texts but code.
fn set_symbols(events: &mut [Spanned<'_>]) {
    let mut code = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Text(text) if !code => {
                if let Some(changed) = typography::symbols(text) {
                    *text = CowStr::from(changed);
                }
            }
            _ => {}
        }
    }
}

/// Gives escaped characters their form back.
fn release(events: &mut [Spanned<'_>]) {
    for (event, _) in events {
        if let Event::Text(text) = event
            && let Some(released) = inserts::released(text)
        {
            *text = CowStr::from(released);
        }
    }
}

impl Outline<'_> {
    /// A paragraph right before a definition is its term.
    fn find_terms(&mut self, source: &Source<'_>) {
        let mut paragraph = 0;
        for at in 0..self.events.len() {
            match &self.events[at] {
                (Event::Start(Tag::Paragraph), _) => paragraph = at,
                (Event::Start(Tag::BlockQuote(_)), range)
                    if source.container(range.start) == Some(&Container::Definition) =>
                {
                    match at.checked_sub(1).map(|before| &self.events[before].0) {
                        Some(Event::End(TagEnd::Paragraph)) => self.terms.insert(paragraph),
                        Some(Event::End(TagEnd::BlockQuote(_))) => false,
                        _ => self.unnamed.insert(at),
                    };
                }
                _ => {}
            }
        }
    }

    /// Takes attribute lists out of the texts and ties them to their elements.
    fn attach_attributes(&mut self) {
        let mut starts: Vec<usize> = Vec::new();
        // The element that ended just before the event at hand.
        let mut ended: Option<usize> = None;
        for at in 0..self.events.len() {
            let previous = ended.take();
            match &self.events[at].0 {
                Event::Start(_) => starts.push(at),
                Event::End(end) => {
                    let (end, start) = (*end, starts.pop());
                    if matches!(end, TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::TableCell) {
                        self.trailing(at, start, matches!(end, TagEnd::Paragraph));
                    }
                    let inline = matches!(
                        end,
                        TagEnd::Link | TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
                    );
                    ended = start.filter(|_| inline);
                }
                Event::Code(_) => ended = Some(at),
                Event::Text(text) => {
                    let Some(element) = previous else { continue };
                    let Some((list, length)) = attributes::at_start(text) else { continue };
                    let rest = CowStr::from(text[length..].to_owned());
                    self.events[at].0 = Event::Text(rest);
                    self.attributes.insert(element, list);
                }
                _ => {}
            }
        }
    }

    /// An attribute list at the end of a block; in a paragraph it stands on a line of its own.
    fn trailing(&mut self, end: usize, start: Option<usize>, own_line: bool) {
        let Some(start) = start.filter(|start| *start + 1 < end) else { return };
        let Event::Text(text) = &self.events[end - 1].0 else { return };
        let alone = matches!(self.events[end - 2].0, Event::SoftBreak | Event::HardBreak);
        if own_line && !(alone && text.starts_with('{')) {
            return;
        }
        let Some((list, length)) = attributes::at_end(text) else { return };
        let rest = CowStr::from(text[..length].to_owned());
        self.events[end - 1].0 = Event::Text(rest);
        if own_line {
            self.events[end - 2].0 = Event::Text(CowStr::Borrowed(""));
        }
        self.attributes.insert(start, list);
    }

    /// Gives every heading its anchor, as Python-Markdown does: chosen ids first, then slugs in order.
    fn name_headings(&mut self) {
        let mut anchors = Anchors::default();
        self.anchors = self.chosen_ids();
        self.anchors.iter().for_each(|id| anchors.take(id));
        let mut open: Option<(usize, u8, String)> = None;
        for (at, (event, _)) in self.events.iter().enumerate() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => open = Some((at, *level as u8, String::new())),
                Event::End(TagEnd::Heading(_)) => {
                    let Some((start, level, text)) = open.take() else { continue };
                    let chosen = self.attributes.get(&start).and_then(|list| list.id.clone());
                    let id = chosen.unwrap_or_else(|| anchors.unique(slugify(&text)));
                    self.headings.push(Heading { level, id, text: text.trim().to_owned() });
                }
                Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => {
                    if let Some((_, _, heading)) = &mut open {
                        heading.push_str(&inserts::bare(text));
                    }
                }
                Event::SoftBreak | Event::HardBreak => {
                    if let Some((_, _, heading)) = &mut open {
                        heading.push(' ');
                    }
                }
                _ => {}
            }
        }
    }

    /// Addresses of images as written, sorted.
    pub fn images(&self) -> Vec<String> {
        let mut images = Vec::new();
        for (event, _) in &self.events {
            match event {
                Event::Start(Tag::Image { dest_url, .. }) => images.push(dest_url.to_string()),
                Event::Html(html) | Event::InlineHtml(html) => {
                    let tags = tags::tags(html).into_iter().flat_map(|tag| tag.pairs());
                    let sources = tags.filter(|(name, _)| name.eq_ignore_ascii_case("src"));
                    images.extend(sources.map(|(_, value)| value.replace("&amp;", "&")));
                }
                _ => {}
            }
        }
        images.sort();
        images.dedup();
        images
    }

    /// Ids in attribute lists and raw HTML, sorted.
    fn chosen_ids(&self) -> Vec<String> {
        let mut ids: Vec<String> = self.attributes.values().filter_map(|list| list.id.clone()).collect();
        for (event, _) in &self.events {
            if let Event::Html(html) | Event::InlineHtml(html) = event {
                let pairs = tags::tags(html).into_iter().filter(|tag| !tag.closing).flat_map(|tag| tag.pairs());
                let chosen =
                    pairs.filter(|(name, _)| name.eq_ignore_ascii_case("id") || name.eq_ignore_ascii_case("name"));
                ids.extend(chosen.map(|(_, value)| value.to_owned()));
            }
        }
        ids.sort();
        ids.dedup();
        ids
    }
}
