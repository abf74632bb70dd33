//! Pages of documents that are not what they were.

use std::collections::{BTreeMap, BTreeSet};

use super::{Change, PageChange};
use crate::model::{PageState, State};

/// A document by its repository and path.
type Key<'a> = (&'a str, &'a str);

/// Removed ones first, then changed, moved and added ones, each by their documents.
pub(super) fn pages(base: &State, head: &State) -> Vec<PageChange> {
    let (before, after) = (by_document(base), by_document(head));
    let mut gone: BTreeMap<(&str, &str), Vec<&PageState>> = BTreeMap::new();
    for (document, page) in before.iter().filter(|(document, _)| !after.contains_key(*document)) {
        gone.entry((document.0, &page.hash)).or_default().push(page);
    }
    let mut moved: BTreeSet<Key<'_>> = BTreeSet::new();
    let mut found = Vec::new();
    for (document, page) in &after {
        match before.get(document) {
            Some(old) if old.hash == page.hash && old.page == page.page => {}
            Some(old) if old.hash == page.hash => found.push(told(Change::Moved, page, Some(&old.path))),
            Some(_) => found.push(told(Change::Changed, page, None)),
            None => {
                let alike = gone.get_mut(&(document.0, page.hash.as_str())).and_then(Vec::pop);
                moved.extend(alike.map(|old| (old.repo.as_str(), old.path.as_str())));
                let change = if alike.is_some() { Change::Moved } else { Change::Added };
                found.push(told(change, page, alike.map(|old| old.path.as_str())));
            }
        }
    }
    let is_gone = |document: &Key<'_>| !after.contains_key(document) && !moved.contains(document);
    found.extend(
        before.iter().filter(|(document, _)| is_gone(document)).map(|(_, page)| told(Change::Removed, page, None)),
    );
    found.sort_by(|a, b| (a.change, &a.repo, &a.path).cmp(&(b.change, &b.repo, &b.path)));
    found
}

fn by_document(state: &State) -> BTreeMap<Key<'_>, &PageState> {
    state.pages.iter().map(|page| ((page.repo.as_str(), page.path.as_str()), page)).collect()
}

fn told(change: Change, page: &PageState, from: Option<&str>) -> PageChange {
    PageChange {
        change,
        title: page.title.clone(),
        repo: page.repo.clone(),
        path: page.path.clone(),
        page: page.page.clone(),
        from: from.map(str::to_owned),
    }
}
