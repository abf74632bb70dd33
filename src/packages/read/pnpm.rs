//! `pnpm-lock.yaml`, versions 5 to 9. It is always written by a program, one key to a line, so that lines are enough.

use std::collections::{HashMap, HashSet};

use crate::packages::written::{Lock, Node, Trouble};

/// A key, what stands after it, and where.
struct Line<'t> {
    depth: usize,
    key: &'t str,
    value: &'t str,
    line: u32,
}

fn lines(source: &str) -> impl Iterator<Item = Line<'_>> {
    (1..).zip(source.lines()).filter_map(|(line, text)| {
        let trimmed = text.trim_start_matches(' ');
        let depth = (text.len() - trimmed.len()) / 2;
        let (key, value) = match trimmed.strip_prefix('\'').and_then(|rest| rest.split_once("':")) {
            Some(pair) => pair,
            None => trimmed.split_once(": ").or_else(|| Some((trimmed.strip_suffix(':')?, "")))?,
        };
        Some(Line { depth, key, value: value.trim().trim_matches('\''), line })
    })
}

/// What asks for packages: a manifest by its folder, or another package by its key.
enum Asker {
    Importer(String),
    Package(String),
}

pub(super) fn lock(source: &str) -> Result<Lock, Trouble> {
    if !source.lines().any(|line| line.starts_with("lockfileVersion")) {
        return Err(Trouble::new(1, "`lockfileVersion` is missing"));
    }
    if let Some(line) = (1..).zip(source.lines()).find_map(|(line, text)| text.starts_with("<<<<<<<").then_some(line)) {
        return Err(Trouble::new(line, "a conflict of a merge is not resolved"));
    }
    let mut reader = Reader { lock: Lock { kind: "npm", ..Lock::default() }, ..Reader::default() };
    for line in lines(source) {
        reader.line(&line);
    }
    Ok(reader.finish())
}

#[derive(Default)]
struct Reader<'t> {
    lock: Lock,
    keys: HashMap<String, u32>,
    path: Vec<&'t str>,
    asked: Vec<(Asker, String, String)>,
    /// What packages leave to manifests, by key and name.
    peers: HashSet<(String, String)>,
}

const SECTIONS: [&str; 3] = ["dependencies", "devDependencies", "optionalDependencies"];

impl<'t> Reader<'t> {
    fn line(&mut self, line: &Line<'t>) {
        self.path.truncate(line.depth);
        self.path.push(line.key);
        let path: Vec<&str> = self.path.clone();
        match path.as_slice() {
            ["packages" | "snapshots", key] => self.package(key, line.line),
            ["packages" | "snapshots", key, "dependencies" | "optionalDependencies", name] => {
                self.asked.push((Asker::Package((*key).to_owned()), (*name).to_owned(), line.value.to_owned()));
            }
            ["packages", key, "peerDependencies", name] => {
                self.peers.insert((folded(key), (*name).to_owned()));
            }
            ["packages", key, "dev"] if line.value == "true" => {
                if let Some(place) = self.keys.get(&folded(key)) {
                    self.lock.nodes[*place as usize].development = true;
                }
            }
            ["importers", folder, section, name] if SECTIONS.contains(section) && !line.value.is_empty() => {
                self.import(folder, name, line.value);
            }
            ["importers", folder, section, name, "version"] if SECTIONS.contains(section) => {
                self.import(folder, name, line.value);
            }
            [section, name] if SECTIONS.contains(section) && !line.value.is_empty() => {
                self.import(".", name, line.value)
            }
            [section, name, "version"] if SECTIONS.contains(section) => self.import(".", name, line.value),
            _ => {}
        }
    }

    fn import(&mut self, folder: &str, name: &str, version: &str) {
        let folder = if folder == "." { "" } else { folder };
        self.asked.push((Asker::Importer(folder.to_owned()), name.to_owned(), version.to_owned()));
    }

    fn package(&mut self, key: &str, line: u32) {
        let key = folded(key);
        if self.keys.contains_key(&key) {
            return;
        }
        let Some((name, version)) = key.rfind('@').filter(|at| *at > 0).map(|at| (&key[..at], &key[at + 1..])) else {
            return;
        };
        let version = if version.contains('/') { "" } else { version };
        let place = u32::try_from(self.lock.nodes.len()).unwrap_or(u32::MAX);
        let package = format!("npm/{name}");
        self.lock.nodes.push(Node { package, version: version.to_owned(), line, ..Node::default() });
        self.keys.insert(key, place);
        self.lock.name(place);
    }

    fn finish(mut self) -> Lock {
        for (asker, name, version) in std::mem::take(&mut self.asked) {
            let key = folded(&format!("{name}@{version}"));
            // Under a name of one's own, the version is the key of another package.
            let alias = folded(&version);
            let found = self.keys.get(&key).or_else(|| self.keys.get(&alias)).copied();
            match asker {
                Asker::Importer(folder) => self.lock.importers.entry(folder).or_default().extend(found),
                Asker::Package(key) => {
                    let key = folded(&key);
                    if let Some(place) = self.keys.get(&key) {
                        self.lock.nodes[*place as usize].needs.extend(found);
                        let peer = found.filter(|_| self.peers.contains(&(key, name)));
                        self.lock.peers.extend(peer.map(|peer| (*place, peer)));
                    }
                }
            }
        }
        self.lock.complete = !self.lock.importers.is_empty();
        self.lock
    }
}

/// `name@version` of any way to write it: `/name/1.0.0_peer`, `/name@1.0.0(peer@2)`, `name@1.0.0`.
fn folded(key: &str) -> String {
    let key = key.split('(').next().unwrap_or(key);
    let key = key.strip_prefix('/').map_or_else(
        || key.to_owned(),
        |key| {
            let at = key.rfind('@').filter(|at| *at > 0 && !key[*at..].contains('/'));
            match (at, key.rsplit_once('/')) {
                (None, Some((name, version))) => format!("{name}@{version}"),
                // `/name/1.0.0_peer@2`: the version begins after the name's slash.
                (Some(at), _) if key[..at].contains('_') => before_peer(key),
                _ => key.to_owned(),
            }
        },
    );
    match key.rfind('@').map(|at| key.split_at(at)) {
        Some((name, version)) => format!("{name}{}", version.split('_').next().unwrap_or(version)),
        None => key,
    }
}

fn before_peer(key: &str) -> String {
    let slashes = if key.starts_with('@') { 1 } else { 0 };
    let cut = key.match_indices('/').nth(slashes).map(|(at, _)| at);
    cut.map_or_else(
        || key.to_owned(),
        |at| {
            let version = key[at + 1..].split('_').next().unwrap_or_default();
            format!("{}@{version}", &key[..at])
        },
    )
}
