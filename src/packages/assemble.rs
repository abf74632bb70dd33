//! What manifests and lock files say together.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use super::{
    read::advisory::Advisory,
    written::{Lock, Manifest, Wanted},
};
use crate::model::{Extent, Release, RepoPath};

/// All that was read of a repository.
#[derive(Default)]
pub(super) struct Found {
    pub(super) manifests: BTreeMap<RepoPath, Manifest>,
    pub(super) locks: BTreeMap<RepoPath, Lock>,
    /// Versions by package, by the file that keeps them for all manifests below it.
    pub(super) central: BTreeMap<RepoPath, BTreeMap<String, String>>,
    /// What is wrong with packages, by the file that says so.
    pub(super) advisories: Vec<(RepoPath, Vec<Advisory>)>,
    /// Those of them that scanners wrote of what lies beside and below.
    pub(super) reports: Vec<RepoPath>,
    /// What could not be read, and whether it would speak for folders below.
    pub(super) broken: Vec<(RepoPath, bool)>,
}

/// A bundle whose releases have no numbers yet.
pub(super) struct Draft {
    pub(super) manifest: RepoPath,
    pub(super) lock: Option<RepoPath>,
    pub(super) uses: Vec<DraftUse>,
    pub(super) extent: Extent,
}

#[derive(Clone)]
pub(super) struct DraftUse {
    pub(super) release: Release,
    pub(super) via: Option<u32>,
    pub(super) direct: bool,
    pub(super) development: bool,
    pub(super) locked: bool,
    pub(super) line: u32,
}

/// How much is written down of a repository, and how far lock files are walked for it. Each manifest walks its own way
/// through the lock file of all, so that a small repository may ask for a lot.
struct Budget {
    uses: usize,
    steps: usize,
}

impl Budget {
    const WHOLE: Self = Self { uses: 2_000_000, steps: 200_000_000 };

    fn is_spent(&self) -> bool {
        self.uses == 0 || self.steps == 0
    }

    fn step(&mut self, count: usize) {
        self.steps = self.steps.saturating_sub(count);
    }
}

impl Found {
    /// One draft for each manifest, and for what lock files hold besides, by path; and the manifest at which it became
    /// too much.
    pub(super) fn drafts(mut self) -> (Vec<Draft>, Option<RepoPath>) {
        self.fill();
        self.clean();
        let (mut budget, mut spent) = (Budget::WHOLE, None);
        let own: HashSet<String> = self.manifests.values().filter_map(|manifest| manifest.name.clone()).collect();
        let mut drafts = Vec::new();
        let mut seen: BTreeMap<&RepoPath, Vec<bool>> = BTreeMap::new();
        for (path, manifest) in &self.manifests {
            let lock = self.lock_of(path, manifest);
            let mut draft = Draft { manifest: path.clone(), lock: None, uses: Vec::new(), extent: manifest.extent() };
            match lock {
                Some((at, lock)) => {
                    (draft.lock, draft.extent) = (Some(at.clone()), Extent::Locked);
                    let seen = seen.entry(at).or_insert_with(|| vec![false; lock.nodes.len()]);
                    Walk::new(lock, &mut draft.uses, (seen, &mut budget)).manifest(
                        manifest,
                        at.parent() == path.parent(),
                        folder(path, at),
                    );
                }
                // What the repository itself holds under a name is meant by it.
                None => {
                    let others = manifest.wanted.iter().filter(|wanted| !own.contains(&wanted.package));
                    draft.uses.extend(others.map(|wanted| declared(wanted, None)));
                }
            }
            if spent.is_none() && budget.is_spent() {
                spent = Some(path.clone());
            }
            drafts.push(draft);
        }
        let locks = self.locks.iter().filter(|_| spent.is_none());
        for (path, lock) in locks {
            let seen = seen.entry(path).or_insert_with(|| vec![false; lock.nodes.len()]);
            let extent = if lock.kind == "inventory" { Extent::Listed } else { Extent::Locked };
            let mut draft = Draft { manifest: path.clone(), lock: Some(path.clone()), uses: Vec::new(), extent };
            let beside = self
                .manifests
                .iter()
                .any(|(manifest, own)| own.whole && own.kind == lock.kind && manifest.parent() == path.parent());
            if !beside {
                // Each node is written down once at most, however little of the budget is left.
                let mut budget = Budget { uses: usize::MAX, ..Budget::WHOLE };
                Walk::new(lock, &mut draft.uses, (seen, &mut budget)).rest();
            }
            drafts.push(draft);
        }
        drafts.retain(|draft| !draft.uses.is_empty());
        drafts.sort_by(|a, b| a.manifest.cmp(&b.manifest));
        (drafts, spent)
    }

