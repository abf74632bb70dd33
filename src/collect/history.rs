//! Which commit last changed a file, in one walk through the history for all files that are asked for; and what a
//! file held before.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    num::NonZeroU32,
    sync::Arc,
};

use gix::{objs::FindExt, odb::HeaderExt};

use super::{absent::Absent, ancestors::Ancestors, git::Objects, past::SharedLine};
use crate::model::{LARGEST_DEFINITION, LastChange, Previous, RepoPath};

/// Commits that are looked at; what did not change in them has no date.
pub const MOST_COMMITS: usize = 20_000;

/// Commits along first parents that are looked at for the version of a file before.
const MOST_ANCESTORS: usize = 2_000;

/// The largest version before that is read, in bytes.
pub const LARGEST: u64 = LARGEST_DEFINITION;

/// How many bytes of commits and trees are kept: most trees stand in the next commit, too.
const KEPT: usize = 32 << 20;

/// The largest `.mailmap` that is read, in bytes.
pub const LARGEST_MAILMAP: u64 = 1 << 20;

/// The commits behind a snapshot.
#[derive(Clone)]
pub struct History {
    pub(super) objects: Objects,
    pub(super) head: gix::ObjectId,
    pub(super) prefix: RepoPath,
    pub(super) most: Option<NonZeroU32>,
    pub(super) line: SharedLine,
    pub(super) absent: Arc<Absent>,
    authors: Arc<gix::mailmap::Snapshot>,
}

impl History {
    /// The history of the commit `head`, `most` commits far as git counts the depth of a clone, so that it is the same
    /// when more of it happens to be there. Files are looked for below `prefix`.
    pub fn new(objects: &Objects, head: gix::ObjectId, prefix: &RepoPath, most: Option<NonZeroU32>) -> Self {
        Self {
            objects: Arc::clone(objects),
            head,
            prefix: prefix.clone(),
            most,
            line: SharedLine::default(),
            absent: Arc::default(),
            authors: Arc::new(mailmap(objects, head).unwrap_or_default()),
        }
    }

    /// The same, of whose objects some are absent.
    #[must_use]
    pub fn without(self, absent: &Arc<Absent>) -> Self {
        Self { absent: Arc::clone(absent), ..self }
    }

    /// The last commit that changed each of `paths`, merges apart, as `git log --no-merges` has it. Where the history
    /// is cut off, the commit there seems to have made everything: what did not change after it is not known.
    pub fn last_changes(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, LastChange> {
        let below: BTreeMap<String, &RepoPath> = paths
            .iter()
            .filter_map(|path| Some((self.prefix.join(path.as_str()).ok()?.as_str().to_owned(), path)))
            .collect();
        let mut store = self.objects.to_cache();
        store.refresh_never();
        store.set_object_cache(|| Box::new(gix::odb::pack::cache::object::MemoryCappedHashmap::new(KEPT)));
        let mut search = Search {
            store: &store,
            authors: &self.authors,
            wanted: below.keys().cloned().collect(),
            touched: Vec::new(),
        };
        let mut found = BTreeMap::new();
        for commit in Ancestors::new(&store, self.head, self.most).take(MOST_COMMITS) {
            if search.wanted.is_empty() {
                break;
            }
            if commit.parents.len() > 1 {
                continue;
            }
            let Some(change) = search.look_at(commit.id, commit.parents.first().copied()) else { break };
            for path in std::mem::take(&mut search.touched) {
                found.extend(below.get(&path).map(|path| ((*path).clone(), change.clone())));
            }
        }
        found
    }
}

/// The names that the repository gives to its authors, as git reads them from `.mailmap`.
fn mailmap(objects: &Objects, head: gix::ObjectId) -> Option<gix::mailmap::Snapshot> {
    let mut store = objects.to_cache();
    store.refresh_never();
    let (mut buffer, mut other) = (Vec::new(), Vec::new());
    let tree = store.find_commit(&head, &mut buffer).ok()?.tree();
    let mut entries = store.find_tree_iter(&tree, &mut buffer).ok()?.filter_map(Result::ok);
    let entry = entries.find(|entry| *entry.filename == b".mailmap"[..])?;
    let small = entry.mode.is_blob() && store.header(entry.oid).ok()?.size() <= LARGEST_MAILMAP;
    small.then(|| Some(gix::mailmap::Snapshot::from_bytes(store.find_blob(entry.oid, &mut other).ok()?.data)))?
}

impl History {
    /// The file at `path` before the change that gave it the content `current`, along first parents.
    pub fn previous(&self, path: &RepoPath, current: &[u8]) -> Option<Previous> {
        let full = self.prefix.join(path.as_str()).ok()?;
        let parts: Vec<&str> = full.as_str().split('/').collect();
        let current = gix::objs::compute_hash(self.head.kind(), gix::objs::Kind::Blob, current).ok()?;
        let mut store = self.objects.to_cache();
        store.refresh_never();
        let mut walk = Lineage { store: &store, parts: &parts, known: HashMap::new() };
        let (mut buffer, mut id) = (Vec::new(), self.head);
        let (mut commit, mut time) = (String::new(), String::new());
        let most = self.most.and_then(|most| usize::try_from(most.get()).ok()).unwrap_or(usize::MAX);
        for _ in 0..MOST_ANCESTORS.min(most) {
            let found = store.find_commit(&id, &mut buffer).ok()?;
            let (tree, parent) = (found.tree(), found.parents().next());
            let seconds = found.committer().ok()?.seconds();
            let blob = walk.blob(tree, 0)?;
            if blob != current {
                if self.absent.size(&store, &blob).ok()? > LARGEST {
                    return None;
                }
                let bytes = store.find_blob(&blob, &mut Vec::new()).ok()?.data.to_vec();
                return Some(Previous { commit, time, bytes });
            }
            commit = id.to_string();
            time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string();
            id = parent?;
        }
        None
    }
}

/// Looks one path up in many trees, most of which share their folders.
pub(super) struct Lineage<'a, F> {
    pub(super) store: &'a F,
    pub(super) parts: &'a [&'a str],
    pub(super) known: HashMap<(usize, gix::ObjectId), Option<gix::ObjectId>>,
}

