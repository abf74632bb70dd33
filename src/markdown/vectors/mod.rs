//! Agreement with pages that mkdocs-techdocs-core rendered. The recordings lie outside the project: `docs.jsonl` in
//! `shared/vectors` beside its folder, or where `CALLBOARD_VECTORS` points; the pages in `corpus` beside them. Prints
//! how many pages agree in each field, the classes of differences with their counts, and what no class explains; with
//! `CALLBOARD_SHOW=<field>` or `=<class>`, the pages and their first differences.
//!
//! A class is a rule of TechDocs that we do not follow, and a reason. Whether it explains a page is computed: the page
//! is read once more with that rule (the source rewritten so that both read it alike), and has to agree then.
#![expect(clippy::disallowed_methods, reason = "the vectors are no part of the project and are read where they are")]
#![expect(clippy::print_stdout, reason = "the figures are what the test is for")]

mod classes;
mod facts;
mod places;
mod readings;

use std::{collections::BTreeMap, path::PathBuf};

use serde_json::Value;

use self::{
    classes::{CLASSES, Class, Page},
    facts::facts,
};
use super::spec::AsWritten;

/// Fields that make up the structure of a page.
const STRUCTURE: [&str; 6] = ["headings", "links", "admonitions", "tabs", "tables", "codeBlocks"];

/// At least so many of a thousand pages agree: as they are in a field, and but for the classes in a view.
const AGREEMENT: [(&str, usize); 11] = [
    ("structure, agreed", 1000),
    ("text, agreed", 1000),
    ("field headings", 975),
    ("field links", 973),
    ("field codeBlocks", 980),
    ("field tables", 997),
    ("field tabs", 985),
    ("field admonitions", 936),
    ("field images", 976),
    ("field definitions", 992),
    ("field tasks", 998),
];

#[test]
fn pages_agree_with_techdocs() {
    let folder = std::env::var_os("CALLBOARD_VECTORS")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors"), PathBuf::from);
    let Ok(lines) = std::fs::read_to_string(folder.join("docs.jsonl")) else {
        println!("not run: there is no docs.jsonl in {}", folder.display());
        return;
    };
    let mut report = Report::default();
    for line in lines.lines() {
        let golden: Value = serde_json::from_str(line).expect("every line is JSON");
        let file = golden["file"].as_str().expect("every line names its file").to_owned();
        let bytes = std::fs::read(folder.join("../corpus").join(&file)).expect("the corpus has the file");
        report.page(&file, &Page::new(String::from_utf8_lossy(&bytes).into_owned(), golden));
    }
    report.print();
    for (what, share) in AGREEMENT {
        let agree = report.count(what);
        assert!(agree * 1000 >= report.all * share, "{what}: {agree} of {} pages", report.all);
    }
}

#[derive(Default)]
struct Report {
    all: usize,
    counts: BTreeMap<String, usize>,
}

impl Report {
    fn count(&self, name: &str) -> usize {
        self.counts.get(name).copied().unwrap_or_default()
    }

    fn add(&mut self, name: String) {
        *self.counts.entry(name).or_default() += 1;
    }

    fn page(&mut self, file: &str, page: &Page) {
        let show = std::env::var("CALLBOARD_SHOW").unwrap_or_default();
        self.all += 1;
        let ours = facts(&page.source);
        for (field, value) in &ours {
            if *value == page.wanted(field) {
                self.add(format!("field {field}"));
            } else if show == *field {
                difference(file, field, value, &page.wanted(field));
            }
        }
        for (view, fields) in [("structure", &STRUCTURE[..]), ("text", &["text"][..])] {
            if page.agrees(&ours, fields) {
                self.add(format!("{view}, the same"));
                self.add(format!("{view}, agreed"));
            } else {
                self.explain(file, page, (view, fields), &show);
            }
        }
    }

    /// Finds the classes of a page that differs.
    fn explain(&mut self, file: &str, page: &Page, (view, fields): (&str, &[&str]), show: &str) {
        let all: Vec<&Class> = CLASSES.iter().collect();
        let found = classes::explain(page, fields).map_or_else(|| places::explain(page, fields, &all), Ok);
        let classes = match found {
            Ok(classes) => classes,
            Err(page) => {
                self.add(format!("{view}, not explained"));
                if show == "rest" {
                    let found = facts(&page.source);
                    let differs = |field: &&&str| found[**field] != page.wanted(field);
                    let show = |field: &&str| difference(file, field, &found[*field], &page.wanted(field));
                    fields.iter().filter(differs).for_each(show);
                }
                return;
            }
        };
        self.add(format!("{view}, agreed"));
        for class in classes {
            self.add(format!("{view}: class \"{}\"", class.name));
            if show == class.name {
                println!("{file} ({view})");
            }
        }
    }

    fn print(&self) {
        for (name, count) in &self.counts {
            println!("{count:5} of {} {name}", self.all);
        }
        for Class { name, reason, .. } in CLASSES {
            println!("class \"{name}\": {reason}");
        }
    }
}

fn difference(file: &str, field: &str, found: &Value, wanted: &Value) {
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
    println!("{file} {field}\n  ours   {}\n  theirs {}", show(&found), show(&wanted));
}
