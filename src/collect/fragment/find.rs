//! Which repositories a set of fragments holds: each once, in the order of one collection of all.

#![expect(clippy::disallowed_methods, reason = "fragments are read by this stage")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::manifest::{Entry, Manifest, NAME};
use crate::{
    collect::{Options, job::Job, rules},
    diagnostic::Rule,
};

/// How far below a folder fragments are looked for.
const DEEPEST: usize = 2;

/// A repository in a fragment.
struct Candidate {
    folder: Arc<PathBuf>,
    entry: Entry,
}

/// The jobs of all fragments in `folders`, which are fragments or hold some; and what is wrong with them. `oldest` is
/// the age in days at which a fragment is too old.
pub fn jobs(folders: &[PathBuf], oldest: Option<u32>, options: &Options) -> Vec<Job> {
    let mut refused = Vec::new();
    let mut candidates: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    let mut parts: BTreeMap<(String, u32), BTreeSet<u32>> = BTreeMap::new();
    for folder in found(folders, &mut refused) {
        let manifest = match Manifest::read(&folder) {
            Ok(manifest) => manifest,
            Err((reason, hint)) => {
                refused.push(job(&folder, &rules::FRAGMENT_UNREADABLE, format!("the fragment {reason}"), hint));
                continue;
            }
        };
        if let Some(part) = manifest.shard {
            parts.entry((part.whole, part.of)).or_default().insert(part.number);
        }
        refused.extend(aged(&folder, &manifest.collected, oldest, &options.today));
        let folder = Arc::new(folder);
        for entry in manifest.repositories {
            let candidate = Candidate { folder: Arc::clone(&folder), entry };
            candidates.entry(candidate.entry.source.clone()).or_default().push(candidate);
        }
    }
    refused.extend(parts.iter().filter_map(|((_, of), numbers)| missing(*of, numbers)));
    let mut kept: Vec<Candidate> = Vec::new();
    for (_, several) in candidates {
        kept.extend(one(several, &mut refused));
    }
    kept.sort_by(|a, b| (&a.entry.order, &a.entry.source).cmp(&(&b.entry.order, &b.entry.source)));
    let of = |candidate: Candidate| Job::Fragment { folder: candidate.folder, entry: Box::new(candidate.entry) };
    kept.into_iter().map(of).chain(refused).collect()
}

/// The fragments in folders, sorted, each once.
fn found(folders: &[PathBuf], refused: &mut Vec<Job>) -> BTreeSet<PathBuf> {
    let mut all = BTreeSet::new();
    for folder in folders {
        let below = below(folder, DEEPEST);
        if below.is_empty() {
            let message = format!("there is no fragment here: no folder has a {NAME}");
            let hint = "name the folders that `callboard collect` wrote, or one that holds them";
            refused.push(job(folder, &rules::FRAGMENT_UNREADABLE, message, hint));
        }
        all.extend(below);
    }
    all
}

fn below(folder: &Path, levels: usize) -> Vec<PathBuf> {
    if fs::symlink_metadata(folder.join(NAME)).is_ok() {
        return vec![folder.to_owned()];
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| levels > 0 && entry.file_type().is_ok_and(|kind| kind.is_dir()));
    folders.flat_map(|entry| below(&entry.path(), levels - 1)).collect()
}

/// Of several fragments of one repository, the one with the newest commit.
fn one(mut several: Vec<Candidate>, refused: &mut Vec<Job>) -> Option<Candidate> {
    let state = |candidate: &Candidate| {
        let repo = candidate.entry.repo.as_ref();
        let commit = repo.and_then(|repo| repo.commit.clone()).unwrap_or_default();
        (repo.is_some(), commit.1, commit.0)
    };
    let same = |a: &Candidate, b: &Candidate| {
        let tree = |candidate: &Candidate| candidate.entry.content.as_ref().map(|content| content.tree.clone());
        (state(a), tree(a)) == (state(b), tree(b))
    };
    several.sort_by(|a, b| {
        let key = |candidate: &Candidate| (state(candidate), candidate.entry.content.as_ref().map(|it| it.id.clone()));
        key(b).cmp(&key(a))
    });
    let different = several.iter().any(|candidate| !same(&several[0], candidate));
    let newest = several.into_iter().next()?;
    if different {
        let commit = newest.entry.repo.as_ref().and_then(|repo| repo.commit.clone());
        let commit = commit.map_or_else(
            || "what is there".to_owned(),
            |(id, time)| format!("commit {} of {time}", id.get(..10).unwrap_or(&id)),
        );
        refused.push(Job::Refused {
            name: newest.entry.name.clone(),
            rule: &rules::FRAGMENT_CONFLICT,
            message: format!(
                "several fragments hold different states of this repository; the newest is read: {commit}"
            ),
            hint: "name only fragments that belong together, and remove those of earlier runs".to_owned(),
        });
    }
    Some(newest)
}

fn missing(of: u32, numbers: &BTreeSet<u32>) -> Option<Job> {
    let missing: Vec<String> =
        (1..=of).filter(|number| !numbers.contains(number)).take(10).map(|number| number.to_string()).collect();
    let lacking = of as usize - numbers.len().min(of as usize);
    let more = if lacking > missing.len() { " and more" } else { "" };
    (lacking > 0).then(|| Job::Refused {
        name: format!("{} of {of} shards", numbers.len()),
        rule: &rules::FRAGMENT_MISSING,
        message: format!("of {of} shards, these are not here: {}{more}", missing.join(", ")),
        hint: "their repositories are missing in the portal: see why these jobs failed, and run them again".to_owned(),
    })
}

fn aged(folder: &Path, collected: &str, oldest: Option<u32>, today: &str) -> Option<Job> {
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok();
    let (oldest, age) = (oldest?, (day(today)? - day(collected)?).get_days());
    let message = format!("the fragment was collected on {collected}, {age} days ago, and may be {oldest} days old");
    let hint = "see whether the job that collects it still runs";
    (age > i32::try_from(oldest).unwrap_or(i32::MAX)).then(|| job(folder, &rules::FRAGMENT_STALE, message, hint))
}

/// What stands for a fragment that is not, or not quite, as it should be.
fn job(folder: &Path, rule: &'static Rule, message: String, hint: &str) -> Job {
    let name = folder.file_name().map(|name| name.to_string_lossy().replace(char::is_control, "_"));
    Job::Refused { name: name.unwrap_or_else(|| "fragments".to_owned()), rule, message, hint: hint.to_owned() }
}
