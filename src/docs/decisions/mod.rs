//! Folders of architecture decision records become logs. Formats: Nygard's (`## Status` and a paragraph), MADR's (front
//! matter, or a list with `Status:` and `Date:`), and what people make of them.

mod record;

use std::collections::{BTreeMap, HashSet};

use self::record::Record;
use super::{
    meta::Meta,
    pages::{Volume, is_index, markup},
};
use crate::model::{Book, Decision, DecisionLog, Html, NavItem, Page, PageSection, RepoPath, Role, SitePath, Typeset};

/// Folders that hold decisions, by their name.
const FOLDERS: [&str; 8] = [
    "adr",
    "adrs",
    "architecture-decision-records",
    "architecture-decisions",
    "architecture_decisions",
    "decision-log",
    "decision-records",
    "decisions",
];

/// Whether a folder holds decisions.
pub fn is_folder(folder: &RepoPath) -> bool {
    FOLDERS.contains(&folder.file_name().to_lowercase().as_str())
}

/// Finds the logs of a book. A folder without an index gets a page of its own, which is added to the book.
pub fn logs(volume: &mut Volume<'_>) -> Vec<DecisionLog> {
    let mut folders: BTreeMap<RepoPath, Vec<(usize, Record)>> = BTreeMap::new();
    for (page, content) in volume.pages.iter().enumerate() {
        let folder = content.source.parent();
        if is_folder(&folder)
            && let Some(record) = read(volume, page)
        {
            folders.entry(folder).or_default().push((page, record));
        }
    }
    let mut indices: BTreeMap<RepoPath, usize> = BTreeMap::new();
    for (page, content) in volume.pages.iter().enumerate().filter(|(_, page)| is_index(&page.source)) {
        indices.entry(content.source.parent()).or_insert(page);
    }
    let mut logs = Vec::new();
    for (folder, mut records) in folders {
        records.sort_by(|(a, one), (b, other)| {
            let place = |record: &Record| record.number.parse::<u64>().unwrap_or(u64::MAX);
            place(one).cmp(&place(other)).then_with(|| volume.pages[*a].source.cmp(&volume.pages[*b].source))
        });
        for (page, _) in &records {
            volume.pages[*page].role = Role::Decision;
        }
        let Some(page) = log_page(volume, &folder, &indices) else { continue };
        volume.pages[page].role = Role::DecisionLog;
        logs.push(DecisionLog { page, decisions: decisions(records) });
    }
    logs
}

fn read(volume: &Volume<'_>, page: usize) -> Option<Record> {
    let content = &volume.pages[page];
    let number = record::number(content.source.stem_and_extension().0).filter(|_| !is_index(&content.source))?;
    let bytes = volume.snapshot.read(&content.source).ok()?;
    let text = markup(&content.source, &bytes);
    Some(Record::new(number, &content.title, super::meta::body(&text), &volume.metas[page]))
}

/// The page of a folder's log: its index, or a new one.
fn log_page(volume: &mut Volume<'_>, folder: &RepoPath, indices: &BTreeMap<RepoPath, usize>) -> Option<usize> {
    if let Some(page) = indices.get(folder) {
        return Some(*page);
    }
    let mount = volume.mount_of(folder)?;
    let relative = folder.relative_to(&mount.docs_dir)?;
    let parts = relative.split('/').filter(|part| !part.is_empty()).map(SitePath::part);
    let index = std::iter::once("index.html".to_owned());
    let path = SitePath::from_parts(mount.site.iter().cloned().chain(parts).chain(index));
    let (source, title) = (folder.clone(), "Decisions".to_owned());
    volume.push(Page { source, path, title, ..Page::default() }, Meta::default(), Vec::new());
    Some(volume.pages.len() - 1)
}

