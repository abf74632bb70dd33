//! Which releases advisories are about.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, btree_map::Entry};

use super::{
    assemble::{LONGEST_NAME, LONGEST_VERSION, is_plain},
    read::advisory::{Advisory, Affected},
};
use crate::{
    model::{Danger, Release, Vulnerability},
    version::{Scheme, Version, is_exact},
};

/// So often the versions of one package are compared with ranges; what an advisory says beyond that is left out.
const MOST_COMPARISONS: usize = 20_000_000;

/// So many other names of one vulnerability are kept.
const MOST_ALIASES: usize = 50;

/// What one advisory says of one package.
struct Saying<'a> {
    advisory: &'a Advisory,
    affected: &'a Affected,
    /// The place of the file that says so.
    source: usize,
}

/// What comes of comparing releases with advisories.
pub(super) struct Dangers {
    /// By release and severity.
    pub(super) vulnerabilities: Vec<Vulnerability>,
    /// The places of files that would take too long to compare.
    pub(super) left: BTreeSet<usize>,
    /// Releases of which it is not known whether an advisory means them.
    pub(super) undecided: HashSet<u32>,
}

/// What is wrong with releases; `said` is by file.
pub(super) fn vulnerabilities(releases: &[Release], said: &[(String, Vec<Advisory>)]) -> Dangers {
    let mut about: HashMap<String, Vec<Saying<'_>>> = HashMap::new();
    for (source, (_, advisories)) in said.iter().enumerate() {
        for advisory in advisories.iter().filter(|one| is_plain(&one.id, LONGEST_NAME)) {
            for affected in &advisory.affected {
                about.entry(affected.package.to_lowercase()).or_default().push(Saying { advisory, affected, source });
            }
        }
    }
    let mut named: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (number, release) in (0..).zip(releases) {
        let folded = release.package.to_lowercase();
        if about.contains_key(&folded) {
            named.entry(folded).or_default().push(number);
        }
    }
    let (mut found, mut left, mut undecided) = (Vec::new(), BTreeSet::new(), HashSet::new());
    let mut names = Names::default();
    for (package, numbers) in named {
        let scheme = Scheme::of(package.split('/').next().unwrap_or_default());
        let mut comparisons = 0;
        for saying in about.get(&package).into_iter().flatten() {
            names.join(saying.advisory);
            comparisons += numbers.len() * (saying.affected.ranges.len() + 1);
            if comparisons > MOST_COMPARISONS {
                left.insert(saying.source);
                undecided.extend(&numbers);
                continue;
            }
            let range = Range::new(scheme, saying.affected);
            for number in &numbers {
                match range.has(&releases[*number as usize]) {
                    Some(true) => found.push(vulnerability(*number, saying, &said[saying.source].0)),
                    Some(false) => {}
                    None => drop(undecided.insert(*number)),
                }
            }
        }
    }
    Dangers { vulnerabilities: names.merged(found), left, undecided }
}

fn vulnerability(release: u32, saying: &Saying<'_>, source: &str) -> Vulnerability {
    let advisory = saying.advisory;
    let aliases = advisory.aliases.iter().filter(|alias| is_plain(alias, LONGEST_NAME));
    Vulnerability {
        release,
        severity: advisory.severity.unwrap_or(Danger::Unknown),
        id: advisory.id.clone(),
        aliases: aliases.take(MOST_ALIASES).cloned().collect(),
        fixed: Some(&saying.affected.fixed)
            .filter(|fixed| is_plain(fixed, LONGEST_VERSION))
            .cloned()
            .unwrap_or_default(),
        summary: advisory.summary.clone(),
        source: source.to_owned(),
    }
}

/// Names of one vulnerability, however many tools call it by others.
#[derive(Default)]
struct Names<'a> {
    groups: HashMap<&'a str, usize>,
    /// The group that each was joined into; itself for one that was not.
    into: Vec<usize>,
}

impl<'a> Names<'a> {
    /// Takes the names of an advisory for one vulnerability. A bulletin about several is none of them.
    fn join(&mut self, advisory: &'a Advisory) {
        let first = self.group(&advisory.id);
        let names = || std::iter::once(&advisory.id).chain(&advisory.aliases);
        if names().filter(|name| name.starts_with("CVE-")).collect::<BTreeSet<_>>().len() > 1 {
            return;
        }
        for alias in &advisory.aliases {
            let (one, other) = (self.root(first), self.group(alias));
            let other = self.root(other);
            self.into[one.max(other)] = one.min(other);
        }
    }

