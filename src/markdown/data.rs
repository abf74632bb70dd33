//! YAML and JSON marked for reading, line by line and in one pass. Every entity's page holds its document and half of
//! all code in catalogs and their books is YAML, so a full grammar would cost more than all the rest of a page.

use super::writer::escape;

/// The lines of a YAML document, each with its line end.
pub fn yaml(code: &str) -> Vec<String> {
    // Lines that are indented more than this belong to a block of text.
    let mut block: Option<usize> = None;
    let line = |line: &str| {
        let mut out = String::with_capacity(line.len() * 2);
        let body = line.trim_end_matches(['\n', '\r']);
        let indent = body.len() - body.trim_start_matches(' ').len();
        if block.is_some_and(|block| indent <= block && !body.trim().is_empty()) {
            block = None;
        }
        if block.is_some() {
            escape(line, &mut out);
            return out;
        }
        block = yaml_line(body, &mut out);
        out.push_str(&line[body.len()..]);
        out
    };
    code.split_inclusive('\n').map(line).collect()
}

/// The lines of a JSON document, each with its line end.
pub fn json(code: &str) -> Vec<String> {
    let line = |line: &str| {
        let mut out = String::with_capacity(line.len() * 2);
        flow(line, &mut out);
        out
    };
    code.split_inclusive('\n').map(line).collect()
}

fn mark(class: &str, text: &str, out: &mut String) {
    if text.is_empty() {
        return;
    }
    out.push_str("<span class=\"");
    out.push_str(class);
    out.push_str("\">");
    escape(text, out);
    out.push_str("</span>");
}

/// Marks one line; the column that a block of text below it is deeper than, when one follows.
fn yaml_line(line: &str, out: &mut String) -> Option<usize> {
    if matches!(line.trim_end(), "---" | "...") {
        mark("o", line, out);
        return None;
    }
    let mut rest = blank(line, out);
    let mut column = line.len() - rest.len();
    while let Some(after) = rest.strip_prefix('-').filter(|after| after.is_empty() || after.starts_with([' ', '\t'])) {
        mark("o", "-", out);
        column = line.len() - rest.len();
        rest = blank(after, out);
    }
    if let Some(end) = key_end(rest) {
        column = line.len() - rest.len();
        mark("y", &rest[..end], out);
        out.push(':');
        rest = &rest[end + 1..];
    }
    yaml_value(rest, out).then_some(column)
}

/// Writes the blanks at the start of `text`; gives what follows.
fn blank<'a>(text: &'a str, out: &mut String) -> &'a str {
    let rest = text.trim_start_matches([' ', '\t']);
    out.push_str(&text[..text.len() - rest.len()]);
    rest
}

/// Where the key of a line ends, when it has one: at a colon before a blank or the end of the line.
fn key_end(text: &str) -> Option<usize> {
    if text.starts_with(['"', '\'']) {
        let end = string_end(text);
        return text[end..].starts_with(':').then_some(end);
    }
    if text.starts_with(['#', '{', '[', '&', '*', '!', '|', '>', '%']) {
        return None;
    }
    let end = text.match_indices(':').find(|(at, _)| text[at + 1..].chars().next().is_none_or(|c| c == ' '))?.0;
    (!text[..end].contains(" #")).then_some(end)
}

/// Marks what follows a key or a dash; true when a block of text follows.
fn yaml_value(text: &str, out: &mut String) -> bool {
    let mut text = blank(text, out);
    while let Some(class) = property(text) {
        let (word, after) = text.split_at(text.find([' ', '\t']).unwrap_or(text.len()));
        mark(class, word, out);
        text = blank(after, out);
    }
    let quoted = if text.starts_with(['"', '\'']) { string_end(text) } else { 0 };
    let comment = match text.starts_with('#') {
        true => 0,
        false => text[quoted..].find(" #").map_or(text.len(), |at| quoted + at),
    };
    let (value, comment) = text.split_at(comment);
    let block = value.starts_with(['|', '>']) && value.trim_end().len() <= 3;
    match quoted {
        _ if block => mark("o", value, out),
        0 if value.starts_with(['{', '[']) => flow(value, out),
        0 => word(value, out),
        _ => {
            mark("s", &value[..quoted], out);
            escape(&value[quoted..], out);
        }
    }
    mark("c", comment, out);
    block
}

