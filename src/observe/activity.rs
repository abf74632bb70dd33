//! Who changed folders, and when.

use std::collections::{BTreeMap, HashMap};

use super::Finding;
use crate::model::{Author, Chronicle, Evidence, FactValue, Passed, RepoIndex, RepoPath, Snapshot};

/// A year, in seconds.
pub(super) const YEAR: i64 = 365 * 24 * 60 * 60;

/// Folders, and the moment from which ages count, in seconds since 1970.
type Wanted<'w> = (&'w [&'w RepoPath], i64);

/// What is seen of one folder.
#[derive(Default)]
struct Seen<'c> {
    /// The last commit by a person, and the first of all.
    last: Option<&'c Passed>,
    first: Option<&'c Passed>,
    /// Commits by people in the last year, by author and by month.
    authors: BTreeMap<u32, u32>,
    months: BTreeMap<String, u64>,
}

/// What the history tells of each of some folders.
pub(super) fn find(repo: RepoIndex, snapshot: &Snapshot, (folders, now): Wanted<'_>) -> Vec<Vec<Finding>> {
    let Some(chronicle) = snapshot.chronicle() else { return vec![Vec::new(); folders.len()] };
    let mut seen: Vec<Seen<'_>> = folders.iter().map(|_| Seen::default()).collect();
    let above = above(chronicle, folders);
    let bots: Vec<bool> = chronicle.authors.iter().map(Author::is_bot).collect();
    for (place, commit) in chronicle.commits.iter().enumerate().filter(|(_, commit)| !commit.is_merge) {
        let mut touched: Vec<usize> =
            chronicle.touched(place).iter().flat_map(|folder| &above[*folder as usize]).copied().collect();
        touched.sort_unstable();
        touched.dedup();
        for folder in touched {
            seen[folder].see(commit, bots[commit.author as usize], now);
        }
    }
    let known = Known { repo, snapshot, chronicle, year: reaches_a_year(chronicle, now) };
    folders.iter().zip(&seen).map(|(folder, seen)| known.findings(folder, seen)).collect()
}

/// Whether a history reaches back for a year. Commits come by when they were committed, so that a year is known when
/// something older is.
pub(super) fn reaches_a_year(chronicle: &Chronicle, now: i64) -> bool {
    chronicle.is_complete || chronicle.commits.last().is_some_and(|oldest| oldest.committed < now - YEAR)
}

/// For each folder of the chronicle which of the wanted folders hold it.
fn above(chronicle: &Chronicle, folders: &[&RepoPath]) -> Vec<Vec<usize>> {
    let places: HashMap<&str, usize> = folders.iter().enumerate().map(|(place, path)| (path.as_str(), place)).collect();
    let above = |path: &RepoPath| path.upwards().filter_map(|path| places.get(path).copied()).collect();
    chronicle.folders.iter().map(above).collect()
}

impl<'c> Seen<'c> {
    fn see(&mut self, commit: &'c Passed, is_bot: bool, now: i64) {
        if self.first.is_none_or(|first| commit.time < first.time) {
            self.first = Some(commit);
        }
        if is_bot {
            return;
        }
        if self.last.is_none_or(|last| commit.time > last.time) {
            self.last = Some(commit);
        }
        if commit.time > now - YEAR {
            *self.authors.entry(commit.author).or_default() += 1;
            *self.months.entry(date(commit.time)[..7].to_owned()).or_default() += 1;
        }
    }

    fn commits(&self) -> u32 {
        self.authors.values().sum()
    }

    /// The fewest people who together made more than half of the commits.
    fn bus_factor(&self) -> usize {
        let mut counts: Vec<u32> = self.authors.values().copied().collect();
        counts.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
        let (mut sum, half) = (0, self.commits() / 2);
        let enough = |count: &u32| {
            sum += count;
            sum > half
        };
        counts.iter().position(enough).map_or(0, |place| place + 1)
    }
}

/// What a history is of, and how far it reaches.
struct Known<'c> {
    repo: RepoIndex,
    snapshot: &'c Snapshot,
    chronicle: &'c Chronicle,
    /// Whether it reaches back for a year.
    year: bool,
}

impl Known<'_> {
    fn findings(&self, folder: &RepoPath, seen: &Seen<'_>) -> Vec<Finding> {
        let at = |commit: Option<&Passed>| {
            let commit = commit.map(|commit| commit.id.clone());
            Evidence { repo: self.repo, path: folder.clone(), line: 0, commit }
        };
        let day = |key, commit: &Passed| (key, FactValue::Text(date(commit.time)), at(Some(commit)));
        let mut found: Vec<Finding> = seen.last.map(|commit| day("last-commit", commit)).into_iter().collect();
        let first = seen.first.filter(|_| self.chronicle.is_complete);
        found.extend(first.map(|commit| day("first-commit", commit)));
        found.extend(self.documents(folder).map(|commit| day("docs-changed", commit)));
        if self.year {
            let number = |count: usize| FactValue::Number(u32::try_from(count).unwrap_or(u32::MAX));
            found.extend([
                ("commits", FactValue::Number(seen.commits()), at(seen.last)),
                ("commits-by-month", FactValue::Shares(seen.months.clone().into_iter().collect()), at(None)),
                ("contributors", number(seen.authors.len()), at(None)),
                ("bus-factor", number(seen.bus_factor()), at(None)),
            ]);
        }
        found
    }

    /// The last commit that changed a document of the folder.
    fn documents(&self, folder: &RepoPath) -> Option<&Passed> {
        let is_document = |path: &&RepoPath| matches!(path.stem_and_extension().1, "md" | "mdx" | "adoc" | "rst");
        let files = self.snapshot.files_within(folder).map(|(path, _)| path).filter(is_document);
        files.filter_map(|path| self.chronicle.last(path)).max_by_key(|commit| commit.time)
    }
}

/// The day of a moment, `YYYY-MM-DD`.
pub(super) fn date(seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or(jiff::Timestamp::UNIX_EPOCH).to_string();
    time.get(..10).unwrap_or("1970-01-01").to_owned()
}
