//! One walk through a whole history.

use std::collections::HashMap;

use gix::objs::{FindExt, TreeRefIter};

use super::{
    ancestors::Ancestors,
    history::{History, MOST_COMMITS},
    past::DEEPEST,
};
use crate::model::{Author, Chronicle, RepoPath};

/// How many bytes of unpacked trees and commits are kept: most trees stand in the next commit, too.
const KEPT: usize = 64 << 20;

/// How many bytes of what deltas are made from are kept.
const KEPT_BASES: usize = 64 << 20;

impl History {
    /// All commits and what they changed; walked when it is first asked for.
    pub fn chronicle(&self) -> &Chronicle {
        self.chronicle.get_or_init(|| self.walk())
    }

    fn walk(&self) -> Chronicle {
        let mut store = self.objects.to_cache();
        store.refresh_never();
        store.set_object_cache(|| Box::new(gix::odb::pack::cache::object::MemoryCappedHashmap::new(KEPT)));
        store.set_pack_cache(|| Box::new(gix::odb::pack::cache::lru::MemoryCappedHashmap::new(KEPT_BASES)));
        let mut walk = Walk {
            store: &store,
            history: self,
            chronicle: Chronicle::default(),
            authors: HashMap::new(),
            folders: HashMap::new(),
            path: String::new(),
            buffers: Vec::new(),
            places: HashMap::new(),
            parents: Vec::new(),
        };
        let mut ancestors = Ancestors::new(&store, self.head, self.most);
        for commit in ancestors.by_ref().take(MOST_COMMITS) {
            if walk.commit(commit.id, &commit.parents).is_none() {
                return walk.tagged();
            }
        }
        walk.chronicle.is_complete = ancestors.reached_the_start();
        walk.tagged()
    }
}

struct Walk<'h, F> {
    store: &'h F,
    history: &'h History,
    chronicle: Chronicle,
    authors: HashMap<Author, u32>,
    folders: HashMap<String, u32>,
    /// The folder at hand.
    path: String,
    /// Memory for trees, two for each level.
    buffers: Vec<(Vec<u8>, Vec<u8>)>,
    /// The places of commits, and the parents of each; none when no tag asks for them.
    places: HashMap<gix::ObjectId, u32>,
    parents: Vec<(u32, gix::ObjectId)>,
}

