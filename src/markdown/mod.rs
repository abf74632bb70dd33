//! Markdown to safe HTML. In: text and a way to resolve links. Out: HTML, headings, text by section, and problems.
//! It must not know books, entities or where pages go: the caller's [`Resolve`] decides what a link becomes.
//!
//! The dialect is CommonMark and GFM, with what MkDocs' authors use beside it. One parse makes events, and the writer
//! turns them into HTML; an HTML parser runs on islands of raw HTML only. What a theme may style:
//!
//! | Selector | What it is |
//! |---|---|
//! | `a.anchor` | permalink at the end of a heading, `aria-hidden` |
//! | `.admonition.<kind>` > `.admonition-title` | call-out; kinds are lower-case words such as `note`, `tip`, `warning` |
//! | `details.admonition.<kind>` > `summary` | collapsible call-out |
//! | `.tabs` > `input[type=radio]`…, `.tab-labels` > `label`…, `.tab-bodies` > `.tab`… | content tabs: the nth input shows the nth tab |
//! | `.table-scroll` > `table` | table in a box that scrolls; cells may be `.align-left`, `.align-center`, `.align-right` |
//! | `.code[data-lang]` > `.code-title`?, `pre` > `code` | code block; `.numbered` when lines have numbers |
//! | `.code .line`, `.code .line.hl`, `.line > a.line-number` | one line of a numbered or marked block, link to it |
//! | `.code .k` … | highlighted tokens, see `theme/styles/code.css` |
//! | `.task-list-item` > `input` | task |
//! | `sup.footnote-ref` > `a`, `section.footnotes` > `ol` > `li`, `a.footnote-backref` | footnotes |
//! | `.toc` > `ul` | `[TOC]`, `[[_TOC_]]` |
//! | `.broken-link` | text of a link that leads nowhere |
//! | `a.remote-image` | an image that stays on another site |
//! | `a.button`, `a.button.primary` | Material's buttons |
//! | `mark`, `ins`, `del`, `sub`, `sup`, `span.comment` | marks in running text, and critic's comment |
//! | `span.keys` > `kbd` | keys of a keyboard |
//! | `abbr[title]` | abbreviation that is explained |
//! | `a.entity-link[data-kind]` | entity, with `data-entity`, `data-description` and `data-owner` for a card |
//! | `a.annotation`, `ol.annotations` > `li` | `(1)!` in code, and the list below it |
//! | `.grid`, `.grid.cards` > `ul` | Material's grids |
//! | `figure.drawing` > `.drawing-scroll` > `svg`, `details.drawing-source` > `.code` | diagram and its source |
//! | `figure.drawing[data-caption]` > `.code` | diagram that is not drawn |
//! | `.math` > `math`; `.math-block` scrolls; `.math-source` | formula; what cannot be set |

mod abbreviations;
mod anchors;
mod attributes;
mod blocks;
mod code;
mod data;
mod front_matter;
mod grammar;
mod highlight;
mod icons;
mod inline;
mod inserts;
mod keys;
mod lines;
mod linkify;
mod math;
mod mentions;
mod opener;
mod outline;
mod raw_lines;
mod rewrite;
mod sanitise;
mod scopes;
mod snippets;
mod source;
mod tags;
mod typography;
mod words;
mod writer;

#[cfg(test)]
mod spec;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;

use std::borrow::Cow;

pub use self::anchors::slugify;
pub use self::front_matter::FrontMatter;
use crate::model::{Heading, Html, PageSection};

/// What a link or image becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// This address, relative to the page or absolute and safe.
    Href(String),
    /// This address, and a problem with this message: the page is there, the place on it is not.
    Doubtful(String, String),
    /// For an image: a link to this address instead of the image, which stays where it is.
    Remote(String),
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
    /// What a reference in double brackets stands for, e.g. `component:default/payments` or `payments`.
    fn entity(&self, _reference: &str) -> Mention {
        Mention::Text
    }
    /// The files that the document may include.
    fn includes(&self) -> &dyn Include {
        &NoFiles
    }
}

/// What a reference in double brackets stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mention {
    /// This entity.
    Entity(EntityLink),
    /// Nothing: the text stands without a link, and a problem is reported with this message.
    Broken(String),
    /// It is no reference; the brackets stay as they are written.
    Text,
}

/// A link to an entity, and what a card about it says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntityLink {
    /// Relative to the page.
    pub href: String,
    /// What is shown, unless the author chose another text: the title or the name.
    pub text: String,
    /// In full, e.g. `component:default/payments`.
    pub reference: String,
    /// What a reader calls it, e.g. `Component` or `service`.
    pub kind: String,
    /// One sentence; empty for none.
    pub description: String,
    /// The owner's title; empty for none.
    pub owner: String,
}

