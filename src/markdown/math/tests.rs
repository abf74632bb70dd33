//! Which dollars are formulas, what becomes of them, and what hostile input costs.

use super::{Setting, write};
use crate::markdown::{NoFiles, Resolve, Target, render, summarise};

struct Nowhere;

impl Resolve for Nowhere {
    fn link(&self, destination: &str) -> Target {
        Target::Href(destination.to_owned())
    }
    fn image(&self, destination: &str) -> Target {
        Target::Href(destination.to_owned())
    }
}

/// The page with formulas as `[TeX]`, `[[TeX]]` for those on lines of their own.
fn formulas(text: &str) -> String {
    let html = render(text, &Nowhere).html.as_str().to_owned();
    let mut out = String::new();
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once("<math") {
        let (wrapper, tag) = before.rsplit_once('<').expect("a formula has a wrapper");
        out.push_str(wrapper);
        let (open, close) = if tag.contains("math-block") { ("[[", "]]") } else { ("[", "]") };
        let tex = after.split_once("alttext=\"").and_then(|(_, tex)| tex.split_once('"')).expect("it has its source").0;
        out.push_str(&format!("{open}{tex}{close}"));
        rest = after.split_once("</math></").and_then(|(_, rest)| rest.split_once('>')).expect("it ends").1;
    }
    out.push_str(rest);
    out.replace("<p>", "").replace("</p>\n", "\n").trim().to_owned()
}

#[test]
fn dollars_and_brackets() {
    for (text, expected) in [
        ("Area $\\pi r^2$, mass $m$.", "Area [\\pi r^2], mass [m]."),
        ("costs $5 and $10", "costs $5 and $10"),
        ("from $5-$10, or US$3/A$4", "from $5-$10, or US$3/A$4"),
        ("$HOME/bin:$PATH *and* $A,$B", "$HOME/bin:$PATH <em>and</em> $A,$B"),
        ("${{ a }}-${{ b }} and $(a)/$(b)", "${{ a }}-${{ b }} and $(a)/$(b)"),
        ("a [link $1](x$y) is $2", "a <a href=\"x$y\">link $1</a> is $2"),
        ("kill $$; ps | grep $$", "kill $$; ps | grep $$"),
        ("escaped \\$x\\$ and `$x$`", "escaped $x$ and <code>$x$</code>"),
        ("2$\\times$3 and $`x_1`$", "2[\\times]3 and [x_1]"),
        ("$a * b$ and $c * d$", "[a * b] and [c * d]"),
        ("\\(a_1 + *b*\\) but \\(optional\\)", "[a_1 + *b*] but (optional)"),
        ("$$E = mc^2$$", "[[E = mc^2]]"),
        ("\\[ x^2 \\]", "[[x^2]]"),
        ("\\[WIP\\]", "[WIP]"),
        ("\\[not\\](a link)", "[not](a link)"),
        ("$$\na\n= b\n- c\n$$\n\nx", "[[a\n= b\n- c]]\nx"),
        ("> \\[\n> a\n> \\]", "<blockquote>\n[[a]]\n</blockquote>"),
        ("- x\n\n    $$\n    a\n    $$", "<ul>\n<li>x\n[[a]]\n</li>\n</ul>"),
        ("```math\na^2\n```", "[[a^2]]"),
        ("```\n$$\na\n$$\n```", "<div class=\"code\"><pre tabindex=\"0\"><code>$$\na\n$$\n</code></pre></div>"),
        (
            "| a |\n|---|\n| $x$ |\n| $5 |",
            "<div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\
             <table>\n<thead>\n<tr><th>a</th></tr>\n</thead>\n<tbody>\n<tr><td>[x]</td></tr>\n<tr><td>$5</td></tr>\n\
             </tbody>\n</table></div>",
        ),
    ] {
        assert_eq!(formulas(text), expected, "{text}");
    }
}

#[test]
fn headings_and_search_have_the_source() {
    let headings = summarise("# The $x_1$ axis, $5 or $6", &NoFiles).headings;
    assert_eq!(headings[0].text, "The x_1 axis, $5 or $6");
    let sections = render("mass $m$", &Nowhere).sections;
    assert_eq!(sections[0].text, "mass m");
}

/// The first part is how the output starts.
#[test]
fn tex_becomes_mathml() {
    for (tex, expected) in [
        ("x", "<math alttext=\"x\"><mi>x</mi></math>"),
        ("a<b", "<math alttext=\"a&lt;b\"><mi>a</mi><mo>&lt;</mo><mi>b</mi></math>"),
        ("\\color{red}x", "<math alttext=\"\\color{red}x\"><mrow mathcolor=\"#FF0000\"><mi>x</mi></mrow></math>"),
        (
            "\\begin{cases}1\\end{cases}",
            "<math alttext=\"\\begin{cases}1\\end{cases}\"><mrow><mo>{</mo><mtable displaystyle=\"false\" \
             scriptlevel=\"0\"><mtr><mtd class=\"math-flush-right math-left\"><mn>1</mn></mtd></mtr></mtable>\
             <mo>\u{2063}</mo></mrow></math>",
        ),
    ] {
        let mut out = String::new();
        write(tex, Setting::Inline, &mut out).expect(tex);
        assert_eq!(out.trim_start_matches("<span class=\"math\">").trim_end_matches("</span>"), expected);
    }
}

#[test]
fn faults_have_their_place_and_leave_the_source() {
    for (text, line, column, source) in [
        ("a\nb $x \\nope y$", 2, 6, "<code class=\"math-source\">x \\nope y</code>"),
        ("$$\na\n\\frac{\n$$", 3, 1, "<pre class=\"math-source\"><code>a\n\\frac{</code></pre>"),
        ("$\\href{javascript:alert(1)}{x}$", 1, 2, "\\href{javascript:alert(1)}{x}</code>"),
        ("$\\def\\a{\\a\\a}\\a$", 1, 2, "\\def\\a{\\a\\a}\\a</code>"),
    ] {
        let rendered = render(text, &Nowhere);
        let places: Vec<(u32, u32)> = rendered.unset.iter().map(|unset| (unset.line, unset.column)).collect();
        assert_eq!(places, [(line, column)], "{text}: {:?}", rendered.unset);
        assert!(rendered.html.as_str().contains(source), "{}", rendered.html.as_str());
    }
}

#[test]
fn hostile_formulas_are_refused_or_set() {
    let hostile = [
        "{".repeat(100_000),
        "{".repeat(200) + &"}".repeat(200),
        "\\frac".repeat(5000),
        "\\left(".repeat(599),
        "\\begin{matrix}".repeat(599),
        "\\sqrt".repeat(599),
        "\\frac1".repeat(600),
        "x^".repeat(600),
        "x".repeat(17 << 10),
        "\\text{<script>alert(1)</script>}".to_owned(),
        "\\mathrm{\"><img src=x onerror=alert(1)>}".to_owned(),
        "\\color{red\" onclick=\"alert(1)}x".to_owned(),
        "\u{0}\u{E002}0\u{E003}".to_owned(),
    ];
    for tex in &hostile {
        let mut out = String::new();
        let _ = write(tex, Setting::Inline, &mut out);
        assert!(out.len() < 40 * tex.len() + 400);
        for part in ["<script", "<img", "\" onclick", "style="] {
            assert!(!out.contains(part), "{out}");
        }
    }
}
