//! Lines of raw HTML, MDX and mkdocstrings that CommonMark would read otherwise than their authors do: elements whose
//! content is Markdown (Python-Markdown's `md_in_html`), imports, exports, comments and components, names of Python.

use super::{sanitise, tags};

/// What becomes of a line.
#[derive(Debug, PartialEq, Eq)]
pub enum RawLine<'a> {
    /// These lines stand for it; empty ones part Markdown from tags.
    Lines(Vec<&'a str>),
    /// Nothing stands for it.
    Gone,
    /// The label of a component or the name of a program's part, which stands on a line of its own.
    Label(&'a str),
}

/// Elements that are open and whose content is Markdown, and the MDX statement at hand.
#[derive(Default)]
pub struct RawLines {
    open: Vec<String>,
    /// Whether lines belong to a statement or a tag that ends with this.
    until: Option<End>,
}

#[derive(Clone, Copy)]
enum End {
    /// An empty line.
    Blank,
    /// `>` at the end of a line.
    Tag,
    /// The first line that is not indented.
    Indented,
}

/// Whether a line without its indentation may be one of these.
pub fn is_candidate(line: &str) -> bool {
    match line.as_bytes() {
        [b'<', b'!', ..] => after_comments(line).is_some(),
        [b'<', next, ..] => next.is_ascii_uppercase() || line.contains("markdown"),
        [b'{', b'/', b'*', ..] => true,
        [b':', b':', b':', b' ', ..] => python_name(line).is_some(),
        [b'i' | b'e', ..] => statement(line),
        _ => false,
    }
}

impl RawLines {
    /// Reads a line without its indentation; none when it is an ordinary one.
    pub fn read<'a>(&mut self, line: &'a str, indent: usize, blank_before: bool) -> Option<RawLine<'a>> {
        match self.until {
            Some(End::Indented) if indent > 0 || line.is_empty() => return Some(RawLine::Gone),
            Some(End::Indented) => self.until = None,
            Some(End::Blank) if line.is_empty() => self.until = None,
            Some(End::Blank) => return Some(RawLine::Gone),
            Some(End::Tag) => {
                if line.ends_with('>') {
                    self.until = None;
                }
                return Some(RawLine::Gone);
            }
            None => {}
        }
        if blank_before && statement(line) {
            self.until = Some(End::Blank);
            return Some(RawLine::Gone);
        }
        if let Some(name) = python_name(line).filter(|_| indent == 0) {
            self.until = Some(End::Indented);
            return Some(RawLine::Label(name));
        }
        if line.starts_with("{/*") && line.ends_with("*/}") {
            return Some(RawLine::Gone);
        }
        if !line.starts_with('<') {
            return None;
        }
        if let Some(text) = after_comments(line) {
            return Some(RawLine::Lines(vec![text]));
        }
        if let Some(component) = self.component(line) {
            return Some(component);
        }
        self.element(line)
    }

    /// `<div markdown>`, with or without content, and its end.
    fn element<'a>(&mut self, line: &'a str) -> Option<RawLine<'a>> {
        let found = tags::tags(line);
        let tag = found.first().filter(|tag| tag.offset == 0)?;
        let length = tag.name.len() + tag.attributes.len() + 2 + usize::from(tag.closing);
        let (start, rest) = line.split_at(length);
        if tag.closing {
            let ends = self.open.last().is_some_and(|name| tag.name.eq_ignore_ascii_case(name));
            return ends.then(|| {
                self.open.pop();
                RawLine::Lines(vec!["", start, "", rest.trim()])
            });
        }
        if !tag.pairs().iter().any(|(name, value)| *name == "markdown" && *value != "0") {
            return None;
        }
        let rest = rest.trim();
        let end = format!("</{}>", tag.name);
        match rest.strip_suffix(&end) {
            Some(content) => Some(RawLine::Lines(vec![start, "", content, "", &rest[content.len()..], ""])),
            None => {
                self.open.push(tag.name.to_owned());
                Some(RawLine::Lines(vec![start, "", rest]))
            }
        }
    }

    /// `<Tabs>`, `<TabItem label="x">`, `</Tabs>`, `<Chart data={[1]} />`: a component that only its program knows.
    fn component<'a>(&mut self, line: &'a str) -> Option<RawLine<'a>> {
        let name = line[1..].strip_prefix('/').unwrap_or(&line[1..]);
        let name = &name[..name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '.')).unwrap_or(name.len())];
        let mixed =
            name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
        if !mixed || sanitise::is_known(name) {
            return None;
        }
        if !line.contains('>') {
            self.until = Some(End::Tag);
            return Some(RawLine::Gone);
        }
        if !line.ends_with('>') {
            return None;
        }
        let label = line.split_once("label=").and_then(|(_, rest)| {
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            rest[1..].split(quote).next()
        });
        let body = line.split_once('>').map(|(_, rest)| rest).filter(|rest| !rest.is_empty());
        match (label, body.and_then(|body| body.rsplit_once("</"))) {
            (_, Some((content, _))) => Some(RawLine::Lines(vec!["", content.trim(), ""])),
            (Some(label), None) if !label.is_empty() => Some(RawLine::Label(label)),
            (_, None) => Some(RawLine::Lines(vec![""])),
        }
    }
}

