//! Text as it is parsed, and where each of its lines was written.

use std::{borrow::Cow, cell::OnceCell};

use super::abbreviations::Abbreviations;

/// What a block quote that the pre-pass made stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Container {
    /// `!!! kind` or `:::kind`; with annotations for `!!! kind annotate`.
    Admonition(String, bool),
    /// `??? kind`; open for `???+`.
    Details(String, bool),
    /// A set of [`Container::Tab`].
    Tabs,
    /// `=== "Title"`.
    Tab,
    /// `:   definition` below its term.
    Definition,
}

/// Where a line of the parsed text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Line in the file, from 1.
    pub line: u32,
    /// What to add to a column of the parsed text to get the column in the file.
    pub shift: i32,
}

/// A document, ready to be parsed.
#[derive(Debug, Default)]
pub struct Source<'a> {
    /// What the CommonMark parser reads.
    pub text: Cow<'a, str>,
    /// One for each line of `text`; empty when `text` is the file from `first_line` on.
    pub origins: Vec<Origin>,
    /// The line of the file on which `text` starts, from 1.
    pub first_line: u32,
    /// What the marked block quotes stand for.
    pub containers: Vec<Container>,
    /// What its abbreviations stand for, when it explains any.
    pub abbreviations: Option<Abbreviations>,
    /// What is wrong before anything is parsed: line, column and message.
    pub problems: Vec<(u32, u32, String)>,
    starts: OnceCell<Vec<usize>>,
}

/// Opens a marker; the pre-pass alone writes it, as [`Source::new`] takes it out of the input.
pub const MARK: char = '\u{E000}';
/// Closes a marker.
pub const MARK_END: char = '\u{E001}';

impl<'a> Source<'a> {
    /// A text without line changes.
    pub fn new(text: Cow<'a, str>, first_line: u32) -> Self {
        Self { text, first_line, ..Self::default() }
    }

    /// Line and column in the file, from 1, of a byte of the parsed text.
    pub fn place(&self, offset: usize) -> (u32, u32) {
        let starts = self.starts.get_or_init(|| {
            let ends = self.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect()
        });
        let index = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let mut end = offset.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let column = u32::try_from(self.text[starts[index]..end].chars().count() + 1).unwrap_or(u32::MAX);
        match self.origins.get(index) {
            Some(origin) => (origin.line, column.saturating_add_signed(origin.shift).max(1)),
            None => (self.first_line + u32::try_from(index).unwrap_or(u32::MAX), column),
        }
    }

    /// The container that a block quote at `offset` stands for.
    pub fn container(&self, offset: usize) -> Option<&Container> {
        if self.containers.is_empty() {
            return None;
        }
        // The marker follows the quote's own sign; quotes inside it have theirs.
        let rest = self.text.get(offset..)?.trim_start_matches(' ').strip_prefix('>')?;
        let rest = rest.strip_prefix(' ').unwrap_or(rest).strip_prefix(MARK)?;
        let (index, _) = rest.split_once(MARK_END)?;
        self.containers.get(index.parse::<usize>().ok()?)
    }
}
