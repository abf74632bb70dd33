//! The commits behind a commit, newest first, as far as all of them are known.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, HashSet},
    num::NonZeroU32,
};

use gix::objs::FindExt;

use super::history::MOST_COMMITS;

/// One commit.
#[derive(Clone)]
pub struct Ancestor {
    /// Its object.
    pub id: gix::ObjectId,
    /// The commits that it was made from, all of them there.
    pub parents: Vec<gix::ObjectId>,
    /// Committer date, in seconds.
    time: i64,
}

/// Walks from a commit to its parents by their dates. It ends at the first commit whose parents are not known: on
/// another line of the history, what comes later in the walk may have been changed again behind that commit.
pub struct Ancestors<'a, F> {
    commits: Commits<'a, F>,
    waiting: BinaryHeap<(i64, Reverse<usize>, gix::ObjectId)>,
    seen: HashSet<gix::ObjectId>,
    /// Where the depth that is asked for ends.
    ends: HashSet<gix::ObjectId>,
    /// Whether it ended before the first commit of all.
    is_cut: bool,
}

impl<'a, F: gix::objs::Find> Ancestors<'a, F> {
    /// From `head` on, at most `most` commits far, where the head is the first.
    pub fn new(store: &'a F, head: gix::ObjectId, most: Option<NonZeroU32>) -> Self {
        let mut commits = Commits { store, known: HashMap::new() };
        let ends = most.map(|most| commits.at(head, most.get())).unwrap_or_default();
        let time = commits.find(head).map_or(0, |commit| commit.time);
        Self {
            commits,
            waiting: BinaryHeap::from([(time, Reverse(0), head)]),
            seen: HashSet::from([head]),
            ends,
            is_cut: false,
        }
    }
}

impl<F: gix::objs::Find> Ancestors<'_, F> {
    /// Whether the walk has come to an end that is the beginning of the history.
    pub fn reached_the_start(&self) -> bool {
        self.waiting.is_empty() && !self.is_cut
    }

    /// All commits that were looked at so far, sorted by their objects.
    pub fn looked_at(&self) -> Vec<gix::ObjectId> {
        let mut known: Vec<gix::ObjectId> = self.commits.known.keys().copied().collect();
        known.sort_unstable();
        known
    }
}

impl<F: gix::objs::Find> Iterator for Ancestors<'_, F> {
    type Item = Ancestor;

    fn next(&mut self) -> Option<Ancestor> {
        let (_, _, id) = self.waiting.pop()?;
        let Some(commit) = self.commits.find(id) else {
            self.is_cut = true;
            return None;
        };
        let cut = !commit.parents.is_empty() && self.ends.contains(&id);
        let parents: Option<Vec<Ancestor>> = commit.parents.iter().map(|id| self.commits.find(*id)).collect();
        let Some(parents) = parents.filter(|_| !cut) else {
            self.waiting.clear();
            self.is_cut = true;
            return None;
        };
        for parent in parents {
            if self.seen.insert(parent.id) {
                self.waiting.push((parent.time, Reverse(self.seen.len()), parent.id));
            }
        }
        Some(commit)
    }
}

/// Commits that were read.
struct Commits<'a, F> {
    store: &'a F,
    known: HashMap<gix::ObjectId, Ancestor>,
}

impl<F: gix::objs::Find> Commits<'_, F> {
    fn find(&mut self, id: gix::ObjectId) -> Option<Ancestor> {
        if let Some(known) = self.known.get(&id) {
            return Some(known.clone());
        }
        let mut buffer = Vec::new();
        let commit = self.store.find_commit(&id, &mut buffer).ok()?;
        let time = commit.committer().ok()?.seconds();
        let commit = Ancestor { id, parents: commit.parents().collect(), time };
        self.known.insert(id, commit.clone());
        Some(commit)
    }

    /// The commits that are the last ones when `most` are counted along the shortest way from `head`.
    fn at(&mut self, head: gix::ObjectId, most: u32) -> HashSet<gix::ObjectId> {
        let mut seen = HashSet::from([head]);
        let mut level = vec![head];
        for _ in 1..most {
            // What lies beyond is not reached by the walk either.
            if level.is_empty() || seen.len() > MOST_COMMITS {
                return HashSet::new();
            }
            let parents = level.iter().filter_map(|id| self.find(*id)).flat_map(|commit| commit.parents);
            let parents: Vec<_> = parents.collect();
            level = parents.into_iter().filter(|id| seen.insert(*id)).collect();
        }
        level.into_iter().collect()
    }
}
