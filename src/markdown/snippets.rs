//! Files inside files: `--8<-- "path"` on a line of its own, as pymdownx' `snippets` reads it. A path may choose lines
//! (`path:2:5`) or a section (`path:name`). MyST's `literalinclude` and `include` do the same. What is included is text
//! of the page; its lines count as the line that includes them.

use super::{Include, LONGEST};

/// Files inside files inside files …, at most.
const DEEPEST: usize = 8;
/// Files that one document includes, at most.
const MOST: usize = 500;

/// A document with the files that it includes.
#[derive(Debug, Default)]
pub struct Expanded {
    /// The text.
    pub text: String,
    /// For each of its lines, the line of the document.
    pub lines: Vec<u32>,
    /// What could not be included: line and message.
    pub problems: Vec<(u32, String)>,
    files: usize,
}

/// Includes files; none when there is nothing to include.
pub fn expand(text: &str, first_line: u32, include: &dyn Include) -> Option<Expanded> {
    let appended = include.appended();
    if appended.is_empty() && !(text.contains("8<-") || text.contains("include}")) {
        return None;
    }
    let mut expanded = Expanded::default();
    let mut block = false;
    let mut last = first_line;
    let mut directive: Option<Directive> = None;
    let mut code = Code::default();
    for (line, number) in text.lines().zip(first_line..) {
        last = number;
        match &mut directive {
            Some(open) if open.ends(line) => {
                expanded.directive(open, number, include);
                directive = None;
            }
            Some(open) => open.option(line),
            None => {
                directive = if code.read(line) { None } else { Directive::read(line) };
                if directive.is_none() {
                    expanded.read(line, number, &mut block, (include, 0));
                }
            }
        }
    }
    if let Some(open) = directive {
        expanded.directive(&open, last, include);
    }
    for path in appended {
        expanded.push("", last);
        expanded.file(&path, "", last, (include, 0));
    }
    Some(expanded)
}

/// The rest of a line that starts with scissors, and what stands before them.
fn scissors(line: &str) -> Option<(&str, &str)> {
    let content = line.trim_start();
    let indent = &line[..line.len() - content.len()];
    let dashes = content.len() - content.trim_start_matches('-').len();
    let rest = content[dashes..].strip_prefix("8<").filter(|_| dashes > 0)?;
    let after = rest.trim_start_matches('-');
    (after.len() < rest.len()).then_some((indent, after.trim()))
}

impl Expanded {
    fn push(&mut self, line: &str, number: u32) {
        if self.text.len() + line.len() > LONGEST {
            if !self.problems.iter().any(|(_, message)| message.starts_with("with what it includes")) {
                let message = format!("with what it includes the document is longer than {} MiB", LONGEST >> 20);
                self.problems.push((number, message));
            }
            return;
        }
        self.text.push_str(line);
        self.text.push('\n');
        self.lines.push(number);
    }

    /// Reads a line; `block` says whether it stands between scissors, where every line is a path.
    fn read(&mut self, line: &str, number: u32, block: &mut bool, from: (&dyn Include, usize)) {
        if let Some((before, after)) = line.split_once(';')
            && before.trim().is_empty()
            && scissors(after).is_some()
        {
            return self.push(&format!("{before}{after}"), number);
        }
        if line.contains("8<") && (line.contains("- [start:") || line.contains("- [end:")) {
            return;
        }
        let Some((indent, rest)) = scissors(line) else {
            if !*block {
                return self.push(line, number);
            }
            let path = line.trim();
            if !path.is_empty() && !path.starts_with(';') {
                let indent = &line[..line.len() - line.trim_start().len()];
                self.file(path.trim_matches('"'), indent, number, from);
            }
            return;
        };
        match rest {
            "" => *block = !*block,
            _ => match rest.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\''])) {
                Some(path) if !*block => {
                    if !path.starts_with(';') {
                        self.file(path, indent, number, from);
                    }
                }
                _ => self.push(line, number),
            },
        }
    }

    fn file(&mut self, written: &str, indent: &str, number: u32, (include, depth): (&dyn Include, usize)) {
        self.files += 1;
        if depth >= DEEPEST || self.files > MOST {
            let message = format!("`{written}` is not included: files include each other too often");
            if self.problems.len() < MOST {
                self.problems.push((number, message));
            }
            return;
        }
        if written.contains("://") {
            let message = format!("`{written}` lies on another site and is not included");
            return self.problems.push((number, message));
        }
        let (path, part) = part(written);
        match include.snippet(path) {
            Err(message) => self.problems.push((number, message)),
            Ok(text) => {
                let mut block = false;
                let lines: Vec<&str> = text.lines().collect();
                let Some(chosen) = part.choose(&lines) else {
                    return self.problems.push((number, format!("`{written}` names a section that does not exist")));
                };
                for line in chosen {
                    let line = if line.is_empty() { String::new() } else { format!("{indent}{line}") };
                    self.read(&line, number, &mut block, (include, depth + 1));
                }
            }
        }
    }
}

