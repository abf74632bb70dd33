//! Releases: tags that are versions, and how long commits waited for them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Finding, activity, place::Spot};
use crate::model::{Catalog, Chronicle, EntityIndex, Evidence, FactValue, RepoPath, Snapshot, Tag};

/// Words before a version that name no part of a repository.
const WHOLE: [&str; 8] = ["", "v", "r", "rel", "release", "releases", "ver", "version"];

/// What follows a number in the version of something that is not released yet.
const BEFORE: [&str; 15] = [
    "a",
    "alpha",
    "b",
    "beta",
    "c",
    "canary",
    "dev",
    "m",
    "milestone",
    "next",
    "nightly",
    "pre",
    "preview",
    "rc",
    "snapshot",
];

/// A commit that waited, and the moment of the release that has it, by their place and in seconds.
type Waited = (u32, i64);

/// The releases of a repository.
pub(super) struct Releases<'s> {
    chronicle: &'s Chronicle,
    /// Whether it reaches back for a year, and when that began.
    year: Option<i64>,
    /// By what stands before the version, in lower case; each from the earliest on.
    series: BTreeMap<String, Vec<&'s Tag>>,
    /// Commits by the first release of a series that has them.
    waited: BTreeMap<String, Vec<Waited>>,
}

impl<'s> Releases<'s> {
    /// Reads the tags of a repository, whose ages count from `now`; none without a history.
    pub(super) fn read(snapshot: &'s Snapshot, now: i64) -> Option<Self> {
        let chronicle = snapshot.chronicle()?;
        let mut series: BTreeMap<String, Vec<&Tag>> = BTreeMap::new();
        for tag in &chronicle.tags {
            if let Some(name) = part(&tag.name) {
                let name = if WHOLE.contains(&name.as_str()) { String::new() } else { name };
                series.entry(name).or_default().push(tag);
            }
        }
        series.values_mut().for_each(|tags| tags.sort_by_key(|tag| (tag.time, &tag.name)));
        let year = Some(now - activity::YEAR).filter(|_| activity::reaches_a_year(chronicle, now));
        let mut releases = Self { chronicle, year, series, waited: BTreeMap::new() };
        releases.wait();
        Some(releases)
    }

    /// What is known of the releases of an entity that lies in a folder.
    pub(super) fn findings(&self, (catalog, entity): (&Catalog, EntityIndex), (repo, folder): &Spot) -> Vec<Finding> {
        let name = self.series_of(&catalog[entity].name, folder);
        let tags = name.and_then(|name| self.series.get(name)).map(Vec::as_slice).unwrap_or_default();
        let at = |tag: Option<&&Tag>| {
            let commit = tag.map(|tag| tag.commit.clone());
            Evidence { repo: *repo, path: folder.clone(), line: 0, commit }
        };
        let last = tags.last();
        let mut found = Vec::new();
        if let Some(tag) = last {
            found.push(("release", FactValue::Text(tag.name.clone()), at(last)));
            found.push(("released", FactValue::Text(activity::date(tag.time)), at(last)));
        }
        let Some(year) = self.year else { return found };
        let recent: Vec<i64> = tags.iter().map(|tag| tag.time).filter(|time| *time > year).collect();
        let number = |value: i64| FactValue::Number(u32::try_from(value).unwrap_or(u32::MAX));
        found.push(("releases", FactValue::Number(u32::try_from(recent.len()).unwrap_or(u32::MAX)), at(last)));
        let between = recent.windows(2).map(|pair| pair[1].saturating_sub(pair[0])).collect();
        found.extend(median(between).map(|seconds| ("release-cadence", number(rounded(seconds, DAY)), at(last))));
        let waited = self.lead_times(name.unwrap_or_default(), folder, year);
        found.extend(median(waited).map(|seconds| ("lead-time", number(rounded(seconds, HOUR)), at(last))));
        found
    }

    /// The series whose name is the entity's, its folder's, or the last part of either; else that of the repository as
    /// a whole.
    fn series_of(&self, name: &str, folder: &RepoPath) -> Option<&str> {
        let own = [name.to_lowercase(), folder.as_str().to_lowercase()];
        let own: Vec<&str> = own.iter().map(String::as_str).chain([folder.file_name()]).collect();
        let is_own = |series: &str| {
            let last = series.rsplit('/').next().unwrap_or_default();
            !series.is_empty()
                && own.iter().any(|own| own.eq_ignore_ascii_case(series) || own.eq_ignore_ascii_case(last))
        };
        let mut names = self.series.keys().map(String::as_str);
        let only = (self.series.len() == 1).then(|| names.clone().next()).flatten();
        names.find(|series| is_own(series)).or_else(|| self.series.contains_key("").then_some("")).or(only)
    }

