//! Keys, strings and comments of YAML and JSON marked for reading, line by line and in one pass: there is a document
//! on every entity's page, so a full grammar would cost more than all the rest of the page. The classes are those of
//! `theme/styles/code.css`.

use crate::model::Html;

/// The text with its parts marked; another language is escaped and left plain.
pub(super) fn shade(text: &str, language: &str) -> Html {
    let mut out = String::with_capacity(text.len() * 3 / 2);
    match language {
        "yaml" => yaml(text, &mut out),
        "json" => json(text, &mut out),
        _ => plain(text, &mut out),
    }
    Html::trusted(out)
}

fn plain(text: &str, out: &mut String) {
    out.push_str(Html::escape(text).as_str());
}

fn mark(class: &str, text: &str, out: &mut String) {
    if text.is_empty() {
        return;
    }
    out.push_str("<span class=\"");
    out.push_str(class);
    out.push_str("\">");
    plain(text, out);
    out.push_str("</span>");
}

fn yaml(text: &str, out: &mut String) {
    // Lines that are indented more than this belong to a block of text.
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let body = line.trim_end_matches(['\n', '\r']);
        let indent = body.len() - body.trim_start_matches(' ').len();
        if block.is_some_and(|block| indent <= block && !body.trim().is_empty()) {
            block = None;
        }
        if block.is_some() {
            plain(line, out);
            continue;
        }
        if yaml_line(body, out) {
            block = Some(indent);
        }
        out.push_str(&line[body.len()..]);
    }
}

/// Marks one line; true when a block of text follows.
fn yaml_line(line: &str, out: &mut String) -> bool {
    let mut rest = line;
    loop {
        let trimmed = rest.trim_start_matches([' ', '\t']);
        plain(&rest[..rest.len() - trimmed.len()], out);
        rest = trimmed;
        match rest.strip_prefix('-') {
            Some(after) if after.is_empty() || after.starts_with(' ') => {
                mark("o", "-", out);
                rest = after;
            }
            _ => break,
        }
    }
    if let Some(end) = key_end(rest) {
        mark("y", &rest[..end], out);
        out.push(':');
        rest = &rest[end + 1..];
    }
    yaml_value(rest, out)
}

/// Where the key of a line ends, when it has one: at a colon before a blank or the end of the line.
fn key_end(text: &str) -> Option<usize> {
    if text.starts_with(['#', '"', '\'', '{', '[', '&', '*', '!', '|', '>', '%']) {
        return None;
    }
    let end = text.match_indices(':').find(|(at, _)| text[at + 1..].chars().next().is_none_or(|c| c == ' '))?.0;
    (!text[..end].contains(" #")).then_some(end)
}

fn yaml_value(text: &str, out: &mut String) -> bool {
    let value = text.trim_start();
    plain(&text[..text.len() - value.len()], out);
    let comment =
        if value.starts_with('#') { Some(0) } else { value.find(" #").filter(|_| !value.starts_with(['"', '\''])) };
    let (value, comment) = value.split_at(comment.unwrap_or(value.len()));
    let word = value.trim();
    let block = word.starts_with(['|', '>']) && word.len() <= 3;
    match word {
        _ if block => mark("o", value, out),
        "true" | "false" | "null" | "~" => mark("l", value, out),
        _ if word.starts_with(['"', '\'']) => mark("s", value, out),
        _ if word.starts_with(|c: char| c.is_ascii_digit()) && word.parse::<f64>().is_ok() => mark("n", value, out),
        _ => plain(value, out),
    }
    mark("c", comment, out);
    block
}

fn json(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_alphanumeric()) {
        plain(&rest[..start], out);
        rest = &rest[start..];
        if rest.starts_with('"') {
            let (string, after) = rest.split_at(string_end(rest));
            mark(if after.trim_start().starts_with(':') { "y" } else { "s" }, string, out);
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        mark(if word.starts_with(char::is_alphabetic) { "l" } else { "n" }, word, out);
        rest = after;
    }
    plain(rest, out);
}

/// The end of a string that starts `text`, or of the text when it does not end.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks as `class(text)`, so that cases can be read.
    fn shown(text: &str, language: &str) -> String {
        let html = shade(text, language).as_str().to_owned();
        html.replace("<span class=\"", "").replace("\">", "(").replace("</span>", ")")
    }

    #[test]
    fn parts_are_marked() {
        for (language, text, expected) in [
            ("yaml", "kind: API # x\n", "y(kind): APIc( # x)\n"),
            ("yaml", "- a: 1\n  b: true\n", "o(-) y(a): n(1)\n  y(b): l(true)\n"),
            ("yaml", "url: http://x/#a\n", "y(url): http://x/#a\n"),
            ("yaml", "t: |\n  a: b\nu: 'v'\n", "y(t): o(|)\n  a: b\ny(u): s(&#39;v&#39;)\n"),
            ("yaml", "# <b>: x\n", "c(# &lt;b&gt;: x)\n"),
            ("yaml", "- - é:\n", "o(-) o(-) y(é):\n"),
            (
                "json",
                "{\"a\\\"\": [1, -2.5, null, \"<\"]}",
                "{y(&quot;a\\&quot;&quot;): [n(1), n(-2.5), l(null), s(&quot;&lt;&quot;)]}",
            ),
            ("json", "\"open", "s(&quot;open)"),
            ("text", "a: <b>", "a: &lt;b&gt;"),
        ] {
            assert_eq!(shown(text, language), expected, "{text}");
        }
    }
}
