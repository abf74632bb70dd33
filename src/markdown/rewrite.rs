//! The last pass over sanitised HTML: addresses are resolved, and what the Markdown writer made goes back between the
//! raw tags. The input is what the sanitiser wrote, so tags and quotes are where they seem to be.

use super::{Resolve, Target, tags, writer::escape};

/// Opens the place of a part.
pub const PART: char = '\u{E002}';
/// Closes the place of a part.
pub const PART_END: char = '\u{E003}';

/// Puts `parts` into their places in the text of `clean`, each once, and resolves its links and images.
/// What is wrong with them is given to `broken`.
pub fn rewrite(
    clean: &str,
    parts: &mut [Option<String>],
    resolve: &dyn Resolve,
    broken: &mut dyn FnMut(String),
) -> String {
    let mut out = String::with_capacity(clean.len());
    let mut at = 0;
    // Whether the `<a>` at hand lost its address; its end tag goes too.
    let mut unlinked: Vec<bool> = Vec::new();
    for tag in tags::tags(clean) {
        text(&clean[at..tag.offset], parts, &mut out);
        at = tag.offset + tag.name.len() + tag.attributes.len() + 2 + usize::from(tag.closing);
        let whole = &clean[tag.offset..at];
        match (tag.name, tag.closing) {
            ("a", false) => {
                let kept = anchor(&tag, resolve, broken, &mut out);
                unlinked.push(!kept);
            }
            ("a", true) => {
                if !unlinked.pop().unwrap_or(true) {
                    out.push_str("</a>");
                }
            }
            ("img" | "video", false) => {
                let linked = unlinked.last() == Some(&false);
                image(&tag, linked, resolve, broken, &mut out);
            }
            _ => out.push_str(whole),
        }
    }
    text(&clean[at..], parts, &mut out);
    out
}

/// Copies text; parts go in where they are marked.
fn text(text: &str, parts: &mut [Option<String>], out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PART) {
        out.push_str(before);
        let (number, after) = after.split_once(PART_END).unwrap_or(("", after));
        if let Some(part) = number.parse::<usize>().ok().and_then(|number| parts.get_mut(number)?.take()) {
            out.push_str(&part);
        }
        rest = after;
    }
    out.push_str(rest);
}

/// Writes a start tag `<a>`; false when nothing is left of it.
fn anchor(tag: &tags::Tag<'_>, resolve: &dyn Resolve, broken: &mut dyn FnMut(String), out: &mut String) -> bool {
    let mut kept = String::new();
    for (name, value) in tag.pairs() {
        if name != "href" {
            kept.push_str(&format!(" {name}=\"{}\"", unmarked(value)));
            continue;
        }
        let target = match resolve.link(&decode(value)) {
            Target::Doubtful(href, message) => {
                broken(message);
                Target::Href(href)
            }
            other => other,
        };
        match target {
            Target::Href(href) | Target::Remote(href) | Target::Doubtful(href, _) => {
                kept.push_str(" href=\"");
                escape(&href, &mut kept);
                kept.push('"');
            }
            Target::Broken(message) => broken(message),
            Target::Dropped => {}
        }
    }
    if !kept.is_empty() {
        out.push_str("<a");
        out.push_str(&kept);
        out.push('>');
    }
    !kept.is_empty()
}

/// Writes an image or a video, or a link in its place; inside a link its description alone.
fn image(tag: &tags::Tag<'_>, linked: bool, resolve: &dyn Resolve, broken: &mut dyn FnMut(String), out: &mut String) {
    let pairs = tag.pairs();
    let get = |wanted: &str| pairs.iter().find(|(name, _)| *name == wanted).map(|(_, value)| *value);
    let Some(source) = get("src") else { return };
    let alt = get("alt").map(decode).unwrap_or_default();
    match resolve.image(&decode(source)) {
        Target::Href(href) | Target::Doubtful(href, _) => {
            out.push_str(&format!("<{} src=\"", tag.name));
            escape(&href, out);
            out.push('"');
            for (name, value) in pairs.iter().filter(|(name, _)| *name != "src") {
                out.push_str(&format!(" {name}=\"{}\"", unmarked(value)));
            }
            if tag.name == "video" {
                out.push_str(" preload=\"metadata\">");
                return;
            }
            if get("alt").is_none() {
                out.push_str(" alt=\"\"");
            }
            out.push_str(" loading=\"lazy\">");
        }
        Target::Remote(_) if linked => escape(&alt, out),
        Target::Remote(href) => remote_image(&href, &alt, out),
        Target::Broken(message) => {
            broken(message);
            escape(&alt, out);
        }
        Target::Dropped => escape(&alt, out),
    }
    if tag.name == "video" {
        out.push_str("<video hidden>");
    }
}

/// An image that stays on another site: a link named by its description, or by its file.
pub fn remote_image(href: &str, alt: &str, out: &mut String) {
    out.push_str("<a class=\"remote-image\" href=\"");
    escape(href, out);
    out.push_str("\">");
    let file = href.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/').rsplit('/').next();
    escape(if alt.trim().is_empty() { file.unwrap_or(href) } else { alt }, out);
    out.push_str("</a>");
}

/// A value without marks of parts, which character references may have smuggled in.
fn unmarked(value: &str) -> String {
    value.replace([PART, PART_END], "")
}

/// Undoes the escapes that the sanitiser writes in attribute values.
fn decode(value: &str) -> String {
    unmarked(value)
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{A0}")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
