//! Agreement with pages that mkdocs-techdocs-core rendered. The recordings lie outside the project: `docs.jsonl` in
//! `shared/vectors` beside its folder, or where `CALLBOARD_VECTORS` points; the pages in `corpus` beside them. Prints
//! figures and, with `CALLBOARD_SHOW=<field>`, the first differences.
#![expect(clippy::disallowed_methods, reason = "the vectors are no part of the project and are read where they are")]
#![expect(clippy::print_stdout, reason = "the figures are what the test is for")]

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::{Value, json};

use super::{Resolve, Target, render, tags};

/// Leaves every address as it is written.
struct AsWritten;

impl Resolve for AsWritten {
    fn link(&self, destination: &str) -> Target {
        Target::Href(destination.to_owned())
    }

    fn image(&self, destination: &str) -> Target {
        Target::Href(destination.to_owned())
    }
}

/// At least this share of the pages agrees in a field, in hundredths.
const AGREEMENT: [(&str, usize); 4] = [("headings", 97), ("links", 96), ("codeBlocks", 96), ("tables", 99)];

#[test]
fn pages_agree_with_techdocs() {
    let folder = std::env::var_os("CALLBOARD_VECTORS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    let Ok(lines) = std::fs::read_to_string(folder.join("docs.jsonl")) else {
        println!("not run: there is no docs.jsonl in {}", folder.display());
        return;
    };
    let show = std::env::var("CALLBOARD_SHOW").unwrap_or_default();
    let mut same: BTreeMap<&str, usize> = BTreeMap::new();
    let mut all = 0;
    for line in lines.lines() {
        let expected: Value = serde_json::from_str(line).expect("every line is JSON");
        let file = expected["file"].as_str().expect("every line names its file");
        let bytes = std::fs::read(folder.join("../corpus").join(file)).expect("the corpus has the file");
        let found = facts(&String::from_utf8_lossy(&bytes));
        all += 1;
        let mut structure = true;
        for (field, value) in &found {
            let wanted = if *field == "text" {
                json!(squeezed(expected["text"].as_str().unwrap_or_default()))
            } else {
                expected[field].clone()
            };
            if *value == wanted {
                *same.entry(field).or_default() += 1;
                continue;
            }
            structure &= matches!(*field, "text" | "images" | "footnotes" | "definitions" | "tasks");
            if show == *field {
                difference(file, value, &wanted);
            }
        }
        *same.entry("STRUCTURE").or_default() += usize::from(structure);
    }
    for (field, count) in &same {
        println!("{field:12} {count} of {all}");
    }
    for (field, share) in AGREEMENT {
        assert!(same.get(field).copied().unwrap_or_default() * 100 >= all * share, "{field} agree on too few pages");
    }
}

fn difference(file: &str, found: &Value, wanted: &Value) {
    let words = |value: &Value| match value {
        Value::Array(items) => items.iter().map(ToString::to_string).collect(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    };
    let (found, wanted): (Vec<String>, Vec<String>) = (words(found), words(wanted));
    let at = found.iter().zip(&wanted).take_while(|(a, b)| a == b).count();
    let show = |list: &[String]| -> String {
        match list {
            [text] if at == 0 && !found.is_empty() && !wanted.is_empty() => {
                let other = if text == &found[0] { &wanted[0] } else { &found[0] };
                let same = text.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
                text.chars().skip(same.saturating_sub(40)).take(110).collect()
            }
            _ => list.iter().skip(at).take(2).cloned().collect::<Vec<_>>().join(" ").chars().take(160).collect(),
        }
    };
    println!("{file}\n  ours   {}\n  theirs {}", show(&found), show(&wanted));
}

/// Visible characters without white space.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What the vectors say of a page.
#[expect(clippy::too_many_lines, reason = "one arm for each thing that is counted")]
fn facts(text: &str) -> BTreeMap<&'static str, Value> {
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
            ("a", true) => hidden = false,
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
                links.extend(pairs.get("href").filter(|_| !hidden).map(|href| decode(href)));
            }
            ("img", _) => images.extend(pairs.get("src").map(|src| decode(src))),
            ("pre", _) => *counts.entry("codeBlocks").or_default() += 1,
            ("table", _) => *counts.entry("tables").or_default() += 1,
            ("dt", _) => *counts.entry("definitions").or_default() += 1,
            ("div" | "details", _) if class.starts_with("admonition") => {
                let inner = &html[at..];
                let title = match inner.trim_start().strip_prefix("<p class=\"admonition-title\">") {
                    Some(title) => title.split_once("</p>").map(|(title, _)| title),
                    None => inner
                        .trim_start()
                        .strip_prefix("<summary>")
                        .and_then(|title| Some(title.split_once("</summary>")?.0)),
                };
                let kind = class.split(' ').nth(1).unwrap_or_default();
                admonitions.push(json!([kind, plain(title.unwrap_or_default())]));
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
