//! Lines as the pre-pass sees them: which of them are code, and how deep they stand in lists.

use super::opener::{self, Opener};

/// One line of the file, as far as it belongs to the block at hand.
#[derive(Clone, Copy)]
pub struct Line<'a> {
    /// What is left of it.
    pub text: &'a str,
    /// Its line in the file, from 1.
    pub number: u32,
    /// Characters cut off at its left.
    pub cut: u32,
}

/// What the lines before tell about the next one.
#[derive(Default)]
pub struct Context {
    /// The character and length of the fence that is open, and the column from which its end would be a line of code.
    fence: Option<(char, usize, usize)>,
    /// Columns at which the content of the open list items starts.
    items: Vec<usize>,
    /// Whether the last line that is not blank may be the term of a definition.
    term: bool,
    blank_before: bool,
}

impl Context {
    /// What a line is; remembers what the next ones need.
    pub fn read<'a>(&mut self, text: &'a str) -> Reading<'a> {
        let content = text.trim_start();
        if let Some((mark, length, limit)) = self.fence {
            let closes = columns(text) < limit && fence(content).is_some_and(|(c, n)| c == mark && n >= length);
            if closes && content.trim_end_matches([mark, ' ']).is_empty() {
                self.fence = None;
            }
            return Reading::Code;
        }
        let blank_before = std::mem::replace(&mut self.blank_before, content.is_empty());
        if content.is_empty() {
            return Reading::Text;
        }
        let indent = columns(text);
        while self.items.last().is_some_and(|column| *column > indent) {
            self.items.pop();
        }
        if indent - self.items.last().copied().unwrap_or(0) >= 4 {
            return if blank_before { Reading::Code } else { Reading::Text };
        }
        let comment = content.starts_with("<!--") && content.ends_with("-->");
        let term = std::mem::replace(&mut self.term, comment || !content.starts_with(['#', '|', '>', '<']));
        let opener = opener::read(content).filter(|opener| opener.definition.is_none() || term);
        if let Some(opener) = opener {
            self.term = opener.definition.is_some();
            return Reading::Opener(indent, opener);
        }
        let mut rest = content;
        let mut column = indent;
        while let Some(width) = list_marker(rest) {
            column += width;
            self.items.push(column);
            rest = &rest[width.min(rest.len())..];
        }
        let limit = self.items.last().copied().unwrap_or(0) + 4;
        self.fence = fence(rest).map(|(mark, length)| (mark, length, limit));
        self.term &= self.fence.is_none();
        if self.fence.is_some() { Reading::Code } else { Reading::Text }
    }
}

/// What a line is.
pub enum Reading<'a> {
    /// It opens a container at this indentation.
    Opener(usize, Opener<'a>),
    /// It belongs to code and stays as it is.
    Code,
    Text,
}

/// The width of a list marker with the space after it, when the text starts with one.
fn list_marker(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let width = match bytes.first()? {
        b'-' | b'*' | b'+' => 1,
        b'0'..=b'9' => {
            let digits = bytes.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
            bytes.get(digits).filter(|byte| matches!(byte, b'.' | b')')).map(|_| digits + 1)?
        }
        _ => return None,
    };
    let spaces = bytes[width..].iter().take_while(|byte| **byte == b' ').count();
    match spaces {
        0 => (bytes.len() == width).then_some(width + 1),
        1..=4 => Some(width + spaces),
        _ => Some(width + 1),
    }
}

/// The character and length of the code fence that the text starts with.
fn fence(text: &str) -> Option<(char, usize)> {
    let mark = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = text.chars().take_while(|c| *c == mark).count();
    (length >= 3 && (mark == '~' || !text[length..].contains('`'))).then_some((mark, length))
}

/// How far a line is indented; a tab leads to the next multiple of four.
pub fn columns(text: &str) -> usize {
    let mut column = 0;
    for byte in text.bytes() {
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => break,
        }
    }
    column
}

/// A line without its first `width` columns of white space.
pub fn cut(line: Line<'_>, width: usize) -> Line<'_> {
    let mut column = 0;
    let mut bytes = 0;
    for byte in line.text.bytes() {
        if column >= width {
            break;
        }
        match byte {
            b' ' => column += 1,
            b'\t' => column += 4 - column % 4,
            _ => break,
        }
        bytes += 1;
    }
    Line { text: &line.text[bytes..], cut: line.cut + u32::try_from(bytes).unwrap_or(0), ..line }
}
