//! Addresses of files on a forge, back to files of collected repositories.

use std::collections::HashMap;

use url::Url;

use crate::model::{Catalog, Repo, RepoIndex, RepoPath};

/// Collected repositories by their address.
#[derive(Debug)]
pub struct Forges {
    /// The branches that were read, in parts, by repository.
    branches: Vec<Vec<String>>,
    by_address: HashMap<String, RepoIndex>,
    by_folder: HashMap<String, Option<RepoIndex>>,
}

impl Forges {
    /// Makes the look-up tables.
    pub fn new(catalog: &Catalog) -> Self {
        let mut by_address = HashMap::new();
        let mut by_folder = HashMap::new();
        for (repo, index) in catalog.repos().iter().zip((0..).map(RepoIndex)) {
            if let Some(address) = repo.url.as_ref().and_then(|url| address(url.as_str())) {
                by_address.entry(address).or_insert(index);
            }
            let folder = repo.name.rsplit('/').next().unwrap_or_default().to_lowercase();
            by_folder.entry(folder).and_modify(|known| *known = None).or_insert(Some(index));
        }
        let branch = |repo: &Repo| repo.branch.iter().flat_map(|branch| branch.split('/')).map(str::to_owned).collect();
        Self { branches: catalog.repos().iter().map(branch).collect(), by_address, by_folder }
    }

    /// The repository whose folder has this name, when only one has.
    pub fn folder(&self, name: &str) -> Option<RepoIndex> {
        self.by_folder.get(&name.to_lowercase()).copied().flatten()
    }

    /// The repository and the path in it that an address such as
    /// `https://github.com/owner/name/blob/main/docs/a.md` shows. The revision is the branch that was
    /// read, or one path part.
    pub fn find(&self, url: &str) -> Option<(RepoIndex, RepoPath)> {
        let url = Url::parse(url).ok()?;
        let host = url.host_str()?.trim_start_matches("www.");
        let parts: Vec<String> = url.path_segments()?.filter(|part| !part.is_empty()).map(decode).collect();
        for length in (2..=parts.len().min(8)).rev() {
            let key = format!("{host}/{}", parts[..length].join("/").trim_end_matches(".git")).to_lowercase();
            if let Some(repo) = self.by_address.get(&key) {
                return Some((*repo, path_after(&parts[length..], &self.branches[repo.0 as usize])?));
            }
        }
        None
    }
}

/// `host/owner/name` in lower case.
fn address(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let path = url.path().trim_matches('/').trim_end_matches(".git").to_lowercase();
    Some(format!("{}/{path}", url.host_str()?.trim_start_matches("www.")))
}

/// The path behind `blob/<revision>`, `-/tree/<revision>`, `src/branch/<revision>` …
fn path_after(parts: &[String], branch: &[String]) -> Option<RepoPath> {
    let words: Vec<&str> = parts.iter().map(String::as_str).collect();
    let rest = match words.as_slice() {
        [] => &[],
        ["-", "blob" | "tree" | "raw" | "edit", rest @ ..]
        | ["src" | "raw", "branch" | "commit" | "tag", rest @ ..]
        | ["blob" | "tree" | "raw" | "edit" | "src", rest @ ..] => rest,
        _ => return None,
    };
    let is_branch = !branch.is_empty() && rest.iter().take(branch.len()).eq(branch);
    let rest = if is_branch { &rest[branch.len()..] } else { rest.get(usize::from(!words.is_empty())..)? };
    RepoPath::new(&rest.join("/")).ok()
}

/// Undoes percent-encoding; what is no UTF-8 becomes a replacement character.
pub fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| *byte == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