/// The text behind the comments that a line starts with: CommonMark would read no Markdown in it.
fn after_comments(line: &str) -> Option<&str> {
    let (_, rest) = line.strip_prefix("<!--")?.split_once("-->")?;
    let rest = rest.trim_start();
    if rest.starts_with("<!--") {
        after_comments(rest)
    } else {
        (!rest.is_empty() && !rest.starts_with('<')).then_some(rest)
    }
}

/// The name in `::: package.module`, for which mkdocstrings would read the program.
fn python_name(line: &str) -> Option<&str> {
    let name = line.strip_prefix("::: ")?.trim();
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
    (name.contains('.') && name.split('.').all(word)).then_some(name)
}

/// Whether a line begins an MDX statement.
fn statement(line: &str) -> bool {
    let line = line.trim_end();
    let ended = line.trim_end_matches(';');
    let quoted = ended.ends_with(['"', '\'']);
    let import = line.strip_prefix("import ").map(str::trim_start);
    import.is_some_and(|rest| (quoted && (rest.contains(" from ") || rest.starts_with(['"', '\'']))) || rest == "{")
        || ["export const ", "export default ", "export function ", "export let "]
            .iter()
            .any(|start| line.starts_with(start))
            && line.ends_with(['{', '}', ';', '(', '[', ')', ']', '>', '"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        for (line, expected) in [
            ("import Tabs from '@theme/Tabs';", Some(RawLine::Gone)),
            ("::: fastapi.Response", Some(RawLine::Label("fastapi.Response"))),
            ("::: note", None),
            ("import taxes are due", None),
            ("export const a = {", Some(RawLine::Gone)),
            ("{/* note */}", Some(RawLine::Gone)),
            ("<Tabs>", Some(RawLine::Lines(vec![""]))),
            ("<TabItem value=\"a\" label=\"A b\">", Some(RawLine::Label("A b"))),
            ("<Note>hi</Note>", Some(RawLine::Lines(vec!["", "hi", ""]))),
            ("<Chart", Some(RawLine::Gone)),
            ("<IMG src=x>", None),
            ("<Details>", None),
            ("<!-- a --> <!-- b --> c *d*", Some(RawLine::Lines(vec!["c *d*"]))),
            ("<!-- a -->", None),
            ("<!-- a --><div>", None),
            ("<div>", None),
            ("<div class=\"grid\" markdown>", Some(RawLine::Lines(vec!["<div class=\"grid\" markdown>", "", ""]))),
            ("<p markdown>a</p>", Some(RawLine::Lines(vec!["<p markdown>", "", "a", "", "</p>", ""]))),
        ] {
            assert_eq!(RawLines::default().read(line, 0, true), expected, "{line}");
        }
    }
}