    fn group(&mut self, name: &'a str) -> usize {
        let next = self.into.len();
        let group = *self.groups.entry(name).or_insert(next);
        if group == next {
            self.into.push(next);
        }
        group
    }

    fn root(&mut self, mut group: usize) -> usize {
        while self.into[group] != group {
            self.into[group] = self.into[self.into[group]];
            group = self.into[group];
        }
        group
    }

    /// Each vulnerability of a release once, under its best known name, by release and severity.
    fn merged(mut self, mut found: Vec<Vulnerability>) -> Vec<Vulnerability> {
        found.sort();
        let mut merged: BTreeMap<(u32, usize), Vulnerability> = BTreeMap::new();
        for one in found {
            let group = self.groups.get(one.id.as_str()).copied().map_or(usize::MAX, |group| self.root(group));
            match merged.entry((one.release, group)) {
                Entry::Vacant(vacant) => drop(vacant.insert(one)),
                Entry::Occupied(mut known) => unite(known.get_mut(), one),
            }
        }
        let mut merged: Vec<Vulnerability> = merged.into_values().collect();
        merged.sort_by(|a, b| (a.release, a.severity, &a.id).cmp(&(b.release, b.severity, &b.id)));
        merged
    }
}

/// Puts what another tool says to what is known; the worst counts.
fn unite(known: &mut Vulnerability, other: Vulnerability) {
    known.severity = known.severity.min(other.severity);
    for (own, told) in [(&mut known.fixed, other.fixed), (&mut known.summary, other.summary)] {
        if own.is_empty() {
            *own = told;
        }
    }
    let mut names: Vec<String> = std::mem::take(&mut known.aliases);
    names.extend(std::iter::once(std::mem::take(&mut known.id)).chain([other.id]).chain(other.aliases));
    names.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.cmp(b)));
    names.dedup();
    names.truncate(MOST_ALIASES + 1);
    known.id = names.remove(0);
    known.aliases = names;
}

/// CVE before GHSA before others.
fn rank(name: &str) -> [bool; 2] {
    [!name.starts_with("CVE-"), !name.starts_with("GHSA-")]
}

/// Which versions are meant, ready to be compared.
struct Range<'a> {
    scheme: Scheme,
    versions: HashSet<&'a str>,
    /// From the first on, up to the second, and with it when the third says so; nothing without a bound.
    ranges: Vec<(Option<Version>, Option<Version>, bool)>,
    /// Whether all that is said could be understood.
    whole: bool,
}

impl<'a> Range<'a> {
    fn new(scheme: Scheme, affected: &'a Affected) -> Self {
        let bound = |text: &str| {
            if text.is_empty() { Some(None) } else { Version::parse(scheme, short(text)?).map(Some) }
        };
        let range = |(start, end, with): &(String, String, bool)| {
            Some((bound(if start == "0" { "" } else { start })?, bound(end)?, *with))
        };
        let versions = affected.versions.iter().map(|version| plain(version)).filter(|version| !version.is_empty());
        let versions: HashSet<&str> = versions.collect();
        let ranges: Vec<_> = affected.ranges.iter().filter_map(range).collect();
        let whole = ranges.len() == affected.ranges.len() && !(ranges.is_empty() && versions.is_empty());
        Self { scheme, versions, ranges, whole }
    }

    /// Whether a release is one of those; nothing when that cannot be said.
    fn has(&self, release: &Release) -> Option<bool> {
        if self.versions.contains(plain(&release.version)) {
            return Some(true);
        }
        let own = Version::parse(self.scheme, &release.version).filter(|_| is_exact(&release.version))?;
        let inside = self.ranges.iter().any(|(start, end, with)| {
            let after = start.as_ref().is_none_or(|start| own >= *start);
            after && end.as_ref().is_none_or(|end| own < *end || *with && own == *end)
        });
        if inside { Some(true) } else { self.whole.then_some(false) }
    }
}

/// A version as every tool writes it: some put a `v` before it, and some do not.
fn plain(version: &str) -> &str {
    version.trim_start_matches(['v', 'V'])
}

fn short(text: &str) -> Option<&str> {
    Some(text).filter(|text| text.len() <= LONGEST_VERSION)
}
