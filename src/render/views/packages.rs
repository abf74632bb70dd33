//! The page of packages, and the part of an entity's page about its own.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{
    observed::query,
    shell::{Head, day},
    vulnerabilities::{self, OwnVulnerability},
};
use crate::{
    model::{Bundle, EntityIndex, Evidence, Release, Use},
    render::board::Board,
};

/// So many packages stand in the list of those that most use.
const MOST_PACKAGES: usize = 100;

/// So many versions of one package are told apart.
const MOST_VERSIONS: usize = 6;

/// So many packages of one entity are shown, direct ones and others each.
const MOST_LINES: usize = 150;

/// What the organisation is built from.
#[derive(Debug, Serialize)]
pub(crate) struct PackagesView {
    head: Head,
    /// Of how many entities packages are known.
    known: usize,
    packages: usize,
    ecosystems: Vec<Ecosystem>,
    most_used: Vec<Used>,
    /// The day of the newest commit, which says how old all of it is.
    day: Option<String>,
}

#[derive(Debug, Serialize)]
struct Ecosystem {
    name: String,
    packages: usize,
    entities: usize,
    /// Its entities in percent of all that use any package.
    width: usize,
    query: String,
}

/// A package and who uses which version of it.
#[derive(Debug, Serialize)]
struct Used {
    name: String,
    entities: usize,
    direct: usize,
    query: String,
    direct_query: String,
    versions: Vec<VersionCount>,
    more: usize,
}

#[derive(Debug, Serialize)]
struct VersionCount {
    version: String,
    entities: usize,
    query: String,
}

/// Users on their way into the table.
#[derive(Default)]
struct Users {
    all: BTreeSet<EntityIndex>,
    direct: BTreeSet<EntityIndex>,
    versions: BTreeMap<String, BTreeSet<EntityIndex>>,
}

impl PackagesView {
    pub(crate) fn new(board: &Board<'_>) -> Self {
        let mut users: BTreeMap<&str, Users> = BTreeMap::new();
        let mut known = 0;
        for (index, _) in board.catalog.iter() {
            let releases = board.packages.releases_of(index, false);
            known += usize::from(!releases.is_empty());
            for release in releases {
                let Release { package, version } = &board.packages.releases[release as usize];
                let own = users.entry(package).or_default();
                own.all.insert(index);
                own.versions.entry(version.clone()).or_default().insert(index);
            }
            for release in board.packages.releases_of(index, true) {
                let package = &board.packages.releases[release as usize].package;
                users.entry(package).or_default().direct.insert(index);
            }
        }
        let ecosystems = ecosystems(&users, known);
        let mut order: Vec<(&str, &Users)> = users.iter().map(|(name, own)| (*name, own)).collect();
        order.sort_by_key(|(name, own)| (std::cmp::Reverse((own.all.len(), own.direct.len())), *name));
        let newest = board.catalog.repos().iter().filter_map(|repo| repo.commit.as_ref()?.time.get(..10)).max();
        Self {
            head: Head::new("Packages", "explore").describe("What code is built from, directly and through others."),
            known,
            packages: users.len(),
            ecosystems,
            most_used: order.into_iter().take(MOST_PACKAGES).map(|(name, own)| used(name, own)).collect(),
            day: newest.map(str::to_owned),
        }
    }
}

fn ecosystems(users: &BTreeMap<&str, Users>, known: usize) -> Vec<Ecosystem> {
    let mut found: BTreeMap<&str, (usize, BTreeSet<EntityIndex>)> = BTreeMap::new();
    for (package, own) in users {
        let (count, entities) = found.entry(package.split('/').next().unwrap_or_default()).or_default();
        *count += 1;
        entities.extend(&own.all);
    }
    let ecosystem = |(name, (packages, entities)): (&str, (usize, BTreeSet<EntityIndex>))| Ecosystem {
        name: name.to_owned(),
        packages,
        entities: entities.len(),
        width: entities.len() * 100 / known.max(1),
        query: format!("package:{name}/*"),
    };
    let mut found: Vec<Ecosystem> = found.into_iter().map(ecosystem).collect();
    found.sort_by(|a, b| b.entities.cmp(&a.entities).then_with(|| a.name.cmp(&b.name)));
    found
}

