//! `packages.json`: what everything is built from, and how many use it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::json;
use crate::{
    model::Output,
    render::{Content, views::query},
};

/// All packages.
#[derive(Serialize, JsonSchema)]
pub(super) struct PackagesFile<'a> {
    /// Of how many entities it is known what they are built from.
    known: usize,
    /// By name.
    packages: Vec<PackageFile<'a>>,
}

/// A package.
#[derive(Serialize, JsonSchema)]
struct PackageFile<'a> {
    /// As queries name it: `npm/@babel/core`.
    name: &'a str,
    /// The type of its package URL.
    ecosystem: &'a str,
    /// What finds the entities that use it.
    query: String,
    versions: Vec<VersionFile<'a>>,
}

/// A version of a package.
#[derive(Serialize, JsonSchema)]
struct VersionFile<'a> {
    /// As written: a range where no lock file tells the version; empty when neither is known.
    version: &'a str,
    /// The package URL.
    purl: String,
    /// How many entities use it, directly or through others.
    entities: u32,
    /// Of how many a manifest names it.
    direct: u32,
}

pub(super) fn file(content: &Content<'_>) -> Output {
    let packages = content.packages;
    let mut users = vec![(0, 0); packages.releases.len()];
    let mut known = 0;
    for (index, _) in content.catalog.iter() {
        known += usize::from(packages.bundles_of(index).is_some());
        packages.releases_of(index, false).into_iter().for_each(|release| users[release as usize].0 += 1);
        packages.releases_of(index, true).into_iter().for_each(|release| users[release as usize].1 += 1);
    }
    let mut found: BTreeMap<&str, Vec<VersionFile<'_>>> = BTreeMap::new();
    for (release, (entities, direct)) in packages.releases.iter().zip(users).filter(|(_, (entities, _))| *entities > 0)
    {
        found.entry(&release.package).or_default().push(VersionFile {
            version: &release.version,
            purl: release.purl(),
            entities,
            direct,
        });
    }
    let package = |(name, versions): (_, _)| {
        let name: &str = name;
        PackageFile {
            name,
            ecosystem: name.split('/').next().unwrap_or_default(),
            query: query("package", name),
            versions,
        }
    };
    json("packages.json", &PackagesFile { known, packages: found.into_iter().map(package).collect() })
}
