//! `vulnerabilities.json`: what is wrong with what everything is built from.

use schemars::JsonSchema;
use serde::Serialize;

use super::json;
use crate::{model::Output, render::board::Board};

/// All that is known to be wrong.
#[derive(Serialize, JsonSchema)]
pub(super) struct VulnerabilitiesFile<'a> {
    /// Whether a source holds advisories or a scanner's report; without one nothing is known.
    judged: bool,
    vulnerabilities: Vec<VulnerabilityFile<'a>>,
}

/// Something that is wrong with a package at a version.
#[derive(Serialize, JsonSchema)]
struct VulnerabilityFile<'a> {
    id: &'a str,
    aliases: &'a [String],
    /// `critical`, `high`, `medium`, `low` or `unknown`.
    severity: &'a str,
    /// As queries name it: `npm/lodash@4.17.20`.
    package: String,
    /// The package URL.
    purl: String,
    /// The version that mends it; null when none is known.
    fixed: Option<&'a str>,
    summary: &'a str,
    /// The file that says so, as `repository/path`.
    source: &'a str,
    entities: Vec<UserFile<'a>>,
}

/// An entity that uses it.
#[derive(Serialize, JsonSchema)]
struct UserFile<'a> {
    entity: &'a str,
    owner: Option<&'a str>,
    /// From what its manifest names to the package; of a long way `…` stands for its middle.
    path: Vec<String>,
}

pub(super) fn file(board: &Board<'_>) -> Output {
    let found = crate::render::views::vulnerabilities::findings(board);
    let user = |release: u32, index: crate::model::EntityIndex| {
        let entity = &board.catalog[index];
        let uses = board.packages.bundles_of(index).into_iter().flatten().filter_map(|bundle| {
            let place = bundle.uses.iter().position(|one| one.release == release)?;
            Some(board.packages.way(bundle, place as u32))
        });
        let shortest = uses.min_by_key(Vec::len).unwrap_or_default();
        UserFile {
            entity: entity.id.as_str(),
            owner: entity.related("ownedBy").next().map(|owner| owner.target.as_str()),
            path: shortest,
        }
    };
    let vulnerabilities = found
        .iter()
        .map(|(one, users)| {
            let release = &board.packages.releases[one.release as usize];
            VulnerabilityFile {
                id: &one.id,
                aliases: &one.aliases,
                severity: one.severity.name(),
                package: release.label(),
                purl: release.purl(),
                fixed: Some(one.fixed.as_str()).filter(|fixed| !fixed.is_empty()),
                summary: &one.summary,
                source: &one.source,
                entities: users.iter().map(|index| user(one.release, *index)).collect(),
            }
        })
        .collect();
    json("vulnerabilities.json", &VulnerabilitiesFile { judged: board.packages.judged, vulnerabilities })
}
