//! What the commits of a main branch made of some files.

use std::ops::ControlFlow;

use gix::{
    bstr::{BStr, BString},
    diff::tree::{self, Recorder, Visit, visit},
    objs::{FindExt, TreeRefIter, tree::EntryMode},
};

use super::{
    history::History,
    past::{self, LARGEST},
};
use crate::model::{Annals, Before, Edition, RepoPath, Revision};

/// The most commits that are told of.
const MOST_EDITIONS: usize = 1_000;

/// How far back from the newest commit, in seconds.
const YEAR: i64 = 365 * 24 * 60 * 60;

/// The most entries of folders that one commit may change.
const MOST_ENTRIES: usize = 200_000;

impl History {
    /// What commits along first parents made of the files that are wanted, a year or 1,000 such commits back.
    pub fn annals(&self, wanted: &dyn Fn(&RepoPath) -> bool) -> Annals {
        let line = self.line();
        let mut annals = Annals::default();
        let Some((_, _, newest)) = line.commits.first() else { return annals };
        let mut store = self.objects.to_cache();
        store.refresh_never();
        let mut state = tree::State::default();
        for (place, (id, after, seconds)) in line.commits.iter().enumerate() {
            let parent = line.commits.get(place + 1).map(|(_, tree, _)| *tree);
            let known = parent.is_some() || line.complete;
            let is_near = *seconds >= newest - YEAR && annals.editions.len() < MOST_EDITIONS;
            let trees = (known && is_near).then(|| self.sides(&store, (parent, *after))).flatten();
            let found = trees.and_then(|trees| changed(&store, trees, wanted, &mut state));
            let told =
                found.and_then(
                    |found| if found.is_empty() { Some(None) } else { self.edition(&store, *id, found).map(Some) },
                );
            let Some(edition) = told else {
                annals.since = Some(past::commit(*id, *seconds));
                return annals;
            };
            annals.editions.extend(edition);
        }
        annals
    }

    /// The trees at the prefix on both sides; the inner options say whether they are there.
    fn sides(
        &self,
        store: &impl gix::objs::Find,
        (before, after): (Option<gix::ObjectId>, gix::ObjectId),
    ) -> Option<Sides> {
        let at = |tree: gix::ObjectId| past::folder_at(store, tree, &self.prefix);
        Some((before.map_or(Some(None), at)?, at(after)?))
    }

    fn edition(
        &self,
        store: &(impl gix::objs::Find + gix::odb::Header),
        id: gix::ObjectId,
        found: Vec<Differing>,
    ) -> Option<Edition> {
        let mut buffer = Vec::new();
        let commit = store.find_commit(&id, &mut buffer).ok()?;
        let author = self.authors.resolve_cow(commit.author().ok()?).name.to_string();
        let commit = past::commit(id, commit.committer().ok()?.seconds());
        let held = |id: Option<gix::ObjectId>| {
            let Some(id) = id else { return Some(Before::Absent) };
            if self.absent.size(store, &id).ok()? > LARGEST {
                return Some(Before::TooLarge);
            }
            // What a fragment left out is not there, whatever the reason.
            let bytes = store.find_blob(&id, &mut Vec::new()).ok().map(|blob| blob.data.to_vec());
            Some(bytes.map_or(Before::TooLarge, Before::Held))
        };
        let revision =
            |(path, before, after): Differing| Some(Revision { path, before: held(before)?, after: held(after)? });
        let mut files = found.into_iter().map(revision).collect::<Option<Vec<_>>>()?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Some(Edition { commit, author, files })
    }
}

/// Folders before and after a commit, where they are there.
type Sides = (Option<gix::ObjectId>, Option<gix::ObjectId>);

/// A file, and its object before and after a commit.
type Differing = (RepoPath, Option<gix::ObjectId>, Option<gix::ObjectId>);

/// The wanted files in which two trees differ; none when objects are missing or there is too much.
fn changed(
    store: &impl gix::objs::Find,
    (before, after): Sides,
    wanted: &dyn Fn(&RepoPath) -> bool,
    state: &mut tree::State,
) -> Option<Vec<Differing>> {
    if before == after {
        return Some(Vec::new());
    }
    let mut sift = Sift { paths: Recorder::default(), wanted, left: MOST_ENTRIES, found: Vec::new() };
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let old = tree(store, before, &mut old)?;
    let new = tree(store, after, &mut new)?;
    gix::diff::tree(old, new, state, store, &mut sift).ok()?;
    Some(sift.found)
}

fn tree<'b>(
    store: &impl gix::objs::Find,
    id: Option<gix::ObjectId>,
    buffer: &'b mut Vec<u8>,
) -> Option<TreeRefIter<'b>> {
    match id {
        Some(id) => store.find_tree_iter(&id, buffer).ok(),
        None => Some(TreeRefIter::from_bytes(&[], gix::hash::Kind::Sha1)),
    }
}

/// Keeps what is wanted of all that differs.
struct Sift<'w> {
    paths: Recorder,
    wanted: &'w dyn Fn(&RepoPath) -> bool,
    left: usize,
    found: Vec<Differing>,
}

impl Visit for Sift<'_> {
    fn pop_front_tracked_path_and_set_current(&mut self) {
        self.paths.pop_front_tracked_path_and_set_current();
    }

    fn push_back_tracked_path_component(&mut self, component: &BStr) {
        self.paths.push_back_tracked_path_component(component);
    }

    fn push_path_component(&mut self, component: &BStr) {
        self.paths.push_path_component(component);
    }

    fn pop_path_component(&mut self) {
        self.paths.pop_path_component();
    }

    fn visit(&mut self, change: visit::Change) -> visit::Action {
        let Some(left) = self.left.checked_sub(1) else { return ControlFlow::Break(()) };
        self.left = left;
        let file = |mode: EntryMode, id: gix::ObjectId| mode.is_blob().then_some(id);
        let (before, after) = match change {
            visit::Change::Addition { entry_mode, oid, .. } => (None, file(entry_mode, oid)),
            visit::Change::Deletion { entry_mode, oid, .. } => (file(entry_mode, oid), None),
            visit::Change::Modification { previous_entry_mode, previous_oid, entry_mode, oid } => {
                (file(previous_entry_mode, previous_oid), file(entry_mode, oid))
            }
        };
        let path: BString = self.paths.path_clone();
        if let (true, Ok(path)) = (before != after, std::str::from_utf8(&path))
            && let Ok(path) = RepoPath::new(path)
            && (self.wanted)(&path)
        {
            self.found.push((path, before, after));
        }
        ControlFlow::Continue(())
    }
}
