//! The commits behind a snapshot: which of them last changed a file, and what a file held before.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    num::NonZeroU32,
    sync::{Arc, OnceLock},
};

use gix::{objs::FindExt, odb::HeaderExt};

use super::{absent::Absent, git::Objects, past::SharedLine};
use crate::model::{Chronicle, LARGEST_DEFINITION, LastChange, Previous, RepoPath, Tag};

/// Commits that are looked at; what did not change in them has no date.
pub const MOST_COMMITS: usize = 20_000;

/// Commits along first parents that are looked at for the version of a file before.
const MOST_ANCESTORS: usize = 2_000;

/// The largest version before that is read, in bytes.
pub const LARGEST: u64 = LARGEST_DEFINITION;

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
    pub(super) tags: Arc<Vec<Tag>>,
    pub(super) authors: Arc<gix::mailmap::Snapshot>,
    pub(super) chronicle: Arc<OnceLock<Chronicle>>,
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
            tags: Arc::default(),
            authors: Arc::new(mailmap(objects, head).unwrap_or_default()),
            chronicle: Arc::default(),
        }
    }

    /// The same, with the tags of its repository.
    #[must_use]
    pub fn tagged(self, tags: Vec<Tag>) -> Self {
        Self { tags: Arc::new(tags), ..self }
    }

    /// The same, of whose objects some are absent.
    #[must_use]
    pub fn without(self, absent: &Arc<Absent>) -> Self {
        Self { absent: Arc::clone(absent), ..self }
    }

    /// The last commit that changed each of `paths`, merges apart, as `git log --no-merges` has it. Where the history
    /// is cut off, the commit there seems to have made everything: what did not change after it is not known.
    pub fn last_changes(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, LastChange> {
        let chronicle = self.chronicle();
        paths.iter().filter_map(|path| Some((path.clone(), chronicle.last_change(path)?))).collect()
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