impl<F: gix::objs::Find> Walk<'_, F> {
    /// Adds a commit; none when an object is missing, so that nothing behind it is known either.
    fn commit(&mut self, id: gix::ObjectId, parents: &[gix::ObjectId]) -> Option<()> {
        let mut buffer = Vec::new();
        let before = match parents {
            [] => None,
            [parent, ..] => self.below(self.store.find_commit(parent, &mut buffer).ok()?.tree())?,
        };
        let commit = self.store.find_commit(&id, &mut buffer).ok()?;
        let author = self.history.authors.resolve_cow(commit.author().ok()?);
        let (time, tree) = ((author.time.seconds, commit.committer().ok()?.seconds()), commit.tree());
        let author = Author { name: author.name.to_string(), email: author.email.to_string() };
        let place = self.author(author);
        let after = self.below(tree)?;
        if !self.history.tags.is_empty() {
            let place = u32::try_from(self.chronicle.commits.len()).ok()?;
            self.places.insert(id, place);
            self.parents.extend(parents.iter().map(|parent| (place, *parent)));
        }
        self.chronicle.pass(id.to_string(), time, place, parents.len() > 1);
        if parents.len() < 2 && before != after {
            self.path.clear();
            self.compare((before, after), 0)?;
        }
        Some(())
    }

    /// The chronicle, with tags and the commits that they hold.
    fn tagged(mut self) -> Chronicle {
        let places = &self.places;
        let descent = self.parents.iter().filter_map(|(child, parent)| Some((*child, *places.get(parent)?)));
        self.chronicle.tag(self.history.tags.to_vec(), descent.collect());
        self.chronicle
    }

    fn author(&mut self, author: Author) -> u32 {
        if let Some(place) = self.authors.get(&author) {
            return *place;
        }
        let place = u32::try_from(self.chronicle.authors.len()).unwrap_or(u32::MAX);
        self.chronicle.authors.push(author.clone());
        self.authors.insert(author, place);
        place
    }

    /// The tree at the prefix of the snapshot below a commit's; the inner option says whether it is there.
    fn below(&self, mut tree: gix::ObjectId) -> Option<Option<gix::ObjectId>> {
        let mut buffer = Vec::new();
        for part in self.history.prefix.as_str().split('/').filter(|part| !part.is_empty()) {
            let mut entries = self.store.find_tree_iter(&tree, &mut buffer).ok()?.filter_map(Result::ok);
            let Some(entry) = entries.find(|entry| *entry.filename == part.as_bytes() && entry.mode.is_tree()) else {
                return Some(None);
            };
            tree = entry.oid.to_owned();
        }
        Some(Some(tree))
    }

    /// Compares two trees where they differ; `self.path` is where they stand, with a slash at its end.
    fn compare(&mut self, (before, after): (Option<gix::ObjectId>, Option<gix::ObjectId>), level: usize) -> Option<()> {
        if level > DEEPEST {
            return Some(());
        }
        if self.buffers.len() <= level {
            self.buffers.push((Vec::new(), Vec::new()));
        }
        let (mut old, mut new) = std::mem::take(&mut self.buffers[level]);
        let done = self.compare_in((before, after), (&mut old, &mut new), level);
        self.buffers[level] = (old, new);
        done
    }

    fn compare_in(
        &mut self,
        (before, after): (Option<gix::ObjectId>, Option<gix::ObjectId>),
        (old, new): (&mut Vec<u8>, &mut Vec<u8>),
        level: usize,
    ) -> Option<()> {
        let empty = TreeRefIter::from_bytes(&[], self.history.head.kind());
        let mut old = match before {
            Some(before) => self.store.find_tree_iter(&before, old).ok()?,
            None => empty,
        };
        let mut new = match after {
            Some(after) => self.store.find_tree_iter(&after, new).ok()?,
            None => empty,
        };
        let (mut left, mut right) = (old.next(), new.next());
        let mut touched = false;
        loop {
            let (was, is) = match (left, right) {
                (None, None) => break,
                (was, is) => (was.transpose().ok()?, is.transpose().ok()?),
            };
            let order = match (&was, &is) {
                (Some(was), Some(is)) => was.cmp(is),
                (Some(_), None) => std::cmp::Ordering::Less,
                _ => std::cmp::Ordering::Greater,
            };
            left = if order.is_le() { old.next() } else { was.map(Ok) };
            right = if order.is_ge() { new.next() } else { is.map(Ok) };
            let (was, is) = (was.filter(|_| order.is_le()), is.filter(|_| order.is_ge()));
            if was.map(|entry| (entry.oid, entry.mode)) != is.map(|entry| (entry.oid, entry.mode)) {
                touched |= self.entry(was, is, level)?;
            }
        }
        if touched {
            let folder = self.folder()?;
            self.chronicle.touch(folder);
        }
        Some(())
    }

    /// One entry that is different; gives whether a file of this very folder is, or a whole folder is gone.
    fn entry(&mut self, was: Option<Entry<'_>>, is: Option<Entry<'_>>, level: usize) -> Option<bool> {
        let Some(is) = is else { return Some(true) };
        let Ok(name) = std::str::from_utf8(is.filename) else { return Some(true) };
        let length = self.path.len();
        self.path.push_str(name);
        let done = if is.mode.is_tree() {
            self.path.push('/');
            let before = was.filter(|was| was.mode.is_tree()).map(|was| was.oid.to_owned());
            let done = self.compare((before, Some(is.oid.to_owned())), level + 1);
            done.map(|()| false)
        } else {
            self.chronicle.give(&self.path);
            Some(true)
        };
        self.path.truncate(length);
        done
    }

    /// The place of the folder at hand.
    fn folder(&mut self) -> Option<u32> {
        if let Some(place) = self.folders.get(self.path.as_str()) {
            return Some(*place);
        }
        let place = u32::try_from(self.chronicle.folders.len()).ok()?;
        // A path that is none in a repository of ours, as one with a backslash, is taken for the folder at the top.
        self.chronicle.folders.push(RepoPath::new(&self.path).unwrap_or_default());
        self.folders.insert(self.path.clone(), place);
        Some(place)
    }
}

type Entry<'t> = gix::objs::tree::EntryRef<'t>;