/// The fence of code that is open, in which no directive counts.
#[derive(Default)]
struct Code(Option<(char, usize)>);

impl Code {
    /// Reads a line; says whether it is one of code.
    fn read(&mut self, line: &str) -> bool {
        let content = line.trim();
        let mark = content.chars().next().filter(|c| matches!(c, '`' | '~'));
        let rest = mark.map_or(content, |mark| content.trim_start_matches(mark));
        let length = content.len() - rest.len();
        match (self.0, mark) {
            (Some((open, least)), Some(mark)) if open == mark && length >= least && rest.is_empty() => {
                self.0 = None;
                true
            }
            // Directives hold text.
            (None, Some(mark)) if length >= 3 && !rest.contains(['`', '{']) => {
                self.0 = Some((mark, length));
                true
            }
            (open, _) => open.is_some(),
        }
    }
}

/// MyST's ` ```{literalinclude} path ` and ` ```{include} path `, with options such as `:language: python`.
struct Directive {
    fence: String,
    indent: String,
    path: String,
    /// Whether the file is shown as code.
    literal: bool,
    language: String,
    after: Option<String>,
    before: Option<String>,
}

impl Directive {
    fn read(line: &str) -> Option<Self> {
        let content = line.trim_start();
        let mark = content.chars().next().filter(|c| matches!(c, '`' | '~' | ':'))?;
        let rest = content.trim_start_matches(mark);
        let fence = &content[..content.len() - rest.len()];
        let (name, path) = rest.trim().strip_prefix('{')?.split_once('}')?;
        let literal = name == "literalinclude";
        let known = fence.len() >= 3 && (literal || name == "include") && !path.trim().is_empty();
        known.then(|| Self {
            fence: fence.to_owned(),
            indent: line[..line.len() - content.len()].to_owned(),
            path: path.trim().to_owned(),
            literal,
            language: String::new(),
            after: None,
            before: None,
        })
    }

    fn ends(&self, line: &str) -> bool {
        line.trim() == self.fence
    }

    fn option(&mut self, line: &str) {
        let Some((name, value)) = line.trim().strip_prefix(':').and_then(|line| line.split_once(':')) else { return };
        let value = value.trim().to_owned();
        match name {
            "language" | "lang" => self.language = value,
            "start-after" => self.after = Some(value),
            "end-before" => self.before = Some(value),
            _ => {}
        }
    }
}

impl Expanded {
    /// Writes what a directive includes. A path starts at the folder of the document, as it does for MyST.
    fn directive(&mut self, directive: &Directive, number: u32, include: &dyn Include) {
        self.files += 1;
        let text = match include.snippet(&directive.path) {
            Ok(text) if self.files <= MOST => text,
            Ok(_) => return,
            Err(message) => return self.problems.push((number, message)),
        };
        let after =
            directive.after.as_ref().and_then(|mark| text.split_once(mark.as_str())).map_or(&*text, |(_, rest)| rest);
        let part =
            directive.before.as_ref().and_then(|mark| after.split_once(mark.as_str())).map_or(after, |(part, _)| part);
        let longest = part.lines().map(|line| line.trim_start().bytes().take_while(|byte| *byte == b'`').count()).max();
        let fence = "`".repeat(longest.unwrap_or_default().max(2) + 1);
        if directive.literal {
            self.push(&format!("{}{fence}{}", directive.indent, directive.language), number);
        }
        let after_mark = usize::from(directive.after.is_some());
        for line in part.lines().skip(after_mark) {
            self.push(&format!("{}{line}", directive.indent), number);
        }
        if directive.literal {
            self.push(&format!("{}{fence}", directive.indent), number);
        }
    }
}

