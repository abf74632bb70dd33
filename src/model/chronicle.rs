//! Who changed what when, of a whole repository.

use std::collections::HashMap;

use super::{LastChange, RepoPath};

/// Somebody who made commits, as `.mailmap` has them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The mail address; never published.
    pub email: String,
}

impl Author {
    /// Whether commits come from a program: its name or address says so, or it is one that is known everywhere.
    pub fn is_bot(&self) -> bool {
        const KNOWN: [&str; 12] = [
            "dependabot",
            "renovate",
            "renovate bot",
            "github actions",
            "github-actions",
            "greenkeeper",
            "snyk-bot",
            "semantic-release-bot",
            "pre-commit-ci",
            "mergify",
            "allcontributors",
            "weblate",
        ];
        let (name, email) = (self.name.to_lowercase(), self.email.to_lowercase());
        name.ends_with("[bot]")
            || name.ends_with("-bot")
            || name.ends_with(" bot")
            || email.contains("[bot]@")
            || email.starts_with("bot@")
            || KNOWN.contains(&name.as_str())
    }
}

/// One commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    /// 40 hexadecimal digits.
    pub id: String,
    /// When its author made it, in seconds since 1970.
    pub time: i64,
    /// When it was committed, in seconds since 1970.
    pub committed: i64,
    /// The place of its author in [`Chronicle::authors`].
    pub author: u32,
    /// Whether it has several parents; what such a one changed is not looked at.
    pub is_merge: bool,
    /// Where its folders end in the list of all.
    end: u32,
}

/// A name that somebody gave to a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// The name, without `refs/tags/`.
    pub name: String,
    /// The commit: 40 hexadecimal digits.
    pub commit: String,
    /// When it was made, in seconds since 1970; of a lightweight tag, when its commit was.
    pub time: i64,
}

/// All commits behind a snapshot, newest first, as far as they are there: one walk that answers who last changed each
/// file, and which folders each commit changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chronicle {
    /// The commits, newest first by the time that they were committed.
    pub commits: Vec<Passed>,
    /// Everybody who made one.
    pub authors: Vec<Author>,
    /// Folders in which something changed.
    pub folders: Vec<RepoPath>,
    /// Whether these are all commits there ever were.
    pub is_complete: bool,
    /// All tags of the repository, by name; also those of commits that are not among these.
    pub tags: Vec<Tag>,
    /// Which commit was made from which, by their places, sorted; known when there are tags.
    descent: Vec<(u32, u32)>,
    touched: Vec<u32>,
    last: HashMap<String, u32>,
}

impl Chronicle {
    /// Adds the next commit: its object, when it was made and committed, the place of its author in
    /// [`Chronicle::authors`], and whether it is a merge.
    pub fn pass(&mut self, id: String, (time, committed): (i64, i64), author: u32, is_merge: bool) {
        let end = u32::try_from(self.touched.len()).unwrap_or(u32::MAX);
        self.commits.push(Passed { id, time, committed, author, is_merge, end });
    }

    /// Says that the commit that was added last changed something directly in a folder, by its place in
    /// [`Chronicle::folders`].
    pub fn touch(&mut self, folder: u32) {
        let start = self.start(self.commits.len().saturating_sub(1));
        if let Some(commit) = self.commits.last_mut()
            && !self.touched[start..].contains(&folder)
        {
            self.touched.push(folder);
            commit.end += 1;
        }
    }

    /// Says that the commit that was added last gave the file at `path` its content, unless a newer one did.
    pub fn give(&mut self, path: &str) {
        let commit = u32::try_from(self.commits.len().saturating_sub(1)).unwrap_or(u32::MAX);
        if !self.last.contains_key(path) {
            self.last.insert(path.to_owned(), commit);
        }
    }

    /// Takes the tags, and which commit was made from which, by their places.
    pub fn tag(&mut self, tags: Vec<Tag>, mut descent: Vec<(u32, u32)>) {
        descent.sort_unstable();
        (self.tags, self.descent) = (tags, descent);
    }

    /// The commits from which the one at a place was made.
    pub fn parents(&self, place: u32) -> impl Iterator<Item = u32> {
        let start = self.descent.partition_point(|(child, _)| *child < place);
        self.descent[start..].iter().take_while(move |(child, _)| *child == place).map(|(_, parent)| *parent)
    }

    /// The folders in which the commit at a place changed something.
    pub fn touched(&self, place: usize) -> &[u32] {
        &self.touched[self.start(place)..self.commits[place].end as usize]
    }

    /// The last commit that changed the file at `path`, merges apart.
    pub fn last(&self, path: &RepoPath) -> Option<&Passed> {
        self.last.get(path.as_str()).map(|place| &self.commits[*place as usize])
    }

    /// The same with its author.
    pub fn last_change(&self, path: &RepoPath) -> Option<LastChange> {
        let commit = self.last(path)?;
        let Author { name, email } = self.authors[commit.author as usize].clone();
        let time = jiff::Timestamp::from_second(commit.time).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string();
        Some(LastChange { time, author: name, email })
    }

    fn start(&self, place: usize) -> usize {
        place.checked_sub(1).map_or(0, |before| self.commits[before].end as usize)
    }
}