fn used(name: &str, own: &Users) -> Used {
    let mut versions: Vec<(&String, usize)> =
        own.versions.iter().map(|(version, users)| (version, users.len())).collect();
    versions.sort_by_key(|(_, users)| std::cmp::Reverse(*users));
    let count = |(version, entities): &(&String, usize)| VersionCount {
        version: if version.is_empty() { "any".to_owned() } else { (*version).clone() },
        entities: *entities,
        query: find(name, version),
    };
    Used {
        name: name.to_owned(),
        entities: own.all.len(),
        direct: own.direct.len(),
        query: query("package", name),
        direct_query: query("direct-package", name),
        versions: versions.iter().take(MOST_VERSIONS).map(count).collect(),
        more: versions.len().saturating_sub(MOST_VERSIONS),
    }
}

/// The query for a package at a version.
fn find(package: &str, version: &str) -> String {
    if version.is_empty() {
        return query("package", package);
    }
    // The version alone is quoted: signs in a range are no comparisons then.
    format!("{}@\"{}\"", query("package", package), version.replace(['\\', '"'], ""))
}

/// What an entity is built from.
#[derive(Debug, Serialize)]
pub(crate) struct OwnPackages {
    direct_count: usize,
    other_count: usize,
    direct: Vec<Line>,
    others: Vec<Line>,
    more_direct: usize,
    more_others: usize,
    day: Option<String>,
    wrong: Vec<OwnVulnerability>,
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    version: String,
    query: String,
    /// From what the manifest names to it.
    through: Vec<String>,
    development: bool,
    place: String,
    href: Option<String>,
}

/// All of it; nothing where no manifest is.
pub(crate) fn own(board: &Board<'_>, index: EntityIndex) -> Option<OwnPackages> {
    let mut direct: BTreeMap<u32, (&Bundle, u32)> = BTreeMap::new();
    let mut others: BTreeMap<u32, (&Bundle, u32)> = BTreeMap::new();
    for bundle in board.packages.bundles_of(index)? {
        for (place, one) in (0..).zip(&bundle.uses) {
            let list = if one.direct { &mut direct } else { &mut others };
            list.entry(one.release).or_insert((bundle, place));
        }
    }
    others.retain(|release, _| !direct.contains_key(release));
    if direct.is_empty() && others.is_empty() {
        return None;
    }
    let repo = direct.values().chain(others.values()).next().map(|(bundle, _)| bundle.repo)?;
    let lines = |list: &BTreeMap<u32, (&Bundle, u32)>| -> Vec<Line> {
        list.values().take(MOST_LINES).map(|(bundle, place)| line(board, bundle, *place)).collect()
    };
    Some(OwnPackages {
        direct_count: direct.len(),
        other_count: others.len(),
        direct: lines(&direct),
        others: lines(&others),
        more_direct: direct.len().saturating_sub(MOST_LINES),
        more_others: others.len().saturating_sub(MOST_LINES),
        day: board.catalog[repo].commit.as_ref().map(|commit| day(&commit.time).to_owned()),
        wrong: vulnerabilities::own(board, index),
    })
}

fn line(board: &Board<'_>, bundle: &Bundle, place: u32) -> Line {
    let one: &Use = &bundle.uses[place as usize];
    let release = &board.packages.releases[one.release as usize];
    let path = if one.locked { bundle.lock.as_ref().unwrap_or(&bundle.manifest) } else { &bundle.manifest };
    let evidence = Evidence { repo: bundle.repo, path: path.clone(), line: one.line, commit: None };
    let mut way = board.packages.way(bundle, place);
    way.pop();
    Line {
        name: release.package.clone(),
        version: release.version.clone(),
        query: query("package", &release.package),
        through: way,
        development: one.development,
        place: if one.line == 0 { path.to_string() } else { format!("{path}:{}", one.line) },
        href: board.catalog.evidence_url(&evidence).map(|url| url.as_str().to_owned()),
    }
}
