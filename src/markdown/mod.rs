//! Markdown to safe HTML. In: text and a way to resolve links. Out: HTML, headings, text by section, and problems.
//! It must not know books, entities or where pages go: the caller's [`Resolve`] decides what a link becomes.

use crate::model::{Heading, Html, PageSection};

/// What a link or image becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// This address, relative to the page or absolute and safe.
    Href(String),
    /// Nothing: the text stands without a link, and a problem is reported with this message.
    Broken(String),
    /// Nothing, silently.
    Dropped,
}

/// Decides what the links of one document become.
pub trait Resolve {
    /// The target of a link as written, e.g. `../setup.md#linux`.
    fn link(&self, destination: &str) -> Target;
    /// The target of an image as written.
    fn image(&self, destination: &str) -> Target;
}

/// A document, rendered.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    /// The body.
    pub html: Html,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Visible text by heading.
    pub sections: Vec<PageSection>,
    /// Problems: line and column from 1, message.
    pub problems: Vec<(u32, u32, String)>,
}

/// Renders one document.
pub fn render(_text: &str, _resolve: &dyn Resolve) -> Rendered {
    Rendered::default()
}
