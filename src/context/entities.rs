//! What the catalog says: the subject, its parts, and what is around them.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Desk,
    writer::{Writer, code},
};
use crate::model::{Entity, EntityIndex, visible, visible_line};

/// The longest description of a part, in characters.
const LONGEST: usize = 160;

/// What the subject is: description, owners, links, tags.
pub(super) fn subject(desk: &Desk<'_>, writer: &mut Writer, subject: EntityIndex) {
    let entity = &desk.content.catalog[subject];
    let mut text = format!("\n## What it is\n\nSource: {}\n\n", place(desk, entity));
    for line in visible(entity.description().unwrap_or("No description.")).lines().take(40) {
        text.push_str(&format!("> {line}\n"));
    }
    text.push('\n');
    text.push_str(&facts(entity));
    writer.force(&clip(&text, writer.room() / 2));
}

/// Lines of facts about an entity: whatever relates to one or a few others.
fn facts(entity: &Entity) -> String {
    let mut text = String::new();
    for (label, relation) in [
        ("Owner", "ownedBy"),
        ("Part of", "partOf"),
        ("Part of group", "childOf"),
        ("Groups below", "parentOf"),
        ("Members", "hasMember"),
    ] {
        let targets: Vec<String> =
            entity.related(relation).take(20).map(|related| code(related.target.as_str())).collect();
        if !targets.is_empty() {
            text.push_str(&format!("- {label}: {}\n", targets.join(", ")));
        }
    }
    for (label, field) in [("Type", "type"), ("Lifecycle", "lifecycle")] {
        if let Some(value) = entity.spec_str(field) {
            text.push_str(&format!("- {label}: {}\n", visible_line(value)));
        }
    }
    let tags: Vec<String> = entity.tags().take(20).map(visible_line).collect();
    if !tags.is_empty() {
        text.push_str(&format!("- Tags: {}\n", tags.join(", ")));
    }
    for link in entity.metadata.get("links").and_then(serde_json::Value::as_array).into_iter().flatten().take(10) {
        let field = |key: &str| link.get(key).and_then(serde_json::Value::as_str);
        if let Some(url) = field("url").and_then(crate::model::SafeUrl::parse) {
            text.push_str(&format!("- Link: {} <{url}>\n", visible_line(field("title").unwrap_or("untitled"))));
        }
    }
    text
}

/// One line for each part.
pub(super) fn parts(desk: &Desk<'_>, writer: &mut Writer, subject: EntityIndex, parts: &[EntityIndex]) {
    let catalog = desk.content.catalog;
    let heading = if catalog[subject].id.kind() == "group" { "What it owns" } else { "What is in it" };
    let line = |index: &EntityIndex| {
        let entity = &catalog[*index];
        let words: Vec<String> =
            ["type", "lifecycle"].into_iter().filter_map(|field| entity.spec_str(field)).map(visible_line).collect();
        let owners: Vec<String> = entity.related("ownedBy").map(|owner| code(owner.target.as_str())).collect();
        let about = visible_line(entity.description().unwrap_or_default());
        let mut line = format!("- {}", code(entity.id.as_str()));
        for more in [words.join(", "), owners.join(", "), about.chars().take(LONGEST).collect()] {
            if !more.is_empty() {
                line.push_str(" · ");
                line.push_str(&more);
            }
        }
        format!("{line} · from {}\n", place(desk, entity))
    };
    writer.list(&format!("\n## {heading}\n\n"), parts.iter().map(line), 3);
}

/// What the parts need outside, and who needs them.
pub(super) fn neighbours(desk: &Desk<'_>, writer: &mut Writer, subject: EntityIndex, parts: &[EntityIndex]) {
    let own: BTreeSet<EntityIndex> = parts.iter().copied().collect();
    for (heading, relations) in
        [("What it needs", ["dependsOn", "consumesApi"]), ("Who needs it", ["dependencyOf", "apiConsumedBy"])]
    {
        let mut ends: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for index in parts.iter().chain([&subject]) {
            let entity = &desk.content.catalog[*index];
            for related in relations.into_iter().flat_map(|relation| entity.related(relation)) {
                if related.entity.is_none_or(|other| !own.contains(&other)) {
                    ends.entry(related.target.as_str()).or_default().push(entity.id.as_str());
                }
            }
        }
        let line = |(other, own): (&&str, &Vec<&str>)| {
            let shown: Vec<String> = own.iter().take(4).map(|id| code(id)).collect();
            let more = if own.len() > 4 { format!(" and {} more", own.len() - 4) } else { String::new() };
            format!("- {}, with {}{more}\n", code(other), shown.join(", "))
        };
        writer.list(&format!("\n## {heading}\n\n"), ends.iter().map(line), 6);
    }
}

/// Where an entity is declared, as a program can name it again.
pub(super) fn place(desk: &Desk<'_>, entity: &Entity) -> String {
    let repo = &desk.content.catalog[entity.origin.repo];
    let commit = repo.commit.as_ref().and_then(|commit| commit.id.get(..12));
    let at = commit.map_or(String::new(), |commit| format!("@{commit}"));
    code(&format!("{}/{}:{}{at}", repo.name, entity.origin.path, entity.origin.line))
}

/// Text that ends at a line, in at most so many tokens.
fn clip(text: &str, most: usize) -> String {
    let mut used = 0;
    let fits = |line: &&str| {
        used += crate::model::tokens(line);
        used <= most
    };
    text.split_inclusive('\n').take_while(fits).collect()
}
