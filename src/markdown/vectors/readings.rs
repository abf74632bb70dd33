//! Pages rewritten so that we read them as TechDocs does.

use regex::{Captures, Regex};
use serde_json::Value;

use super::classes::Page;

/// Replaces outside of code blocks and code spans.
pub fn replace(page: &mut Page, pattern: &str, replacement: &str) {
    let pattern = Regex::new(pattern).expect("the patterns are written here");
    page.source = outside_code(&page.source, |text| pattern.replace_all(text, replacement).into_owned());
}

/// Replaces anywhere.
pub fn replace_all(page: &mut Page, pattern: &str, replacement: &str) {
    let pattern = Regex::new(pattern).expect("the patterns are written here");
    page.source = pattern.replace_all(&page.source, replacement).into_owned();
}

/// Escapes headings that follow the row of a table.
pub fn after_table(source: &str) -> String {
    let row = std::cell::Cell::new(false);
    outside_code(source, |line| {
        let after = row.replace(line.trim_start().starts_with('|') || (row.get() && !line.trim().is_empty()));
        if after && line.starts_with('#') { format!("\\{line}") } else { line.to_owned() }
    })
}

pub fn retain(page: &mut Page, field: &str, keep: impl Fn(&Value) -> bool) {
    if let Some(list) = page.golden[field].as_array_mut() {
        list.retain(keep);
    }
}

/// Changes the lines that stand in no fence.
pub fn outside_code(source: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut fence: Option<(char, usize)> = None;
    // Metadata is no text either.
    if source.starts_with("---\n") {
        fence = Some(('-', 3));
    }
    for (number, line) in source.split_inclusive('\n').enumerate() {
        if number == 0 && fence.is_some() {
            out.push_str(line);
            continue;
        }
        let content = line.trim_start_matches([' ', '\t', '>']);
        let mark = content.chars().next().filter(|c| matches!(c, '`' | '~' | '-')).unwrap_or(' ');
        let run = content.chars().take_while(|c| *c == mark).count();
        match fence {
            None if run >= 3 && matches!(mark, '`' | '~') => fence = Some((mark, run)),
            Some((open, length)) if mark == open && run >= length && content.trim().len() == run => fence = None,
            Some(_) => {}
            None => {
                let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
                out.push_str(&change(text));
                out.push_str(end);
                continue;
            }
        }
        out.push_str(line);
    }
    out
}

/// What the lines before tell about a list marker, as TechDocs reads it: lists nest by two columns, and begin at the
/// start of a block only.
#[derive(Default)]
struct Lists {
    /// Whether the block at hand is a list.
    list: bool,
    /// The level of the last item.
    level: Option<usize>,
    /// Columns that call-outs and tabs add.
    base: usize,
    within: bool,
}

impl Lists {
    /// Whether TechDocs takes a marker for text.
    fn is_text(&mut self, indent: usize, marker: bool) -> bool {
        let level = indent.saturating_sub(self.base) / 2;
        let fits = level <= self.level.map_or(0, |level| level + 1);
        if !std::mem::replace(&mut self.within, true) {
            self.list = marker && fits;
            if level == 0 {
                self.level = self.list.then_some(0);
            }
        }
        let item = marker && self.list && fits;
        if item {
            self.level = Some(level);
        }
        marker && !item
    }
}

/// Escapes the markers of lists that TechDocs takes for text.
pub fn lists(source: &str) -> String {
    let marker = Regex::new(r"^([ \t>]*)([-*+]|\d+\.)([ \t])").expect("the pattern is written here");
    let heading = Regex::new(r"^[ \t>]*#{1,6}\s").expect("the pattern is written here");
    let container = Regex::new(r"^[ ]*(!!!|\?\?\?\+?|===|:  ) ").expect("the pattern is written here");
    let state = std::cell::RefCell::new(Lists::default());
    outside_code(source, |line| {
        let mut state = state.borrow_mut();
        let content = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let indent = line.len() - content.len() - (line.len() - line.trim_end().len());
        if content.is_empty() || heading.is_match(line) {
            state.within = false;
            if heading.is_match(line) {
                state.level = None;
            }
            return line.to_owned();
        }
        if indent < state.base {
            state.base = 0;
        }
        if container.is_match(line) {
            *state = Lists { base: indent + 4, ..Lists::default() };
            return line.to_owned();
        }
        if !state.is_text(indent, marker.is_match(line)) {
            return line.to_owned();
        }
        let escape = |found: &Captures<'_>| match found[2].strip_suffix('.') {
            Some(number) => format!("{}{number}\\.{}", &found[1], &found[3]),
            None => format!("{}\\{}{}", &found[1], &found[2], &found[3]),
        };
        marker.replace(line, escape).into_owned()
    })
}

