//! When files came: along first parents, as the main branch saw it. One walk for all files of a repository, in which
//! only folders are looked into that are not what they were in the commit after.

use std::collections::{BTreeMap, BTreeSet};

use super::{history::History, past::commit};
use crate::model::{Commit, RepoPath};

impl History {
    /// The commits that brought files; of those that came before what the history has, nothing is said.
    pub fn firsts(&self, paths: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, Commit> {
        let mut store = self.objects.to_cache();
        store.refresh_never();
        let mut wanted = Wanted::default();
        for path in paths {
            if let Some(full) = self.full(path) {
                wanted.add(full.as_str(), path);
            }
        }
        let line = self.line();
        let (mut found, mut gone) = (BTreeMap::new(), Vec::new());
        let mut after = None;
        for (id, tree, seconds) in &line.commits {
            wanted.keep(&store, *tree, &mut gone);
            // What the newest commit does not have came with none of them.
            found.extend(gone.drain(..).filter_map(|path| Some((path, commit_at(after)?))));
            if wanted.below.is_empty() {
                return found;
            }
            after = Some((*id, *seconds));
        }
        if line.complete {
            wanted.all(&mut gone);
            found.extend(gone.into_iter().filter_map(|path| Some((path, commit_at(after)?))));
        }
        found
    }
}

fn commit_at(place: Option<(gix::ObjectId, i64)>) -> Option<Commit> {
    place.map(|(id, seconds)| commit(id, seconds))
}

/// Files that are still there, going back in time: those of one folder.
#[derive(Default)]
struct Wanted {
    /// The folder's object, when it was last looked into.
    seen: Option<gix::ObjectId>,
    /// The file, when this is none of the folders.
    file: Option<RepoPath>,
    below: BTreeMap<Vec<u8>, Self>,
}

impl Wanted {
    fn add(&mut self, full: &str, path: &RepoPath) {
        let place = full.split('/').fold(self, |place, part| place.below.entry(part.into()).or_default());
        place.file = Some(path.clone());
    }

    /// Lets go of what a folder does not have. What cannot be read has nothing.
    fn keep(&mut self, store: &impl gix::objs::Find, tree: gix::ObjectId, gone: &mut Vec<RepoPath>) {
        if self.seen.replace(tree) == Some(tree) {
            return;
        }
        let mut there: BTreeMap<&[u8], (gix::ObjectId, bool)> = BTreeMap::new();
        let mut buffer = Vec::new();
        let entries = gix::objs::FindExt::find_tree_iter(store, &tree, &mut buffer);
        for entry in entries.into_iter().flatten().filter_map(Result::ok) {
            if let Some((name, _)) = self.below.get_key_value(entry.filename) {
                there.insert(name, (entry.oid.to_owned(), entry.mode.is_tree()));
            }
        }
        let there: Vec<Option<(gix::ObjectId, bool)>> =
            self.below.keys().map(|name| there.get(&name[..]).copied()).collect();
        let mut there = there.into_iter();
        self.below.retain(|_, wanted| {
            match there.next().flatten() {
                Some((_, false)) if wanted.file.is_some() => return true,
                Some((tree, true)) if wanted.file.is_none() => wanted.keep(store, tree, gone),
                _ => wanted.all(gone),
            }
            !wanted.below.is_empty()
        });
    }

    /// Lets go of everything.
    fn all(&mut self, gone: &mut Vec<RepoPath>) {
        gone.extend(self.file.take());
        std::mem::take(&mut self.below).into_values().for_each(|mut wanted| wanted.all(gone));
    }
}
