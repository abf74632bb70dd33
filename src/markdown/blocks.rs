//! The block syntax that CommonMark lacks: admonitions, collapsible blocks and content tabs.
//! Each becomes a block quote that starts with a marker, so that one parse sees the whole document.
//! Syntax: Python-Markdown `admonition`, pymdownx `details` and `tabbed`, Docusaurus `:::`.

use std::borrow::Cow;

use super::{
    abbreviations::{self, Abbreviations},
    lines::{Context, Line, Reading, columns, cut},
    opener::{self, Opener},
    raw_lines::{self, RawLine, RawLines},
    source::{Container, MARK, MARK_END, Origin, Source},
};

/// Containers nested deeper than this stay as they are written.
const DEEPEST: usize = 16;

/// Rewrites the containers of `text`, which starts on `first_line` of its file; `numbers` are its lines' when they do
/// not follow each other.
pub fn prepare<'a>(text: Cow<'a, str>, first_line: u32, numbers: &[u32]) -> Source<'a> {
    let mut before = "";
    let mut is_plain = |line| !is_special(line) && !cuts(line, std::mem::replace(&mut before, line));
    if numbers.is_empty() && text.lines().all(|line| is_plain(line.trim_start())) {
        return Source::new(text, first_line);
    }
    let lines: Vec<Line<'_>> = text
        .lines()
        .zip(first_line..)
        .enumerate()
        .map(|(at, (text, number))| (text, numbers.get(at).copied().unwrap_or(number)))
        .map(|(text, number)| Line { text: text.trim_end_matches('\r'), number, cut: 0 })
        .collect();
    let mut rewriter = Rewriter::default();
    rewriter.blocks(&lines, "", 0);
    let mut source = Source::new(Cow::Owned(rewriter.out), first_line);
    source.origins = rewriter.origins;
    source.containers = rewriter.containers;
    source.abbreviations = Abbreviations::new(rewriter.abbreviations);
    source
}

/// Whether a line may be syntax that CommonMark lacks.
fn is_special(line: &str) -> bool {
    match line.as_bytes() {
        [b'!' | b'?' | b'=' | b':' | b'/' | b'`', ..] => opener::read(line).is_some() || mended(line).is_some(),
        [b'#', b'#', ..] | [b'|' | b'-', ..] if mended(line).is_some() => true,
        [b'*', b'[', ..] => abbreviations::definition(line).is_some(),
        [b'[', b'^', ..] if is_bare_footnote(line) => true,
        _ => raw_lines::is_candidate(line) || has_spaces(line),
    }
}

/// `[^1]:` whose text stands on the next line.
fn is_bare_footnote(line: &str) -> bool {
    line.starts_with("[^") && line.trim_end().ends_with("]:")
}

/// Whether a link or image of the line has an address with spaces in it: an expression, or the name of a file.
fn has_spaces(line: &str) -> bool {
    line.contains(']') && line.split("](").skip(1).any(|after| is_spaced(address(after)))
}

/// What stands before the parenthesis that closes an address.
fn address(after: &str) -> &str {
    &after[..after.find(')').unwrap_or(0)]
}

