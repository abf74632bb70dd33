//! Text from repositories in GitHub's and GitLab's Markdown.

use crate::diagnostic::{harmless, plain};

/// Longer texts are cut, in characters.
const LONGEST: usize = 300;

/// A sentence of the program, whose words in backticks are shown as code: nothing in it is markup, a link, an image, a
/// mention or a reference to an issue.
pub(super) fn text(written: &str) -> String {
    let written = cut(written);
    let parts: Vec<&str> = written.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return plain(&written);
    }
    let part = |(number, part): (usize, &&str)| match number % 2 {
        _ if part.is_empty() => String::new(),
        0 => plain(part),
        _ => code(part),
    };
    parts.iter().enumerate().map(part).collect()
}

/// Text in a cell of a table or elsewhere, as it is written: mentions in code call nobody.
pub(super) fn code(written: &str) -> String {
    let written = cut(written);
    // In a cell, a bar ends it even in code, unless it is escaped; elsewhere the escape would be seen.
    let written = written.replace('|', "\u{2223}");
    let mut longest = 0;
    let mut run = 0;
    for c in written.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat(longest + 1);
    let pad = if written.starts_with('`') || written.ends_with('`') || written.is_empty() { " " } else { "" };
    format!("{fence}{pad}{written}{pad}{fence}")
}

/// A link whose text is escaped already.
pub(super) fn link(shown: &str, address: &str) -> String {
    format!("[{shown}](<{}>)", destination(address))
}

/// An address between `<` and `>`.
fn destination(address: &str) -> String {
    let mut out = String::new();
    for c in address.chars() {
        match c {
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '\\' => out.push_str("%5C"),
            ' ' => out.push_str("%20"),
            '|' => out.push_str("%7C"),
            '`' => out.push_str("%60"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A path as a part of an address.
pub(super) fn path(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) => out.push(char::from(b)),
            b => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

/// Text in a fence, which nothing in it ends.
pub(super) fn fenced(language: &str, body: &str) -> String {
    let fence = "`".repeat(longest_run(body).max(2) + 1);
    let body: Vec<String> = body.lines().map(harmless).collect();
    format!("{fence}{language}\n{}\n{fence}\n", body.join("\n"))
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

/// The beginning of a text. It is cut first, so that long texts cost no more than short ones.
fn cut(written: &str) -> String {
    let end = written.char_indices().nth(LONGEST).map(|(end, _)| end);
    let mut text = harmless(&written[..end.unwrap_or(written.len())]);
    if end.is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed() {
        for (written, expected) in [
            ("plain words", "plain words"),
            ("`a@b` is not @b", "`a@b` is not \\@\u{200d}b"),
            ("an odd ` is @text", "an odd \\` is \\@\u{200d}text"),
            ("``` <b>", "\\`\\`\\` &lt;b&gt;"),
            ("`|` ![x](y)", "`∣` \\!\u{200d}\\[x\\]\\(y\\)"),
        ] {
            assert_eq!(text(written), expected);
        }
        for (written, expected) in
            [("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b\n@c", "`a∣b\\n@c`"), ("", "`  `"), ("</code>", "`</code>`")]
        {
            assert_eq!(code(written), expected);
        }
        assert_eq!(link("x", "https://p.example/a b)>#`|"), "[x](<https://p.example/a%20b)%3E#%60%7C>)");
        assert_eq!(path("docs/a b/ü?#.html"), "docs/a%20b/%C3%BC%3F%23.html");
        assert_eq!(fenced("diff", "+```\n+x"), "````diff\n+```\n+x\n````\n");
    }
}