/// Fences whose info string TechDocs does not know are text, and so is what has no end.
pub fn fences(source: &str) -> String {
    let start = Regex::new(r"^([ \t>]*)(`{3,}|~{3,})[ \t]*(.*?)\s*$").expect("the pattern is written here");
    let known = Regex::new(r#"^(\{[^\n]*\}|\.?[\w#.+-]*([ \t]+(hl_lines|linenums|title)="[^"]*")*)$"#)
        .expect("the pattern is written here");
    let mut lines: Vec<String> = source.split('\n').map(ToOwned::to_owned).collect();
    let found: Vec<Option<[String; 3]>> = lines
        .iter()
        .map(|line| start.captures(line).map(|found| [1, 2, 3].map(|group| found[group].to_owned())))
        .collect();
    // The line of backticks that is text, when no empty line parts it from the one at hand.
    let mut open: Option<usize> = None;
    // Whether a fence stands between them, which a span of code cannot hold.
    let mut crossed = false;
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim().is_empty() {
            open = None;
        }
        let Some([indent, mark, info]) = &found[at] else {
            at += 1;
            continue;
        };
        let closes = |line: &usize| found[*line].as_ref().is_some_and(|[_, end, info]| end == mark && info.is_empty());
        let end = (at + 1..lines.len()).find(closes).filter(|_| known.is_match(info));
        if let Some(end) = end {
            (crossed, at) = (true, end + 1);
            continue;
        }
        let escaped: String = mark.chars().map(|c| format!("\\{c}")).collect();
        match open.take() {
            Some(first) if info.is_empty() => {
                let [indent, _, info] = found[first].as_ref().expect("only lines of backticks are remembered");
                let mark = if crossed { "" } else { "`" };
                let code = format!("{indent}{mark}{info}");
                lines[first] = if crossed { code.replace('_', "\\_") } else { code };
                lines[at] = format!("{indent}{mark}");
            }
            _ => {
                lines[at] = format!("{indent}{escaped}{info}");
                (open, crossed) = (Some(at), false);
            }
        }
        at += 1;
    }
    lines.join("\n")
}

/// What stands in raw elements is text for TechDocs, unless they say that it is Markdown.
pub fn raw_content(source: &str) -> String {
    let start =
        Regex::new(r"^[ \t]*<(div|details|p|center|table|h[1-6])\b([^>]*)>").expect("the pattern is written here");
    let open: std::cell::RefCell<Option<(String, usize)>> = std::cell::RefCell::default();
    // CommonMark, too, reads no Markdown before the first empty line.
    let blank = std::cell::Cell::new(false);
    outside_code(source, |line| {
        let mut open = open.borrow_mut();
        let count = |name: &str| {
            let starts = line.matches(&format!("<{name}")).count();
            (starts, line.matches(&format!("</{name}>")).count())
        };
        let Some((name, depth)) = open.as_mut() else {
            if let Some(found) = start.captures(line)
                && !found[2].contains("markdown")
            {
                let (starts, ends) = count(&found[1]);
                *open = (starts > ends).then(|| (found[1].to_owned(), starts - ends));
                blank.set(false);
            }
            return line.to_owned();
        };
        let (starts, ends) = count(name);
        *depth = (*depth + starts).saturating_sub(ends);
        if *depth == 0 {
            *open = None;
        }
        blank.set(blank.get() || line.trim().is_empty());
        if line.trim_start().starts_with('<') || !blank.get() {
            return line.to_owned();
        }
        let special = |c: char| "`*_[]#~!+-".contains(c);
        line.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
    })
}

/// Of two definitions of a link, TechDocs takes the last.
pub fn references(source: &str) -> String {
    let definition = Regex::new(r"^ {0,3}\[([^\]]+)\]:[ \t]+\S").expect("the pattern is written here");
    let name = |line: &str| definition.captures(line).map(|found| found[1].to_lowercase());
    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    let kept = |(at, line): (usize, &&str)| match name(line) {
        Some(found) => !lines[at + 1..].iter().any(|later| name(later).as_ref() == Some(&found)),
        None => true,
    };
    lines.iter().enumerate().filter(|(at, line)| kept((*at, line))).map(|(_, line)| *line).collect()
}

/// Emoji are pictures for TechDocs and leave no text.
pub fn emoji(page: &mut Page) {
    let name = Regex::new(r":([a-z0-9_+-]+):").expect("the pattern is written here");
    let person = Regex::new("^(wo)?man_").expect("the pattern is written here");
    let shown = page.golden["text"].as_str().unwrap_or_default().to_owned();
    page.source = outside_code(&page.source, |text| {
        name.replace_all(text, |found: &Captures<'_>| match emojis::get_by_shortcode(&found[1]) {
            // Names that TechDocs does not know it shows as they are.
            _ if person.is_match(&found[1]) => format!("\\{}", &found[0]),
            Some(_) if shown.contains(&found[0]) => format!("\\{}", &found[0]),
            Some(_) => String::new(),
            None => found[0].to_owned(),
        })
        .into_owned()
    });
    retain(page, "images", |image| !image.as_str().is_some_and(|image| image.contains("/emojione/")));
}
