//! Which objects of a repository a build may ever look at: the tree that is read, the commits behind it as far as
//! they are asked for, and what was different in them.

use std::collections::{BTreeMap, HashSet};

use gix::{
    objs::{FindExt, Kind},
    odb::HeaderExt,
};

use super::pack::Pack;
use crate::{
    collect::{
        absent::Absent,
        ancestors::Ancestors,
        beneath,
        git::Objects,
        history::{self, History},
        past,
    },
    model::RepoPath,
};

/// How many bytes of objects are kept, as most are looked at twice.
const KEPT: usize = 32 << 20;

type Cache = gix::odb::Cache<gix::odb::store::Handle<Objects>>;

/// Copies objects of one repository into a pack.
pub struct Copy<'a> {
    store: Cache,
    absent: &'a Absent,
    pack: &'a mut Pack,
    /// What is left out, with its size.
    pub left_out: BTreeMap<gix::ObjectId, (u64, Option<String>)>,
    /// Folders that are in no repository.
    made: BTreeMap<gix::ObjectId, Vec<u8>>,
    /// Paths that have changed since.
    changed: HashSet<Vec<u8>>,
}

/// The entries of a folder by name.
type Entries = BTreeMap<Vec<u8>, Entry>;

/// An entry of a tree.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Entry {
    id: gix::ObjectId,
    mode: gix::objs::tree::EntryMode,
}

/// What of a commit is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Its folders, to see where it differs from the next.
    Folders,
    /// Its files as well, to see how.
    Files,
}

impl<'a> Copy<'a> {
    /// From `objects`, of which some are `absent`, into `pack`.
    pub fn new(objects: &Objects, absent: &'a Absent, pack: &'a mut Pack) -> Self {
        let mut store = objects.to_cache();
        store.refresh_never();
        store.set_object_cache(|| Box::new(gix::odb::pack::cache::object::MemoryCappedHashmap::new(KEPT)));
        Self { store, absent, pack, left_out: BTreeMap::new(), made: BTreeMap::new(), changed: HashSet::new() }
    }

