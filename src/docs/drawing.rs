//! SVG files beside the documents. As an image such a file is inert, but anybody may open it on its own: then it is a
//! page of the portal's own origin. What could run keeps it from being published; what would only load something from
//! elsewhere is made to lead nowhere, which no reader of the page that shows it can see.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

use crate::model::RepoPath;

/// Addresses that an attribute other than a link's, or a style, leads to.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)(?:\b(?:href|src|srcset|poster|data|background|action)\s*=\s*["']|url\(\s*(?:["']|&quot;|&apos;|&#34;|&#39;)?)\s*"#)
        .expect("a pattern that is tested")
});

/// A character written by its number.
static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)&#(?:x([0-9a-f]{1,8})|([0-9]{1,10}));?").expect("a pattern that is tested"));

/// What loads by its name alone: rules of CSS, and its escapes, which could spell such a name.
static RULE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)@import|image-set|\\").expect("a pattern that is tested"));

/// An address that loads nothing: a place in the file, or bytes of an image or a font that stand in it.
static HERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^(?:#|data:(?:image/(?:png|jpe?g|gif|webp|avif)|(?:application/(?:x-)?)?font))")
        .expect("a pattern that is tested")
});

/// The bytes of a file as they are published: a drawing loads nothing from elsewhere.
pub fn harmless(file: &RepoPath, bytes: Vec<u8>) -> Vec<u8> {
    match file.stem_and_extension().1.eq_ignore_ascii_case("svg") {
        true => tamed(bytes),
        false => bytes,
    }
}

fn tamed(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(bytes.clone()) else { return bytes };
    let quiet = RULE.replace_all(&text, |found: &Captures<'_>| match &found[0] {
        "\\" => "\u{2216}",
        rule if rule.starts_with('@') => "@ignore",
        _ => "image-none",
    });
    let local = ADDRESS.replace_all(&quiet, |found: &Captures<'_>| {
        let whole = found.get(0).expect("the match itself");
        let before = &quiet[..whole.start()];
        let link = before.rfind('<').is_some_and(|at| is_link(&before[at + 1..])) && !found[0].starts_with(['u', 'U']);
        match link || HERE.is_match(&quiet[whole.end()..]) {
            true => found[0].to_owned(),
            false => format!("{}#", &found[0]),
        }
    });
    match local {
        Cow::Borrowed(same) if same == text => bytes,
        changed => changed.into_owned().into_bytes(),
    }
}

/// Whether a tag that begins so is a link, which only leads somewhere when it is pressed.
fn is_link(tag: &str) -> bool {
    let name = tag.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    name.rsplit(':').next() == Some("a")
}

/// What in an SVG could run when somebody opens it on its own. It is meant to be too strict rather than too clever.
pub fn active(bytes: &[u8]) -> Option<&'static str> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("text that is not UTF-8") };
    let text: String = text.to_ascii_lowercase().chars().filter(|c| !c.is_control() || c.is_whitespace()).collect();
    let elements = [
        ("<script", "a script"),
        (":script", "a script"),
        ("<iframe", "a frame"),
        ("<embed", "a plug-in"),
        ("<object", "a plug-in"),
        ("<!entity", "entity declarations"),
        ("javascript", "a script"),
        ("data:text/html", "a page"),
        ("data:image/svg", "another image"),
        ("<handler", "an event handler"),
        ("<!attlist", "attribute declarations"),
        ("<meta", "a page's head"),
        (":meta", "a page's head"),
        ("<base", "a page's head"),
        (":base", "a page's head"),
        ("<link", "a page's head"),
        (":link", "a page's head"),
        ("<form", "a form"),
        (":form", "a form"),
        ("xml-stylesheet", "a style sheet"),
    ];
    let found = elements.iter().find(|(mark, _)| text.contains(mark)).map(|(_, what)| *what);
    found
        .or_else(|| handler(&text).then_some("an event handler"))
        .or_else(|| disguise(&text))
        .or_else(|| strange_encoding(&text))
}

/// Whether ` on…=` stands anywhere.
fn handler(text: &str) -> bool {
    text.match_indices("on").any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let name = text[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic());
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))
            && name.len() < text.len() - at - 2
            && name.trim_start().starts_with('=')
    })
}

