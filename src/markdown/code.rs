//! Code blocks: the info string of a fence, and the markup around the code.

use std::{borrow::Cow, collections::BTreeSet, fmt::Write};

use super::{attributes, highlight, tags, writer::escape};

/// What a fence says about its code.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The language as written; empty for none.
    pub language: String,
    /// `title="…"`.
    pub title: Option<String>,
    /// `hl_lines="1 3-5"`, from 1.
    pub marked: BTreeSet<usize>,
    /// `linenums="1"`: the number of the first line.
    pub first_number: Option<usize>,
}

/// Reads the info string, as pymdownx' superfences and GitHub do.
pub fn info(text: &str) -> Info {
    let text = text.trim();
    let end = text.find([' ', '{', ',', '\t']).unwrap_or(text.len());
    // Without a language the options come first.
    let end = if text[..end].contains('=') { 0 } else { end };
    let mut info = Info { language: text[..end].to_owned(), ..Info::default() };
    let rest = text[end..].trim();
    let listed = attributes::at_start(rest).map(|(list, _)| list);
    if let (true, Some(class)) = (info.language.is_empty(), listed.as_ref().and_then(|list| list.classes.first())) {
        info.language.clone_from(class);
    }
    let bare = rest.trim_start_matches('{').trim_end_matches('}');
    let get = |name: &str| match &listed {
        Some(list) => list.get(name).map(ToOwned::to_owned),
        None => value(bare, name),
    };
    info.title = get("title").filter(|title| !title.is_empty());
    info.first_number = get("linenums").and_then(|number| number.split(' ').next()?.parse().ok());
    info.marked = get("hl_lines").map(|ranges| numbers(&ranges)).unwrap_or_default();
    info.language = info.language.trim_start_matches('.').to_owned();
    info
}

/// What a program printed, without the tags that Termynal would make colours of.
pub fn without_colours<'a>(language: &str, code: &'a str) -> Cow<'a, str> {
    if language != "console" || !["<font color=", "<span style="].iter().any(|tag| code.contains(tag)) {
        return Cow::Borrowed(code);
    }
    let mut out = String::with_capacity(code.len());
    let mut at = 0;
    for tag in tags::tags(code).iter().filter(|tag| matches!(tag.name, "font" | "span" | "a" | "b" | "i" | "u")) {
        out.push_str(&code[at..tag.offset]);
        at = tag.offset + tag.name.len() + tag.attributes.len() + 2 + usize::from(tag.closing);
    }
    out.push_str(&code[at..]);
    Cow::Owned(out)
}

/// Splits a code span into its language and its code: `#!py code` and `:::py code`, as pymdownx' `inlinehilite` does.
pub fn inline(text: &str) -> (Option<&str>, &str) {
    let split = text.strip_prefix("#!").or_else(|| text.strip_prefix(":::")).and_then(|rest| rest.split_once(' '));
    let word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "#.+-_".contains(c));
    match split {
        Some((language, code)) if word(language) && !code.trim().is_empty() => (Some(language), code.trim_start()),
        _ => (None, text),
    }
}

/// The value of `name="…"`.
fn value(text: &str, name: &str) -> Option<String> {
    let start = text.match_indices(name).find(|(at, _)| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(char::is_whitespace) && text[at + name.len()..].starts_with('=')
    })?;
    let rest = &text[start.0 + name.len() + 1..];
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    Some(match quote {
        Some(quote) => rest[1..].split(quote).next()?.to_owned(),
        None => rest.split_whitespace().next()?.to_owned(),
    })
}

/// `1 3-5,7` as numbers; ranges stop at a length that no page has.
fn numbers(text: &str) -> BTreeSet<usize> {
    const LAST: usize = 100_000;
    let mut found = BTreeSet::new();
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        let (from, to) = word.split_once('-').unwrap_or((word, word));
        if let (Ok(from), Ok(to)) = (from.parse::<usize>(), to.parse::<usize>()) {
            found.extend(from..=to.min(LAST));
        }
    }
    found
}

/// Writes the code block of this number on its page; lines with numbers are linked to by both.
pub fn write(info_string: &str, code: &str, number: usize, out: &mut String) {
    let info = info(info_string);
    let numbered = if info.first_number.is_some() { " numbered" } else { "" };
    out.push_str(&format!("<div class=\"code{numbered}\""));
    if !info.language.is_empty() {
        out.push_str(" data-lang=\"");
        escape(&info.language, out);
        out.push('"');
    }
    out.push('>');
    if let Some(title) = &info.title {
        out.push_str("<p class=\"code-title\">");
        escape(title, out);
        out.push_str("</p>");
    }
    out.push_str("<pre tabindex=\"0\"><code>");
    let highlighted = highlight::highlight(code, &info.language);
    if info.first_number.is_none() && info.marked.is_empty() {
        match highlighted {
            Some(lines) => lines.iter().for_each(|line| out.push_str(line)),
            None => escape(code, out),
        }
    } else {
        let lines = highlighted.unwrap_or_else(|| plain_lines(code));
        write_lines(&lines, &info, number, out);
    }
    out.push_str("</code></pre></div>\n");
}

fn plain_lines(code: &str) -> Vec<String> {
    let line = |line: &str| {
        let mut out = String::with_capacity(line.len());
        escape(line, &mut out);
        out
    };
    code.split_inclusive('\n').map(line).collect()
}

/// Writes lines that have numbers or marks.
fn write_lines(lines: &[String], info: &Info, block: usize, out: &mut String) {
    for (index, line) in lines.iter().enumerate() {
        let marked = if info.marked.contains(&(index + 1)) { " hl" } else { "" };
        let (text, end) = line.strip_suffix('\n').map_or((line.as_str(), ""), |text| (text, "\n"));
        let _ = write!(out, "<span class=\"line{marked}\"");
        if let Some(first) = info.first_number {
            let line = first.saturating_add(index);
            let _ = write!(out, " id=\"code:{block}:{line}\"><a class=\"line-number\" href=\"#code:{block}:{line}\"");
            let _ = write!(out, " data-n=\"{line}\" aria-hidden=\"true\" tabindex=\"-1\"></a>{text}</span>{end}");
        } else {
            let _ = write!(out, ">{text}</span>{end}");
        }
    }
}
