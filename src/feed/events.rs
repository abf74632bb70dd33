//! What happened, as far as the history tells: new and changed entities and documents, changes of APIs, problems.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::Content;
use crate::{
    diagnostic::{Diagnostic, Severity},
    model::{ApiDigest, EntityId, EntityIndex, EntityRef, RepoIndex, SitePath, visible, visible_line},
};

/// Changes of one API that are told one by one.
const MOST_CHANGES: usize = 20;

/// Something that happened.
#[derive(Debug)]
pub(super) struct Event {
    /// RFC 3339 in UTC.
    pub(super) time: String,
    /// The page to open, and what follows its address so that the whole stands for this event alone.
    pub(super) page: SitePath,
    pub(super) mark: String,
    pub(super) title: String,
    pub(super) text: String,
    /// Who did it; may be empty.
    pub(super) author: String,
    /// `new`, `changed`, `docs`, `api` or `problem`.
    pub(super) category: &'static str,
    /// The entities that it concerns.
    pub(super) entities: Vec<EntityIndex>,
}

/// All events, the newest first.
pub(super) fn events(content: &Content<'_>) -> Vec<Event> {
    let mut events: Vec<Event> = Vec::new();
    for (index, _) in content.catalog.iter() {
        of_entity(content, index, &mut events);
    }
    of_documents(content, &mut events);
    events.extend(content.digests.iter().filter_map(|digest| of_definition(content, digest)));
    let repos: HashMap<&str, RepoIndex> =
        content.catalog.repos().iter().zip(0..).map(|(repo, number)| (repo.name.as_str(), RepoIndex(number))).collect();
    events.extend(content.diagnostics.iter().filter_map(|diagnostic| {
        let repo = *repos.get(diagnostic.place.repo.as_str())?;
        of_problem(content, repo, diagnostic)
    }));
    events.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| (&a.page, &a.mark).cmp(&(&b.page, &b.mark))));
    events.dedup_by(|a, b| a.page == b.page && a.mark == b.mark);
    events
}

fn of_entity(content: &Content<'_>, index: EntityIndex, events: &mut Vec<Event>) {
    let entity = &content.catalog[index];
    let origin = &entity.origin;
    let event = |time: &str, author: &str, category: &'static str, words: &str| Event {
        time: time.to_owned(),
        page: entity.id.page(),
        mark: format!("#{category}-{}", compact(time)),
        title: format!("{words}: {} ({})", visible_line(entity.title()), entity.id),
        text: visible(entity.description().unwrap_or_default()),
        author: visible_line(author),
        category,
        entities: vec![index],
    };
    let change = content.changes.get(&origin.repo).and_then(|changes| changes.get(&origin.path));
    let first = content.firsts.get(&origin.repo).and_then(|firsts| firsts.get(&origin.path));
    if let Some(first) = first {
        events.push(event(&first.time, "", "new", &format!("New {}", entity.kind)));
    }
    if let Some(change) = change.filter(|change| first.is_none_or(|first| first.time < change.time)) {
        events.push(event(&change.time, &change.author, "changed", &format!("Changed {}", entity.kind)));
    }
}

fn of_documents(content: &Content<'_>, events: &mut Vec<Event>) {
    for book in &content.library.books {
        for page in &book.pages {
            let Some(change) = &page.changed else { continue };
            events.push(Event {
                time: change.time.clone(),
                page: page.path.clone(),
                mark: format!("#docs-{}", compact(&change.time)),
                title: visible_line(&format!("Docs: {} in {}", page.title, book.title)),
                text: visible(page.description.as_deref().unwrap_or_default()),
                author: visible_line(&change.author),
                category: "docs",
                entities: book.readers.clone(),
            });
        }
    }
}

fn of_definition(content: &Content<'_>, digest: &ApiDigest) -> Option<Event> {
    let first = digest.changes.first()?;
    let (commit, day) = &digest.before;
    let change = content.changes.get(&digest.repo).and_then(|changes| changes.get(&digest.source));
    let time = match change {
        Some(change) => change.time.clone(),
        None if day.is_empty() => return None,
        None => format!("{day}T00:00:00Z"),
    };
    let line = |change: &crate::model::Change| {
        let word = if change.compatible { "" } else { "Breaking: " };
        format!("{word}{} {}", visible_line(&change.subject), visible_line(&change.message))
    };
    let mut lines: Vec<String> = digest.changes.iter().take(MOST_CHANGES).map(line).collect();
    if digest.changes.len() > MOST_CHANGES {
        lines.push(format!("and {} more", digest.changes.len() - MOST_CHANGES));
    }
    let word = if first.compatible { "Definition changed" } else { "Breaking change" };
    Some(Event {
        time,
        page: digest.page.clone(),
        mark: format!("#changes-{}", commit.get(..12).unwrap_or("uncommitted")),
        title: visible_line(&format!("{word}: {} {}", digest.title, digest.version)),
        text: lines.join("\n"),
        author: change.map(|change| visible_line(&change.author)).unwrap_or_default(),
        category: "api",
        entities: digest.entity.into_iter().collect(),
    })
}

/// A problem is as old as the last change of its file at the most; its identity has no line, which moves with others.
fn of_problem(content: &Content<'_>, repo: RepoIndex, diagnostic: &Diagnostic) -> Option<Event> {
    let place = &diagnostic.place;
    let change = content.changes.get(&repo).and_then(|changes| changes.get(&place.path));
    let newest = || content.catalog[repo].commit.as_ref().map(|commit| &commit.time);
    let time = change.map(|change| &change.time).or_else(newest)?;
    if diagnostic.severity == Severity::Info {
        return None;
    }
    let identity = format!("{}\n{}\n{}\n{}", diagnostic.rule.id, place.repo, place.path, diagnostic.message);
    let hash: String = Sha256::digest(identity).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let entity = diagnostic.entity.as_deref().and_then(|id| EntityRef::parse(id, None, "default").ok());
    let hint = diagnostic.hint.as_deref().map(|hint| format!("\n{hint}")).unwrap_or_default();
    Some(Event {
        time: time.clone(),
        page: SitePath::from_parts(["diagnostics", &format!("{}.html", diagnostic.rule.id)]),
        mark: format!("#{hash}"),
        title: visible_line(&format!("{}: {}", diagnostic.severity.name(), diagnostic.message)),
        text: visible(&format!("{}/{}:{}{hint}", place.repo, place.path, place.line)),
        author: String::new(),
        category: "problem",
        entities: entity.and_then(|entity| content.catalog.find(&EntityId::from(&entity))).into_iter().collect(),
    })
}

/// A time without what an address would have to escape.
fn compact(time: &str) -> String {
    time.chars().filter(char::is_ascii_alphanumeric).collect()
}
