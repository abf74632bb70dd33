//! The list of a site's files with their hashes: what it is checked against.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::{Ledger, Output, SitePath, Written};

/// `manifest.json`.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of this format.
    pub schema: u32,
    /// The site's one hash: the SHA-256 of a line `<sha256>  <path>\n` for each file, in the order of paths' bytes.
    pub site: String,
    /// All files but this one, by their paths from the root of the site.
    pub files: BTreeMap<String, Listed>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// In bytes.
    pub size: u64,
    /// The SHA-256 of what it holds, 64 hexadecimal digits.
    pub sha256: String,
}

/// The version that is written.
const SCHEMA: u32 = 1;

/// Where it lies.
const PATH: &str = "manifest.json";

/// Whether a path is no part of what is listed: the manifest itself, and hidden files at the root, which some uploads
/// leave out.
fn unlisted(path: &str) -> bool {
    path == PATH || path.starts_with('.')
}

/// The manifest of what was written, and its site's one hash.
pub fn manifest(ledger: &Ledger) -> (Output, String) {
    let files: BTreeMap<String, Listed> = ledger
        .files
        .iter()
        .filter(|(path, _)| !unlisted(path))
        .map(|(path, file)| (path.clone(), listed(file)))
        .collect();
    let manifest = Manifest { schema: SCHEMA, site: whole(&files), files };
    let mut bytes = serde_json::to_vec_pretty(&manifest).expect("keys are strings and memory takes what is written");
    bytes.push(b'\n');
    (Output { path: SitePath::from_parts([PATH]), bytes }, manifest.site)
}

fn listed(file: &Written) -> Listed {
    Listed { size: file.size, sha256: hexadecimal(&file.sha256) }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn whole(files: &BTreeMap<String, Listed>) -> String {
    let mut hash = Sha256::new();
    for (path, file) in files {
        hash.update(format!("{}  {path}\n", file.sha256).as_bytes());
    }
    hexadecimal(&hash.finalize())
}

impl Manifest {
    /// Reads a manifest and holds it to its own hash.
    ///
    /// # Errors
    /// When it is no manifest, one of another version, or contradicts itself.
    pub fn parse(bytes: &[u8]) -> Result<Self, String> {
        let manifest: Self =
            serde_json::from_slice(bytes).map_err(|error| format!("{PATH} is no manifest of a portal: {error}"))?;
        if manifest.schema != SCHEMA {
            return Err(format!("{PATH} has version {}; this program reads {SCHEMA}", manifest.schema));
        }
        if manifest.site != whole(&manifest.files) {
            return Err(format!("{PATH} contradicts itself: its one hash is not that of the files it lists"));
        }
        Ok(manifest)
    }
}

/// What is otherwise than the manifest says: a line for each file, as `changed: path`, sorted by path.
pub fn difference(manifest: &Manifest, found: &Ledger) -> Vec<String> {
    let mut lines: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, file) in &manifest.files {
        match found.files.get(path) {
            None => lines.insert(path, "missing"),
            Some(written) if listed(written) != *file => lines.insert(path, "changed"),
            Some(_) => None,
        };
    }
    let extra = found.files.keys().filter(|path| !unlisted(path) && !manifest.files.contains_key(*path));
    lines.extend(extra.map(|path| (path.as_str(), "extra")));
    lines.into_iter().map(|(path, what)| format!("{what}: {path}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger(files: &[(&str, &str)]) -> Ledger {
        let written = |text: &str| Written { size: text.len() as u64, sha256: Sha256::digest(text).into() };
        Ledger { files: files.iter().map(|(path, text)| ((*path).to_owned(), written(text))).collect() }
    }

    #[test]
    fn every_difference_is_named() {
        let built = [("index.html", "home"), ("a/b.html", "b"), (".nojekyll", "")];
        let (output, site) = manifest(&ledger(&built));
        let read = Manifest::parse(&output.bytes).expect("its own manifest");
        assert_eq!((read.site.as_str(), site.len()), (site.as_str(), 64));
        for (found, expected) in [
            (vec![("index.html", "home"), ("a/b.html", "b"), ("manifest.json", "x"), (".callboard", "y")], vec![]),
            (vec![("index.html", "home")], vec!["missing: a/b.html"]),
            (vec![("index.html", "hame"), ("a/b.html", "b")], vec!["changed: index.html"]),
            (
                vec![("index.html", "homes"), ("a/c.html", "b"), ("a/.x", "")],
                vec!["extra: a/.x", "missing: a/b.html", "extra: a/c.html", "changed: index.html"],
            ),
        ] {
            assert_eq!(difference(&read, &ledger(&found)), expected);
        }
        let text = String::from_utf8(output.bytes).expect("JSON");
        for forged in
            [text.replace("\"size\": 1", "\"size\": 2"), text.replace("a/b.html", "a/B.html"), "{}".to_owned()]
        {
            let same =
                Manifest::parse(forged.as_bytes()).is_ok_and(|read| difference(&read, &ledger(&built)).is_empty());
            assert!(!same, "{forged}");
        }
    }
}
