//! Files inside files: `--8<-- "path"` on a line of its own, as pymdownx' `snippets` reads it. A path may choose lines
//! (`path:2:5`) or a section (`path:name`). MyST's `literalinclude` and `include` do the
//! same, and so do the tags in `written`. What is included is text
//! of the page; its lines count as the line that includes them.

mod directive;
mod part;
mod written;

use self::{directive::Directive, part::part};
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
    /// Whether the line at hand is one of code.
    in_code: bool,
}

/// Includes files; none when there is nothing to include.
pub fn expand(text: &str, first_line: u32, include: &dyn Include) -> Option<Expanded> {
    let appended = include.appended();
    let tags = ["8<-", "include}", "{*"].iter().any(|mark| text.contains(mark));
    if appended.is_empty() && !tags && !(text.contains("{%") && text.contains("include")) {
        return None;
    }
    let mut expanded = Expanded::default();
    let mut block = false;
    let mut directive: Option<Directive> = None;
    let mut code = Code::default();
    let lines: Vec<&str> = text.lines().collect();
    let mut last = first_line;
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        last = first_line.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        at += 1;
        match &mut directive {
            Some(open) if open.ends(line) => {
                expanded.directive(open, last, include);
                directive = None;
            }
            Some(open) => open.option(line),
            None => {
                expanded.in_code = code.read(line);
                directive = if expanded.in_code { None } else { Directive::read(line) };
                if directive.is_some() {
                    continue;
                }
                match expanded.written(&lines[at - 1..], last, (include, 0)) {
                    0 => expanded.read(line, last, &mut block, (include, 0)),
                    taken => at += taken - 1,
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
            (None, Some(mark)) if length >= 3 && !rest.contains('`') && !is_directive(rest) => {
                self.0 = Some((mark, length));
                true
            }
            (open, _) => open.is_some(),
        }
    }
}

/// Whether a fence with these words is a directive such as `{note}`; `{ .yaml }` and `yaml {3}` are of code.
fn is_directive(words: &str) -> bool {
    words.trim_start().strip_prefix('{').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))
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
                "up/r.md" => Ok("# R\n<!--s-->\n[x](y.md) [z](https://a.b)\n<!--e-->\n".to_owned()),
                "x.py" => Ok("a = 1\nb = 2\nc = 3\nd = 4\n".to_owned()),
                "again.md" => Ok("x\n{% include \"again.md\" %}\n".to_owned()),
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
            ("``` { .yaml }\n```{include} b.md\n```\n", "``` { .yaml }\n```{include} b.md\n```\n", 0),
            (
                "  {* x.py hl[1,3:4] title[\"a\"] *}",
                "  ```py title=\"a\" hl_lines=\"1 3 4\"\n  a = 1\n  b = 2\n  c = 3\n  d = 4\n  ```\n",
                0,
            ),
            ("{* x.py ln[2:3] hl[3] *}", "```py hl_lines=\"2\" linenums=\"2\"\nb = 2\nc = 3\n```\n", 0),
            ("{* x.py ln[1, 4:900] hl[4] *}", "```py hl_lines=\"3\"\na = 1\n...\nd = 4\n```\n", 0),
            ("{* none.py hl[1] *}\n{* x.py hl[a] *}", "{* none.py hl[1] *}\n{* x.py hl[a] *}\n", 1),
            ("```\n{* x.py *}\n{% include 'x' %}\n```", "```\n{* x.py *}\n{% include 'x' %}\n```\n", 0),
            ("```\n{% include 'b.md' %}\n```", "```\nb\nthree\n```\n", 0),
            (
                "{%\n  include-markdown \"up/r.md\"\n  start='<!--s-->'\n  end=\"<!--e-->\"\n%}\ny",
                "\n[x](y.md) [z](https://a.b)\ny\n",
                0,
            ),
            ("{% include 'a.md' start='none' %}\n{% if x %}", "{% include 'a.md' start='none' %}\n{% if x %}\n", 1),
            ("--8<-- \"c.md\"\n--8<-- \"https://a.b/c\"\n--8<-- \"a.md:none\"\nx", "x\n", 3),
        ] {
            let expanded = expand(text, 1, &Files).unwrap();
            assert_eq!((expanded.text.as_str(), expanded.problems.len()), (expected, problems), "{text}");
            assert_eq!(expanded.lines.len(), expanded.text.lines().count());
        }
        let again = expand("{% include 'again.md' %}", 1, &Files).unwrap().text;
        assert_eq!(again, format!("{}{{% include \"again.md\" %}}\n", "x\n".repeat(DEEPEST)));
        assert_eq!(expand("--8<-- \"loop.md\"", 1, &Files).unwrap().text, "");
        assert!(expand("8<", 1, &Files).is_none());
    }
}
