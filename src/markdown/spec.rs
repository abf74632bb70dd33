//! The examples of the CommonMark specification 0.31.2, read without extensions. They come from the npm package
//! `commonmark-spec`, which `npm ci --prefix tests/browser` brings.
//!
//! What our writer adds is taken away before the comparison (anchors and ids of headings, boxes and colours of code,
//! lazy images), and both sides go through the allow-list for raw HTML, since no page shows more than it lets pass.
#![expect(clippy::disallowed_methods, reason = "the examples are no part of the project and are read where they are")]

use std::{borrow::Cow, path::Path};

use pulldown_cmark::Options;
use regex::Regex;

use super::{Resolve, Target, outline, sanitise::sanitise, source::Source, writer};

/// Leaves every address as it is written.
pub(super) struct AsWritten;

impl Resolve for AsWritten {
    fn link(&self, destination: &str) -> Target {
        Target::Href(destination.to_owned())
    }

    fn image(&self, destination: &str) -> Target {
        Target::Href(destination.to_owned())
    }
}

#[test]
fn every_example_of_commonmark() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules/commonmark-spec/spec.txt");
    let text = std::fs::read_to_string(&file).expect("the examples are there after npm ci --prefix tests/browser");
    let mut wrong = Vec::new();
    let mut count = 0;
    for part in text.split("\n```````````````````````````````` example\n").skip(1) {
        let example = part.split("\n````````````````````````````````").next().unwrap_or_default().replace('→', "\t");
        let Some((markdown, html)) = example.split_once("\n.\n").or_else(|| example.split_once("\n.")) else {
            continue;
        };
        let markdown = markdown.strip_prefix(".\n").map_or(markdown, |_| "");
        count += 1;
        let expected = common(html);
        let found = common(&bare(&plain(&format!("{markdown}\n")), html.contains("<a ")));
        if found != expected {
            wrong.push(format!("{count}: {markdown}\n  ours     {found}\n  expected {expected}"));
        }
    }
    assert!(count > 640, "only {count} examples were found");
    assert!(wrong.is_empty(), "{} of {count} examples differ\n{}", wrong.len(), wrong.join("\n"));
}

/// HTML of a text that is read without extensions.
fn plain(markdown: &str) -> String {
    let source = Source::new(Cow::Borrowed(markdown), 1);
    let outline = outline::plain(&source, Options::empty());
    writer::write(&source, outline, &AsWritten).html.as_str().to_owned()
}

/// Our HTML without what the writer adds.
fn bare(html: &str, links: bool) -> String {
    let mut html = html.to_owned();
    for (pattern, replacement) in [
        ("<a class=\"anchor\"[^>]*>#</a>", ""),
        ("<h([1-6]) id=\"[^\"]*\">", "<h$1>"),
        ("<div class=\"code[^>]*>", ""),
        ("</code></pre></div>", "</code></pre>"),
        (" loading=\"lazy\"", ""),
    ] {
        html = replaced(&html, pattern, replacement);
    }
    // Bare addresses are an extension.
    if links { html } else { replaced(&html, "<a href=\"[^\"]*\">(https?://[^<]*|[^<@ ]*@[^<]*)</a>", "$1") }
}

/// What both sides have in common: what may be published, without colours, and white space beside tags.
fn common(html: &str) -> String {
    let html = replaced(&sanitise(html), "</?span[^>]*>", "");
    let html = replaced(&html, r"\s*(<[^>]*>)\s*", "$1");
    // Whether `ä` in an address is written as it is or by its bytes is left to the writer.
    let decoded = Regex::new("%([0-9A-F]{2})").expect("the pattern is written here");
    let byte = |found: &regex::Captures<'_>| u8::from_str_radix(&found[1], 16).unwrap_or_default();
    let mut bytes = Vec::new();
    let mut at = 0;
    for found in decoded.captures_iter(&html) {
        let whole = found.get(0).map(|found| found.range()).unwrap_or_default();
        bytes.extend_from_slice(&html.as_bytes()[at..whole.start]);
        bytes.push(byte(&found));
        at = whole.end;
    }
    bytes.extend_from_slice(&html.as_bytes()[at..]);
    let mut html =
        String::from_utf8_lossy(&bytes).replace("&quot;", "\"").replace("&nbsp;", "\u{A0}").replace("&amp;", "&");
    // Elements that nothing is left of.
    for _ in 0..2 {
        html = replaced(&html, "<a></a>|<p></p>| alt=\"\"", "");
    }
    html.trim().to_owned()
}

