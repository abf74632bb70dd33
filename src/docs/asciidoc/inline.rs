//! What stands inside a line.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::attributes::Attributes;

static MACRO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)
        (?P<xref><<(?P<id>[^<>,\n]+)(?:,\s*(?P<words>[^<>\n]+))?>>)
        | (?P<name>link|xref|image|kbd|btn|menu|footnote|mailto|anchor|pass|stem):(?P<target>[^\s\[\]]*)\[(?P<text>[^\]\n]*)\]
        | (?P<url>https?://[^\s\[\]<>]+)\[(?P<label>[^\]\n]*)\]
        | (?P<lt><)
        ",
    )
    .expect("the pattern is valid")
});
static BOLD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(^|[\s(\[{>,;:_/-])\*([^\s*](?:[^*\n]*[^\s*])?)\*($|[\s)\].,;:!?_}/-])").expect("the pattern is valid")
});

/// A line of text as Markdown; what stands between backticks is left alone.
pub fn convert(text: &str, attributes: &Attributes) -> String {
    let text = attributes.fill(text);
    let (text, broken) = match text.strip_suffix(" +") {
        Some(text) => (text.to_owned(), true),
        None => (text, false),
    };
    let mut out = String::with_capacity(text.len());
    let parts: Vec<&str> = text.split('`').collect();
    for (number, part) in parts.iter().enumerate() {
        let code = number % 2 == 1 && number + 1 < parts.len();
        if number > 0 {
            out.push('`');
        }
        match code {
            // `+literal+` between backticks.
            true => out.push_str(part.strip_prefix('+').and_then(|part| part.strip_suffix('+')).unwrap_or(part)),
            false => out.push_str(&plain(part, attributes)),
        }
    }
    if broken {
        out.push('\\');
    }
    out
}

fn plain(text: &str, attributes: &Attributes) -> String {
    let text = MACRO.replace_all(text, |found: &Captures<'_>| link(found, attributes));
    // Two marks may share the space between them, so one pass is not enough for all.
    let once = BOLD.replace_all(&text, "$1**$2**$3");
    BOLD.replace_all(&once, "$1**$2**$3").into_owned()
}

fn link(found: &Captures<'_>, attributes: &Attributes) -> String {
    let part = |name: &str| found.name(name).map(|part| part.as_str()).unwrap_or_default();
    if found.name("lt").is_some() {
        return "&lt;".to_owned();
    }
    if found.name("xref").is_some() {
        let id = part("id").trim();
        let words = if part("words").is_empty() { id } else { part("words") };
        let file = id.contains(".adoc") || id.contains('#');
        return format!("[{words}]({}{id})", if file { "" } else { "#" });
    }
    if found.name("url").is_some() {
        let words = label(part("label"));
        return format!("[{}]({})", if words.is_empty() { part("url") } else { words }, part("url"));
    }
    let (target, text) = (part("target"), part("text"));
    let words = if label(text).is_empty() { target } else { label(text) };
    match part("name") {
        "image" => format!("![{}]({})", label(text), picture(target, attributes)),
        "kbd" => text.split('+').map(|key| format!("<kbd>{}</kbd>", key.trim())).collect::<Vec<_>>().join("+"),
        "btn" => format!("**{text}**"),
        "menu" => format!("**{target} › {}**", text.replace('>', "›")),
        "footnote" => format!(" ({text})"),
        "mailto" => format!("[{words}](mailto:{target})"),
        "anchor" => String::new(),
        "pass" | "stem" => text.to_owned(),
        "xref" if !target.contains(['.', '#', '/']) => format!("[{words}](#{target})"),
        _ => format!("[{words}]({target})"),
    }
}

/// The text of a link without what stands behind a comma or a caret.
fn label(text: &str) -> &str {
    let text = if text.contains("=\"") || text.contains(",window") {
        text.split(',').next().unwrap_or_default()
    } else {
        text
    };
    let text = text.split(", ").next().filter(|first| first.contains('"') || text.contains('=')).unwrap_or(text);
    text.trim().trim_end_matches('^').trim_matches('"')
}

/// An image below `imagesdir`.
fn picture(target: &str, attributes: &Attributes) -> String {
    match attributes.get("imagesdir") {
        Some(folder) if !target.contains("://") && !target.starts_with('/') => {
            format!("{}/{target}", folder.trim_end_matches('/'))
        }
        _ => target.to_owned(),
    }
}

/// `include::path[…]` as a snippet.
pub fn include(line: &str) -> Option<String> {
    let path = line.strip_prefix("include::")?.split('[').next()?.trim();
    (!path.is_empty()).then(|| format!("--8<-- \"{}\"", path.replace('"', "")))
}

/// A line that is one macro: an image, an include, a rule, a table of contents.
pub fn block_macro(line: &str, attributes: &Attributes) -> Option<String> {
    let filled = attributes.fill(line);
    if let Some(rest) = filled.strip_prefix("image::") {
        let (target, text) = rest.split_once('[')?;
        let alt = text.trim_end_matches(']').split(',').next().unwrap_or_default().trim_matches('"');
        return Some(format!("![{alt}]({})", picture(target, attributes)));
    }
    match filled.as_str() {
        "'''" | "---" => Some("---".to_owned()),
        "<<<" => Some(String::new()),
        "toc::[]" => Some("[TOC]".to_owned()),
        _ => include(&filled),
    }
}
