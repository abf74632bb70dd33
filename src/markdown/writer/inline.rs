//! Text, code spans, images and problems.

use std::ops::Range;

use super::{Writer, escape};
use crate::markdown::{
    Mention, Target, code, highlight,
    inserts::{Piece, bare},
    linkify, mentions,
    rewrite::remote_image,
    source::MARK_END,
};

/// A document with more problems than this has one problem that is not in this list.
const MOST_PROBLEMS: usize = 500;

impl Writer<'_> {
    pub(super) fn problem(&mut self, offset: usize, message: String) {
        if self.problems.len() < MOST_PROBLEMS {
            let (line, column) = self.source.place(offset);
            self.problems.push((line, column, message));
        }
    }

    /// Reports what is doubtful about a target.
    pub(super) fn target(&mut self, target: Target, offset: usize) -> Target {
        match target {
            Target::Doubtful(href, message) => {
                self.problem(offset, message);
                Target::Href(href)
            }
            other => other,
        }
    }

    pub(super) fn text(&mut self, text: &str, range: &Range<usize>) {
        if let Some((_, code, _)) = &mut self.state.code {
            code.push_str(text);
            return;
        }
        // A container's title starts with its marker, which no other text can hold unescaped.
        let marked = self.source.text[range.clone()].starts_with(super::super::source::MARK);
        let text = if marked { text.split_once(MARK_END).map_or(text, |(_, title)| title) } else { text };
        if let Some((alt, _)) = &mut self.state.alt {
            alt.push_str(&bare(text));
            return;
        }
        if self.muted() {
            return;
        }
        let outline = self.outline;
        outline.inserts.split(text, |piece| match piece {
            Piece::Html(html) => self.out.push_str(html),
            Piece::Text(text) => self.words(text, range.start),
        });
    }

    /// Text without marks: entities in double brackets and bare addresses become links, unless it stands in one.
    fn words(&mut self, text: &str, offset: usize) {
        if self.state.links > 0 {
            self.sections.push(text);
            return self.plain(text);
        }
        let mut rest = text;
        while let Some((start, end, reference, label)) = mentions::first(rest) {
            let (before, whole) = (&rest[..start], &rest[start..end]);
            self.addresses(before, offset);
            self.mention(whole, reference, label, offset);
            rest = &rest[end..];
        }
        self.addresses(rest, offset);
    }

    fn addresses(&mut self, text: &str, offset: usize) {
        self.sections.push(text);
        let mut from = 0;
        for (start, end, address) in linkify::addresses(text) {
            self.plain(&text[from..start]);
            from = end;
            self.bare_address(&text[start..end], &address, offset);
        }
        self.plain(&text[from..]);
    }

    /// Text that is nothing else; abbreviations in it are explained.
    fn plain(&mut self, text: &str) {
        match &self.source.abbreviations {
            Some(abbreviations) => abbreviations.write(text, &mut self.out),
            None => escape(text, &mut self.out),
        }
    }

    /// `[[reference]]` or `[[reference|label]]`, which is `whole`.
    fn mention(&mut self, whole: &str, reference: &str, label: Option<&str>, offset: usize) {
        match self.resolve.entity(reference) {
            Mention::Entity(link) => {
                let label = label.unwrap_or(&link.text);
                self.sections.push(label);
                mentions::write(&link, label, &mut self.out);
            }
            Mention::Broken(message) => {
                self.problem(offset, message);
                let label = label.unwrap_or(reference);
                self.sections.push(label);
                self.out.push_str("<span class=\"broken-link\">");
                escape(label, &mut self.out);
                self.out.push_str("</span>");
            }
            Mention::Text => self.addresses(whole, offset),
        }
    }

    fn bare_address(&mut self, shown: &str, address: &str, offset: usize) {
        match self.target(self.resolve.link(address), offset) {
            Target::Href(href) | Target::Remote(href) | Target::Doubtful(href, _) => {
                self.out.push_str("<a href=\"");
                escape(&href, &mut self.out);
                self.out.push_str("\">");
                escape(shown, &mut self.out);
                self.out.push_str("</a>");
            }
            other => {
                escape(shown, &mut self.out);
                if let Target::Broken(message) = other {
                    self.problem(offset, message);
                }
            }
        }
    }

    pub(super) fn code_span(&mut self, text: &str) {
        if let Some((alt, _)) = &mut self.state.alt {
            alt.push_str(text);
            return;
        }
        let (language, text) = code::inline(text);
        self.sections.push(text);
        self.out.push_str("<code>");
        match language.and_then(|language| highlight::highlight(text, language)) {
            Some(lines) => lines.iter().for_each(|line| self.out.push_str(line)),
            None => escape(text, &mut self.out),
        }
        self.out.push_str("</code>");
    }

    pub(super) fn line_break(&mut self, html: &str) {
        if let Some((alt, _)) = &mut self.state.alt {
            alt.push(' ');
            return;
        }
        self.sections.space();
        self.out.push_str(html);
    }

    /// Ends an image, at which its description is known.
    pub(super) fn end_image(&mut self, destination: &str, title: &str, event: usize) {
        let Some((alt, depth)) = self.state.alt.take() else { return };
        if depth > 1 {
            self.state.alt = Some((alt, depth - 1));
            return;
        }
        match self.resolve.image(destination) {
            Target::Href(href) | Target::Doubtful(href, _) => {
                self.out.push_str("<img src=\"");
                escape(&href, &mut self.out);
                self.out.push_str("\" alt=\"");
                escape(&alt, &mut self.out);
                self.title_attribute(title);
                self.out.push('"');
                self.image_size(event);
                self.out.push_str(" loading=\"lazy\">");
            }
            Target::Remote(_) if self.state.links > 0 => escape(&alt, &mut self.out),
            Target::Remote(href) => remote_image(&href, &alt, &mut self.out),
            Target::Broken(message) => {
                let offset = self.outline.events[event].1.start;
                self.problem(offset, message);
                self.out.push_str("<span class=\"broken-link\">");
                escape(&alt, &mut self.out);
                self.out.push_str("</span>");
            }
            Target::Dropped => escape(&alt, &mut self.out),
        }
    }

    /// Width, height and side from an attribute list.
    fn image_size(&mut self, event: usize) {
        let Some(list) = self.outline.attributes.get(&event) else { return };
        for name in ["width", "height"] {
            let number = |value: &&str| value.trim_end_matches(['%', 'p', 'x']).parse::<u16>().is_ok();
            if let Some(value) = list.get(name).filter(number) {
                self.out.push_str(&format!(" {name}=\"{}\"", value.trim_end_matches("px")));
            }
        }
        if let Some(side @ ("left" | "right")) = list.get("align") {
            self.out.push_str(&format!(" align=\"{side}\""));
        }
    }
}
