//! Tags of other tools that include files: `{* path hl[3] ln[2:9] *}`, as FastAPI's books have it for code, and
//! `{% include-markdown "path" %}` and `{% include "path" %}` of mkdocs-include-markdown-plugin. A tag whose file
//! cannot be included stays as it is written, so that its reader sees what was meant.

use std::fmt::Write;

use super::{DEEPEST, Expanded, Include, MOST, directive::fence};

/// A tag of the plugin has no more lines than this.
const LONGEST_TAG: usize = 12;
/// A sample of code names no more pieces than this.
const MOST_PIECES: usize = 100;

/// Lines from and to, counted from 1.
type Ranges = Vec<(usize, usize)>;

/// `{* path hl[1,3:5] ln[2:9] title["name"] *}`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sample<'a> {
    path: &'a str,
    marked: Ranges,
    chosen: Ranges,
    title: &'a str,
}

impl<'a> Sample<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let inner = line.trim().strip_prefix("{*")?.strip_suffix("*}")?.trim();
        let (path, mut rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        if path.is_empty() || path.contains(['*', '`']) {
            return None;
        }
        let mut sample = Self { path, ..Self::default() };
        while let Some((name, after)) = rest.split_once('[') {
            let (value, after) = after.split_once(']')?;
            match name.trim() {
                "hl" => sample.marked = ranges(value)?,
                "ln" => sample.chosen = ranges(value)?,
                "title" => sample.title = value.trim().trim_matches('"'),
                _ => {}
            }
            rest = after;
        }
        rest.trim().is_empty().then_some(sample)
    }

    /// The chosen lines with their numbers; none stands where lines are left out between two pieces.
    fn pieces<'t>(&self, text: &'t str) -> Vec<Option<(usize, &'t str)>> {
        let lines: Vec<&str> = text.lines().collect();
        if self.chosen.is_empty() {
            return (1..).zip(lines).map(Some).collect();
        }
        let mut pieces = Vec::new();
        for (from, to) in &self.chosen {
            let from = from.saturating_sub(1);
            let piece = lines.get(from..(*to).min(lines.len())).unwrap_or_default();
            if !pieces.is_empty() && !piece.is_empty() {
                pieces.push(None);
            }
            pieces.extend((from + 1..).zip(piece.iter().copied()).map(Some));
        }
        pieces
    }

    /// What stands behind the fence.
    fn info(&self, pieces: &[Option<(usize, &str)>]) -> String {
        let extension = self.path.rsplit(['/', '.']).next().filter(|_| self.path.contains('.')).unwrap_or_default();
        let mut info: String = extension.chars().filter(char::is_ascii_alphanumeric).collect();
        let title: String = self.title.chars().filter(|c| !matches!(c, '"' | '`')).collect();
        if !title.is_empty() {
            let _ = write!(info, " title=\"{title}\"");
        }
        let is_marked = |line: &Option<(usize, &str)>| {
            line.is_some_and(|(number, _)| self.marked.iter().any(|(from, to)| (*from..=*to).contains(&number)))
        };
        let marked = (1..).zip(pieces).filter(|(_, line)| is_marked(line)).map(|(at, _)| at.to_string());
        let marked = marked.collect::<Vec<String>>().join(" ");
        if !marked.is_empty() {
            let _ = write!(info, " hl_lines=\"{marked}\"");
        }
        if let [(from, _)] = self.chosen[..] {
            let _ = write!(info, " linenums=\"{from}\"");
        }
        info
    }
}

/// `1,3:5`.
fn ranges(text: &str) -> Option<Ranges> {
    let range = |text: &str| {
        let (from, to) = text.split_once(':').unwrap_or((text, text));
        Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
    };
    text.split(',').take(MOST_PIECES).map(range).collect()
}

/// `{% include-markdown "path" start="…" end="…" %}`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tag {
    path: String,
    /// Whether the file is Markdown, whose links start at its own folder.
    markdown: bool,
    start: Option<String>,
    end: Option<String>,
}

impl Tag {
    /// Reads a tag that starts on the first of `lines` and ends on the last that it takes; gives their number.
    fn read(lines: &[&str]) -> Option<(Self, usize)> {
        let first = lines.first()?.trim().strip_prefix("{%")?;
        let taken = 1 + lines.iter().take(LONGEST_TAG).position(|line| line.contains("%}"))?;
        let whole = std::iter::once(first).chain(lines[1..taken].iter().copied()).collect::<Vec<_>>().join("\n");
        let inner = whole.trim_end().strip_suffix("%}")?.trim_start_matches('-').trim_end_matches('-').trim();
        let (name, rest) = inner.split_once(char::is_whitespace)?;
        if !matches!(name, "include-markdown" | "include") {
            return None;
        }
        let (path, mut rest) = quoted(rest)?;
        let mut tag = Self { path, markdown: name == "include-markdown", ..Self::default() };
        while let Some((name, value)) = rest.split_once('=') {
            let value = value.trim_start();
            let (value, after) = quoted(value).unwrap_or_else(|| {
                let (word, after) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
                (word.to_owned(), after)
            });
            match name.trim() {
                "start" => tag.start = Some(value),
                "end" => tag.end = Some(value),
                _ => {}
            }
            rest = after;
        }
        rest.trim().is_empty().then_some((tag, taken))
    }

