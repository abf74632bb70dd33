//! MyST's directives that include files.

use super::{Expanded, Include, MOST};

/// MyST's ` ```{literalinclude} path ` and ` ```{include} path `, with options such as `:language: python`.
pub struct Directive {
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
    /// Reads the line that opens one.
    pub fn read(line: &str) -> Option<Self> {
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

    /// Whether a line closes it.
    pub fn ends(&self, line: &str) -> bool {
        line.trim() == self.fence
    }

    /// Reads a line within.
    pub fn option(&mut self, line: &str) {
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
    pub(super) fn directive(&mut self, directive: &Directive, number: u32, include: &dyn Include) {
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
        let fence = fence(part.lines());
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

/// A fence that no line of the code closes.
pub fn fence<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let longest = lines.map(|line| line.trim_start().bytes().take_while(|byte| *byte == b'`').count()).max();
    "`".repeat(longest.unwrap_or_default().max(2) + 1)
}