    /// A file that is in no repository; gives its object.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn file(&mut self, bytes: &[u8]) -> Result<gix::ObjectId, String> {
        let id = hash(Kind::Blob, bytes)?;
        self.pack.add(id, Kind::Blob, bytes, None).map_err(|error| error.to_string())?;
        Ok(id)
    }

    /// A folder that is in no repository; gives its object.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn folder(&mut self, bytes: Vec<u8>) -> Result<gix::ObjectId, String> {
        let id = hash(Kind::Tree, &bytes)?;
        self.pack.add(id, Kind::Tree, &bytes, None).map_err(|error| error.to_string())?;
        self.made.insert(id, bytes);
        Ok(id)
    }

    /// A file that cannot be had; gives an object that stands for it.
    ///
    /// # Errors
    /// Never on a machine where hashes can be computed.
    pub fn leave_out(&mut self, path: &RepoPath, size: u64, reason: Option<String>) -> Result<gix::ObjectId, String> {
        let id = hash(Kind::Blob, format!("absent\0{path}\0{size}").as_bytes())?;
        self.left_out.insert(id, (size, reason));
        Ok(id)
    }

    /// Everything below a tree.
    ///
    /// # Errors
    /// When a folder is missing, or the disk fails.
    pub fn tree(&mut self, tree: gix::ObjectId) -> Result<(), String> {
        let mut folders = vec![tree];
        while let Some(folder) = folders.pop() {
            if self.pack.has(&folder) {
                continue;
            }
            self.object(folder, Kind::Tree, None)?;
            for entry in self.entries(folder)?.into_values() {
                if entry.mode.is_tree() {
                    folders.push(entry.id);
                } else if !entry.mode.is_commit() {
                    self.blob(entry.id, beneath::LARGEST, None)?;
                }
            }
        }
        Ok(())
    }

    /// The commits of a history and what is needed of them. What is not there is passed over: a history that is cut off
    /// is cut off in the copy, too.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn history(&mut self, history: &History, tree: gix::ObjectId) -> Result<(), String> {
        let store = self.store.clone();
        let mut walk = Ancestors::new(&store, history.head, history.most);
        let commits: Vec<_> = walk.by_ref().take(history::MOST_COMMITS).collect();
        let looked_at = walk.looked_at();
        for id in looked_at {
            self.object(id, Kind::Commit, None)?;
        }
        self.first_parents(history, tree)?;
        for commit in commits {
            self.object(commit.id, Kind::Commit, None)?;
            let newer = self.root(commit.id, &history.prefix)?;
            for parent in commit.parents {
                self.object(parent, Kind::Commit, None)?;
                let older = self.root(parent, &history.prefix)?;
                self.differences(newer, older, b"", Extent::Folders)?;
            }
        }
        Ok(())
    }

    /// What was different along first parents, newest first.
    fn first_parents(&mut self, history: &History, tree: gix::ObjectId) -> Result<(), String> {
        let most = history.most.and_then(|most| usize::try_from(most.get()).ok());
        let mut newer = Some(Entry { id: tree, mode: gix::objs::tree::EntryKind::Tree.into() });
        let mut next = Some(history.head);
        let mut buffer = Vec::new();
        for _ in 0..most.unwrap_or(past::MOST_COMMITS).min(past::MOST_COMMITS) {
            let Some(id) = next else { break };
            let Ok(commit) = self.store.find_commit(&id, &mut buffer) else { break };
            next = commit.parents().next();
            self.object(id, Kind::Commit, None)?;
            let older = self.root(id, &history.prefix)?;
            self.differences(newer, older, b"", Extent::Files)?;
            newer = older;
        }
        self.mailmap(history.head)
    }

    /// The names that the repository gives to its authors.
    fn mailmap(&mut self, head: gix::ObjectId) -> Result<(), String> {
        let mut buffer = Vec::new();
        let Ok(commit) = self.store.find_commit(&head, &mut buffer) else { return Ok(()) };
        let root = commit.tree();
        let entry = self.entries(root).ok().and_then(|entries| entries.get(b".mailmap".as_slice()).copied());
        match entry.filter(|entry| entry.mode.is_blob()) {
            Some(entry) => self.blob(entry.id, history::LARGEST_MAILMAP, None),
            None => Ok(()),
        }
    }

    /// The tree of a commit at a path, after all trees on the way; none when they are not there.
    fn root(&mut self, commit: gix::ObjectId, prefix: &RepoPath) -> Result<Option<Entry>, String> {
        let mut buffer = Vec::new();
        let Ok(found) = self.store.find_commit(&commit, &mut buffer) else { return Ok(None) };
        let mut at = Entry { id: found.tree(), mode: gix::objs::tree::EntryKind::Tree.into() };
        for part in prefix.as_str().split('/').filter(|part| !part.is_empty()) {
            self.object(at.id, Kind::Tree, None)?;
            let Ok(entries) = self.entries(at.id) else { return Ok(None) };
            match entries.get(part.as_bytes()).filter(|entry| entry.mode.is_tree()) {
                Some(entry) => at = *entry,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    /// What stood at a path before, where it was different.
    fn differences(
        &mut self,
        newer: Option<Entry>,
        older: Option<Entry>,
        path: &[u8],
        extent: Extent,
    ) -> Result<(), String> {
        let Some(old) = older.filter(|_| newer != older) else { return Ok(()) };
        if path.iter().filter(|byte| **byte == b'/').count() > past::DEEPEST {
            return Ok(());
        }
        let base = newer.map(|newer| newer.id);
        if !old.mode.is_tree() {
            if extent == Extent::Folders || old.mode.is_commit() {
                return Ok(());
            }
            // Of a large file only the version before is ever asked for.
            let latest = self.changed.insert(path.to_vec());
            return self.blob(old.id, if latest { history::LARGEST } else { past::LARGEST }, base);
        }
        self.object(old.id, Kind::Tree, base)?;
        let Ok(before) = self.entries(old.id) else { return Ok(()) };
        let now = newer.filter(|newer| newer.mode.is_tree()).and_then(|newer| self.entries(newer.id).ok());
        let now = now.unwrap_or_default();
        for (name, entry) in before {
            let below = if path.is_empty() { name.clone() } else { [path, &name].join(&b'/') };
            self.differences(now.get(&name).copied(), Some(entry), &below, extent)?;
        }
        Ok(())
    }

    fn entries(&self, tree: gix::ObjectId) -> Result<Entries, String> {
        let mut buffer = Vec::new();
        let kind = tree.kind();
        let found = match self.made.get(&tree) {
            Some(bytes) => gix::objs::TreeRefIter::from_bytes(bytes, kind),
            None => self.store.find_tree_iter(&tree, &mut buffer).map_err(|error| error.to_string())?,
        };
        let entry = |entry: gix::objs::tree::EntryRef<'_>| {
            (entry.filename.to_vec(), Entry { id: entry.oid.to_owned(), mode: entry.mode })
        };
        found.map(|found| found.map(entry).map_err(|error| error.to_string())).collect()
    }

    /// A file, unless it is larger than `most` bytes.
    fn blob(&mut self, id: gix::ObjectId, most: u64, base: Option<gix::ObjectId>) -> Result<(), String> {
        if self.pack.has(&id) {
            return Ok(());
        }
        if let Some((size, reason)) = self.absent.find(&id) {
            self.left_out.insert(id, (size, reason.map(str::to_owned)));
            return Ok(());
        }
        let Ok(size) = self.store.header(id).map(|header| header.size()) else { return Ok(()) };
        if size > most {
            self.left_out.insert(id, (size, None));
            return Ok(());
        }
        self.object(id, Kind::Blob, base)?;
        match self.pack.has(&id) {
            true => self.left_out.remove(&id),
            false => self.left_out.insert(id, (size, Some("the object is damaged".to_owned()))),
        };
        Ok(())
    }

    /// An object, when it is there.
    fn object(&mut self, id: gix::ObjectId, kind: Kind, base: Option<gix::ObjectId>) -> Result<(), String> {
        if self.pack.has(&id) {
            return Ok(());
        }
        let (mut buffer, mut other) = (Vec::new(), Vec::new());
        let Ok(found) = gix::objs::Find::try_find(&self.store, &id, &mut buffer) else { return Ok(()) };
        let Some(found) = found.filter(|found| found.kind == kind) else { return Ok(()) };
        let base = base.filter(|base| self.pack.has(base)).and_then(|base| {
            let data = gix::objs::Find::try_find(&self.store, &base, &mut other).ok()??;
            (data.kind == kind).then_some((base, data.data))
        });
        self.pack.add(id, kind, found.data, base).map_err(|error| error.to_string())
    }
}

fn hash(kind: Kind, bytes: &[u8]) -> Result<gix::ObjectId, String> {
    gix::objs::compute_hash(gix::hash::Kind::Sha1, kind, bytes).map_err(|error| error.to_string())
}