    /// The part of a file that it includes; none when a mark is missing.
    fn part<'t>(&self, text: &'t str) -> Option<&'t str> {
        let from = match &self.start {
            Some(mark) => text.split_once(mark.as_str())?.1,
            None => text,
        };
        match &self.end {
            Some(mark) => Some(from.split_once(mark.as_str())?.0),
            None => Some(from),
        }
    }

    /// The folder that the file's links start at, as seen from the document; empty for the document's own.
    fn folder(&self) -> &str {
        let relative = self.markdown && self.path.starts_with('.');
        self.path.rsplit_once('/').map(|(folder, _)| folder).filter(|folder| relative && *folder != ".").unwrap_or("")
    }
}

/// A text in quotes and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = text[1..].split_once(quote)?;
    Some((value.replace("\\n", "\n"), rest))
}

/// A line whose relative links lead on from another folder.
fn moved(line: &str, folder: &str) -> String {
    let mut out = String::with_capacity(line.len() + folder.len());
    let mut rest = line;
    let marks = ["](", "src=\"", "href=\""];
    while let Some((at, mark)) = marks.iter().filter_map(|mark| Some((rest.find(mark)?, mark))).min() {
        let (before, after) = rest.split_at(at + mark.len());
        out.push_str(before);
        let address = after.split([')', '"', ' ']).next().unwrap_or_default();
        if !(address.is_empty() || address.starts_with(['/', '#', '<', '{']) || address.contains(':')) {
            out.push_str(folder);
            out.push('/');
        }
        rest = after;
    }
    out + rest
}

impl Expanded {
    /// Writes what a tag at the start of `lines` includes; gives how many lines the tag has, 0 when there is none.
    pub(super) fn written(&mut self, lines: &[&str], number: u32, from: (&dyn Include, usize)) -> usize {
        let line = lines.first().copied().unwrap_or_default();
        let content = line.trim_start();
        let indent = &line[..line.len() - content.len()];
        if content.starts_with("{*") && !self.in_code {
            return Sample::read(line).map_or(0, |sample| self.sample(&sample, indent, number, from.0));
        }
        if !content.starts_with("{%") || self.files >= MOST || from.1 >= DEEPEST {
            return 0;
        }
        let Some((tag, taken)) = Tag::read(lines) else { return 0 };
        self.files += 1;
        let found = from.0.beside(&tag.path).and_then(|text| match tag.part(&text) {
            Some(part) => Ok(part.to_owned()),
            None => Err(format!("`{}` has no such `start` or `end`", tag.path)),
        });
        match found {
            Ok(text) => {
                self.tagged(&tag, &text, (indent, number), from);
                taken
            }
            // In code a tag is more often an example of a template.
            Err(_) if self.in_code => 0,
            Err(message) => {
                self.problems.push((number, message));
                0
            }
        }
    }

    fn tagged(
        &mut self,
        tag: &Tag,
        text: &str,
        (indent, number): (&str, u32),
        (include, depth): (&dyn Include, usize),
    ) {
        let folder = tag.folder();
        let mut block = false;
        for line in text.lines() {
            let line = if folder.is_empty() || self.in_code { line.to_owned() } else { moved(line, folder) };
            let line = if line.is_empty() { line } else { format!("{indent}{line}") };
            if self.written(&[&line], number, (include, depth + 1)) == 0 {
                self.read(&line, number, &mut block, (include, depth + 1));
            }
        }
    }

    /// Writes a sample as a block of code.
    fn sample(&mut self, sample: &Sample<'_>, indent: &str, number: u32, include: &dyn Include) -> usize {
        if self.files >= MOST {
            return 0;
        }
        self.files += 1;
        let text = match include.snippet(sample.path) {
            Ok(text) => text,
            Err(message) => {
                self.problems.push((number, message));
                return 0;
            }
        };
        let pieces = sample.pieces(&text);
        let fence = fence(text.lines());
        self.push(&format!("{indent}{fence}{}", sample.info(&pieces)), number);
        for piece in pieces {
            self.push(&format!("{indent}{}", piece.map_or("...", |(_, line)| line)), number);
        }
        self.push(&format!("{indent}{fence}"), number);
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_move_with_their_file() {
        for (line, expected) in [
            ("[a](b.md) ![c](./d.png)", "[a](../b.md) ![c](.././d.png)"),
            (
                "[a](#b) [c](/d) [e](https://f.g) <img src=\"h.png\">",
                "[a](#b) [c](/d) [e](https://f.g) <img src=\"../h.png\">",
            ),
        ] {
            assert_eq!(moved(line, ".."), expected);
        }
    }
}
