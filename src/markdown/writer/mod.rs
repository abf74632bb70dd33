//! Events to HTML.

mod annotations;
mod blocks;
mod figures;
mod inline;
mod islands;
mod notes;
mod sections;
mod start;

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{Alignment, Event, TagEnd};

use self::{annotations::Annotations, islands::Island, notes::Notes, sections::Sections};
use super::{Rendered, Resolve, Unset, math::Setting, outline::Outline, source::Source};
use crate::model::Html;

/// Elements nested deeper than this are written without their tags: browsers give up at 512.
const DEEPEST: usize = 120;

/// Writes a document.
pub fn write(source: &Source<'_>, outline: Outline<'_>, resolve: &dyn Resolve) -> Rendered {
    let mut writer = Writer {
        source,
        resolve,
        outline: &outline,
        out: String::with_capacity(source.text.len() * 3 / 2),
        open: Vec::new(),
        state: State::default(),
        islands: Vec::new(),
        notes: Notes::default(),
        annotations: Annotations::default(),
        sections: Sections::default(),
        problems: source.problems.clone(),
        unset: Vec::new(),
    };
    for (index, (event, range)) in outline.events.iter().enumerate() {
        writer.event(index, event, range);
    }
    writer.close_islands(0);
    writer.footnotes();
    let Writer { out, sections, problems, unset, .. } = writer;
    Rendered { html: Html::trusted(out), sections: sections.finish(), problems, unset, headings: outline.headings }
}

struct Writer<'a> {
    source: &'a Source<'a>,
    resolve: &'a dyn Resolve,
    outline: &'a Outline<'a>,
    out: String,
    open: Vec<Close>,
    state: State,
    islands: Vec<Island>,
    notes: Notes,
    annotations: Annotations,
    sections: Sections,
    problems: Vec<(u32, u32, String)>,
    unset: Vec<Unset>,
}

/// What the end of an element writes or does.
enum Close {
    /// These tags.
    Html(Cow<'static, str>),
    /// A paragraph: these tags, or nothing at all when nothing stands after this length.
    Filled(usize, &'static str),
    /// A heading, with its permalink.
    Heading(u8, String),
    /// A code block.
    Code,
    /// A block of raw HTML.
    RawBlock,
    /// An image: its address, title and event.
    Image(String, String, usize),
    /// `[TOC]`, whose own text is not written.
    Toc,
    /// A set of tabs; what stood before it.
    Tabs(String, Tabs),
    /// One tab.
    Tab,
    /// The title of a tab.
    TabTitle,
    /// A footnote with its label; what stood before it.
    Footnote(String, String),
}

/// The tabs of one set.
#[derive(Default)]
struct Tabs {
    labels: Vec<String>,
    bodies: Vec<String>,
}

#[derive(Default)]
struct State {
    /// The event at hand.
    at: usize,
    /// The code block at hand: info string, content, and where it starts.
    code: Option<(String, String, usize)>,
    /// The block of raw HTML at hand, and where it starts.
    raw: Option<(String, usize)>,
    /// The description of the image at hand, and how deep in images it is.
    alt: Option<(String, usize)>,
    /// Links that are open.
    links: usize,
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
    /// How the next paragraph, the title of a container, is written.
    title: Option<Title>,
    headings: usize,
    tab_sets: usize,
    code_blocks: usize,
    drawings: usize,
}

/// How the title of a container is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Title {
    Paragraph,
    Summary,
    Tab,
    /// A set of tabs has none.
    None,
}

impl Writer<'_> {
    fn event(&mut self, index: usize, event: &Event<'_>, range: &Range<usize>) {
        self.state.at = index;
        match event {
            Event::Start(tag) => {
                let close = if self.open.len() < DEEPEST || self.is_leaf(tag) {
                    self.start(index, tag, range)
                } else {
                    Close::Html(Cow::Borrowed(""))
                };
                self.open.push(close);
            }
            Event::End(end) => {
                self.close_islands(self.open.len());
                if let Some(close) = self.open.pop() {
                    self.end(*end, close);
                    self.annotate_text();
                }
            }
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => self.code_span(text),
            Event::Html(html) => match &mut self.state.raw {
                Some((block, _)) => block.push_str(html),
                None => self.raw_html(html, range.start),
            },
            Event::InlineHtml(html) => self.raw_html(html, range.start),
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task(*done),
            Event::InlineMath(tex) => self.formula(tex, Setting::Inline, range),
            Event::DisplayMath(tex) => self.formula(tex, Setting::Display, range),
        }
    }

    fn end(&mut self, end: TagEnd, close: Close) {
        match close {
            Close::Html(html) => self.out.push_str(&html),
            Close::Filled(before, _) if self.out.get(before..).is_some_and(is_bare) => self.out.truncate(before),
            Close::Filled(_, html) => self.out.push_str(html),
            Close::Heading(level, id) => self.end_heading(level, &id),
            Close::Code => self.end_code(),
            Close::RawBlock => self.end_raw_block(),
            Close::Image(destination, title, event) => self.end_image(&destination, &title, event),
            Close::Toc => self.state.alt = None,
            Close::Tabs(before, tabs) => self.end_tabs(before, &tabs),
            Close::Tab => self.end_tab(),
            Close::TabTitle => self.end_tab_title(),
            Close::Footnote(label, before) => self.end_footnote(label, before),
        }
        match end {
            TagEnd::Link => self.state.links = self.state.links.saturating_sub(1),
            TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell | TagEnd::Heading(_) => {
                self.sections.space();
            }
            _ => {}
        }
    }
}

/// Whether only one start tag was written.
fn is_bare(html: &str) -> bool {
    html.bytes().filter(|byte| *byte == b'<').count() == 1 && html.trim_end().ends_with('>')
}

/// Appends `text` with `&`, `<`, `>` and `"` escaped.
pub fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let replacement = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            0 => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(replacement);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}
