//! Rules of TechDocs that we do not follow, each with its reason.

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::{Value, json};

use super::{
    facts::{facts, squeezed},
    readings::{after_table, emoji, fences, lists, raw_content, references, replace, replace_all, retain},
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
        name: "annotate is no kind",
        reason: "the class says that a list of annotations follows; TechDocs counts it among the kinds",
        reading: |page| {
            for call_out in page.golden["admonitions"].as_array_mut().into_iter().flatten() {
                call_out[0] = json!(call_out[0].as_str().unwrap_or_default().replace("annotate ", ""));
            }
        },
    },
    Class {
        name: "annotations of code",
        reason: "`(1)!` is a link to the first item of the list below; TechDocs shows it as it is written",
        reading: |page| {
            let mark = Regex::new(r"\((\d+)\)!").expect("the pattern is written here");
            page.source = mark.replace_all(&page.source, "($1)").into_owned();
            page.golden["text"] = json!(mark.replace_all(page.golden["text"].as_str().unwrap_or_default(), "($1)"));
        },
    },
    Class {
        name: "number sign without a space",
        reason: "`#268` is a number in CommonMark; TechDocs makes a heading of it",
        reading: |page| replace(page, r"^([ ]*[-*] )?#(\d)", "$1# $2"),
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
        reading: |page| replace(page, r"^(im|ex)port ", "$1&#112;ort "),
    },
    Class {
        name: "placeholders in angle brackets",
        reason: "`<IMAGE_NAME>` is meant to be read; TechDocs makes an unknown element of it, which shows nothing",
        reading: |page| replace(page, r"</?[A-Z][A-Z0-9_:-]*>", ""),
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
        name: "icons by name",
        reason: "TechDocs shows the name of the icon; we show a character or nothing",
        reading: |page| replace(page, r":((?:material|octicons|fontawesome|simple)-[a-z0-9-]+:)", "\\:$1"),
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

    fn read_as(&self, classes: &[&Class]) -> Self {
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

/// The page read with every rule.
pub fn all(page: &Page) -> (Page, BTreeMap<&'static str, Value>) {
    let page = page.read_as(&applicable(page));
    let found = facts(&page.source);
    (page, found)
}

/// The classes whose marks a page has, whether or not they explain it.
pub fn met(page: &Page) -> Vec<&'static str> {
    applicable(page).iter().map(|class| class.name).collect()
}

fn applicable(page: &Page) -> Vec<&'static Class> {
    let changes = |class: &&Class| {
        let read = page.read_as(&[class]);
        read.source != page.source || read.golden != page.golden
    };
    CLASSES.iter().filter(changes).collect()
}
