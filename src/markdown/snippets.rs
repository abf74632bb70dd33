//! Files inside files: `--8<-- "path"` on a line of its own, as pymdownx' `snippets` reads it. A path may choose lines
//! (`path:2:5`) or a section (`path:name`). What is included is text of the page; its lines count as the line that
//! includes them.

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
    if appended.is_empty() && !text.contains("8<-") {
        return None;
    }
    let mut expanded = Expanded::default();
    let mut block = false;
    let mut last = first_line;
    for (line, number) in text.lines().zip(first_line..) {
        last = number;
        expanded.read(line, number, &mut block, (include, 0));
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