    /// Gives each commit to the first release of each series that has it.
    fn wait(&mut self) {
        let ids = (0..).zip(&self.chronicle.commits).map(|(place, commit)| (commit.id.as_str(), place));
        let places: HashMap<&str, u32> = if self.series.is_empty() { [].into() } else { ids.collect() };
        for (name, tags) in &self.series {
            let mut seen = vec![false; self.chronicle.commits.len()];
            let waited = self.waited.entry(name.clone()).or_default();
            for tag in tags {
                let start = places.get(tag.commit.as_str()).copied();
                waited.extend(behind(self.chronicle, start, &mut seen).into_iter().map(|place| (place, tag.time)));
            }
        }
    }

    /// How long the commits to a folder waited that came with the releases of a year, in seconds; merges apart.
    fn lead_times(&self, series: &str, folder: &RepoPath, year: i64) -> Vec<i64> {
        let chronicle = self.chronicle;
        let within = |path: &RepoPath| path.relative_to(folder).is_some();
        let folders: BTreeSet<u32> =
            (0..).zip(&chronicle.folders).filter(|(_, path)| within(path)).map(|(place, _)| place).collect();
        let waited = self.waited.get(series).into_iter().flatten().filter(|(_, released)| *released > year);
        let waited = waited.filter_map(|(place, released)| {
            let (place, commit) = (*place as usize, &chronicle.commits[*place as usize]);
            let counts = !commit.is_merge && chronicle.touched(place).iter().any(|at| folders.contains(at));
            counts.then_some(released.saturating_sub(commit.committed).max(0))
        });
        waited.collect()
    }
}

/// The commit at a place and all behind it that were not seen yet.
fn behind(chronicle: &Chronicle, start: Option<u32>, seen: &mut [bool]) -> Vec<u32> {
    let mut next: Vec<u32> = start.into_iter().collect();
    let mut found = Vec::new();
    while let Some(place) = next.pop() {
        if !std::mem::replace(&mut seen[place as usize], true) {
            found.push(place);
            next.extend(chronicle.parents(place));
        }
    }
    found
}

const HOUR: i64 = 60 * 60;
const DAY: i64 = 24 * HOUR;

fn rounded(seconds: i64, unit: i64) -> i64 {
    seconds.saturating_add(unit / 2) / unit
}

/// The value in the middle, of an even number the lower one of both.
fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    values.get(values.len().checked_sub(1)? / 2).copied()
}

/// What stands before the version that a tag is, in lower case, without what parts both; none for what is no version, or
/// one that is not released yet.
fn part(tag: &str) -> Option<String> {
    // The version is the first part that begins with two numbers: `name@1.2.3`, `name/v1.2.3`, `name-v1.2.3`, `1.2.3-2`.
    let mut starts = (0..tag.len()).filter(|at| begins(tag, *at));
    let (start, rest) = starts.find_map(|start| Some((start, after_numbers(&tag[start..])?)))?;
    let after = rest.trim_start_matches(['.', '-', '_', '+']);
    let word: String = after.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    // `1.0.2b` is a release of its own, `1.0b2` is before one.
    let numbered = word.len() > 1 || after[word.len()..].starts_with(|c: char| c.is_ascii_digit());
    let unreleased = numbered && BEFORE.contains(&word.as_str());
    let named = &tag[..start];
    let named =
        named.strip_suffix(['v', 'V']).filter(|rest| rest.is_empty() || rest.ends_with(PARTING)).unwrap_or(named);
    (!unreleased || rest.starts_with('+')).then(|| named.trim_end_matches(PARTING).to_lowercase())
}

/// What may stand between a name and a version.
const PARTING: [char; 5] = ['@', '/', '-', '_', '.'];

/// Whether a version may begin here: a digit at the start, after a parting sign, or after a `v` that follows one.
fn begins(tag: &str, at: usize) -> bool {
    let bytes = tag.as_bytes();
    let parts = |at: usize| at == 0 || PARTING.contains(&char::from(bytes[at - 1]));
    bytes[at].is_ascii_digit() && (parts(at) || (bytes[at - 1].eq_ignore_ascii_case(&b'v') && parts(at - 1)))
}

/// What follows at least two numbers with a point between them.
fn after_numbers(text: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut rest = &text[digits(text)..];
    let mut numbers = 1;
    while let Some(next) = rest.strip_prefix('.').filter(|next| digits(next) > 0) {
        rest = &next[digits(next)..];
        numbers += 1;
    }
    (numbers > 1).then_some(rest)
}
