//! Paths inside a repository and paths inside the site.

use std::{borrow::Borrow, fmt};

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

/// A path inside one repository: relative, `/`-separated, without `.`, `..`, empty or NUL parts.
/// The root of the repository is the empty path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct RepoPath(String);

/// Why a string is no path inside a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RepoPathError {
    /// It leads above the root of the repository.
    Escapes,
    /// It holds a NUL or a backslash, which no portable path has.
    Malformed,
}

/// Folders of what others wrote, and of what only looks like a part of the repository.
const FOREIGN: [&str; 16] = [
    "node_modules",
    "vendor",
    "third_party",
    "testdata",
    "fixtures",
    "__fixtures__",
    "test",
    "tests",
    "example",
    "examples",
    "sample",
    "samples",
    "template",
    "templates",
    "skeleton",
    "cookiecutter",
];

impl RepoPath {
    /// Whether a folder of this name holds what others wrote, or what only looks like a part of the repository.
    pub fn is_foreign_folder(name: &str) -> bool {
        FOREIGN.contains(&name)
    }

    /// Reads `path` relative to the root of the repository; `.` and `..` are resolved.
    ///
    /// # Errors
    /// When the path leads out of the repository or holds a NUL or a backslash.
    pub fn new(path: &str) -> Result<Self, RepoPathError> {
        Self::default().join(path)
    }

    /// Reads `path` relative to this folder; a leading `/` means the root of the repository.
    ///
    /// # Errors
    /// When the path leads out of the repository or holds a NUL or a backslash.
    pub fn join(&self, path: &str) -> Result<Self, RepoPathError> {
        if path.contains(['\0', '\\']) {
            return Err(RepoPathError::Malformed);
        }
        let base = if path.starts_with('/') { "" } else { self.as_str() };
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(RepoPathError::Escapes)?;
                }
                part => parts.push(part),
            }
        }
        Ok(Self(parts.join("/")))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds this path; the root is its own parent.
    pub fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or(String::new(), |(parent, _)| parent.to_owned()))
    }

    /// This path and all folders above it, the root last.
    pub fn upwards(&self) -> impl Iterator<Item = &str> {
        let path = Some(self.as_str()).filter(|path| !path.is_empty());
        std::iter::successors(path, |path| path.rsplit_once('/').map(|(parent, _)| parent)).chain([""])
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(self.as_str(), |(_, name)| name)
    }

    /// The last part up to its last dot, and what follows that dot.
    pub fn stem_and_extension(&self) -> (&str, &str) {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, extension),
            _ => (self.file_name(), ""),
        }
    }

    /// Whether this is `folder` or lies below it.
    pub fn is_within(&self, folder: &Self) -> bool {
        self.relative_to(folder).is_some()
    }

    /// What remains of this path below `folder`; empty for the folder itself.
    pub fn relative_to(&self, folder: &Self) -> Option<&str> {
        if folder.0.is_empty() {
            return Some(&self.0);
        }
        let rest = self.0.strip_prefix(&folder.0)?;
        if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
    }
}

/// Paths are ordered and told apart as their texts are.
impl Borrow<str> for RepoPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path of a file in the site: relative, `/`-separated, safe on every file system and host.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct SitePath(String);

/// Names that Windows keeps for devices, whatever the extension.
const RESERVED: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The longest part that every common file system takes, less room for an extension.
const LONGEST_PART: usize = 120;

/// A name as file systems without case and Unicode forms see it: lower case, NFC.
pub fn fold_case(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).collect()
}

impl SitePath {
    /// Joins parts that the program itself chose or that went through [`SitePath::part`].
    pub fn from_parts<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> Self {
        let mut path = String::with_capacity(64);
        for (index, part) in parts.into_iter().enumerate() {
            let part = part.as_ref();
            debug_assert!(!matches!(part, "" | "." | ".."));
            if index > 0 {
                path.push('/');
            }
            path.push_str(part);
        }
        Self(path)
    }

    /// The page `catalog/<kind>/<namespace>/<name>.html` for any three names.
    pub fn in_catalog(names: [&str; 3]) -> Self {
        let mut path = String::with_capacity(20 + names.iter().map(|name| name.len()).sum::<usize>());
        path.push_str("catalog");
        for name in names {
            path.push('/');
            if is_part(name) { path.push_str(name) } else { path.push_str(&Self::part(name)) }
        }
        path.push_str(".html");
        Self(path)
    }