    /// Takes away what no registry would hold: pages and queries show names and versions as they are.
    fn clean(&mut self) {
        for manifest in self.manifests.values_mut() {
            manifest.wanted.retain(|wanted| is_plain(&wanted.package, LONGEST_NAME));
            manifest
                .wanted
                .iter_mut()
                .filter(|one| !is_plain(&one.range, LONGEST_VERSION))
                .for_each(|one| one.range.clear());
        }
        for node in self.locks.values_mut().flat_map(|lock| &mut lock.nodes) {
            node.own |= !is_plain(&node.package, LONGEST_NAME);
            if !is_plain(&node.version, LONGEST_VERSION) {
                node.version.clear();
            }
        }
    }

    /// Puts in versions that are kept in one place for several manifests.
    fn fill(&mut self) {
        for (path, manifest) in self.manifests.iter_mut().filter(|(_, manifest)| manifest.kind == "nuget") {
            let above = self.central.iter().filter(|(central, _)| path.is_within(&central.parent()));
            let Some((_, versions)) = above.max_by_key(|(central, _)| central.as_str().len()) else { continue };
            for one in manifest.wanted.iter_mut().filter(|one| one.range.is_empty()) {
                one.range = versions.get(&one.package).cloned().unwrap_or_default();
            }
        }
    }

    /// The nearest lock file that fixes what a manifest names.
    fn lock_of(&self, path: &RepoPath, manifest: &Manifest) -> Option<(&RepoPath, &Lock)> {
        if manifest.whole {
            return None;
        }
        let governs = |at: &RepoPath, lock: &Lock| {
            let knows = manifest.name.as_ref().is_some_and(|name| lock.members.contains_key(name));
            match (at.parent() == path.parent(), lock.complete && lock.kind == "npm") {
                (_, true) => lock.importers.contains_key(&folder(path, at)),
                (true, false) => true,
                (false, false) => knows || lock.kind == "npm",
            }
        };
        let of_kind = self.locks.iter().filter(|(at, lock)| lock.kind == manifest.kind && path.is_within(&at.parent()));
        of_kind.filter(|(at, lock)| governs(at, lock)).max_by_key(|(at, _)| at.parent().as_str().len())
    }
}

/// Names are no longer, in bytes.
pub(super) const LONGEST_NAME: usize = 300;

/// Versions are no longer, in bytes.
pub(super) const LONGEST_VERSION: usize = 200;

/// Whether a text can be a name or a version: of a bounded length, and without what is not seen or turns the order of
/// what is.
pub(super) fn is_plain(text: &str, longest: usize) -> bool {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    text.len() <= longest && !text.contains(is_hidden)
}

/// The folder of a manifest, from that of a lock file.
fn folder(manifest: &RepoPath, lock: &RepoPath) -> String {
    manifest.parent().relative_to(&lock.parent()).unwrap_or_default().to_owned()
}

/// What a manifest names, at the version that is locked if any is.
fn declared(wanted: &Wanted, version: Option<&str>) -> DraftUse {
    let version = version.filter(|version| !version.is_empty());
    let version = version.map_or_else(|| wanted.meant(), str::to_owned);
    DraftUse {
        release: Release { package: wanted.package.clone(), version },
        via: None,
        direct: !wanted.indirect,
        development: wanted.development,
        locked: false,
        line: wanted.line,
    }
}

/// A walk from what a manifest names to all that it brings.
struct Walk<'l> {
    lock: &'l Lock,
    uses: &'l mut Vec<DraftUse>,
    /// Nodes that some manifest brings.
    seen: &'l mut Vec<bool>,
    /// Nodes that this one brings.
    here: HashMap<u32, u32>,
    budget: &'l mut Budget,
}

impl<'l> Walk<'l> {
    fn new(lock: &'l Lock, uses: &'l mut Vec<DraftUse>, (seen, budget): (&'l mut Vec<bool>, &'l mut Budget)) -> Self {
        Self { lock, uses, seen, here: HashMap::new(), budget }
    }

