//! Rules of TechDocs that we do not follow, each with its reason.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    facts::{facts, squeezed},
    readings::{
        after_table, definitions, emoji, fences, half_references, lists, pictures, placeholders, raw_content,
        references, regex, replace, replace_all, retain, titles,
    },
};

/// A page and what was recorded of it.
#[derive(Clone)]
pub struct Page {
    /// Its Markdown.
    pub source: String,
    /// What TechDocs makes of it.
    pub golden: Value,
}

/// A difference that has a name.
pub struct Class {
    /// What the pages have.
    pub name: &'static str,
    /// Why we do otherwise.
    pub reason: &'static str,
    /// Makes the page one that both read alike.
    reading: fn(&mut Page),
}

/// All classes.
pub const CLASSES: &[Class] = &[
    Class {
        name: "list right after a paragraph",
        reason: "CommonMark and every forge begin a list there; TechDocs joins its items to the paragraph",
        reading: |page| page.source = lists(&page.source),
    },
    Class {
        name: "fence with other words",
        reason: "a fence is code whatever stands behind its language; TechDocs shows it as text when it does not know the words",
        reading: |page| page.source = fences(&page.source),
    },
    Class {
        name: "Markdown between raw tags",
        reason: "CommonMark reads it after an empty line, as GitHub does; TechDocs shows the marks",
        reading: |page| page.source = raw_content(&page.source),
    },
    Class {
        name: "empty items",
        reason: "`-` alone is an empty item; TechDocs shows the mark",
        reading: |page| replace(page, r"^([ >]*)([-*+])[ \t]*$", "$1\\$2"),
    },
    Class {
        name: "escaped punctuation",
        reason: "CommonMark lets any punctuation be escaped; TechDocs shows the backslash before some",
        reading: |page| replace(page, r#"(^|[^\\`])\\([$"'/@&%;,?])"#, "$1\\\\$2"),
    },
    Class {
        name: "number sign at the end of a heading",
        reason: "`C#` is a name; TechDocs takes the sign for the heading's end",
        reading: |page| replace(page, r"^(#+ .*[^#\s])#+$", "$1"),
    },
    Class {
        name: "classes are no kinds",
        reason: "`annotate` and `inline end` say how a call-out stands; TechDocs counts them among the kinds",
        reading: |page| {
            for call_out in page.golden["admonitions"].as_array_mut().into_iter().flatten() {
                let class = |word: &&str| !["annotate", "inline", "end"].contains(word);
                let words: Vec<&str> = call_out[0].as_str().unwrap_or_default().split(' ').filter(class).collect();
                call_out[0] = json!(words.join(" "));
            }
        },
    },
    Class {
        name: "annotations of code",
        reason: "`(1)!` is a link to the first item of the list below; TechDocs shows it as it is written",
        reading: |page| {
            let mark = regex(r"\((\d+)\)!");
            page.source = mark.replace_all(&page.source, "($1)").into_owned();
            page.golden["text"] = json!(mark.replace_all(page.golden["text"].as_str().unwrap_or_default(), "($1)"));
        },
    },
    Class {
        name: "number sign without a space",
        reason: "`#268` is a number in CommonMark; TechDocs makes a heading of it",
        reading: |page| replace(page, r"^([ ]*[-*] )?#([^\s#!])", "$1# $2"),
    },
    Class {
        name: "indented heading",
        reason: "CommonMark allows it, and so do lists; TechDocs shows the marks",
        reading: |page| replace(page, r"^([ \t]+)(#{1,6} )", "$1\\$2"),
    },
    Class {
        name: "heading right after a table",
        reason: "CommonMark ends the table; TechDocs makes a row of it",
        reading: |page| page.source = after_table(&page.source),
    },
    Class {
        name: "table right after a paragraph",
        reason: "CommonMark and GitHub begin a table there; TechDocs shows the bars",
        reading: |page| replace_all(page, r"(?m)^([^|\n]*[^|\s\n][^|\n]*\n\|[^\n]*\n)\|([-:| ]*\|)$", "$1\\|$2"),
    },
    Class {
        name: "definitions of links that occur twice",
        reason: "the first counts in CommonMark; for TechDocs the last",
        reading: |page| page.source = references(&page.source),
    },
    Class {
        name: "statements of MDX",
        reason: "`import` and `export` are for Docusaurus; TechDocs shows them",
        reading: |page| replace(page, r"^([ ]*)(im|ex)port ", "$1$2&#112;ort "),
    },
    Class {
        name: "placeholders in angle brackets",
        reason: "`<IMAGE_NAME>` is meant to be read; TechDocs makes an unknown element of it, which shows nothing",
        reading: |page| page.source = placeholders(&page.source),
    },
    Class {
        name: "numbers with a parenthesis",
        reason: "`1)` begins a list in CommonMark; TechDocs shows a paragraph",
        reading: |page| replace(page, r"(?m)^([ >]*\d+)\)(\s)", "$1\\)$2"),
    },
    Class {
        name: "call-outs of other tools",
        reason: "`:::note` and `/// note` are call-outs for their authors; TechDocs shows the marks",
        reading: |page| replace(page, r"(?m)^([ \t>]*)(:::|///)", "$1\\$2"),
    },
    Class {
        name: "alerts that TechDocs misses",
        reason: "GitHub shows an alert; TechDocs knows it at the left edge and before a paragraph only",
        reading: |page| replace(page, r"(?m)^([ \t]*>[ \t>]*)\[!", "$1\\[!"),
    },
    Class {
        name: "emoji are text",
        reason: "TechDocs loads a picture from another site for each; we write the character",
        reading: emoji,
    },
    Class {
        name: "emoji are text",
        reason: "the same where their names stand in the text, too",
        reading: |page| pictures(page, ""),
    },
    Class {
        name: "icons by name",
        reason: "TechDocs shows the name of the icon; we show a character or nothing",
        reading: |page| replace(page, r":((?:material|octicons|fontawesome|simple)-[a-z0-9-]+:)", "\\:$1"),
    },
    Class {
        name: "table of contents by another name",
        reason: "`[[_TOC_]]` is one in the wikis of Azure DevOps and GitLab; TechDocs shows the mark",
        reading: |page| replace(page, r"^\[\[_TOC_\]\]", "[&#91;_TOC_]]"),
    },
    Class {
        name: "colours of a terminal",
        reason: "tags in what a program printed are colours, which a script would show; TechDocs shows the tags",
        reading: |page| {
            if page.source.contains("```console") {
                let tags = regex(r"</?(?:font|span|a|b|i|u)(?:(?:color|style|href)=[^<>]*)?>");
                page.golden["text"] = json!(tags.replace_all(page.golden["text"].as_str().unwrap_or_default(), ""));
            }
        },
    },
    Class {
        name: "keys",
        reason: "TechDocs does not switch them on and shows the marks",
        reading: |page| replace(page, r#"\+\+([\w+"-]+\+\+)"#, "\\++$1"),
    },
    Class {
        name: "line break by backslash",
        reason: "CommonMark breaks the line; TechDocs shows the backslash",
        reading: |page| replace(page, r"(?m)([^\\])\\$", "$1\\\\"),
    },
    Class {
        name: "versions are no mail addresses",
        reason: "`name@1.2.3` is a package; TechDocs makes it a mail address",
        reading: |page| {
            let version =
                |link: &Value| link.as_str().is_some_and(|link| link.starts_with("mailto:") && link.contains("@0."));
            retain(page, "links", |link| !version(link));
        },
    },
    Class {
        name: "fractions in addresses",
        reason: "`version/1/4` is part of an address; TechDocs writes ¼ in it",
        reading: |page| {
            let text = page.golden["text"].as_str().unwrap_or_default();
            page.golden["text"] = json!(text.replace("/¼", "/1/4"));
        },
    },
    Class {
        name: "quotes within quotes",
        reason: "a tag with them is no HTML and stays text; TechDocs guesses where it ends",
        reading: |page| replace(page, r#"<[a-zA-Z]+\s[^<>]*="[^"<>]*"[A-Za-z][^<>]*>"#, ""),
    },
    Class {
        name: "stars within words",
        reason: "CommonMark says which stars open and close emphasis; TechDocs has rules of its own",
        reading: |page| {
            replace(page, r"\*\*(\S[^*]* )\*\*(\S[^*]*)\*\*( [^*]*)\*\*", "**$1\\*\\*$2**$3\\*\\*");
            replace(page, r"\*{3}([^\s*][^*]*)\*\*", "\\*\\*\\*$1\\*\\*");
            replace(page, r"^([^*]*\w)\*([^*]*)$", "$1\\*$2");
        },
    },
    Class {
        name: "paragraph in a raw heading",
        reason: "its text is the heading's; in the recordings the paragraph ends the heading",
        reading: |page| {
            replace_all(page, r"<h1([^>]*)>(\s*)<p([^>]*)>([^<]*)</p>(\s*)</h1>", "<h1$1></h1>$2<p$3>$4</p>$5");
        },
    },
    Class {
        name: "quotes in addresses",
        reason: "an expression in an address is no title; TechDocs cuts the address before it",
        reading: |page| replace(page, r"\]\(([^()<>\n]*\()'[^']*'\)", "](<$1>)"),
    },
    Class {
        name: "titles of call-outs",
        reason: "a call-out without a title has none, and its title is its own; the recordings have the next words",
        reading: titles,
    },
    Class {
        name: "tags added in code",
        reason: "code is shown as it is written; TechDocs adds a tag to what is within",
        reading: |page| {
            let text = page.golden["text"].as_str().unwrap_or_default();
            page.golden["text"] = json!(text.replace("<div><svg", "<svg").replace("</svg></div>", "</svg>"));
        },
    },
    Class {
        name: "attributes of items",
        reason: "a line of attributes below an item's text is none of its text; TechDocs shows it",
        reading: |page| replace(page, r"^( +)\{", "$1\\{"),
    },
    Class {
        name: "formulas",
        reason: "we set them; TechDocs shows their source",
        reading: |page| {
            replace(page, r"\$([^$`\n]+)\$", "\\$$$1\\$$");
            replace(page, r"^\$\$$", "\\$$\\$$");
        },
    },
    Class {
        name: "definitions below a comment",
        reason: "what is indented below them is their text; TechDocs shows its source as code",
        reading: |page| page.source = definitions(&page.source),
    },
    Class {
        name: "references to nothing",
        reason: "`[a][b]` is no link to `a` in CommonMark; TechDocs makes it one when `b` is not defined",
        reading: |page| page.source = half_references(&page.source),
    },
    Class {
        name: "tabs in items",
        reason: "tabs may stand in an item; TechDocs shows their marks where the item before has more than one line",
        reading: |page| replace(page, r#"^( {4,})(===[+!]* ")"#, "$1\\$2"),
    },
    Class {
        name: "references over two lines",
        reason: "CommonMark wants a label right behind its text; TechDocs takes it from the next line",
        reading: |page| replace_all(page, r"(\[[^\[\]\n]+\])\n(\[[^\[\]\n]+\])", "$1$2\n"),
    },
    Class {
        name: "inline tag on a line of its own",
        reason: "CommonMark reads no Markdown up to the next empty line, as on GitHub; TechDocs does",
        reading: |page| replace_all(page, r"(?m)^<small>\n(.*)\n( *)\*\*([^*\n]+)\*\*", "<small>\n$1\n$2<b>$3</b>"),
    },
    Class {
        name: "expressions are no attributes",
        reason: "`{% endif %}` is another tool's; TechDocs takes it for attributes at the end of a paragraph",
        reading: |page| replace_all(page, r"(?m)^(.+\n)\{%[^\n]*%\}[ ]*(\n\n|\z)", "$1$2"),
    },
];

impl Page {
    /// With the facts as they are compared.
    pub fn new(source: String, mut golden: Value) -> Self {
        golden["text"] = json!(squeezed(golden["text"].as_str().unwrap_or_default()));
        Self { source, golden }
    }

    /// What was recorded in a field.
    pub fn wanted(&self, field: &str) -> Value {
        self.golden[field].clone()
    }

    /// Whether all of these fields are as recorded.
    pub fn agrees(&self, ours: &BTreeMap<&'static str, Value>, fields: &[&str]) -> bool {
        fields.iter().all(|field| ours[field] == self.golden[*field])
    }

    /// The page as these rules read it.
    pub fn read_as(&self, classes: &[&Class]) -> Self {
        let mut page = self.clone();
        classes.iter().for_each(|class| (class.reading)(&mut page));
        page
    }
}

/// The fewest classes that explain a page, as far as leaving out one after the other finds them.
pub fn explain(page: &Page, fields: &[&str]) -> Option<Vec<&'static Class>> {
    let alike = |classes: &[&Class]| {
        let page = page.read_as(classes);
        page.agrees(&facts(&page.source), fields)
    };
    let mut classes: Vec<&Class> = applicable(page);
    if let Some(single) = classes.iter().find(|class| alike(&[**class])) {
        return Some(vec![*single]);
    }
    if !alike(&classes) {
        // One rule may stand in another's way.
        let pairs = classes.iter().enumerate().flat_map(|(at, a)| classes[at + 1..].iter().map(|b| vec![*a, *b]));
        let without = (0..classes.len()).map(|out| {
            let kept = classes.iter().enumerate().filter(|(at, _)| *at != out);
            kept.map(|(_, class)| *class).collect::<Vec<_>>()
        });
        classes = pairs.chain(without).find(|some| alike(some))?;
    }
    for at in (0..classes.len()).rev() {
        let mut fewer = classes.clone();
        fewer.remove(at);
        if alike(&fewer) {
            classes = fewer;
        }
    }
    Some(classes)
}

fn applicable(page: &Page) -> Vec<&'static Class> {
    let changes = |class: &&Class| {
        let read = page.read_as(&[class]);
        read.source != page.source || read.golden != page.golden
    };
    CLASSES.iter().filter(changes).collect()
}
