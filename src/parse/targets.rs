//! Addresses in catalog files to files in snapshots: relative paths, globs, and the URLs under which forges show
//! the files of collected repositories.

use std::collections::HashMap;

use globset::GlobBuilder;
use url::Url;

use crate::model::{Memory, RepoIndex, RepoPath, Snapshot};

/// All snapshots, and the addresses they are known by.
pub(super) struct Targets<'a> {
    snapshots: &'a [Snapshot],
    /// Host and path of a repository's page, lower case, to the repository.
    by_address: HashMap<String, RepoIndex>,
    /// Folders whose address is not known, by the letters and digits of their names; none where two agree.
    by_name: HashMap<String, Option<RepoIndex>>,
    /// What earlier runs read of files.
    pub(super) memory: &'a dyn Memory,
}

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A file of a collected repository.
    File(RepoIndex, RepoPath),
    /// The repository is collected, but has no such file; the path as it was looked for.
    Nothing(RepoIndex, String),
    /// A repository or host that is not collected.
    Uncollected,
    /// The path leads out of its repository, or out of the collected part of it.
    Outside,
    /// No address at all.
    Malformed,
}

/// The most parts of a repository's path: groups of GitLab nest twenty deep.
const DEEPEST_REPO: usize = 24;

/// The longest glob that is tried.
const LONGEST_GLOB: usize = 1000;

impl<'a> Targets<'a> {
    pub(super) fn new(snapshots: &'a [Snapshot], memory: &'a dyn Memory) -> Self {
        let address = |snapshot: &Snapshot| {
            let url = Url::parse(snapshot.repo.url.as_ref()?.as_str()).ok()?;
            let path = url.path().trim_matches('/');
            Some(format!("{}/{}", url.host_str()?, path.strip_suffix(".git").unwrap_or(path)).to_lowercase())
        };
        let (mut by_address, mut by_name) = (HashMap::new(), HashMap::new());
        for (snapshot, index) in snapshots.iter().zip(0..) {
            if let Some(address) = address(snapshot) {
                by_address.entry(address).or_insert(RepoIndex(index));
            } else {
                let name = letters(&[&snapshot.repo.name]);
                by_name.entry(name).and_modify(|known| *known = None).or_insert(Some(RepoIndex(index)));
            }
        }
        Self { snapshots, by_address, by_name, memory }
    }

    pub(super) fn snapshot(&self, repo: RepoIndex) -> &'a Snapshot {
        &self.snapshots[repo.0 as usize]
    }

    /// What `target`, written in the file `path` of `repo`, leads to.
    pub(super) fn find(&self, repo: RepoIndex, path: &RepoPath, target: &str) -> Found {
        let lower = target.to_ascii_lowercase();
        if target.trim().is_empty() || lower.contains("%2e%2e") || lower.contains("%2f") || lower.contains("%5c") {
            return Found::Malformed;
        }
        if target.contains("://") || target.split(['/', '.']).next().is_some_and(|start| start.contains(':')) {
            return self.find_url(target);
        }
        let prefix = &self.snapshot(repo).repo.prefix;
        let Ok(folder) = prefix.join(path.parent().as_str()) else { return Found::Outside };
        self.find_path(repo, &folder, target)
    }

    /// The files of a repository that a path with wildcards means, in the order of their paths.
    pub(super) fn glob(&self, repo: RepoIndex, pattern: &str) -> Vec<RepoPath> {
        if pattern.len() > LONGEST_GLOB {
            return Vec::new();
        }
        let Ok(glob) = GlobBuilder::new(pattern).literal_separator(true).build() else { return Vec::new() };
        let matcher = glob.compile_matcher();
        let files = self.snapshot(repo).files().map(|(path, _)| path);
        files.filter(|path| matcher.is_match(path.as_str())).cloned().collect()
    }

    /// A path relative to a folder; both count from the root of the repository, of which a part may be collected.
    fn find_path(&self, repo: RepoIndex, folder: &RepoPath, target: &str) -> Found {
        let snapshot = self.snapshot(repo);
        let Ok(full) = folder.join(target) else {
            return if target.contains(['\\', '\0']) { Found::Malformed } else { Found::Outside };
        };
        let Some(inside) = full.relative_to(&snapshot.repo.prefix) else { return Found::Outside };
        let is_file = |text: &str| RepoPath::new(text).ok().filter(|path| snapshot.entry(path).is_some());
        if let Some(path) = is_file(inside).or_else(|| is_file(&percent_decoded(inside))) {
            return Found::File(repo, path);
        }
        Found::Nothing(repo, inside.to_owned())
    }

    fn find_url(&self, target: &str) -> Found {
        // The parser of URLs would take a glob's `?` for the start of a query and drop the rest.
        let Ok(url) = Url::parse(target) else { return Found::Malformed };
        let Some(host) = url.host_str() else { return Found::Malformed };
        let decoded = percent_decoded(url.path());
        let mut parts: Vec<&str> = decoded.split('/').filter(|part| !part.is_empty()).collect();
        let host = match host {
            // Raw files of GitHub have a host of their own and name the branch where a page names the view.
            "raw.githubusercontent.com" if parts.len() > 2 => {
                parts.insert(2, "raw");
                "github.com"
            }
            host => host,
        };
        for length in (1..=parts.len().min(DEEPEST_REPO)).rev() {
            let address = format!("{host}/{}", parts[..length].join("/")).to_lowercase();
            let known = self.by_address.get(address.strip_suffix(".git").unwrap_or(&address)).copied();
            // A folder called `owner-name` or `owner__name` is a copy of owner/name.
            let copy = || self.by_name.get(&letters(&parts[..length])).copied().flatten().filter(|_| length > 1);
            if let Some(repo) = known.or_else(copy) {
                return match self.path_in_url(repo, &parts[length..]) {
                    Some(path) => self.find_path(repo, &RepoPath::default(), &path),
                    None => Found::Malformed,
                };
            }
        }
        Found::Uncollected
    }

    /// What follows a repository's address: `[-/]<view>/[branch/]<revision>/<path>`.
    fn path_in_url(&self, repo: RepoIndex, parts: &[&str]) -> Option<String> {
        let parts = if parts.first() == Some(&"-") { &parts[1..] } else { parts };
        let (view, mut parts) = parts.split_first()?;
        if !["blob", "tree", "raw", "edit", "blame", "src", "_edit"].contains(view) {
            return None;
        }
        if ["src", "raw"].contains(view) && parts.len() > 1 && ["branch", "tag", "commit"].contains(&parts[0]) {
            parts = &parts[1..];
        }
        if parts.starts_with(&["refs", "heads"]) {
            parts = &parts[2..];
        }
        let branch: Vec<&str> = self.snapshot(repo).repo.branch.as_deref().unwrap_or_default().split('/').collect();
        let revision = if parts.starts_with(&branch) { branch.len() } else { 1 };
        Some(parts.get(revision..)?.join("/"))
    }
}

/// Letters and digits only, in lower case.
fn letters(parts: &[&str]) -> String {
    let kept = parts.iter().flat_map(|part| part.chars()).filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_lowercase).collect()
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = hex.filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
