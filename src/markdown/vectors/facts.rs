//! What the recordings say of a page, read from our HTML.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::AsWritten;
use crate::markdown::{render, tags};

/// Visible characters without white space.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the vectors say of a page.
#[expect(clippy::too_many_lines, reason = "one arm for each thing that is counted")]
pub fn facts(text: &str) -> BTreeMap<&'static str, Value> {
    let rendered = render(text, &AsWritten);
    let html = rendered.html.as_str();
    let mut headings: Vec<Value> = Vec::new();
    let mut links = Vec::new();
    let mut images = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut admonitions = Vec::new();
    let mut tabs: Vec<Vec<String>> = Vec::new();
    let mut visible = String::new();
    let mut hidden = false;
    let mut at = 0;
    for tag in tags::tags(html) {
        if !hidden {
            visible.push_str(&decode(&html[at..tag.offset]));
        }
        at = tag.offset + tag.name.len() + tag.attributes.len() + 2 + usize::from(tag.closing);
        let pairs: BTreeMap<&str, &str> = tag.pairs().into_iter().collect();
        let class = pairs.get("class").copied().unwrap_or_default();
        let rest = || plain(html[at..].split("</label>").next().unwrap_or_default());
        match (tag.name, tag.closing) {
            ("a" | "svg", true) => hidden = false,
            // A drawing is hidden from readers of text; its source stands below it.
            ("svg", false) => hidden = true,
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                let text = html[at..].split(&format!("</{}>", tag.name)).next().unwrap_or_default();
                let text = text.split("<a class=\"anchor\"").next().unwrap_or_default();
                let text = plain(text).split_whitespace().collect::<Vec<_>>().join(" ");
                let level = tag.name[1..].parse::<u8>().unwrap_or_default();
                headings.push(json!([level, pairs.get("id"), text]));
            }
            (_, true) => {}
            ("a", _) => {
                hidden = pairs.contains_key("aria-hidden");
                // The recordings leave out links to nothing, and TechDocs makes annotations in the browser.
                links.extend(
                    pairs
                        .get("href")
                        .filter(|href| !(hidden || href.is_empty() || class == "annotation"))
                        .map(|href| decode(href)),
                );
            }
            ("img", _) => images.extend(pairs.get("src").map(|src| decode(src))),
            ("pre", _) => *counts.entry("codeBlocks").or_default() += 1,
            ("table", _) => *counts.entry("tables").or_default() += 1,
            ("dt", _) => *counts.entry("definitions").or_default() += 1,
            // A diagram's source is folded below it.
            ("details", _) if class == "drawing-source" => {}
            ("div" | "details", _) if class.starts_with("admonition") || tag.name == "details" => {
                let inner = &html[at..];
                let title = match inner.trim_start().strip_prefix("<p class=\"admonition-title\">") {
                    Some(title) => title.split_once("</p>").map(|(title, _)| title),
                    None => inner
                        .trim_start()
                        .strip_prefix("<summary>")
                        .and_then(|title| Some(title.split_once("</summary>")?.0)),
                };
                let kind = class.split(' ').nth(1).unwrap_or_default();
                admonitions.push(json!([kind, plain(title.unwrap_or_default()).trim()]));
            }
            ("div", _) if class == "tabs" => tabs.push(Vec::new()),
            ("label", _) => tabs.last_mut().into_iter().for_each(|set| set.push(rest())),
            ("input", _) if pairs.get("type") == Some(&"checkbox") => *counts.entry("tasks").or_default() += 1,
            ("li", _) if pairs.get("id").is_some_and(|id| id.starts_with("fn:")) => {
                *counts.entry("footnotes").or_default() += 1
            }
            _ => {}
        }
    }
    visible.push_str(&decode(&html[at..]));
    let mut facts = BTreeMap::from([
        ("headings", json!(headings)),
        ("links", json!(links)),
        ("images", json!(images)),
        ("admonitions", json!(admonitions)),
        ("tabs", json!(tabs)),
        ("text", json!(squeezed(&visible))),
    ]);
    for name in ["codeBlocks", "tables", "definitions", "tasks", "footnotes"] {
        facts.insert(name, json!(counts.get(name).copied().unwrap_or(0)));
    }
    facts
}

fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut at = 0;
    for tag in tags::tags(html) {
        out.push_str(&html[at..tag.offset]);
        at = tag.offset + tag.name.len() + tag.attributes.len() + 2 + usize::from(tag.closing);
    }
    decode(&(out + &html[at..]))
}

fn decode(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ").replace("&amp;", "&")
}