/// What GitHub's specification adds, with all extensions on.
#[test]
fn tables_strikethrough_addresses_and_tasks() {
    let table = |head: &str, body: &str| format!("<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>");
    for (markdown, expected) in [
        ("| a | b |\n| - | :-: |\n| c `x\\|y` | **d** |", table("<th>a</th><th>b</th>", "<tr><td>c <code>x|y</code></td><td><strong>d</strong></td></tr>")),
        ("a | b\n-|-\nc\nd | e | f", table("<th>a</th><th>b</th>", "<tr><td>c</td><td></td></tr><tr><td>d</td><td>e</td></tr>")),
        ("| a |\n| - |\n> q", table("<th>a</th>", "") + "<blockquote><p>q</p></blockquote>"),
        ("| a | b |\n| - |\nc", "<p>| a | b |\n| - |\nc</p>".to_owned()),
        ("~~a~~ b ~~~c~~~", "<p><del>a</del>b ~~~c~~~</p>".to_owned()),
        ("~~a\n\nb~~", "<p>~~a</p><p>b~~</p>".to_owned()),
        ("- [ ] a\n- [x] b", "<ul><li>a</li><li>b</li></ul>".to_owned()),
        ("www.a.com/b_(c)). http://d.e/f?g=h&amp;", "<p><a href=\"https://www.a.com/b_(c)\">www.a.com/b_(c)</a>). <a href=\"http://d.e/f?g=h&\">http://d.e/f?g=h&</a></p>".to_owned()),
        ("a.b+c@d.org, a@b", "<p><a href=\"mailto:a.b+c@d.org\">a.b+c@d.org</a>, a@b</p>".to_owned()),
        ("| a |\n|:-:|\n| b \\| c |\n| `d` |\n\ne", table("<th>a</th>", "<tr><td>b | c</td></tr><tr><td><code>d</code></td></tr>") + "<p>e</p>"),
        ("| a |\n| - |\n- b", table("<th>a</th>", "") + "<ul><li>b</li></ul>"),
        ("| a | b |\n| - | - |", table("<th>a</th><th>b</th>", "")),
        ("x~~y~~z ~~**a** `~~`~~", "<p>x<del>y</del>z <del><strong>a</strong> <code>~~</code></del></p>".to_owned()),
        ("H~2~O ~~a ~~ b", "<p>H<sub>2</sub>O ~~a ~~ b</p>".to_owned()),
        ("- [X] a\n  - [ ] b\n- [y] c\n- [x]d", "<ul><li>a<ul><li>b</li></ul></li><li>[y] c</li><li>[x]d</li></ul>".to_owned()),
        ("[ ] a\n\n1. [x] b", "<p>[ ] a</p><ol><li>b</li></ol>".to_owned()),
        ("**https://a.b/c?d=e**, (see http://a.b/(c)) <https://d.e>", "<p><strong><a href=\"https://a.b/c?d=e\">https://a.b/c?d=e</a></strong>, (see <a href=\"http://a.b/(c)\">http://a.b/(c)</a>) <a href=\"https://d.e\">https://d.e</a></p>".to_owned()),
        ("https://a.b/c. https://a.b/c?! https://a.b/c: https://a.b/c,", "<p><a href=\"https://a.b/c\">https://a.b/c</a>. <a href=\"https://a.b/c\">https://a.b/c</a>?! <a href=\"https://a.b/c\">https://a.b/c</a>: <a href=\"https://a.b/c\">https://a.b/c</a>,</p>".to_owned()),
        ("https://a.b/c<d", "<p><a href=\"https://a.b/c\">https://a.b/c</a>&lt;d</p>".to_owned()),
        ("`https://a.b` [https://a.b](c) xhttps://a.b", "<p><code>https://a.b</code> <a href=\"c\">https://a.b</a> xhttps://a.b</p>".to_owned()),
        ("a@b-c.org. a@b.c- a@b.c_ <a@b.c>", "<p><a href=\"mailto:a@b-c.org\">a@b-c.org</a>. a@b.c- a@b.c_ <a href=\"mailto:a@b.c\">a@b.c</a></p>".to_owned()),
    ] {
        let html = super::render(markdown, &AsWritten).html.as_str().to_owned();
        let html = replaced(&html, "</?div[^>]*>| class=\"[^\"]*\"", "");
        assert_eq!(common(&html), common(&expected), "{markdown}");
    }
}

fn replaced(html: &str, pattern: &str, replacement: &str) -> String {
    Regex::new(pattern).expect("the patterns are written here").replace_all(html, replacement).into_owned()
}
