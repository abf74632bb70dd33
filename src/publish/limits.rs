//! Whether a site fits where it goes.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Ledger, Profile};

/// As many folders or files are named as belong to the largest.
const NAMED: usize = 3;

/// Every limit of the place that the site exceeds, with the way out, one sentence or two for each.
pub fn excess(profile: Profile, ledger: &Ledger) -> Vec<String> {
    let limits = profile.limits();
    let bytes: u64 = ledger.files.values().map(|file| file.size).sum();
    let files = ledger.files.len() as u64;
    let over = |limit: Option<u64>, found: u64| limit.filter(|limit| found > *limit);
    let mut excess = Vec::new();
    if let Some(limit) = over(limits.bytes, bytes) {
        let largest = largest(ledger, |file| file);
        excess.push(format!(
            "the site has {} and {profile} takes {}; most is in {largest}: leave sources out, split it with \
             `audiences`, or publish to `s3`",
            megabytes(bytes),
            megabytes(limit)
        ));
    }
    if let Some(limit) = over(limits.files, files) {
        excess.push(format!(
            "the site has {files} files and {profile} takes {limit}; most are in {}: leave sources out, split it with \
             `audiences`, or publish to `github-pages` or `s3`",
            largest(ledger, |_| 1)
        ));
    }
    let entries = files + folders(ledger);
    if let Some(limit) = over(limits.entries, entries) {
        let neighbours = ledger.files.keys().filter(|path| path.ends_with(".gz")).count();
        let neighbours = match neighbours {
            0 => String::new(),
            count => format!("; {count} of them are compressed neighbours, which `publish.precompressed: false` saves"),
        };
        excess.push(format!(
            "the site has {entries} files and folders and {profile} takes {limit}{neighbours}; most are in {}: leave \
             sources out, or split it with `audiences`",
            largest(ledger, |_| 1)
        ));
    }
    if let Some(limit) = limits.file_bytes {
        let large: Vec<String> = ledger
            .files
            .iter()
            .filter(|(_, file)| file.size > limit)
            .map(|(path, file)| format!("{path} with {}", megabytes(file.size)))
            .collect();
        if !large.is_empty() {
            let more = large.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            excess.push(format!(
                "{profile} takes files of up to {}, not {}{more}: keep them out of the documents, or publish elsewhere",
                megabytes(limit),
                large[..large.len().min(NAMED)].join(", ")
            ));
        }
    }
    excess
}

/// Folders below the root.
fn folders(ledger: &Ledger) -> u64 {
    let mut folders: BTreeSet<&str> = BTreeSet::new();
    for path in ledger.files.keys() {
        let mut rest = path.as_str();
        while let Some((folder, _)) = rest.rsplit_once('/') {
            if !folders.insert(folder) {
                break;
            }
            rest = folder;
        }
    }
    folders.len() as u64
}

/// The folders at the root that weigh most.
fn largest(ledger: &Ledger, weight: fn(u64) -> u64) -> String {
    let mut folders: BTreeMap<&str, u64> = BTreeMap::new();
    for (path, file) in &ledger.files {
        let folder = path.split_once('/').map_or("the root", |(folder, _)| folder);
        *folders.entry(folder).or_default() += weight(file.size);
    }
    let mut folders: Vec<(&str, u64)> = folders.into_iter().collect();
    folders.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    folders.iter().take(NAMED).map(|(folder, _)| *folder).collect::<Vec<_>>().join(", ")
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100_000);
    if tenths.is_multiple_of(10) {
        format!("{} MB", tenths / 10)
    } else {
        format!("{}.{} MB", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Written;

    fn ledger(files: u64, size: u64, depth: usize) -> Ledger {
        let name = |number| format!("{}{number}.html", "docs/".repeat(depth));
        Ledger { files: (0..files).map(|number| (name(number), Written { size, sha256: [0; 32] })).collect() }
    }

    #[test]
    fn limits_are_exact_and_say_the_way_out() {
        for (profile, files, size, depth, expected) in [
            (Profile::Folder, 30_000, 1_000_000_000, 1, ""),
            (Profile::GithubPages, 950, 1_000_000, 0, ""),
            (
                Profile::GithubPages,
                951,
                1_000_000,
                0,
                "the site has 951 MB and github-pages takes 950 MB; most is in the root:",
            ),
            (Profile::GitlabPages, 189_998, 1, 2, ""),
            (
                Profile::GitlabPages,
                189_999,
                1,
                2,
                "190001 files and folders and gitlab-pages takes 190000; most are in docs:",
            ),
            (Profile::CloudflarePages, 19_000, 1, 1, ""),
            (Profile::CloudflarePages, 19_001, 1, 1, "the site has 19001 files and cloudflare-pages takes 19000"),
            (Profile::CloudflarePages, 2, 26 << 20, 1, "up to 26.3 MB, not docs/0.html with 27.3 MB, docs/1.html with"),
            (Profile::Netlify, 19_001, 1, 1, "the site has 19001 files and netlify takes 19000"),
            (Profile::S3, 1, 5_000_000_001, 1, "s3 takes files of up to 5000 MB"),
        ] {
            let found = excess(profile, &ledger(files, size, depth)).join("\n");
            assert_eq!(found.is_empty(), expected.is_empty(), "{profile} {files} {size}: {found}");
            assert!(found.contains(expected), "{profile} {files} {size}: {found}");
        }
    }
}
