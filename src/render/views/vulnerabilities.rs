//! The page of vulnerabilities, by team and one by one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{observed::query, reference::Reference, shell::Head};
use crate::{
    model::{Danger, EntityIndex, SitePath, Vulnerability},
    render::board::Board,
};

/// So many stand in the list; the JSON beside the page has the rest.
const MOST: usize = 200;

/// So many entities of one vulnerability are named.
const MOST_ENTITIES: usize = 5;

/// What is wrong with what code is built from.
#[derive(Debug, Serialize)]
pub(crate) struct VulnerabilitiesView {
    head: Head,
    /// Whether anything said what is wrong with packages.
    judged: bool,
    teams: Vec<Team>,
    list: Vec<Line>,
    more: usize,
    /// The day of the newest commit, which says how old all of it is.
    day: Option<String>,
}

/// How many of each severity the entities of a team have, each once for each release.
#[derive(Debug, Serialize)]
struct Team {
    owner: Option<Reference>,
    counts: [usize; 5],
    query: String,
}

#[derive(Debug, Serialize)]
struct Line {
    id: String,
    severity: &'static str,
    summary: String,
    package: String,
    fixed: String,
    count: usize,
    entities: Vec<Reference>,
    query: String,
}

/// Entities that use what something is wrong with.
pub(crate) fn findings<'b>(board: &'b Board<'_>) -> BTreeMap<&'b Vulnerability, Vec<EntityIndex>> {
    let mut found: BTreeMap<&Vulnerability, Vec<EntityIndex>> = BTreeMap::new();
    if board.packages.vulnerabilities.is_empty() {
        return found;
    }
    for (index, _) in board.catalog.iter() {
        for release in board.packages.releases_of(index, false) {
            board.packages.wrong_with(release).iter().for_each(|one| found.entry(one).or_default().push(index));
        }
    }
    found
}

impl VulnerabilitiesView {
    pub(crate) fn new(board: &Board<'_>, page: &SitePath) -> Self {
        let found = findings(board);
        let mut lines: Vec<(&Vulnerability, &Vec<EntityIndex>)> =
            found.iter().map(|(one, users)| (*one, users)).collect();
        lines.sort_by_key(|(one, users)| (one.severity, std::cmp::Reverse(users.len()), &one.id, one.release));
        let newest = board.catalog.repos().iter().filter_map(|repo| repo.commit.as_ref()?.time.get(..10)).max();
        Self {
            head: Head::new("Vulnerabilities", "explore").describe("What is known to be wrong with packages, by team."),
            judged: board.packages.judged,
            teams: teams(board, page, &lines),
            more: lines.len().saturating_sub(MOST),
            list: lines.into_iter().take(MOST).map(|(one, users)| line(board, page, one, users)).collect(),
            day: newest.map(str::to_owned),
        }
    }
}

fn teams(board: &Board<'_>, page: &SitePath, lines: &[(&Vulnerability, &Vec<EntityIndex>)]) -> Vec<Team> {
    let mut counts: BTreeMap<&str, Team> = BTreeMap::new();
    for (one, users) in lines {
        for user in *users {
            let entity = &board.catalog[*user];
            let owner = entity.related("ownedBy").next().map_or("", |relation| relation.target.as_str());
            let team = counts.entry(owner).or_insert_with(|| Team {
                owner: board.owner(page, entity),
                counts: [0; 5],
                query: match owner {
                    "" => "has:vulnerability -has:owner".to_owned(),
                    owner => format!("has:vulnerability {}", query("owner", owner)),
                },
            });
            team.counts[one.severity as usize] += 1;
        }
    }
    let mut teams: Vec<Team> = counts.into_values().collect();
    teams.sort_by_key(|team| std::cmp::Reverse(team.counts));
    teams
}

fn line(board: &Board<'_>, page: &SitePath, one: &Vulnerability, users: &[EntityIndex]) -> Line {
    Line {
        id: one.id.clone(),
        severity: one.severity.name(),
        summary: one.summary.clone(),
        package: board.packages.releases[one.release as usize].label(),
        fixed: one.fixed.clone(),
        count: users.len(),
        entities: users.iter().take(MOST_ENTITIES).map(|user| board.reference(page, *user)).collect(),
        query: query("vulnerability", &one.id),
    }
}

/// What is wrong with what one entity is built from.
#[derive(Debug, Serialize)]
pub(crate) struct OwnVulnerability {
    id: String,
    severity: &'static str,
    package: String,
    fixed: String,
    summary: String,
    query: String,
}

pub(crate) fn own(board: &Board<'_>, index: EntityIndex) -> Vec<OwnVulnerability> {
    if board.packages.vulnerabilities.is_empty() {
        return Vec::new();
    }
    let releases = board.packages.releases_of(index, false);
    let mut found: Vec<&Vulnerability> =
        releases.iter().flat_map(|release| board.packages.wrong_with(*release)).collect();
    found.sort_by_key(|one| (one.severity, &one.id, one.release));
    let own = |one: &Vulnerability| OwnVulnerability {
        id: one.id.clone(),
        severity: one.severity.name(),
        package: board.packages.releases[one.release as usize].label(),
        fixed: one.fixed.clone(),
        summary: one.summary.clone(),
        query: query("vulnerability", &one.id),
    };
    found.into_iter().take(MOST).map(own).collect()
}

const _: () = assert!(Danger::Unknown as usize == 4);