    fn manifest(mut self, manifest: &Manifest, beside: bool, folder: String) {
        let member = manifest.name.as_ref().and_then(|name| self.lock.members.get(name));
        let told = self.lock.importers.get(&folder).or_else(|| Some(&self.lock.nodes[*member? as usize].needs));
        let told: Vec<u32> = told.filter(|_| !self.budget.is_spent()).cloned().unwrap_or_default();
        self.budget.step(told.len());
        let by_name: HashMap<&str, u32> =
            told.iter().rev().map(|node| (self.lock.nodes[*node as usize].package.as_str(), *node)).collect();
        let (mut own, mut roots) = (Vec::new(), [Vec::new(), Vec::new()]);
        for wanted in &manifest.wanted {
            let asked = self.lock.names.get(&format!("{}@{}", wanted.package, wanted.range));
            let near = by_name.get(wanted.package.as_str()).or(asked);
            let node = near.or_else(|| self.lock.names.get(&wanted.package).filter(|_| beside)).copied();
            if let Some(place) = node.filter(|node| self.lock.nodes[*node as usize].own) {
                own.push(place);
                continue;
            }
            let place = self.uses.len() as u32;
            self.uses.push(declared(wanted, node.map(|node| self.lock.nodes[node as usize].version.as_str())));
            if let Some(node) = node {
                self.here.entry(node).or_insert(place);
                self.seen[node as usize] = true;
                roots[usize::from(wanted.development)].push((node, Some(place)));
            }
        }
        for node in told {
            if !self.here.contains_key(&node) && !own.contains(&node) {
                self.enter(node, None, (true, self.lock.nodes[node as usize].development));
                roots[0].push((node, self.here.get(&node).copied()));
            }
        }
        roots[0].extend(own.into_iter().map(|node| (node, None)));
        let [built, developed] = roots;
        self.follow(built, false);
        self.follow(developed, true);
    }

    /// What no manifest brings: a lock file that stands alone.
    fn rest(mut self) {
        let told: Vec<u32> = self.lock.importers.get("").into_iter().flatten().copied().collect();
        let told: Vec<u32> = told.into_iter().filter(|node| !self.seen[*node as usize]).collect();
        for node in &told {
            self.enter(*node, None, (true, self.lock.nodes[*node as usize].development));
        }
        let roots = told.iter().map(|node| (*node, self.here.get(node).copied())).collect();
        self.follow(roots, false);
        for node in 0..self.lock.nodes.len() as u32 {
            if !self.seen[node as usize] {
                self.enter(node, None, (false, self.lock.nodes[node as usize].development));
            }
        }
    }

    /// Breadth first, so that the way to each is a shortest one.
    fn follow(&mut self, roots: Vec<(u32, Option<u32>)>, development: bool) {
        let mut queue: VecDeque<(u32, Option<u32>)> = roots.into();
        while let Some((node, via)) = queue.pop_front() {
            let needs = &self.lock.nodes[node as usize].needs;
            self.budget.step(needs.len() + 1);
            for need in needs {
                if self.budget.is_spent() {
                    return;
                }
                let development = development || self.lock.nodes[*need as usize].development;
                if let Some(place) = self.here.get(need).copied() {
                    queue.extend(self.built_in((node, *need), place, development));
                    continue;
                }
                self.enter(*need, via, (false, development));
                queue.push_back((*need, self.here.get(need).copied().filter(|place| *place != u32::MAX).or(via)));
            }
        }
    }

    /// What is named for development only, and comes with what is built in all the same, is built in as well; its own
    /// needs are then still to be followed.
    fn built_in(&mut self, edge: (u32, u32), place: u32, development: bool) -> Option<(u32, Option<u32>)> {
        let brings = !development && !self.lock.peers.contains(&edge);
        let known = self.uses.get_mut(place as usize).filter(|known| known.development && brings)?;
        known.development = false;
        Some((edge.1, Some(place)))
    }

    /// Writes a node down; code of the repository itself is only passed.
    fn enter(&mut self, place: u32, via: Option<u32>, (direct, development): (bool, bool)) {
        let node = &self.lock.nodes[place as usize];
        self.seen[place as usize] = true;
        if node.own {
            self.here.insert(place, u32::MAX);
            return;
        }
        self.budget.uses = self.budget.uses.saturating_sub(1);
        self.here.insert(place, self.uses.len() as u32);
        self.uses.push(DraftUse {
            release: Release { package: node.package.clone(), version: node.version.clone() },
            via: via.filter(|via| *via != u32::MAX),
            direct,
            development,
            locked: true,
            line: node.line,
        });
    }
}
