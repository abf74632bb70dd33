//! Symbolic links, followed inside one tree and never out of it.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
};

use super::listing::{MOST_PATHS, Raw};
use crate::model::{FileEntry, FileKind, RepoPath};

/// How many links a path may lead through, as in Linux.
const MOST_HOPS: usize = 40;

/// How many links to folders may stand in one path.
const MOST_NESTED: usize = 4;

/// A listing whose links are followed.
#[derive(Debug, Default)]
pub struct Followed {
    /// All files; those below a link to a folder are listed below the link as well.
    pub files: BTreeMap<RepoPath, FileEntry>,
    /// Links that lead out of the tree.
    pub outside: Vec<RepoPath>,
    /// Links that lead in a circle or to nothing.
    pub nowhere: Vec<RepoPath>,
}

/// Follows all links of a listing.
pub fn follow(entries: &BTreeMap<RepoPath, Raw>) -> Followed {
    let tree = Tree::new(entries);
    let mut followed = Followed::default();
    for (path, raw) in entries {
        match raw {
            Raw::File { executable, size } => {
                let kind = FileKind::File { executable: *executable };
                followed.files.insert(path.clone(), FileEntry { kind, size: *size });
            }
            Raw::Link(_) => tree.place(path, path, &mut Vec::new(), &mut followed),
        }
    }
    followed
}

/// Where a path leads.
enum End {
    File(RepoPath),
    Folder(RepoPath),
    Outside,
    Nowhere,
}

/// A listing and the folders that it implies.
struct Tree<'a> {
    entries: &'a BTreeMap<RepoPath, Raw>,
    folders: BTreeSet<RepoPath>,
}

impl<'a> Tree<'a> {
    fn new(entries: &'a BTreeMap<RepoPath, Raw>) -> Self {
        let mut folders = BTreeSet::new();
        if entries.values().any(|raw| matches!(raw, Raw::Link(_))) {
            for path in entries.keys() {
                let mut folder = path.parent();
                while folders.insert(folder.clone()) {
                    folder = folder.parent();
                }
            }
        }
        Self { entries, folders }
    }

    /// Lists at `shown` what the link at `real` leads to. `chain` holds the links to folders that lead here.
    fn place(&self, shown: &RepoPath, real: &RepoPath, chain: &mut Vec<RepoPath>, followed: &mut Followed) {
        let broken = match self.end(real) {
            End::File(target) => {
                let size = self.size(&target);
                return self.insert(shown, FileKind::Link { target }, size, followed);
            }
            End::Folder(folder) if !real.is_within(&folder) && !chain.contains(real) && chain.len() < MOST_NESTED => {
                chain.push(real.clone());
                self.place_folder(shown, &folder, chain, followed);
                chain.pop();
                return;
            }
            End::Outside => &mut followed.outside,
            End::Folder(_) | End::Nowhere => &mut followed.nowhere,
        };
        if shown == real {
            broken.push(real.clone());
        }
        self.insert(shown, FileKind::BrokenLink, 0, followed);
    }

    fn place_folder(&self, shown: &RepoPath, folder: &RepoPath, chain: &mut Vec<RepoPath>, followed: &mut Followed) {
        // What is below `a` lies between `a/` and `a0`, as `0` follows `/`.
        let (first, after) = (format!("{folder}/"), format!("{folder}0"));
        let below = self.entries.range::<str, _>((Bound::Included(first.as_str()), Bound::Excluded(after.as_str())));
        for (path, raw) in below {
            if followed.files.len() >= MOST_PATHS {
                return;
            }
            let Some(rest) = path.relative_to(folder) else { continue };
            let Ok(shown) = shown.join(rest) else { continue };
            match raw {
                Raw::File { size, .. } => {
                    self.insert(&shown, FileKind::Link { target: path.clone() }, *size, followed);
                }
                Raw::Link(_) => self.place(&shown, path, chain, followed),
            }
        }
    }

    fn insert(&self, path: &RepoPath, kind: FileKind, size: u64, followed: &mut Followed) {
        if followed.files.len() < MOST_PATHS {
            followed.files.insert(path.clone(), FileEntry { kind, size });
        }
    }

    fn size(&self, path: &RepoPath) -> u64 {
        match self.entries.get(path) {
            Some(Raw::File { size, .. }) => *size,
            _ => 0,
        }
    }

