//! Footnotes: collected where they stand, written at the end in the order of their first mention.

use std::collections::BTreeMap;

use super::{Writer, escape};

/// The footnotes of a document.
#[derive(Default)]
pub struct Notes {
    /// Labels in the order of first mention, with the number of mentions.
    mentioned: Vec<(String, usize)>,
    /// Where a label stands among the mentioned.
    places: BTreeMap<String, usize>,
    /// HTML by label.
    defined: BTreeMap<String, String>,
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        if self.state.alt.is_some() {
            return;
        }
        let known = self.notes.places.get(label).copied();
        let index = known.unwrap_or_else(|| {
            self.notes.places.insert(label.to_owned(), self.notes.mentioned.len());
            self.notes.mentioned.push((label.to_owned(), 0));
            self.notes.mentioned.len() - 1
        });
        let (_, mentions) = &mut self.notes.mentioned[index];
        *mentions += 1;
        let suffix = if *mentions > 1 { mentions.to_string() } else { String::new() };
        let mut safe = String::new();
        escape(label, &mut safe);
        self.out.push_str(&format!(
            "<sup class=\"footnote-ref\" id=\"fnref{suffix}:{safe}\"><a href=\"#fn:{safe}\">{}</a></sup>",
            index + 1
        ));
    }

    pub(super) fn end_footnote(&mut self, label: String, before: String) {
        let html = std::mem::replace(&mut self.out, before);
        self.notes.defined.entry(label).or_insert(html);
    }

    pub(super) fn footnotes(&mut self) {
        let mut defined = std::mem::take(&mut self.notes.defined);
        if defined.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"footnotes\">\n<hr>\n<ol>\n");
        for (label, mentions) in std::mem::take(&mut self.notes.mentioned) {
            if let Some(html) = defined.remove(&label) {
                self.footnote(&label, &html, mentions);
            }
        }
        for (label, html) in defined {
            self.footnote(&label, &html, 0);
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    fn footnote(&mut self, label: &str, html: &str, mentions: usize) {
        let mut safe = String::new();
        escape(label, &mut safe);
        let (body, end) = match html.strip_suffix("</p>\n") {
            Some(body) => (body, "</p>\n"),
            None => (html, ""),
        };
        self.out.push_str(&format!("<li id=\"fn:{safe}\">\n{body}"));
        for mention in 1..=mentions {
            let suffix = if mention > 1 { mention.to_string() } else { String::new() };
            self.out.push_str(&format!(
                "\u{A0}<a class=\"footnote-backref\" href=\"#fnref{suffix}:{safe}\" aria-label=\"Back to the text\">↩</a>"
            ));
        }
        self.out.push_str(end);
        self.out.push_str("</li>\n");
    }
}
