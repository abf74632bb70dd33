//! Visible text by heading.

use crate::model::{Heading, PageSection};

/// Collects visible text.
#[derive(Default)]
pub struct Sections {
    done: Vec<PageSection>,
    heading: Option<Heading>,
    text: String,
    /// Whether text is the heading's own and not of the section.
    pub in_heading: bool,
}

impl Sections {
    /// A heading begins; what follows its end is its section.
    pub fn start(&mut self, heading: Option<Heading>) {
        self.close();
        self.heading = heading;
        self.in_heading = true;
    }

    /// Visible text.
    pub fn push(&mut self, text: &str) {
        if !self.in_heading {
            self.text.push_str(text);
        }
    }

    /// A boundary between words.
    pub fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
            self.text.push(' ');
        }
    }

    /// All sections.
    pub fn finish(mut self) -> Vec<PageSection> {
        self.close();
        self.done
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text).trim().to_owned();
        if self.heading.is_some() || !text.is_empty() {
            self.done.push(PageSection { heading: self.heading.take(), text });
        }
    }
}
