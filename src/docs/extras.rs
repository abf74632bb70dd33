//! Documents that belong to a book though they lie beside its folder: decisions, runbooks, the changelog.

use std::collections::HashSet;

use super::{
    claims::Claim,
    decisions,
    pages::{Mount, Volume, is_page},
    settings::{Settings, has_documents},
};
use crate::model::{NavItem, RepoPath, Role, SitePath};

/// Where decisions and runbooks lie, from the folder of the book.
const FOLDERS: [&str; 16] = [
    "adr",
    "adrs",
    "architecture-decisions",
    "decisions",
    "doc/adr",
    "doc/adrs",
    "doc/architecture/decisions",
    "docs/adr",
    "docs/adrs",
    "docs/architecture-decisions",
    "docs/architecture/decisions",
    "docs/decisions",
    "docs/runbooks",
    "documentation/adr",
    "runbooks",
    "playbooks",
];

/// Documents for one purpose, from the folder of the book; the first of each line counts.
const FILES: [&[&str]; 2] = [
    &["CHANGELOG.md", "changelog.md", "CHANGELOG.adoc", "CHANGES.md", "HISTORY.md"],
    &["RUNBOOK.md", "runbook.md", "RUNBOOK.adoc"],
];

/// Adds such documents; gives their folders and files.
pub fn open(volume: &mut Volume<'_>, claim: &Claim) -> Vec<RepoPath> {
    let mut added = Vec::new();
    let folders = FOLDERS.iter().filter_map(|folder| claim.folder.join(folder).ok());
    for folder in folders.filter(|folder| has_documents(volume.snapshot, folder)) {
        let covered = volume.mounts.iter().any(|mount| mount.whole && folder.is_within(&mount.docs_dir));
        if covered || !(decisions::is_folder(&folder) || folder.file_name().ends_with("books")) {
            continue;
        }
        let mut site = claim.site.clone();
        site.push(SitePath::part(folder.file_name()));
        let plain = Settings { docs_dir: folder.clone(), ..Settings::default() };
        volume.mount(Mount { docs_dir: folder.clone(), site, whole: false }, &plain);
        added.push(folder);
    }
    let snapshot = volume.snapshot;
    for (names, role) in FILES.iter().zip([Role::Changelog, Role::Runbook]) {
        let files = names.iter().filter_map(|name| claim.folder.join(name).ok());
        let file = files
            .filter_map(|file| snapshot.files_within(&file).map(|(path, _)| path).find(|path| **path == file))
            .next();
        let known = volume.pages.iter().any(|page| page.role == role);
        if let Some(file) = file.filter(|file| is_page(file) && !known) {
            let mount = Mount { docs_dir: file.parent(), site: claim.site.clone(), whole: false };
            volume.mount_files(mount, &[file]);
            added.push(file.clone());
        }
    }
    added
}

/// All pages that were added.
pub fn pages(added: &[RepoPath], volume: &Volume<'_>) -> HashSet<usize> {
    let pages = volume.pages.iter().enumerate();
    pages.filter(|(_, page)| added.iter().any(|place| page.source.is_within(place))).map(|(page, _)| page).collect()
}

/// Puts them at the end of the navigation, unless they stand in it already.
pub fn into_navigation(added: &[RepoPath], volume: &Volume<'_>, nav: &mut Vec<NavItem>) {
    for place in added {
        let mut named = HashSet::new();
        decisions::named(nav, &mut named);
        let pages = volume.pages.iter().enumerate().filter(|(_, page)| page.source.is_within(place));
        let pages: Vec<usize> = pages.map(|(page, _)| page).filter(|page| !named.contains(page)).collect();
        let item = |page: &usize| NavItem::Page { title: volume.label(*page), page: *page };
        let items: Vec<NavItem> = match volume.page(place) {
            // One document, or the folder's own list of decisions.
            Some(page) if is_page(place) => pages.iter().filter(|other| **other == page).map(item).collect(),
            own => own.iter().chain(pages.iter().filter(|page| Some(**page) != own)).map(item).collect(),
        };
        match (is_page(place), items.is_empty()) {
            (_, true) => {}
            (true, false) => nav.extend(items),
            (false, false) => {
                let title = if decisions::is_folder(place) { "Decisions" } else { "Runbooks" };
                nav.push(NavItem::Section { title: title.to_owned(), items });
            }
        }
    }
}
