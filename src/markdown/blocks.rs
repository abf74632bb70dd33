//! The block syntax that CommonMark lacks: admonitions, collapsible blocks and content tabs.
//! Each becomes a block quote that starts with a marker, so that one parse sees the whole document.
//! Syntax: Python-Markdown `admonition`, pymdownx `details` and `tabbed`, Docusaurus `:::`.

use std::borrow::Cow;

use super::{
    opener::{self, Opener},
    source::{Container, MARK, MARK_END, Origin, Source},
};

/// Containers nested deeper than this stay as they are written.
const DEEPEST: usize = 16;

/// One line of the file, as far as it belongs to the block at hand.
#[derive(Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    number: u32,
    /// Characters cut off at its left.
    cut: u32,
}

/// Rewrites the containers of `text`, which starts on `first_line` of its file.
pub fn prepare(text: Cow<'_, str>, first_line: u32) -> Source<'_> {
    if !["!!!", "???", "===", ":::"].iter().any(|mark| text.contains(mark)) {
        return Source::new(text, first_line);
    }
    let lines: Vec<Line<'_>> = text
        .lines()
        .zip(first_line..)
        .map(|(text, number)| Line { text: text.trim_end_matches('\r'), number, cut: 0 })
        .collect();
    let mut rewriter = Rewriter::default();
    rewriter.blocks(&lines, "", 0);
    if rewriter.containers.is_empty() {
        return Source::new(text, first_line);
    }
    let mut source = Source::new(Cow::Owned(rewriter.out), first_line);
    source.origins = rewriter.origins;
    source.containers = rewriter.containers;
    source
}

#[derive(Default)]
struct Rewriter {
    out: String,
    origins: Vec<Origin>,
    containers: Vec<Container>,
}

/// What the lines before tell about the next one.
#[derive(Default)]
struct Context {
    /// The character and length of the fence that is open.
    fence: Option<(char, usize)>,
    /// Columns at which the content of the open list items starts.
    items: Vec<usize>,
}

impl Rewriter {
    fn blocks(&mut self, lines: &[Line<'_>], prefix: &str, depth: usize) {
        let mut context = Context::default();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            let opener = context.opener(line.text).filter(|_| depth < DEEPEST);
            at += match opener {
                Some((indent, opener)) => self.container(&lines[at..], (indent, opener), prefix, depth),
                None => {
                    self.line(prefix, line.text, *line);
                    1
                }
            };
        }
    }

    /// Writes the container that opens on the first of `lines`; gives how many lines it took.
    fn container(
        &mut self,
        lines: &[Line<'_>],
        (indent, opener): (usize, Opener<'_>),
        prefix: &str,
        depth: usize,
    ) -> usize {
        let outer = format!("{prefix}{}", " ".repeat(indent));
        let inner = format!("{outer}> ");
        if self.out.lines().next_back().is_some_and(|last| last.trim_start().starts_with('>') && last.len() > 1) {
            self.line(&outer, "", lines[0]);
        }
        let taken = if opener.tab {
            self.open(&inner, Container::Tabs, "", lines[0]);
            self.tabs(lines, indent, &inner, depth)
        } else {
            let (from, taken, body) = body(lines, indent, &opener);
            self.open(&inner, opener.container(), &opener.title, lines[0]);
            self.blocks(&body[from..], &inner, depth + 1);
            taken
        };
        self.line(outer.trim_end(), "", lines[taken - 1]);
        taken
    }

    /// Writes all tabs of one set.
    fn tabs(&mut self, lines: &[Line<'_>], indent: usize, prefix: &str, depth: usize) -> usize {
        let inner = format!("{prefix}> ");
        let mut at = 0;
        let mut end = 0;
        while let Some(line) = lines.get(at) {
            let opener = opener::read(line.text.trim_start()).filter(|_| columns(line.text) == indent);
            let Some(opener) = opener.filter(|opener| opener.tab && (at == 0 || !opener.new_set)) else { break };
            let (from, taken, body) = body(&lines[at..], indent, &opener);
            self.open(&inner, Container::Tab, &opener.title, *line);
            self.blocks(&body[from..], &inner, depth + 2);
            self.line(prefix.trim_end(), "", lines[at + taken - 1]);
            end = at + taken;
            at = end + lines[end..].iter().take_while(|line| line.text.trim().is_empty()).count();
        }
        end
    }

    fn open(&mut self, prefix: &str, container: Container, title: &str, line: Line<'_>) {
        let marker = format!("{MARK}{}{MARK_END}{title}", self.containers.len());
        self.containers.push(container);
        self.line(prefix, &marker, line);
        self.line(prefix.trim_end(), "", line);
    }

    fn line(&mut self, prefix: &str, text: &str, from: Line<'_>) {
        let prefix = if text.is_empty() { prefix.trim_end() } else { prefix };
        self.out.push_str(prefix);
        self.out.push_str(text);
        self.out.push('\n');
        let shift = i64::from(from.cut) - i64::try_from(prefix.chars().count()).unwrap_or(i64::MAX);
        self.origins.push(Origin { line: from.number, shift: i32::try_from(shift).unwrap_or(0) });
    }
}

impl Context {
    /// The container that opens on `text`, with its indentation; otherwise learns from the line.
    fn opener<'a>(&mut self, text: &'a str) -> Option<(usize, Opener<'a>)> {
        let content = text.trim_start();
        if let Some((mark, length)) = self.fence {
            if fence(content)
                .is_some_and(|(c, n)| c == mark && n >= length && content.trim_end_matches([c, ' ']).is_empty())
            {
                self.fence = None;
            }
            return None;
        }
        if content.is_empty() {
            return None;
        }
        let indent = columns(text);
        while self.items.last().is_some_and(|column| *column > indent) {
            self.items.pop();
        }
        if indent - self.items.last().copied().unwrap_or(0) >= 4 {
            return None;
        }
        if let Some(opener) = opener::read(content) {
            return Some((indent, opener));
        }
        let mut rest = content;
        let mut column = indent;
        while let Some(width) = list_marker(rest) {
            column += width;
            self.items.push(column);
            rest = &rest[width.min(rest.len())..];
        }
        self.fence = fence(rest);
        None
    }
}

/// The lines below an opener without its indentation; where among them the body starts; how many lines are taken.
fn body<'a>(lines: &[Line<'a>], indent: usize, opener: &Opener<'_>) -> (usize, usize, Vec<Line<'a>>) {
    let mut taken = lines.len();
    let mut body = Vec::new();
    let mut open = vec![opener.colons];
    for (at, line) in lines.iter().enumerate().skip(1) {
        let blank = line.text.trim().is_empty();
        if opener.colons == 0 {
            if !blank && columns(line.text) < indent + 4 {
                taken = at;
                break;
            }
            body.push(cut(*line, indent + 4));
            continue;
        }
        match opener::colons(line.text.trim()) {
            Some(count) if open.last().is_some_and(|last| count >= *last) => {
                open.pop();
            }
            _ => {
                let inner = opener::read(line.text.trim_start()).map_or(0, |inner| inner.colons);
                open.extend((inner > 0).then_some(inner));
            }
        }
        if open.is_empty() {
            taken = at + 1;
            break;
        }
        body.push(cut(*line, indent));
    }
    let blank_end = body.iter().rev().take_while(|line| line.text.trim().is_empty()).count();
    body.truncate(body.len() - blank_end);
    if opener.colons == 0 {
        taken = body.len() + 1;
    }
    let from = body.iter().take_while(|line| line.text.trim().is_empty()).count();
    (from, taken, body)
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
fn columns(text: &str) -> usize {
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
fn cut(line: Line<'_>, width: usize) -> Line<'_> {
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
