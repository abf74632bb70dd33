//! Markdown in, HTML out.

use super::{Resolve, Target, render};
use crate::model::SafeUrl;

/// Resolves what a plain file would: absolute addresses by their scheme, `missing` to nothing.
struct Plain;

impl Resolve for Plain {
    fn link(&self, destination: &str) -> Target {
        if destination.contains("missing") {
            return Target::Broken("no such page".to_owned());
        }
        match SafeUrl::parse(destination) {
            Some(url) => Target::Href(url.as_str().to_owned()),
            None if destination.contains(':') => Target::Broken("scheme".to_owned()),
            None => Target::Href(destination.to_owned()),
        }
    }

    fn image(&self, destination: &str) -> Target {
        match self.link(destination) {
            Target::Href(href) if href.contains("://") => Target::Remote(href),
            other => other,
        }
    }
}

/// HTML with anchors of headings left out and white space folded, which most cases are not about.
fn html(text: &str) -> String {
    let html = render(text, &Plain).html.as_str().to_owned();
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once("<a class=\"anchor\"") {
        out.push_str(before);
        rest = after.split_once("</a>").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn markdown_becomes_html() {
    for (text, expected) in [
        ("# A *b*", "<h1 id=\"a-b\">A <em>b</em></h1>"),
        ("# A {#x}\n\n# A { .y }", "<h1 id=\"x\">A</h1>\n<h1 id=\"a\">A</h1>"),
        (
            "!!! note \"A **b**\"\n    c\n\nd",
            "<div class=\"admonition note\">\n<p class=\"admonition-title\">A <strong>b</strong></p>\n<p>c</p>\n</div>\n<p>d</p>",
        ),
        ("???+ tip\n    c", "<details class=\"admonition tip\" open>\n<summary>Tip</summary>\n<p>c</p>\n</details>"),
        (
            "- a\n\n    !!! danger \"\"\n\n        b",
            "<ul>\n<li><p>a</p>\n<div class=\"admonition danger\">\n<p>b</p>\n</div>\n</li>\n</ul>",
        ),
        ("```\n!!! note\n    x\n```", "<div class=\"code\"><pre tabindex=\"0\"><code>!!! note\nx\n</code></pre></div>"),
        (
            "<details>\n<summary>S</summary>\n\n**b**\n\n</details>",
            "<details>\n<summary>S</summary>\n<p><strong>b</strong></p>\n</details>",
        ),
        ("![a](https://x.y/b.png)", "<p><a class=\"remote-image\" href=\"https://x.y/b.png\">a</a></p>"),
        ("[![a](https://x.y/b.png)](https://c.d)", "<p><a href=\"https://c.d/\">a</a></p>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn problems_have_places() {
    let text =
        "---\ntitle: T\n---\na [x](missing)\n\n- b\n\n    !!! note\n        c [y](missing)\n\n<script>x</script>\n";
    let places: Vec<(u32, u32)> =
        render(text, &Plain).problems.iter().map(|(line, column, _)| (*line, *column)).collect();
    assert_eq!(places, [(4, 3), (9, 11), (11, 1)]);
}
