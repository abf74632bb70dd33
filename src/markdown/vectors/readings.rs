//! Pages rewritten so that we read them as TechDocs does.

use std::{cell::RefCell, collections::BTreeMap};

use regex::{Captures, Regex};
use serde_json::Value;

use super::classes::Page;

thread_local! {
    static PATTERNS: RefCell<BTreeMap<String, Regex>> = const { RefCell::new(BTreeMap::new()) };
}

/// The pattern, compiled once.
pub fn regex(pattern: &str) -> Regex {
    PATTERNS.with_borrow_mut(|patterns| {
        let compiled = || Regex::new(pattern).expect("the patterns are written here");
        patterns.entry(pattern.to_owned()).or_insert_with(compiled).clone()
    })
}

/// Replaces outside of code blocks and code spans.
pub fn replace(page: &mut Page, pattern: &str, replacement: &str) {
    let pattern = regex(pattern);
    page.source = outside_code(&page.source, |text| pattern.replace_all(text, replacement).into_owned());
}

/// Replaces anywhere.
pub fn replace_all(page: &mut Page, pattern: &str, replacement: &str) {
    let pattern = regex(pattern);
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
    every_line(source, |line, code| if code { line.to_owned() } else { change(line) })
}

/// Changes every line; says whether it is one of code.
fn every_line(source: &str, mut change: impl FnMut(&str, bool) -> String) -> String {
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
        let code = match fence {
            None if run >= 3 && matches!(mark, '`' | '~') => {
                fence = Some((mark, run));
                true
            }
            Some((open, length)) if mark == open && run >= length && content.trim().len() == run => {
                fence = None;
                true
            }
            fence => fence.is_some(),
        };
        let (text, end) = line.strip_suffix('\n').map_or((line, ""), |text| (text, "\n"));
        out.push_str(&change(text, code));
        out.push_str(end);
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
    let marker = regex(r"^([ \t>]*)([-*+]|\d+\.)([ \t])");
    let heading = regex(r"^[ \t>]*#{1,6}\s");
    let container = regex(r"^[ ]*(!!!|\?\?\?\+?|===|:  ) ");
    let mut state = Lists::default();
    // Code below an item that is text must not stand deeper than the text.
    let mut shallow: Option<usize> = None;
    every_line(source, |line, code| {
        let content = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let indent = line.len() - content.len() - (line.len() - line.trim_end().len());
        if code {
            state.list &= state.within;
            state.within = true;
            return match shallow.filter(|column| *column < indent && !line.starts_with('>')) {
                Some(column) => line.replacen(&" ".repeat(indent), &" ".repeat(column), 1),
                None => line.to_owned(),
            };
        }
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
            state = Lists { base: indent + 4, ..Lists::default() };
            return line.to_owned();
        }
        shallow = shallow.filter(|column| *column < indent);
        if !state.is_text(indent, marker.is_match(line)) {
            return line.to_owned();
        }
        shallow = Some(indent);
        let escape = |found: &Captures<'_>| match found[2].strip_suffix('.') {
            Some(number) => format!("{}{number}\\.{}", &found[1], &found[3]),
            None => format!("{}\\{}{}", &found[1], &found[2], &found[3]),
        };
        marker.replace(line, escape).into_owned()
    })
}

/// Fences whose info string TechDocs does not know are text, and so is what has no end.
pub fn fences(source: &str) -> String {
    let start = regex(r"^([ \t>]*)(`{3,}|~{3,})[ \t]*(.*?)\s*$");
    let known = regex(r#"^(\{[^\n]*\}|\.?[\w#.+-]*([ \t]+(hl_lines|linenums|title)="[^"]*")*)$"#);
    let mut lines: Vec<String> = source.split('\n').map(ToOwned::to_owned).collect();
    let found: Vec<Option<[String; 3]>> = lines
        .iter()
        .map(|line| start.captures(line).map(|found| [1, 2, 3].map(|group| found[group].to_owned())))
        .collect();
    // The line of backticks that is text, when no empty line parts it from the one at hand.
    let mut open: Option<usize> = None;
    // Whether a fence stands between them, which a span of code cannot hold.
    let mut crossed = false;
    let mut lost = false;
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim().is_empty() || lines[at].starts_with('#') {
            open = None;
        }
        let Some([indent, mark, info]) = &found[at] else {
            at += 1;
            continue;
        };
        let closes = |line: &usize| {
            found[*line].as_ref().is_some_and(|[_, end, info]| end == mark && info.is_empty())
                && width(&lines[*line]) == indent.len()
        };
        let deep = |line: &usize| lines[*line].trim().is_empty() || width(&lines[*line]) >= indent.len();
        let end = (at + 1..lines.len()).take_while(deep).find(closes).filter(|_| known.is_match(info) && !lost);
        // What opens and never ends hides all fences behind it.
        lost |= end.is_none() && known.is_match(info) && (at + 1..lines.len()).all(|line| deep(&line));
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
                // Indented lines of text are not code.
                let text = (at + 1..lines.len()).take_while(|line| found[*line].is_none() && !info.is_empty());
                for line in text.collect::<Vec<_>>() {
                    if lines[line].starts_with("    ") {
                        lines[line] = lines[line].trim_start().to_owned();
                    }
                }
                (open, crossed) = (Some(at), false);
            }
        }
        at += 1;
    }
    lines.join("\n")
}

