//! Packages: what the code of entities is built from, and through whom.

use super::{EntityIndex, RepoIndex, RepoPath};

/// A package at a version.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    /// The type of its package URL, its namespace and its name: `npm/@babel/core`, `maven/org.slf4j/slf4j-api`.
    pub package: String,
    /// As written: a version, a range where no lock file tells the version, or empty when neither is known.
    pub version: String,
}

impl Release {
    /// As queries and tables name it: `npm/@babel/core@7.20.1`.
    pub fn label(&self) -> String {
        if self.version.is_empty() { self.package.clone() } else { format!("{}@{}", self.package, self.version) }
    }

    /// The type of its package URL.
    pub fn purl_type(&self) -> &str {
        self.package.split('/').next().unwrap_or_default()
    }

    /// Its package URL, as <https://github.com/package-url/purl-spec> writes it.
    pub fn purl(&self) -> String {
        let mut text = String::from("pkg:");
        escape(&self.package, "/", &mut text);
        if !self.version.is_empty() {
            text.push('@');
            escape(&self.version, ":", &mut text);
        }
        text
    }
}

/// Percent-encodes all but letters, digits, `.-_~` and what is kept besides.
fn escape(text: &str, kept: &str, into: &mut String) {
    for byte in text.bytes() {
        let c = char::from(byte);
        if byte.is_ascii_alphanumeric() || ".-_~".contains(c) || kept.contains(c) {
            into.push(c);
        } else {
            into.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// Splits a label into package and version; a scope's `@` begins no version.
pub fn split_label(label: &str) -> (&str, &str) {
    match label.rfind('@').filter(|at| *at > 0 && !label[..*at].ends_with('/')) {
        Some(at) => (&label[..at], &label[at + 1..]),
        None => (label, ""),
    }
}

/// One package among those of a manifest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its place in [`Packages::releases`].
    pub release: u32,
    /// The place in the same list of the one that needs it, on a shortest way from the manifest; none for what the
    /// manifest names itself, and for what is locked without a word of who needs it.
    pub via: Option<u32>,
    /// Whether the manifest names it itself.
    pub direct: bool,
    /// Whether it is needed to build or test only.
    pub development: bool,
    /// Whether its line is one of the lock file; else of the manifest.
    pub locked: bool,
    /// Where it is named, from 1; 0 when that is not known.
    pub line: u32,
}

/// How much a bundle tells of what an entity is built from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What a manifest names itself; what comes with that is not known.
    Named,
    /// That, and all that comes with it.
    Locked,
    /// An inventory: all that is in what was built.
    Listed,
}

/// Of what everything is known of an entity, so that what is not found is not there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sure {
    /// Of all packages.
    pub packages: bool,
    /// Of those that manifests name themselves.
    pub direct: bool,
    /// Of what is wrong with them.
    pub vulnerabilities: bool,
}

/// What one manifest with its lock file brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    /// The repository.
    pub repo: RepoIndex,
    /// The manifest, or the lock file when that stands alone.
    pub manifest: RepoPath,
    /// What fixes the versions.
    pub lock: Option<RepoPath>,
    /// Direct ones first.
    pub uses: Vec<Use>,
    /// Whether anything may come besides.
    pub extent: Extent,
}

/// What is wrong with a release.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vulnerability {
    /// The place of the release in [`Packages::releases`].
    pub release: u32,
    /// Its best known name: CVE before GHSA before others.
    pub id: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// How bad.
    pub severity: Danger,
    /// The version that mends it; empty when none is known.
    pub fixed: String,
    /// One line.
    pub summary: String,
    /// Which file says so, as `repository/path`.
    pub source: String,
}

/// How bad a vulnerability is, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Danger {
    /// From 9.0.
    Critical,
    /// From 7.0.
    High,
    /// From 4.0.
    Medium,
    /// Below.
    Low,
    /// Nobody said.
    Unknown,
}

impl Danger {
    /// As JSON and pages name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::Unknown => "unknown",
        }
    }
}

/// All packages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packages {
    /// Sorted, each once.
    pub releases: Vec<Release>,
    /// By repository and path.
    pub bundles: Vec<Bundle>,
    /// The places of the bundles of each entity, in the order of the catalog; none for one whose code is not known.
    pub of: Vec<Option<Vec<u32>>>,
    /// What is known of each entity, in the order of the catalog.
    pub sure: Vec<Sure>,
    /// Sorted by release and severity.
    pub vulnerabilities: Vec<Vulnerability>,
    /// Whether anything said what is wrong with packages: without it nothing is known of that.
    pub judged: bool,
}

impl Packages {
    /// The places of the bundles of an entity.
    pub fn places_of(&self, entity: EntityIndex) -> &[u32] {
        self.of.get(entity.0 as usize).and_then(Option::as_deref).unwrap_or_default()
    }

    /// What an entity is built from; nothing when its code is not known.
    pub fn bundles_of(&self, entity: EntityIndex) -> Option<impl Iterator<Item = &Bundle>> {
        let places = self.of.get(entity.0 as usize)?.as_ref()?;
        Some(places.iter().map(|place| &self.bundles[*place as usize]))
    }

    /// The releases that an entity uses, ascending, each once; `direct` for those that manifests name themselves.
    pub fn releases_of(&self, entity: EntityIndex, direct: bool) -> Vec<u32> {
        let uses = self.bundles_of(entity).into_iter().flatten().flat_map(|bundle| &bundle.uses);
        let mut found: Vec<u32> = uses.filter(|one| one.direct || !direct).map(|one| one.release).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What is wrong with a release.
    pub fn wrong_with(&self, release: u32) -> &[Vulnerability] {
        let start = self.vulnerabilities.partition_point(|one| one.release < release);
        let length = self.vulnerabilities[start..].partition_point(|one| one.release == release);
        &self.vulnerabilities[start..start + length]
    }

    /// From what the manifest names to a use, which is the last, as labels. Of a long way `…` stands for its middle, and
    /// for its beginning too when that is very far.
    pub fn way(&self, bundle: &Bundle, place: u32) -> Vec<String> {
        const LONGEST: usize = 12;
        const FARTHEST: usize = 200;
        let release = |place: u32| self.releases.get(bundle.uses.get(place as usize)?.release as usize);
        let mut steps = std::iter::successors(Some(place), |place| bundle.uses.get(*place as usize)?.via);
        let mut way: Vec<&Release> = steps.by_ref().take(FARTHEST).filter_map(release).collect();
        way.reverse();
        let label = |release: &&Release| release.label();
        if way.len() <= LONGEST {
            return way.iter().map(label).collect();
        }
        let beginning = way.first().filter(|_| steps.next().is_none()).map(label);
        let end = way[way.len() - (LONGEST - 2)..].iter().map(label);
        beginning.into_iter().chain([String::from("…")]).chain(end).collect()
    }
}