/// Gives the files that a document includes.
pub trait Include {
    /// The text of the file at a path as written in `--8<-- "path"`, without the part that chooses lines or a section;
    /// or a message that says why there is none. The answer must lie inside the document's repository.
    fn snippet(&self, path: &str) -> Result<String, String>;
    /// The same for a path that starts at the document's own folder, or at one around it.
    fn beside(&self, path: &str) -> Result<String, String> {
        self.snippet(path)
    }
    /// Paths of the files that stand at the end of every document, such as a glossary of abbreviations.
    fn appended(&self) -> Vec<String> {
        Vec::new()
    }
}

/// Includes nothing.
pub struct NoFiles;

impl Include for NoFiles {
    fn snippet(&self, _path: &str) -> Result<String, String> {
        Err("files cannot be included here".to_owned())
    }
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
    /// Formulas and diagrams that stand as their source.
    pub unset: Vec<Unset>,
}

/// A formula or a diagram that cannot be set; its source stands in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unset {
    /// What it would be.
    pub kind: UnsetKind,
    /// Line of the fault in the file, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// What cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsetKind {
    /// TeX.
    Formula,
    /// A diagram in Mermaid or in Graphviz' language.
    Diagram,
}

/// What can be said about a document without rendering it.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Its metadata.
    pub front_matter: FrontMatter,
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Other anchors that links may lead to, sorted.
    pub anchors: Vec<String>,
    /// Addresses of images as written, sorted.
    pub images: Vec<String>,
}

/// Documents longer than this, in bytes, are shown as they are written.
pub const LONGEST: usize = 2 << 20;

/// Renders one document.
pub fn render(text: &str, resolve: &dyn Resolve) -> Rendered {
    let (_, body, first_line) = front_matter::split(text);
    if body.len() > LONGEST {
        return plain(body);
    }
    let source = prepare(body, first_line, resolve.includes());
    writer::write(&source, outline::outline(&source), resolve)
}

/// Marks the tokens of code that stands outside of a document; what has no known language is only escaped.
pub fn highlight(code: &str, language: &str) -> Html {
    match highlight::highlight(code, language) {
        Some(lines) => Html::trusted(lines.concat()),
        None => Html::escape(code),
    }
}

/// The Markdown of a document with the files that it includes, but without those that stand at the end of every one;
/// none when it includes nothing.
pub fn included(text: &str, includes: &dyn Include) -> Option<String> {
    struct Named<'a>(&'a dyn Include);
    impl Include for Named<'_> {
        fn snippet(&self, path: &str) -> Result<String, String> {
            self.0.snippet(path)
        }

        fn beside(&self, path: &str) -> Result<String, String> {
            self.0.beside(path)
        }
    }
    snippets::expand(text, 1, &Named(includes)).map(|expanded| expanded.text)
}

/// Reads headings, anchors and metadata only. What is included counts as the document's own.
pub fn summarise(text: &str, includes: &dyn Include) -> Summary {
    let (front_matter, body, first_line) = front_matter::split(text);
    if body.len() > LONGEST {
        return Summary { front_matter, ..Summary::default() };
    }
    let source = prepare(body, first_line, includes);
    let outline = outline::headings(&source);
    let images = outline.images();
    Summary { front_matter, headings: outline.headings, anchors: outline.anchors, images }
}

/// The text with its files included and its containers marked. Private-use characters that serve as marks are replaced.
fn prepare<'a>(body: &'a str, first_line: u32, includes: &dyn Include) -> source::Source<'a> {
    let mut source = match snippets::expand(body, first_line, includes) {
        None => blocks::prepare(math::fence(unreserved(Cow::Borrowed(body))), first_line, &[]),
        Some(expanded) => {
            let text = math::fence(unreserved(Cow::Owned(expanded.text)));
            let mut source = blocks::prepare(text, first_line, &expanded.lines);
            source.problems = expanded.problems.into_iter().map(|(line, message)| (line, 1, message)).collect();
            source
        }
    };
    source.text = math::find(source.text, outline::OPTIONS);
    source
}

/// The text without the characters that this module marks places with.
fn unreserved(text: Cow<'_, str>) -> Cow<'_, str> {
    let reserved = |c: char| ('\u{E000}'..='\u{E01F}').contains(&c);
    // All of them begin with this byte, which few texts have.
    match text.as_bytes().contains(&0xEE) && text.contains(reserved) {
        true => Cow::Owned(text.replace(reserved, "\u{FFFD}")),
        false => text,
    }
}

/// A document that is too long to be parsed.
fn plain(body: &str) -> Rendered {
    let html = format!("<pre>{}</pre>\n", Html::escape(body).as_str());
    let problem = format!("the document is longer than {} MiB and is shown as plain text", LONGEST >> 20);
    Rendered { html: Html::trusted(html), problems: vec![(1, 1, problem)], ..Rendered::default() }
}
