//! Descriptions, targets and code on the pages of a definition.

use super::Pen;
use crate::{
    markdown,
    model::{Html, PageSection},
    render::views::prose,
};

/// What Markdown may do something with.
const MARKS: [char; 14] = ['*', '_', '`', '[', '<', '&', '#', '|', '\\', '~', '\n', ':', '=', '+'];

/// A description. `anchor` tells its headings apart from those of other descriptions on the page.
pub(super) fn prose(pen: &Pen<'_>, anchor: &str, text: &str) -> Html {
    let text = text.trim();
    if text.is_empty() {
        return Html::default();
    }
    if !text.contains(MARKS)
        && !text.starts_with(['-', '>', '!', '?'])
        && !text.starts_with(|c: char| c.is_ascii_digit())
    {
        return Html::trusted(format!("<p>{}</p>", Html::escape(text).as_str()));
    }
    let rendered = prose::prose(pen.board, pen.from(), pen.namespace, text).html;
    Html::trusted(apart(rendered.as_str(), anchor))
}

/// The text of a description without markup.
pub(super) fn plain(pen: &Pen<'_>, text: &str) -> String {
    if text.contains(MARKS) {
        let sections: Vec<PageSection> = prose::prose(pen.board, pen.from(), pen.namespace, text).sections;
        let parts = sections.iter().map(|section| match &section.heading {
            Some(heading) => format!("{} {}", heading.text, section.text),
            None => section.text.clone(),
        });
        return parts.collect::<Vec<_>>().join(" ");
    }
    text.to_owned()
}

/// Puts `anchor` before the ids in a piece of HTML, and before the links to them.
fn apart(html: &str, anchor: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let end = rest[open..].find('>').map_or(rest.len(), |end| open + end + 1);
        out.push_str(&rest[..open]);
        let tag = &rest[open..end];
        out.push_str(
            &tag.replace(" id=\"", &format!(" id=\"{anchor}:")).replace(" href=\"#", &format!(" href=\"#{anchor}:")),
        );
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// A path or channel with its parameters marked.
pub(super) fn target(text: &str) -> Html {
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(end) = rest[open..].find('}').map(|end| open + end + 1) else { break };
        breakable(&rest[..open], &mut out);
        out.push_str("<span class=\"target-variable\">");
        breakable(&rest[open..end], &mut out);
        out.push_str("</span>");
        rest = &rest[end..];
    }
    breakable(rest, &mut out);
    Html::trusted(out)
}

/// Escapes text and lets it break after the marks between its words.
pub(super) fn breakable(text: &str, out: &mut String) {
    for part in text.split_inclusive(['/', '.', '-', '_']) {
        out.push_str(Html::escape(part).as_str());
        if part.ends_with(['/', '.', '-', '_']) {
            out.push_str("<wbr>");
        }
    }
}

/// A short piece of code.
pub(super) fn code(text: &str, language: &str) -> Html {
    markdown::highlight(text, language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_apart_in_tags_only() {
        let html = "<h2 id=\"a\">x id=\"y\" <a href=\"#a\" class=\"anchor\">#</a></h2>";
        let expected = "<h2 id=\"op-x:a\">x id=\"y\" <a href=\"#op-x:a\" class=\"anchor\">#</a></h2>";
        assert_eq!(apart(html, "op-x"), expected);
    }

    #[test]
    fn variables_are_marked_and_nothing_is_markup() {
        for (text, expected) in
            [("/a/{b}", "/<wbr>a/<wbr><span class=\"target-variable\">{b}</span>"), ("a<b>{", "a&lt;b&gt;{")]
        {
            assert_eq!(target(text).as_str(), expected);
        }
    }
}