fn is_spaced(address: &str) -> bool {
    let extension = || {
        address.rsplit_once('.').is_some_and(|(_, end)| {
            (2..=5).contains(&end.len()) && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    let spaced =
        address.trim() == address && address.contains(' ') && !address.contains(['<', '>', '"', '\'', '(', '`']);
    address.contains(' ') && spaced && (address.contains("${{") || extension())
}

/// Whether a line defines a link although it follows a line of text, which CommonMark would make it part of.
fn cuts(line: &str, before: &str) -> bool {
    let defines = |line: &str| {
        let name =
            line.strip_prefix('[').filter(|rest| !rest.starts_with(['^', ']'])).and_then(|rest| rest.split_once("]: "));
        name.is_some_and(|(name, address)| !name.contains(['[', ']']) && !address.trim().contains(' '))
    };
    line.starts_with('[') && defines(line) && !before.is_empty() && !defines(before)
}

/// A line as CommonMark wants it: a space after the marks of a heading, none but spaces in the second row of a table.
fn mended(line: &str) -> Option<String> {
    let marks = line.len() - line.trim_start_matches('#').len();
    let rest = &line[marks..];
    if (2..=6).contains(&marks) && rest.starts_with(char::is_alphanumeric) {
        return Some(format!("{} {rest}", &line[..marks]));
    }
    if has_spaces(line) {
        return Some(pointed(line));
    }
    let rule = line.contains('\t') && line.contains('|') && line.contains('-');
    (rule && line.bytes().all(|byte| b"|:- \t\r".contains(&byte))).then(|| line.replace('\t', " "))
}

/// A line whose addresses with spaces stand in angle brackets.
fn pointed(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(before);
        out.push_str("](");
        rest = after;
        let address = address(after);
        if is_spaced(address) {
            out.push_str(&format!("<{address}>"));
            rest = &after[address.len()..];
        }
    }
    out + rest
}

#[derive(Default)]
struct Rewriter {
    out: String,
    origins: Vec<Origin>,
    containers: Vec<Container>,
    abbreviations: Vec<(String, String)>,
}

impl Rewriter {
    fn blocks(&mut self, lines: &[Line<'_>], prefix: &str, depth: usize) {
        let mut context = Context::default();
        let mut raw = RawLines::default();
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            at += match context.read(line.text) {
                Reading::Opener(indent, opener) if depth < DEEPEST => {
                    self.container(&lines[at..], (indent, opener), prefix, depth)
                }
                Reading::Code => {
                    self.line(prefix, line.text, *line);
                    1
                }
                _ => {
                    let before = at.checked_sub(1).map_or("", |before| lines[before].text.trim());
                    self.text(&mut raw, *line, prefix, before);
                    1
                }
            };
        }
    }

    /// Writes a line that is neither code nor opens a container.
    fn text(&mut self, raw: &mut RawLines, line: Line<'_>, prefix: &str, before: &str) {
        let (indent, content) = line.text.split_at(line.text.len() - line.text.trim_start().len());
        match raw.read(content, indent.len(), before.is_empty()) {
            Some(RawLine::Gone) => return self.line(prefix, "", line),
            Some(RawLine::Lines(lines)) => {
                return lines.iter().for_each(|text| {
                    let before = content.strip_suffix(text).unwrap_or_default().chars().count();
                    let line = Line { cut: line.cut + u32::try_from(before).unwrap_or(0), ..line };
                    let text = if text.is_empty() { String::new() } else { format!("{indent}{text}") };
                    self.line(prefix, &text, line);
                });
            }
            Some(RawLine::Label(label)) => {
                self.line(prefix, "", line);
                self.line(prefix, &format!("{indent}**{label}**"), line);
                return self.line(prefix, "", line);
            }
            None => {}
        }
        if let Some((name, meaning)) = abbreviations::definition(content) {
            self.abbreviations.push((name.to_owned(), meaning.to_owned()));
            return self.line(prefix, "", line);
        }
        if cuts(content, before) {
            self.line(prefix, "", line);
        }
        match mended(content) {
            Some(text) => self.line(prefix, &format!("{indent}{text}"), line),
            // A footnote's text is indented by four columns; some indent it by two.
            None if is_bare_footnote(before) && (1..4).contains(&indent.len()) => {
                self.line(prefix, &format!("    {content}"), line)
            }
            None => self.line(prefix, line.text, line),
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

/// The lines below an opener without its indentation; where among them the body starts; how many lines are taken.
fn body<'a>(lines: &[Line<'a>], indent: usize, opener: &Opener<'_>) -> (usize, usize, Vec<Line<'a>>) {
    let mut taken = lines.len();
    let mut body = Vec::new();
    if let Some(start) = opener.definition {
        let start = lines[0].text.len() - lines[0].text.trim_start().len() + start;
        let (text, cut) = (&lines[0].text[start..], u32::try_from(start).unwrap_or(0));
        body.push(Line { text, cut: lines[0].cut + cut, ..lines[0] });
    }
    let mut open: Vec<(char, usize)> = opener.fence.into_iter().collect();
    for (at, line) in lines.iter().enumerate().skip(1) {
        let blank = line.text.trim().is_empty();
        if opener.fence.is_none() {
            if !blank && columns(line.text) < indent + 4 && !(opener.definition.is_some() && lazy(lines, at)) {
                taken = at;
                break;
            }
            body.push(cut(*line, indent + 4));
            continue;
        }
        match opener::closing(line.text.trim()) {
            // The end of an element ends what was left open in it.
            Some(('<', _)) => open.truncate(open.iter().rposition(|(mark, _)| *mark == '<').unwrap_or(open.len())),
            Some((mark, length)) if open.last().is_some_and(|last| mark == last.0 && length >= last.1) => {
                open.pop();
            }
            _ => open.extend(opener::read(line.text.trim_start()).and_then(|inner| inner.fence)),
        }
        if open.is_empty() {
            taken = at + 1;
            break;
        }
        body.push(cut(*line, indent));
    }
    let blank_end = body.iter().rev().take_while(|line| line.text.trim().is_empty()).count();
    body.truncate(body.len() - blank_end);
    if opener.fence.is_some_and(|(mark, _)| mark == '<') {
        // What stands in an element is indented by as much as its author likes.
        let filled = body.iter().filter(|line| !line.text.trim().is_empty());
        let least = filled.map(|line| columns(line.text)).min().unwrap_or(0);
        body.iter_mut().for_each(|line| *line = cut(*line, least));
    }
    if opener.fence.is_none() {
        taken = body.len() + usize::from(opener.definition.is_none());
    }
    let directive = opener.fence.is_some() && lines[0].text.contains('{');
    let is_empty = |text: &str| text.trim().is_empty() || (directive && opener::is_option(text));
    let from = body.iter().take_while(|line| is_empty(line.text)).count();
    (from, taken, body)
}

/// Whether a line goes on with the paragraph of the line before.
fn lazy(lines: &[Line<'_>], at: usize) -> bool {
    !lines[at - 1].text.trim().is_empty() && opener::read(lines[at].text.trim_start()).is_none()
}
