//! Documents to search in: real ones, or any number of pages whose sentences are drawn from real ones.

use std::path::Path;

use callboard::model::{Heading, PageSection, Record, RecordKind, SitePath};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::dice::Dice;

/// A page.
#[derive(Clone, Deserialize, Serialize)]
pub struct Document {
    pub title: String,
    /// Heading, if any, and text.
    pub sections: Vec<(Option<String>, String)>,
}

impl Document {
    /// The record that the portal makes of such a page.
    pub fn record(&self, number: usize) -> Record {
        let section = |(place, (heading, text)): (usize, &(Option<String>, String))| PageSection {
            heading: heading.as_ref().map(|text| Heading { level: 2, id: format!("h{place}"), text: text.clone() }),
            text: text.clone(),
        };
        Record {
            kind: RecordKind::Page,
            label: "docs".to_owned(),
            path: SitePath::from_parts(["docs", &format!("{number}.html")]),
            anchor: None,
            title: self.title.clone(),
            context: String::new(),
            keywords: Vec::new(),
            facets: Vec::new(),
            sections: self.sections.iter().enumerate().map(section).collect(),
        }
    }
}

/// The Markdown files below a folder, sorted by path; those without twenty words are left out.
pub fn read(folder: &Path) -> Vec<Document> {
    let mut paths: Vec<_> = ignore::WalkBuilder::new(folder)
        .standard_filters(false)
        .build()
        .filter_map(Result::ok)
        .map(ignore::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    paths.sort();
    let text = |path: &std::path::PathBuf| std::fs::read_to_string(path).ok().filter(|text| text.len() < 200_000);
    let mut documents: Vec<Document> = paths.iter().filter_map(text).filter_map(|text| parse(&text)).collect();
    documents.dedup_by(|a, b| a.title == b.title && a.sections == b.sections);
    documents
}

fn parse(text: &str) -> Option<Document> {
    let options = Options::ENABLE_GFM | Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut title = None;
    let mut sections: Vec<(Option<String>, String)> = vec![(None, String::new())];
    let (mut heading, mut metadata) = (None, false);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => metadata = true,
            Event::End(TagEnd::MetadataBlock(_)) => metadata = false,
            Event::Text(text) if metadata => title = title.or_else(|| front_matter(&text)),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => match heading.take().map(|text| text.trim().to_owned()) {
                Some(text) if title.is_none() => title = Some(text),
                Some(text) if title.as_ref() != Some(&text) => sections.push((Some(text), String::new())),
                _ => {}
            },
            Event::Text(text) | Event::Code(text) => match (&mut heading, sections.last_mut()) {
                (Some(heading), _) => heading.push_str(&text),
                (None, Some((_, body))) => body.push_str(&text),
                (None, None) => {}
            },
            _ => {
                if let (None, Some((_, body))) = (&heading, sections.last_mut()) {
                    body.push_str(if matches!(event, Event::End(_)) { "\n" } else { " " });
                }
            }
        }
    }
    for (_, body) in &mut sections {
        *body = body
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .fold(String::new(), |all, line| if line.is_empty() { all } else { format!("{all}{line}\n") });
    }
    let words: usize = sections.iter().map(|(_, body)| body.split_whitespace().count()).sum();
    title.filter(|title| !title.is_empty() && words >= 20).map(|title| Document { title, sections })
}

/// The title in YAML front matter.
fn front_matter(text: &str) -> Option<String> {
    let line = text.lines().find_map(|line| line.strip_prefix("title:"))?;
    Some(line.trim().trim_matches(['"', '\'']).to_owned())
}

/// As many pages of about 300 words, made of sentences of `real` ones.
pub fn synthetic(real: &[Document], count: usize) -> Vec<Document> {
    let lines = |document: &Document| -> Vec<String> {
        let lines = document.sections.iter().flat_map(|(_, body)| body.lines());
        lines.filter(|line| (30..400).contains(&line.len())).map(str::to_owned).collect()
    };
    let sentences: Vec<String> = real.iter().flat_map(lines).collect();
    let headings: Vec<&String> =
        real.iter().flat_map(|document| document.sections.iter().filter_map(|(heading, _)| heading.as_ref())).collect();
    let mut chance = Dice::new(7);
    let mut page = |number: usize| {
        let first = real[chance.below(real.len())].title.clone();
        let section = |chance: &mut Dice| {
            let text: Vec<&str> = (0..5).map(|_| sentences[chance.below(sentences.len())].as_str()).collect();
            (Some(headings[chance.below(headings.len())].clone()), text.join("\n"))
        };
        let sections = (0..4).map(|_| section(&mut chance)).collect();
        Document { title: format!("{first} {number}"), sections }
    };
    (0..count).map(&mut page).collect()
}