    /// Makes one part of a path out of any name: lower case, NFC, only characters that file systems
    /// and URLs take as they are. Different names give different parts: whatever had to be replaced
    /// is told apart by a short hash of the name.
    pub fn part(name: &str) -> String {
        if is_part(name) {
            return name.to_owned();
        }
        let folded = fold_case(name);
        let safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '+');
        let clean = match folded.len() <= LONGEST_PART && folded.chars().all(safe) {
            true => folded.clone(),
            false => folded.chars().map(|c| if safe(c) { c } else { '-' }).take(LONGEST_PART).collect(),
        };
        let stem = clean.split('.').next().unwrap_or_default();
        let odd = clean.is_empty()
            || clean.starts_with('.')
            || clean.ends_with('.')
            || RESERVED.contains(&stem)
            || clean.len() > LONGEST_PART
            || clean != folded;
        if !odd {
            return clean;
        }
        let mut end = clean.len().min(LONGEST_PART - 10);
        while !clean.is_char_boundary(end) {
            end -= 1;
        }
        let clean = clean[..end].trim_matches('.');
        match clean.split_once('.') {
            Some((stem, extension)) => format!("{stem}-{}.{extension}", short_hash(name)),
            None => format!("{clean}-{}", short_hash(name)).trim_start_matches('-').to_owned(),
        }
    }

    /// A name as one part of a path without any change, when every common file system and URL takes it as it is.
    pub fn exact(name: &str) -> Option<String> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.+~@(),".contains(c);
        let stem = name.split('.').next().unwrap_or_default().to_lowercase();
        let odd = name.is_empty()
            || name.len() > LONGEST_PART
            || name.starts_with('.')
            || name.ends_with('.')
            || RESERVED.contains(&stem.as_str());
        (!odd && name.chars().all(plain)).then(|| name.to_owned())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Any text as one part of an address, slashes escaped as well.
    pub fn escaped(text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        percent_encode(text, &mut out);
        out
    }

    /// The relative link from the page at this path to `target`; always ends in a file.
    pub fn href_to(&self, target: &Self) -> String {
        let folder = |path: &str| path.rfind('/').map_or(0, |at| at + 1);
        let (from, to) = (&self.0[..folder(&self.0)], &target.0[..folder(&target.0)]);
        let equal = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
        let shared = from.as_bytes()[..equal].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        let up = from.as_bytes()[shared..].iter().filter(|byte| **byte == b'/').count();
        let mut href = String::with_capacity(3 * up + target.0.len() - shared);
        (0..up).for_each(|_| href.push_str("../"));
        percent_encode(&target.0[shared..], &mut href);
        href
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether [`SitePath::part`] leaves a name as it is, as far as a look at its bytes tells.
fn is_part(name: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'+');
    let stem = name.find('.').unwrap_or(name.len());
    (1..=LONGEST_PART).contains(&name.len())
        && name.bytes().all(plain)
        && stem > 0
        && !name.ends_with('.')
        && !RESERVED.contains(&&name[..stem])
}

/// Writes a path as URLs have it (RFC 3986, pchar less `:` so that no part looks like a scheme).
fn percent_encode(path: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in path.bytes().enumerate() {
        if !(byte.is_ascii_alphanumeric() || b"/-._~!$'()*,;=+@".contains(&byte)) {
            out.push_str(path.get(from..at).unwrap_or_default());
            out.push_str(&format!("%{byte:02X}"));
            from = at + 1;
        }
    }
    out.push_str(&path[from..]);
}

/// Six hexadecimal digits that tell names apart (FNV-1a).
fn short_hash(text: &str) -> String {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{:06x}", (hash ^ (hash >> 32)) & 0x00ff_ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repo_paths_stay_inside() {
        let dir = RepoPath::new("docs/a").expect("plain path");
        for (path, expected) in [
            ("b.md", Ok("docs/a/b.md")),
            ("../b.md", Ok("docs/b.md")),
            ("../../b.md", Ok("b.md")),
            ("/b.md", Ok("b.md")),
            ("./x//y/.", Ok("docs/a/x/y")),
            ("../../../b.md", Err(RepoPathError::Escapes)),
            ("a\\b", Err(RepoPathError::Malformed)),
        ] {
            assert_eq!(dir.join(path).as_ref().map(RepoPath::as_str), expected.as_ref().map(|p| *p), "{path}");
        }
    }

    #[test]
    fn parts_are_safe_and_tell_names_apart() {
        let names = ["a", "CON", "con", "..", "a/b", "a-b", "a b", ".x", "x.", "", "Ünï", "nul.txt", "a:b", "index"];
        let mut parts: Vec<String> = names.iter().map(|name| SitePath::part(name)).collect();
        for part in &parts {
            assert!(
                !part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains('/'),
                "{part}"
            );
            assert!(!RESERVED.contains(&part.split('.').next().unwrap_or_default()), "{part}");
        }
        parts.sort();
        parts.dedup();
        // `CON` and `con` are told apart by their hashes as well.
        assert_eq!(parts.len(), names.len());
    }

    #[test]
    fn hrefs_are_relative() {
        let path = |text: &str| SitePath(text.to_owned());
        for (from, to, href) in [
            ("index.html", "a/b.html", "a/b.html"),
            ("a/b.html", "index.html", "../index.html"),
            ("a/b/c.html", "a/d/e.html", "../d/e.html"),
            ("a/b.html", "a/c d.html", "c%20d.html"),
            ("a/b.html", "a/b.html", "b.html"),
        ] {
            assert_eq!(path(from).href_to(&path(to)), href);
        }
    }
}
