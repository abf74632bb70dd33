//! What a repository held at an earlier time: along first parents, as its main branch saw it.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use gix::objs::FindExt;

use super::history::History;
use crate::model::{Before, Commit, Moment, Past, RepoPath};

/// Commits that are looked at.
pub const MOST_COMMITS: usize = 20_000;

/// The largest file that is read, in bytes.
pub const LARGEST: u64 = 256 << 10;

/// The most files that are told of.
const MOST_FILES: usize = 500;

/// The most bytes that they held.
const MOST_BYTES: usize = 4 << 20;

/// The most entries of folders that are looked at.
const MOST_ENTRIES: usize = 50_000;

/// The deepest folder that is looked into.
pub const DEEPEST: usize = 64;

/// The first parents of a commit, newest first, with their trees and times; and whether it is all of them.
#[derive(Debug, Default)]
pub struct Line {
    pub(super) commits: Vec<(gix::ObjectId, gix::ObjectId, i64)>,
    pub(super) complete: bool,
}

/// The line of a history, read when it is first asked for.
pub type SharedLine = Arc<OnceLock<Line>>;

impl History {
    /// What lay at `roots`, folders or files, at a moment, where it is different now. None when the history does not
    /// reach so far, or nothing was there.
    pub fn past(&self, moment: &Moment, roots: &[RepoPath]) -> Option<Past> {
        let line = self.line();
        let (id, tree, seconds) = line.commits.iter().find(|(id, _, seconds)| match moment {
            Moment::Commit(start) => start.len() >= 7 && id.to_string().starts_with(&start.to_lowercase()),
            Moment::Time(time) => time.parse::<jiff::Timestamp>().is_ok_and(|time| *seconds <= time.as_second()),
        })?;
        let head = line.commits.first()?.1;
        let mut store = self.objects.to_cache();
        store.refresh_never();
        let mut search = Search { store: &store, left: MOST_ENTRIES, found: BTreeMap::new() };
        let mut was_there = false;
        for root in roots {
            let full = self.full(root)?;
            let (before, now) = (search.at(*tree, &full)?, search.at(head, &full)?);
            was_there |= before.is_some();
            search.compare(before, now, full.as_str().to_owned())?;
        }
        let mut bytes = 0;
        let mut held = |id: Option<gix::ObjectId>| {
            let Some(id) = id else { return Some(Before::Absent) };
            if self.absent.size(&store, &id).ok()? > LARGEST || bytes > MOST_BYTES {
                return Some(Before::TooLarge);
            }
            let data = store.find_blob(&id, &mut Vec::new()).ok()?.data.to_vec();
            bytes += data.len();
            Some(Before::Held(data))
        };
        let mut changed = Vec::new();
        for (path, before) in search.found {
            let below = RepoPath::new(&path).ok().and_then(|path| RepoPath::new(path.relative_to(&self.prefix)?).ok());
            let Some(below) = below else { continue };
            changed.push((below, held(before)?));
        }
        was_there.then(|| Past { commit: commit(*id, *seconds), changed })
    }

    pub(super) fn line(&self) -> &Line {
        self.line.get_or_init(|| self.read_line().unwrap_or_default())
    }

    fn read_line(&self) -> Option<Line> {
        let mut store = self.objects.to_cache();
        store.refresh_never();
        let most =
            self.most.and_then(|most| usize::try_from(most.get()).ok()).unwrap_or(MOST_COMMITS).min(MOST_COMMITS);
        let (mut line, mut buffer) = (Line::default(), Vec::new());
        let mut next = Some(self.head);
        while let Some(id) = next {
            if line.commits.len() >= most {
                return Some(line);
            }
            // The history of a shallow clone ends at a commit that is not there.
            let Ok(commit) = store.find_commit(&id, &mut buffer) else { return Some(line) };
            line.commits.push((id, commit.tree(), commit.committer().ok()?.seconds()));
            next = commit.parents().next();
        }
        line.complete = true;
        Some(line)
    }

    pub(super) fn full(&self, path: &RepoPath) -> Option<RepoPath> {
        self.prefix.join(path.as_str()).ok()
    }
}

pub(super) fn commit(id: gix::ObjectId, seconds: i64) -> Commit {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Commit { id: id.to_string(), time: time.to_string() }
}

/// The folder at a path below a tree; the outer option says whether the objects are there.
pub(super) fn folder_at(
    store: &impl gix::objs::Find,
    tree: gix::ObjectId,
    path: &RepoPath,
) -> Option<Option<gix::ObjectId>> {
    let mut search = Search { store, left: MOST_ENTRIES, found: BTreeMap::new() };
    Some(search.at(tree, path)?.filter(|entry| entry.is_tree).map(|entry| entry.id))
}

/// What stands at a path of a tree.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry {
    id: gix::ObjectId,
    is_tree: bool,
}

/// Compares two trees, where they differ.
struct Search<'a, F> {
    store: &'a F,
    left: usize,
    /// What files were before, by path.
    found: BTreeMap<String, Option<gix::ObjectId>>,
}

impl<F: gix::objs::Find> Search<'_, F> {
    /// What stands at a path; the outer option says whether the objects are there.
    fn at(&mut self, tree: gix::ObjectId, path: &RepoPath) -> Option<Option<Entry>> {
        let mut entry = Entry { id: tree, is_tree: true };
        for part in path.as_str().split('/').filter(|part| !part.is_empty()) {
            if !entry.is_tree {
                return Some(None);
            }
            match self.entries(entry)?.get(part) {
                Some(next) => entry = *next,
                None => return Some(None),
            }
        }
        Some(Some(entry))
    }

    /// Collects what is different below a path; none when objects are missing or there is too much.
    fn compare(&mut self, before: Option<Entry>, now: Option<Entry>, path: String) -> Option<()> {
        if before == now {
            return Some(());
        }
        if path.matches('/').count() > DEEPEST {
            return None;
        }
        let tree = |entry: Option<Entry>| entry.filter(|entry| entry.is_tree);
        let blob = |entry: Option<Entry>| entry.filter(|entry| !entry.is_tree).map(|entry| entry.id);
        if blob(before) != blob(now) && self.found.len() < MOST_FILES {
            self.found.insert(path.clone(), blob(before));
        }
        let old = tree(before).map_or(Some(BTreeMap::new()), |entry| self.entries(entry))?;
        let new = tree(now).map_or(Some(BTreeMap::new()), |entry| self.entries(entry))?;
        let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for name in names {
            let below = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
            self.compare(old.get(name).copied(), new.get(name).copied(), below)?;
        }
        Some(())
    }

    /// The files and folders of a folder; links and submodules are left out.
    fn entries(&mut self, tree: Entry) -> Option<BTreeMap<String, Entry>> {
        let mut buffer = Vec::new();
        let mut entries = BTreeMap::new();
        for entry in self.store.find_tree_iter(&tree.id, &mut buffer).ok()? {
            let entry = entry.ok()?;
            self.left = self.left.checked_sub(1)?;
            let is_tree = entry.mode.is_tree();
            if let Ok(name) = std::str::from_utf8(entry.filename)
                && (is_tree || entry.mode.is_blob())
            {
                entries.insert(name.to_owned(), Entry { id: entry.oid.to_owned(), is_tree });
            }
        }
        Some(entries)
    }
}
