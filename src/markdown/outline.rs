//! What a document is made of, found before anything is written: heading anchors, and attribute lists.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

use super::{
    anchors::{Anchors, slugify},
    attributes::{self, Attributes},
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
    /// Attribute lists, by the event that starts the element (or is the element).
    pub attributes: HashMap<usize, Attributes>,
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
    let parser = Parser::new_ext(&source.text, OPTIONS).into_offset_iter();
    let mut outline = Outline { events: TextMergeWithOffset::new(parser).collect(), ..Outline::default() };
    if source.text.contains(math::PLAIN_DOLLAR) {
        outline.events.iter_mut().for_each(|(event, _)| math::restore(event));
    }
    outline.set_symbols();
    outline.find_terms(source);
    outline.attach_attributes();
    outline.name_headings();
    outline
}

impl Outline<'_> {
    /// Puts symbols into all texts but code.
    fn set_symbols(&mut self) {
        let mut code = false;
        for (event, _) in &mut self.events {
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

    /// A paragraph right before a definition is its term.
    fn find_terms(&mut self, source: &Source<'_>) {
        let mut paragraph = 0;
        for at in 0..self.events.len() {
            match &self.events[at] {
                (Event::Start(Tag::Paragraph), _) => paragraph = at,
                (Event::Start(Tag::BlockQuote(_)), range)
                    if at > 0
                        && matches!(self.events[at - 1].0, Event::End(TagEnd::Paragraph))
                        && source.container(range.start) == Some(&Container::Definition) =>
                {
                    self.terms.insert(paragraph);
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
                        heading.push_str(text);
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