/// The page of a log that has no file: the theme shows the list, which is also its text.
pub fn listing(book: &Book, page: usize) -> Typeset {
    let Some(log) = book.logs.iter().find(|log| log.page == page) else { return Typeset::default() };
    let own = &book.pages[page];
    let line = |decision: &Decision| {
        let file = book.pages[decision.page].source.file_name();
        let status = if decision.status.is_empty() { String::new() } else { format!(", {}", decision.status) };
        format!("- [{} {}]({file}){status}\n", decision.number, decision.title.replace(['[', ']'], ""))
    };
    let markdown = format!("# {}\n\n{}", own.title, log.decisions.iter().map(line).collect::<String>());
    let text = log.decisions.iter().map(|decision| format!("{} {}", decision.number, decision.title));
    let text = text.collect::<Vec<_>>().join("\n");
    Typeset { html: Html::default(), sections: vec![PageSection { heading: None, text }], markdown }
}

/// Finds out which decision took whose place; one side is enough to say so.
fn decisions(records: Vec<(usize, Record)>) -> Vec<Decision> {
    let numbers = records.iter().map(|(_, record)| record.number.parse::<u64>().ok());
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    for (place, number) in numbers.enumerate() {
        number.map(|number| places.entry(number).or_insert(place));
    }
    let find = |number: &u64| places.get(number).copied();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (place, (_, record)) in records.iter().enumerate() {
        pairs.extend(record.supersedes.iter().filter_map(find).map(|old| (place, old)));
        pairs.extend(record.superseded_by.iter().filter_map(find).map(|new| (new, place)));
    }
    pairs.retain(|(new, old)| new != old);
    pairs.sort_unstable();
    pairs.dedup();
    let (mut older, mut newer) = (vec![Vec::new(); records.len()], vec![Vec::new(); records.len()]);
    for (new, old) in pairs {
        older[new].push(old);
        newer[old].push(new);
    }
    let mut decision = |(place, (page, record)): (usize, (usize, Record))| Decision {
        page,
        number: record.number,
        title: record.title,
        status: record.status,
        date: record.date,
        supersedes: std::mem::take(&mut older[place]),
        superseded_by: std::mem::take(&mut newer[place]),
    };
    records.into_iter().enumerate().map(&mut decision).collect()
}

/// Puts logs that the navigation does not name into the section that holds their first decision.
pub fn into_navigation(logs: &[DecisionLog], volume: &Volume<'_>, nav: &mut Vec<NavItem>) {
    for log in logs {
        let first = log.decisions.first().map(|decision| decision.page);
        if !holds(nav, log.page) && first.is_some_and(|first| holds(nav, first)) {
            let item = NavItem::Page { title: volume.label(log.page), page: log.page };
            insert(nav, first.unwrap_or_default(), item);
        }
    }
}

/// Notes all pages that stand in a navigation.
pub fn named(items: &[NavItem], pages: &mut HashSet<usize>) {
    for item in items {
        match item {
            NavItem::Page { page, .. } => drop(pages.insert(*page)),
            NavItem::Section { items, .. } => named(items, pages),
            NavItem::Link { .. } => {}
        }
    }
}

/// Whether a page stands in a navigation.
fn holds(items: &[NavItem], wanted: usize) -> bool {
    items.iter().any(|item| match item {
        NavItem::Page { page, .. } => *page == wanted,
        NavItem::Section { items, .. } => holds(items, wanted),
        NavItem::Link { .. } => false,
    })
}

/// Puts an item before the neighbours of a page.
fn insert(items: &mut Vec<NavItem>, neighbour: usize, new: NavItem) {
    let inside = items.iter_mut().find_map(|item| match item {
        NavItem::Section { items, .. } if holds(items, neighbour) => Some(items),
        _ => None,
    });
    match inside {
        Some(inside) => insert(inside, neighbour, new),
        None => {
            let own = |item: &NavItem| matches!(item, NavItem::Page { page, .. } if *page == neighbour);
            let place = items.iter().position(own).unwrap_or(items.len());
            items.insert(place, new);
        }
    }
}
