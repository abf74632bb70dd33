//! Which dollars and brackets are formulas. Smart dollars, as arithmatex and GitHub have them: `costs $5 and $10`,
//! `$HOME/bin:$PATH` and `${{ a }}-${{ b }}` stay text.

use std::borrow::Cow;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

/// Stands for a dollar that opens or closes no formula, until the events are read.
pub const PLAIN_DOLLAR: char = '\u{E004}';

/// Makes fences of the lines between two lines that hold nothing but `$$`, or `\[` and `\]`, so that no other syntax
/// is seen in them. The lines keep their numbers.
pub fn fence(text: Cow<'_, str>) -> Cow<'_, str> {
    let opens = |line: &str| matches!(bare(line).1, "$$" | "\\[");
    if !(text.contains("$$") || text.contains("\\[")) || !text.lines().any(opens) {
        return text;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let mut out = String::with_capacity(text.len() + 64);
    let mut code: Option<String> = None;
    // The line that ends the formula at hand.
    let mut end: Option<usize> = None;
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let (prefix, content) = bare(line);
        let run: String = content.chars().take_while(|c| matches!(c, '`' | '~')).collect();
        match &code {
            Some(open) if run.starts_with(open.as_str()) && run == content => code = None,
            None if end.is_none() && (run.starts_with("```") || run.starts_with("~~~")) => code = Some(run),
            _ => {}
        }
        if end.is_none() && code.is_none() {
            end = closing(&lines, at, prefix.len(), content);
            if end.is_some() {
                out.push_str(&format!("{prefix}```{}", super::LANGUAGE));
                continue;
            }
        } else if end == Some(at) {
            out.push_str(&format!("{prefix}```"));
            end = None;
            continue;
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// A formula is no longer than this, in lines.
const MOST_LINES: usize = 200;

/// The line that closes the formula that a line opens.
fn closing(lines: &[&str], at: usize, prefix: usize, content: &str) -> Option<usize> {
    let close = match content {
        "$$" => "$$",
        "\\[" => "\\]",
        _ => return None,
    };
    let rest = lines.iter().enumerate().skip(at + 1).take(MOST_LINES);
    let (end, _) = rest.take_while(|(_, line)| !line.contains("```")).find(|(_, line)| bare(line).1 == close)?;
    (end > at + 1 && bare(lines[end]).0.len() == prefix).then_some(end)
}

/// A line without its indentation and quote marks, which come first.
fn bare(line: &str) -> (&str, &str) {
    let content = line.trim_start_matches([' ', '\t', '>']);
    (&line[..line.len() - content.len()], content.trim_end())
}

/// Marks the dollars that are none of a formula, and writes `\(…\)` and `\[…\]` with dollars. Columns stay.
pub fn find(text: Cow<'_, str>, options: Options) -> Cow<'_, str> {
    let dollars = text.bytes().filter(|byte| *byte == b'$').take(2).count() == 2;
    if !(dollars || text.contains("\\(") || text.contains("\\[")) {
        return text;
    }
    let mut finder = Finder { text: &text, changes: Vec::new(), bracket: None, paragraph: 0..0 };
    for (event, range) in Parser::new_ext(&text, options | Options::ENABLE_MATH).into_offset_iter() {
        match event {
            Event::InlineMath(_) if !finder.is_inline(range.start, range.end) => finder.mark(range.start, range.end, 1),
            Event::DisplayMath(_) if !finder.is_display(range.start, range.end) => {
                finder.mark(range.start, range.end, 2)
            }
            Event::Text(_) => finder.bracket(range.start, range.end),
            Event::Start(Tag::Paragraph) => {
                finder.paragraph = range;
                finder.bracket = None;
            }
            Event::Start(Tag::Heading { .. } | Tag::TableCell | Tag::Item | Tag::CodeBlock(_))
            | Event::End(TagEnd::CodeBlock) => {
                finder.paragraph = 0..0;
                finder.bracket = None;
            }
            _ => {}
        }
    }
    let mut changes = finder.changes;
    if changes.is_empty() {
        return text;
    }
    changes.sort_unstable();
    let mut out = String::with_capacity(text.len() + 2 * changes.len());
    let mut at = 0;
    for (start, length, replacement) in changes {
        if start < at {
            continue;
        }
        out.push_str(&text[at..start]);
        out.push_str(replacement);
        at = start + length;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

struct Finder<'a> {
    text: &'a str,
    /// Where, how many bytes, and what stands there instead.
    changes: Vec<(usize, usize, &'static str)>,
    /// The bracket that is open: where its backslash stands, and the bracket.
    bracket: Option<(usize, u8)>,
    paragraph: std::ops::Range<usize>,
}

impl Finder<'_> {
    fn is_inline(&self, start: usize, end: usize) -> bool {
        let tex = &self.text[start + 1..end - 1];
        let before = self.text[..start].chars().next_back();
        let after = self.text[end..].chars().next();
        if tex.contains("://") || tex.starts_with("{{") || after.is_some_and(|c| matches!(c, '{' | '(' | '$' | '_')) {
            return false;
        }
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        has_command(tex) || !(word(before) || word(after))
    }

    fn is_display(&self, start: usize, end: usize) -> bool {
        let alone = self.text.get(self.paragraph.clone()).is_some_and(|text| text.trim() == &self.text[start..end]);
        let tex = &self.text[start + 2..end - 2];
        !tex.trim().is_empty() && (alone || is_tex(tex))
    }

    fn mark(&mut self, start: usize, end: usize, width: usize) {
        for at in (start..start + width).chain(end - width..end) {
            self.changes.push((at, 1, "\u{E004}"));
        }
    }

    /// Hears of a text; one that starts with an escaped bracket may open or close a formula.
    fn bracket(&mut self, start: usize, end: usize) {
        let bytes = self.text.as_bytes();
        let (Some(bracket), true) = (bytes.get(start), start > 0 && start < end) else { return };
        if bytes[start - 1] != b'\\' {
            return;
        }
        match (bracket, self.bracket) {
            (b'(' | b'[', _) => {
                // `provider\(s\)` is an ending, not a formula.
                let word = self.text[..start - 1].ends_with(char::is_alphanumeric);
                self.bracket = (!word).then_some((start - 1, *bracket));
            }
            (b')', Some((open, b'('))) => {
                let tex = &self.text[open + 2..start - 1];
                if is_tex(tex) && !tex.contains(['`', '$']) {
                    self.changes.push((open, 2, "$`"));
                    self.changes.push((start - 1, 2, "`$"));
                }
                self.bracket = None;
            }
            (b']', Some((open, b'['))) => {
                let tex = &self.text[open + 2..start - 1];
                let whole = self.text.get(self.paragraph.clone()).map(str::trim);
                if whole == Some(&self.text[open..=start]) && is_tex(tex) && !tex.contains('$') {
                    self.changes.push((open, 2, "$$"));
                    self.changes.push((start - 1, 2, "$$"));
                }
                self.bracket = None;
            }
            _ => {}
        }
    }
}

fn has_command(tex: &str) -> bool {
    let mut bytes = tex.bytes().zip(tex.bytes().skip(1));
    bytes.any(|(a, b)| a == b'\\' && (b.is_ascii_alphabetic() || matches!(b, b'{' | b',')))
}

/// Whether a text looks like a formula: brackets are escaped for other reasons too.
fn is_tex(text: &str) -> bool {
    let text = text.trim();
    let bytes = text.as_bytes();
    let script = |at: usize| {
        let base = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || matches!(bytes[at - 1], b'}' | b')'));
        let word = at > 1 && bytes[at - 1].is_ascii_alphabetic() && bytes[at - 2].is_ascii_alphabetic();
        base && !word
    };
    text.chars().count() == 1
        || has_command(text)
        || text.contains(['^', '=', '+'])
        || bytes.iter().enumerate().any(|(at, byte)| *byte == b'_' && script(at))
}

/// Gives the dollars back that were marked.
pub fn restore(event: &mut Event<'_>) {
    let give = |text: &mut CowStr<'_>| {
        if text.contains(PLAIN_DOLLAR) {
            *text = CowStr::from(text.replace(PLAIN_DOLLAR, "$"));
        }
    };
    match event {
        Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => give(text),
        Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => give(text),
        Event::Start(Tag::Link { dest_url, title, .. } | Tag::Image { dest_url, title, .. }) => {
            give(dest_url);
            give(title);
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => give(info),
        Event::Start(Tag::FootnoteDefinition(label)) => give(label),
        _ => {}
    }
}