/// The class of an anchor, an alias or a tag that begins `text`.
fn property(text: &str) -> Option<&'static str> {
    let follows = |c: char| c.is_alphanumeric() || matches!(c, '_' | '!' | '/' | '<');
    let mut chars = text.chars();
    match (chars.next()?, chars.next()) {
        ('&' | '*', Some(c)) if follows(c) => Some("v"),
        ('!', None | Some(' ')) => Some("t"),
        ('!', Some(c)) if follows(c) => Some("t"),
        _ => None,
    }
}

/// Marks a plain scalar when it means a number, a truth value or nothing.
fn word(value: &str, out: &mut String) {
    let word = value.trim();
    let digits = word.strip_prefix('-').unwrap_or(word).starts_with(|c: char| c.is_ascii_digit());
    match word {
        "true" | "false" | "null" | "~" => mark("l", value, out),
        _ if digits && word.parse::<f64>().is_ok() => mark("n", value, out),
        _ => escape(value, out),
    }
}

/// Marks strings, keys, numbers and words between brackets: JSON, and YAML's flow style.
fn flow(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| matches!(c, '"' | '-') || c.is_alphanumeric()) {
        escape(&rest[..start], out);
        rest = &rest[start..];
        let is_string = rest.starts_with('"');
        let end = match is_string {
            true => string_end(rest),
            false => rest.find(|c: char| !c.is_alphanumeric() && !"+-._/".contains(c)).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at(end);
        match is_string {
            _ if after.trim_start().starts_with(':') => mark("y", token, out),
            true => mark("s", token, out),
            false => word(token, out),
        }
        rest = after;
    }
    escape(rest, out);
}

/// The end of a string that starts `text` with its quote, or of the text when it does not end.
fn string_end(text: &str) -> usize {
    let quote = text.bytes().next();
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quote == Some(b'"') => escaped = true,
            _ if Some(byte) == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks as `class(text)`, so that cases can be read.
    fn shown(lines: &[String]) -> String {
        lines.concat().replace("<span class=\"", "").replace("\">", "(").replace("</span>", ")")
    }

    #[test]
    fn yaml_is_marked() {
        for (text, expected) in [
            ("kind: API # x\n", "y(kind): APIc( # x)\n"),
            ("- a: 1\n  b: true\n", "o(-) y(a): n(1)\n  y(b): l(true)\n"),
            ("url: http://x/#a\n", "y(url): http://x/#a\n"),
            ("t: |\n  a: b\nu: 'v' # w\n", "y(t): o(|)\n  a: b\ny(u): s('v')c( # w)\n"),
            ("# <b>: x\n", "c(# &lt;b&gt;: x)\n"),
            ("- - é:\n---\n", "o(-) o(-) y(é):\no(---)\n"),
            (
                "a: &x !!map\nb: *x\n\"k\": 'it # s'",
                "y(a): v(&amp;x) t(!!map)\ny(b): v(*x)\ny(&quot;k&quot;): s('it # s')",
            ),
            ("a: {b: 1, c: [-2, x, \"y\"]}\n", "y(a): {y(b): n(1), y(c): [n(-2), x, s(&quot;y&quot;)]}\n"),
            ("**bold** & co: !\r\n", "**bold** &amp; co: !\r\n"),
            ("- a: >-\n    b: 1\n  c: 2\n", "o(-) y(a): o(&gt;-)\n    b: 1\n  y(c): n(2)\n"),
        ] {
            assert_eq!(shown(&yaml(text)), expected, "{text}");
        }
    }

    #[test]
    fn json_is_marked() {
        for (text, expected) in [
            (
                "{\"a\\\"\": [1, -2.5, null,\n\"<\"]}",
                "{y(&quot;a\\&quot;&quot;): [n(1), n(-2.5), l(null),\ns(&quot;&lt;&quot;)]}",
            ),
            ("\"open", "s(&quot;open)"),
        ] {
            assert_eq!(shown(&json(text)), expected, "{text}");
        }
    }
}