/// Bytes before the text of a line.
fn width(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t', '>']).len()
}

/// What stands in raw elements is text for TechDocs, unless they say that it is Markdown.
pub fn raw_content(source: &str) -> String {
    let start = regex(r"^[ \t]*<(div|details|p|center|table|h[1-6])\b([^>]*)>");
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
        let special = |c: char| "`*_[]#~!+-:".contains(c);
        let escaped: String = line.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect();
        // Addresses are text, too.
        escaped.replace("//", "/<b></b>/")
    })
}

/// Of two definitions of a link, TechDocs takes the last.
pub fn references(source: &str) -> String {
    let definition = regex(r"^ {0,3}\[([^\]]+)\]:[ \t]+\S");
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
    let shown = page.golden["text"].as_str().unwrap_or_default().to_owned();
    pictures(page, &shown);
}

/// Makes pictures of all emoji but those that are shown by their names.
pub fn pictures(page: &mut Page, shown: &str) {
    let name = regex(r":([a-z0-9_+-]+):");
    let person = regex("^(wo)?man_");
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

/// What looks like a tag shows nothing, unless it is an address.
pub fn placeholders(source: &str) -> String {
    let tag = regex(r"</?[A-Za-z][\w:.-]*[^<>\n]*>");
    outside_code(source, |line| {
        tag.replace_all(line, |found: &Captures<'_>| match &found[0] {
            address if address.contains("://") || address.contains('@') => address.to_owned(),
            known if is_element(known) => known.to_owned(),
            _ => "<b></b>".to_owned(),
        })
        .into_owned()
    })
}

fn is_element(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let after = name[end..].starts_with([' ', '/', '>', '\t']);
    after && crate::markdown::sanitise::is_known(&name[..end]) && !tag.starts_with(|c: char| c.is_uppercase())
}

/// A call-out without a title was recorded with the first words of its text, one that holds others with the title of
/// the first of them.
pub fn titles(page: &mut Page) {
    let opener = regex(r#"(?m)^[ \t]*(?:!!!|\?\?\?\+?) ([\w-]+)[^"\n]*"([^"\n]*)"$"#);
    let written: Vec<(String, String)> =
        opener.captures_iter(&page.source).map(|found| (found[1].to_owned(), found[2].to_owned())).collect();
    let Some(list) = page.golden["admonitions"].as_array().cloned() else { return };
    for (at, entry) in list.iter().enumerate() {
        let (kind, title) = (entry[0].as_str().unwrap_or_default(), entry[1].as_str().unwrap_or_default());
        let next = list.get(at + 1).map(|next| next[1].as_str().unwrap_or_default());
        let is_written = |title: &str| written.iter().any(|(_, other)| other == title);
        let own = match is_written(title) {
            true if next == Some(title) => {
                let inner = written.iter().position(|(_, other)| other == title).unwrap_or_default();
                inner.checked_sub(1).map(|outer| &written[outer]).filter(|outer| outer.0 == kind)
            }
            false if title.len() > 60 => written.iter().find(|other| other.0 == kind && other.1.is_empty()),
            _ => None,
        };
        if let Some((_, own)) = own {
            page.golden["admonitions"][at][1] = Value::from(own.as_str());
        }
    }
}

/// Of `[a][b]`, TechDocs links `a` alone when `b` is not defined.
pub fn half_references(source: &str) -> String {
    let definition = regex(r"(?m)^[ \t]*\[([^\]]+)\]:[ \t]+\S");
    let defined: Vec<String> = definition.captures_iter(source).map(|found| found[1].to_lowercase()).collect();
    let reference = regex(r"\[([^\[\]]+)\]\[([^\[\]]+)\]");
    outside_code(source, |line| {
        reference
            .replace_all(line, |found: &Captures<'_>| match defined.contains(&found[2].to_lowercase()) {
                true => found[0].to_owned(),
                false => format!("[{}]\\[{}\\]", &found[1], &found[2]),
            })
            .into_owned()
    })
}

/// What is indented below a definition whose term is a comment is text.
pub fn definitions(source: &str) -> String {
    let marker = regex(r"^( +)([-*+]|!!!|\?\?\?|===)( )");
    let number = regex(r"^( +\d+)(\. )");
    let mut before = [String::new(), String::new()];
    // Columns of the text at hand.
    let mut column: Option<usize> = None;
    every_line(source, |line, code| {
        let below = before[1].trim().is_empty() && before[0].trim().ends_with("-->");
        before.swap(0, 1);
        before[1] = line.to_owned();
        let indent = width(line);
        column = match line.trim_start().starts_with(":   ") {
            true if below => Some(indent + 4),
            true => None,
            false => column.filter(|column| line.trim().is_empty() || indent >= *column),
        };
        if code || Some(indent) != column {
            return line.to_owned();
        }
        number.replace(&marker.replace(line, "$1\\$2$3"), "$1\\$2").into_owned()
    })
}
