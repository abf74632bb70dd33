//! Islands of raw HTML: raw tags are collected up to the end of what they open, the Markdown between them is put aside,
//! and the sanitiser sees one balanced fragment.

use super::Writer;
use crate::markdown::{
    rewrite::{self, PART, PART_END},
    sanitise::sanitise,
    tags,
};

/// Raw elements nested deeper than this make the whole island plain text.
const DEEPEST: usize = 64;

/// Raw HTML that is not yet complete.
pub struct Island {
    /// Raw tags, with marks where Markdown stands.
    raw: String,
    /// The Markdown's HTML.
    parts: Vec<Option<String>>,
    /// Names of raw elements that are open.
    open: Vec<String>,
    /// How many Markdown elements were open around it.
    depth: usize,
    /// What was written before it.
    before: String,
    offset: usize,
    /// Elements that were left open when one around them ended. The HTML standard opens some of them again, and
    /// again, which is how a small file becomes a large page.
    left_open: usize,
    /// How many elements that may have made.
    reopened: usize,
    refused: bool,
}

/// More elements than this are not opened again.
const MOST_REOPENED: usize = 20_000;

impl Writer<'_> {
    pub(super) fn raw_html(&mut self, html: &str, offset: usize) {
        if self.state.alt.is_some() || (self.islands.is_empty() && is_comment(html)) {
            return;
        }
        let depth = self.open.len();
        if self.islands.last().is_none_or(|island| island.depth != depth) {
            let before = std::mem::take(&mut self.out);
            let (parts, open, raw) = (Vec::new(), Vec::new(), String::new());
            let (left_open, reopened, refused) = (0, 0, false);
            self.islands.push(Island { raw, parts, open, depth, before, offset, left_open, reopened, refused });
        }
        let found = tags::tags(html);
        if let Some((at, message)) = found.iter().find_map(|tag| Some((tag.offset, tags::danger(tag)?))) {
            let place = (offset + at).min(self.source.text.len());
            if !self.problems.iter().any(|(_, _, known)| *known == message) {
                self.problem(place, message);
            }
        }
        let Some(island) = self.islands.last_mut() else { return };
        island.put_aside(&mut self.out);
        island.raw.push_str(html);
        found.iter().for_each(|tag| island.note(tag));
        if island.open.is_empty() {
            self.close_island();
        }
    }

    /// Ends the islands that began with `depth` or more elements open.
    pub(super) fn close_islands(&mut self, depth: usize) {
        while self.islands.last().is_some_and(|island| island.depth >= depth) {
            self.close_island();
        }
    }

    fn close_island(&mut self) {
        let Some(mut island) = self.islands.pop() else { return };
        island.put_aside(&mut self.out);
        let mut broken = Vec::new();
        let html = if island.refused {
            broken.push("raw HTML is nested too deeply or not closed, and is left out".to_owned());
            island.parts.iter_mut().filter_map(Option::take).collect()
        } else {
            let clean = sanitise(&island.raw);
            rewrite::rewrite(&clean, &mut island.parts, self.resolve, &mut |message| broken.push(message))
        };
        self.out = island.before;
        self.out.push_str(&html);
        for message in broken {
            self.problem(island.offset, message);
        }
    }

    /// Whether text stands inside a raw element whose content is never shown.
    pub(super) fn muted(&self) -> bool {
        let open = self.islands.last().and_then(|island| island.open.last());
        open.is_some_and(|name| matches!(name.as_str(), "script" | "style" | "template"))
    }
}

impl Island {
    /// Moves what Markdown wrote into a part of its own.
    fn put_aside(&mut self, out: &mut String) {
        if !out.is_empty() {
            self.raw.push_str(&format!("{PART}{}{PART_END}", self.parts.len()));
            self.parts.push(Some(std::mem::take(out)));
        }
    }

    fn note(&mut self, tag: &tags::Tag<'_>) {
        let name = tag.name.to_ascii_lowercase();
        if tag.closing {
            if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                self.left_open += self.open.len() - at - 1;
                self.open.truncate(at);
            }
        } else if tag.opens() {
            self.open.push(name);
            self.reopened += self.left_open;
            self.refused |= self.open.len() > DEEPEST || self.reopened > MOST_REOPENED;
        }
    }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.strip_prefix("<!--").and_then(|html| html.strip_suffix("-->")).is_some_and(|inner| !inner.contains("-->"))
}