/// What of a file is included.
enum Part<'a> {
    All,
    Section(&'a str),
    /// From and to, counted from 1; negative from the end.
    Lines(Vec<(Option<i64>, Option<i64>)>),
}

/// Splits a path as written into the path and the part.
fn part(written: &str) -> (&str, Part<'_>) {
    let Some((path, rest)) = written.split_once(':') else { return (written, Part::All) };
    let range = |text: &str| {
        let (from, to) = text.split_once(':').map_or((text, None), |(from, to)| (from, Some(to)));
        let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse::<i64>().ok().map(Some) };
        Some((number(from)?, to.map_or(Some(None), number)?))
    };
    match rest.split(',').map(range).collect::<Option<Vec<_>>>() {
        Some(ranges) => (path, Part::Lines(ranges)),
        None => (path, Part::Section(rest)),
    }
}

impl Part<'_> {
    fn choose<'t>(&self, lines: &[&'t str]) -> Option<Vec<&'t str>> {
        match self {
            Part::All => Some(lines.to_vec()),
            Part::Lines(ranges) => {
                let count = i64::try_from(lines.len()).ok()?;
                let place = |number: i64| if number < 0 { count + 1 + number } else { number };
                let mut chosen = Vec::new();
                for (from, to) in ranges.iter().take(100) {
                    let from = usize::try_from(place(from.unwrap_or(1)).max(1) - 1).ok()?.min(lines.len());
                    let to = usize::try_from(place(to.unwrap_or(count)).clamp(0, count)).ok()?;
                    chosen.extend_from_slice(lines.get(from..to).unwrap_or_default());
                }
                Some(chosen)
            }
            Part::Section(name) => {
                let mark = |kind: &str| {
                    let mark = format!("[{kind}:{name}]");
                    lines.iter().position(|line| line.contains("8<") && line.contains(&mark))
                };
                let start = mark("start")? + 1;
                let end = mark("end").filter(|end| *end >= start).unwrap_or(lines.len());
                Some(lines[start..end].to_vec())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Files;

    impl Include for Files {
        fn snippet(&self, path: &str) -> Result<String, String> {
            match path {
                "a.md" => Ok("one\ntwo\n# --8<-- [start:s]\nthree\n# --8<-- [end:s]\n".to_owned()),
                "b.md" => Ok("b\n--8<-- \"a.md:s\"\n".to_owned()),
                "loop.md" => Ok("--8<-- \"loop.md\"\n--8<-- \"loop.md\"\n".to_owned()),
                _ => Err(format!("no {path}")),
            }
        }
    }

    #[test]
    fn files_are_included() {
        for (text, expected, problems) in [
            ("x\n  --8<-- \"b.md\"\ny", "x\n  b\n  three\ny\n", 0),
            ("--8<--\na.md:2:2\nb.md\n--8<--", "two\nb\nthree\n", 0),
            ("--8<-- \"a.md:1:2\"\n--8<-- \"a.md:-1:\"", "one\ntwo\n", 0),
            (";--8<-- \"a.md\"", "--8<-- \"a.md\"\n", 0),
            (
                "```{literalinclude} a.md\n:language: text\n:end-before: '#'\n```",
                "```text\none\ntwo\n# --8<-- [start:s]\nthree\n# --8<-- [end:s]\n```\n",
                0,
            ),
            ("```{include} b.md\n:start-after: b\n```\n```{note}\nx\n```", "--8<-- \"a.md:s\"\n```{note}\nx\n```\n", 0),
            ("~~~\n```{include} b.md\n```\n~~~", "~~~\n```{include} b.md\n```\n~~~\n", 0),
            ("--8<-- \"c.md\"\n--8<-- \"https://a.b/c\"\n--8<-- \"a.md:none\"\nx", "x\n", 3),
        ] {
            let expanded = expand(text, 1, &Files).unwrap();
            assert_eq!((expanded.text.as_str(), expanded.problems.len()), (expected, problems), "{text}");
            assert_eq!(expanded.lines.len(), expanded.text.lines().count());
        }
        assert_eq!(expand("--8<-- \"loop.md\"", 1, &Files).unwrap().text, "");
        assert!(expand("8<", 1, &Files).is_none());
    }
}
