//! Which releases advisories are about.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    assemble::{LONGEST_NAME, LONGEST_VERSION, is_plain},
    read::advisory::{Advisory, Affected},
};
use crate::{
    model::{Danger, Release, Vulnerability},
    version::{Scheme, Version},
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

/// What is wrong with releases, by release and severity; `said` is by file. Besides, the places of files that would take
/// too long to compare.
pub(super) fn vulnerabilities(
    releases: &[Release],
    said: &[(String, Vec<Advisory>)],
) -> (Vec<Vulnerability>, BTreeSet<usize>) {
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
    let (mut found, mut left) = (Vec::new(), BTreeSet::new());
    for (package, numbers) in named {
        let mut comparisons = 0;
        for saying in about.get(&package).into_iter().flatten() {
            comparisons += numbers.len() * (saying.affected.ranges.len() + 1);
            if comparisons > MOST_COMPARISONS {
                left.insert(saying.source);
                continue;
            }
            let range = Range::new(Scheme::of(package.split('/').next().unwrap_or_default()), saying.affected);
            let hit = numbers.iter().filter(|number| range.has(&releases[**number as usize]));
            found.extend(hit.map(|number| vulnerability(*number, saying, &said[saying.source].0)));
        }
    }
    found.sort();
    found.dedup_by(|later, first| later.release == first.release && is_same(first, later));
    found.sort_by(|a, b| (a.release, a.severity, &a.id).cmp(&(b.release, b.severity, &b.id)));
    (found, left)
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

/// Whether two of one release are known under the same name.
fn is_same(first: &Vulnerability, later: &Vulnerability) -> bool {
    first.id == later.id || first.aliases.contains(&later.id) || later.aliases.contains(&first.id)
}

/// Which versions are meant, ready to be compared.
struct Range<'a> {
    scheme: Scheme,
    versions: HashSet<&'a str>,
    /// From the first on, up to the second, and with it when the third says so; nothing without a bound.
    ranges: Vec<(Option<Version>, Option<Version>, bool)>,
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
        Self { scheme, versions: versions.collect(), ranges: affected.ranges.iter().filter_map(range).collect() }
    }

    /// Whether a release is one of those; of a range it is not known.
    fn has(&self, release: &Release) -> bool {
        let version = plain(&release.version);
        if self.versions.contains(version) {
            return true;
        }
        if !version.starts_with(|c: char| c.is_ascii_digit()) || version.contains([' ', ',', '|', '*']) {
            return false;
        }
        let Some(own) = Version::parse(self.scheme, &release.version) else { return false };
        self.ranges.iter().any(|(start, end, with)| {
            let after = start.as_ref().is_none_or(|start| own >= *start);
            after && end.as_ref().is_none_or(|end| own < *end || *with && own == *end)
        })
    }
}

/// A version as every tool writes it: some put a `v` before it, and some do not.
fn plain(version: &str) -> &str {
    version.trim_start_matches(['v', 'V'])
}

fn short(text: &str) -> Option<&str> {
    Some(text).filter(|text| text.len() <= LONGEST_VERSION)
}