impl<F: gix::objs::Find> Lineage<'_, F> {
    /// The file below a tree that stands at `level` of the path.
    pub(super) fn blob(&mut self, tree: gix::ObjectId, level: usize) -> Option<gix::ObjectId> {
        if let Some(known) = self.known.get(&(level, tree)) {
            return *known;
        }
        let mut buffer = Vec::new();
        let part = self.parts.get(level)?.as_bytes();
        let entries = self.store.find_tree_iter(&tree, &mut buffer).ok()?;
        let entry = entries.filter_map(Result::ok).find(|entry| *entry.filename == part);
        let entry = entry.map(|entry| (entry.oid.to_owned(), entry.mode.is_tree()));
        let last = level + 1 == self.parts.len();
        let blob = match entry {
            Some((id, false)) if last => Some(id),
            Some((id, true)) if !last => self.blob(id, level + 1),
            _ => None,
        };
        self.known.insert((level, tree), blob);
        blob
    }
}

/// Files that no commit has been found for yet.
struct Search<'a, F> {
    store: &'a F,
    authors: &'a gix::mailmap::Snapshot,
    wanted: BTreeSet<String>,
    /// Files that the commit at hand changed.
    touched: Vec<String>,
}

impl<F: gix::objs::Find> Search<'_, F> {
    /// Compares a commit with its parent; gives who made it, or nothing when the objects are not there.
    fn look_at(&mut self, id: gix::ObjectId, parent: Option<gix::ObjectId>) -> Option<LastChange> {
        let mut buffer = Vec::new();
        let before = match parent {
            Some(parent) => Some(self.store.find_commit(&parent, &mut buffer).ok()?.tree()),
            None => None,
        };
        let commit = self.store.find_commit(&id, &mut buffer).ok()?;
        let author = self.authors.resolve_cow(commit.author().ok()?);
        let change = LastChange {
            time: jiff::Timestamp::from_second(author.time.seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string(),
            author: author.name.to_string(),
            email: author.email.to_string(),
        };
        let tree = commit.tree();
        self.compare(before, tree, "")?;
        Some(change)
    }

    /// Descends only where trees differ and files are wanted.
    fn compare(&mut self, before: Option<gix::ObjectId>, after: gix::ObjectId, folder: &str) -> Option<()> {
        if before == Some(after) {
            return Some(());
        }
        let old: BTreeMap<Vec<u8>, gix::ObjectId> = match before {
            Some(before) => self.entries(before)?.into_iter().map(|(name, id, _)| (name, id)).collect(),
            None => BTreeMap::new(),
        };
        for (name, id, is_tree) in self.entries(after)? {
            let previous = old.get(&name).copied();
            if previous == Some(id) {
                continue;
            }
            let Ok(name) = std::str::from_utf8(&name) else { continue };
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            if !is_tree {
                if self.wanted.remove(&path) {
                    self.touched.push(path);
                }
            } else if self.wants_below(&path) {
                // A file in the place of the folder has no entries to compare with.
                let previous = previous.filter(|id| self.entries(*id).is_some());
                self.compare(previous, id, &path)?;
            }
        }
        Some(())
    }

    fn wants_below(&self, folder: &str) -> bool {
        let start = format!("{folder}/");
        self.wanted.range(start.clone()..).next().is_some_and(|path| path.starts_with(&start))
    }

    /// The entries of a tree: name, object, and whether it is a tree itself.
    fn entries(&self, tree: gix::ObjectId) -> Option<Vec<(Vec<u8>, gix::ObjectId, bool)>> {
        let mut buffer = Vec::new();
        let entries = self.store.find_tree_iter(&tree, &mut buffer).ok()?;
        let entry = |entry: gix::objs::tree::EntryRef<'_>| {
            (entry.filename.to_vec(), entry.oid.to_owned(), entry.mode.is_tree())
        };
        Some(entries.filter_map(Result::ok).map(entry).collect())
    }
}