/// The text with its numeric character references replaced, those of white space by nothing.
fn decoded(text: &str) -> String {
    REFERENCE
        .replace_all(text, |found: &Captures<'_>| {
            let digits = |radix, at| u32::from_str_radix(found.get(at)?.as_str(), radix).ok();
            let c = digits(16, 1).or_else(|| digits(10, 2)).and_then(char::from_u32);
            c.filter(|c| !c.is_whitespace() && !c.is_control()).map(String::from).unwrap_or_default()
        })
        .into_owned()
}

/// Words that are written in character references, which no drawing program does.
fn disguise(text: &str) -> Option<&'static str> {
    let plain = decoded(text);
    let differs = ["javascript", "url(", "@import", "image-set", "\\"]
        .iter()
        .any(|word| plain.matches(word).count() != text.matches(word).count());
    differs.then_some("a disguised address")
}

/// Whether the file says that its bytes mean something else than they seem to.
fn strange_encoding(text: &str) -> Option<&'static str> {
    let declaration = text.trim_start_matches('\u{feff}').strip_prefix("<?xml")?.split("?>").next()?;
    let name = declaration.split("encoding").nth(1)?.trim_matches(|c: char| !c.is_alphanumeric());
    let name = name.split(['"', '\'']).next()?;
    (!["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"].contains(&name))
        .then_some("text in an unusual encoding")
}

#[cfg(test)]
mod tests {
    use super::{active, tamed};

    #[test]
    fn active_images_are_refused() {
        for (svg, refused) in [
            ("<svg><path d='M0 0'/><style>a{color:red}</style></svg>", false),
            ("<svg><foreignObject><div>text onx = y</div></foreignObject></svg>", true),
            ("<svg><foreignObject><div>on it</div></foreignObject></svg>", false),
            ("<svg><ScRipt>alert(1)</ScRipt></svg>", true),
            ("<svg onload=alert(1)>", true),
            ("<svg/onload = 'alert(1)'>", true),
            ("<svg><a href='java&#115;cript:alert(1)'>", true),
            ("<svg><a xlink:href=\" &#x6a;avascript:alert(1)\">", true),
            ("<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>", true),
            ("<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]><svg/>", true),
            ("<svg><a href='#'><set to='&#106;avascript:alert(1)' attributeName='href'/></a></svg>", true),
            ("<svg><text>A &amp; B&#10;&#xa0;&#8217;</text></svg>", false),
            ("<svg><set to='java&#10;script:alert(1)' attributeName='href'/></svg>", true),
            ("<svg><rect style='fill:u&#114;l(//evil.example/a)'/></svg>", true),
            ("<?xml version='1.0' encoding='UTF-8'?><svg/>", false),
            ("<?xml version='1.0' encoding='ISO-2022-JP'?><svg/>", true),
            ("<svg><h:meta http-equiv='refresh' content='0;url=x'/></svg>", true),
        ] {
            assert_eq!(active(svg.as_bytes()).is_some(), refused, "{svg}");
        }
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        for (svg, expected) in [
            ("<svg><use href='#a'/><rect fill='url(#b)'/></svg>", None),
            ("<svg><image href='data:image/png;base64,AA'/><a xlink:href='https://x.example/'/></svg>", None),
            (
                "<svg><image href='https://x.example/a.png'/></svg>",
                Some("<svg><image href='#https://x.example/a.png'/></svg>"),
            ),
            ("<svg><abc href = \"//x/a\"/></svg>", Some("<svg><abc href = \"#//x/a\"/></svg>")),
            (
                "<svg><style>@IMPORT 'x'; a{b:URL( \"x\")}</style></svg>",
                Some("<svg><style>@ignore 'x'; a{b:URL( \"#x\")}</style></svg>"),
            ),
            ("<svg><style>@font-face{src:url(data:font/woff;base64,AA)}</style></svg>", None),
            ("<svg><style>\\75rl(x)</style></svg>", Some("<svg><style>\u{2216}75rl(x)</style></svg>")),
            ("<svg><p style='a:url(&quot;//x)'/></svg>", Some("<svg><p style='a:url(&quot;#//x)'/></svg>")),
        ] {
            let written = String::from_utf8(tamed(svg.as_bytes().to_vec())).expect("text");
            assert_eq!(written, expected.unwrap_or(svg));
        }
    }
}