    /// Walks `path` part by part, as a kernel does, but with the tree's root as the end of the world.
    fn end(&self, path: &RepoPath) -> End {
        let mut ahead: Vec<String> = parts(path.as_str());
        let mut at = RepoPath::default();
        let mut hops = 0;
        while let Some(part) = ahead.pop() {
            if part == ".." && at.as_str().is_empty() {
                return End::Outside;
            }
            let Ok(next) = at.join(&part) else { return End::Nowhere };
            match self.entries.get(&next) {
                Some(Raw::Link(target)) => {
                    hops += 1;
                    if target.starts_with('/') {
                        return End::Outside;
                    }
                    if hops > MOST_HOPS || target.is_empty() {
                        return End::Nowhere;
                    }
                    ahead.extend(parts(target));
                }
                Some(Raw::File { .. }) if ahead.is_empty() => return End::File(next),
                Some(Raw::File { .. }) => return End::Nowhere,
                None if self.folders.contains(&next) => at = next,
                // A way that leads out through a missing folder is still a way out.
                None if leaves(&next, &ahead) => return End::Outside,
                None => return End::Nowhere,
            }
        }
        End::Folder(at)
    }
}

/// The parts of a path, the last one first; what remains to be walked is a stack.
fn parts(path: &str) -> Vec<String> {
    path.split('/').filter(|part| !part.is_empty() && *part != ".").rev().map(str::to_owned).collect()
}

fn leaves(at: &RepoPath, ahead: &[String]) -> bool {
    let rest: Vec<&str> = ahead.iter().rev().map(String::as_str).collect();
    at.join(&rest.join("/")).is_err_and(|error| error == crate::model::RepoPathError::Escapes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows a tree given as `path` for files and `path -> target` for links; shows it as sorted lines.
    fn shown(tree: &str) -> String {
        let entries = tree.split_whitespace().collect::<String>();
        let entries: BTreeMap<RepoPath, Raw> = entries
            .split(',')
            .map(|entry| match entry.split_once("->") {
                Some((path, target)) => (RepoPath::new(path).unwrap(), Raw::Link(target.to_owned())),
                None => (RepoPath::new(entry).unwrap(), Raw::File { executable: false, size: 7 }),
            })
            .collect();
        let followed = follow(&entries);
        let lines = followed.files.iter().filter_map(|(path, entry)| match &entry.kind {
            FileKind::File { .. } => None,
            FileKind::Link { target } => {
                assert_eq!(entry.size, 7);
                Some(format!("{path}={target}"))
            }
            FileKind::BrokenLink if followed.outside.contains(path) => Some(format!("{path}!outside")),
            FileKind::BrokenLink => Some(format!("{path}!")),
        });
        lines.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn links_are_followed_inside_the_tree_only() {
        for (tree, expected) in [
            ("a, b -> a", "b=a"),
            ("d/a, l -> d/a, d/m -> ../l", "d/m=d/a l=d/a"),
            ("d/a, d/e/b, l -> d", "l/a=d/a l/e/b=d/e/b"),
            ("d/a, l -> d/, m -> l/a", "l/a=d/a m=d/a"),
            ("d/a, d-x, l -> ./d", "l/a=d/a"),
            ("a, b -> /etc/passwd", "b!outside"),
            ("a, b -> ../a", "b!outside"),
            ("d/a, d/b -> ../../x/a", "d/b!outside"),
            ("a, b -> none/../../x", "b!outside"),
            ("a, b -> c", "b!"),
            ("a, b -> a/x", "b!"),
            ("x -> y, y -> x", "x! y!"),
            ("a, s -> s", "s!"),
            ("d/a, d/up -> ..", "d/up!"),
            ("d/a, d/here -> .", "d/here!"),
            ("a/f, b/g, a/b -> ../b, b/a -> ../a", "a/b/a/b! a/b/a/f=a/f a/b/g=b/g b/a/b/a! b/a/b/g=b/g b/a/f=a/f"),
            ("d/a, l -> d, m -> l", "l/a=d/a m/a=d/a"),
            ("d/a, d/out -> ../../x, l -> d", "d/out!outside l/a=d/a l/out!"),
        ] {
            assert_eq!(shown(tree), expected, "{tree}");
        }
    }

    #[test]
    fn folders_that_link_to_each_other_stay_few() {
        let links: Vec<String> = (0..12)
            .flat_map(|from| (0..12).filter(move |to| *to != from).map(move |to| format!("d{from}/l{to} -> ../d{to}")))
            .chain((0..12).map(|folder| format!("d{folder}/f")))
            .collect();
        assert!(shown(&links.join(",")).len() < MOST_PATHS * 60);
    }
}
