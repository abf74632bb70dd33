//! Where catalog files contradict their repositories: all of it by team and by rule, and that of one entity or team.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::Serialize;

use super::{observed::query, reference::Reference, shell::Head};
use crate::{
    diagnostic::{DriftRule, Finding, Side},
    model::{EntityIndex, SitePath},
    render::board::Board,
};

/// So many findings of a rule, or of a team, stand on a page; the JSON beside it has the rest.
const MOST: usize = 100;

/// All of it.
#[derive(Debug, Serialize)]
pub(crate) struct DriftView {
    head: Head,
    /// Entities that were compared, and those of whose code or history not enough is known.
    compared: usize,
    unknown: usize,
    count: usize,
    teams: Vec<TeamLine>,
    rules: Vec<RuleLines>,
    /// The day of the newest commit, which says how old all of it is.
    day: Option<String>,
}

#[derive(Debug, Serialize)]
struct TeamLine {
    owner: Option<Reference>,
    count: usize,
    entities: usize,
    query: String,
}

/// What one rule found.
#[derive(Debug, Serialize)]
struct RuleLines {
    id: &'static str,
    title: &'static str,
    declared: &'static str,
    shown: &'static str,
    count: usize,
    query: String,
    found: Vec<Contradiction>,
    more: usize,
}

/// One contradiction.
#[derive(Debug, Serialize)]
pub(crate) struct Contradiction {
    severity: &'static str,
    rule: &'static str,
    message: String,
    advice: &'static str,
    /// Whose, on pages of many.
    entity: Option<Reference>,
    sides: [SideLine; 2],
    diff: Vec<DiffLine>,
}

/// Where something is said, and what.
#[derive(Debug, Serialize)]
struct SideLine {
    label: &'static str,
    words: String,
    place: String,
    href: Option<String>,
}

#[derive(Debug, Serialize)]
struct DiffLine {
    kind: &'static str,
    text: String,
}

/// What is told on the page of one entity or team.
#[derive(Debug, Serialize)]
pub(crate) struct OwnDrift {
    count: usize,
    found: Vec<Contradiction>,
    more: usize,
    query: String,
}

impl DriftView {
    pub(crate) fn new(board: &Board<'_>, page: &SitePath) -> Self {
        let mut by_rule: Vec<(&'static DriftRule, Vec<&Finding>)> = Vec::new();
        for finding in &board.drift.findings {
            match by_rule.iter_mut().find(|(rule, _)| rule.id == finding.rule.id) {
                Some((_, found)) => found.push(finding),
                None => by_rule.push((finding.rule, vec![finding])),
            }
        }
        by_rule.sort_by_key(|(rule, found)| (found[0].severity, Reverse(found.len()), rule.id));
        let lies_here = |index: &EntityIndex| board.observed.get(*index, "code").is_some();
        let code = board.catalog.iter().map(|(index, _)| index).filter(lies_here).count();
        let newest = board.catalog.repos().iter().filter_map(|repo| repo.commit.as_ref()?.time.get(..10)).max();
        Self {
            head: Head::new("Drift", "explore").describe("Where catalog files contradict what repositories show."),
            compared: board.drift.known.len(),
            unknown: code.saturating_sub(board.drift.known.len()),
            count: board.drift.findings.len(),
            teams: teams(board, page),
            rules: by_rule.into_iter().map(|(rule, found)| lines(board, page, (rule, &found))).collect(),
            day: newest.map(str::to_owned),
        }
    }
}

fn teams(board: &Board<'_>, page: &SitePath) -> Vec<TeamLine> {
    let mut found: BTreeMap<&str, (TeamLine, Option<EntityIndex>)> = BTreeMap::new();
    for finding in &board.drift.findings {
        let entity = &board.catalog[finding.entity];
        let owner = entity.related("ownedBy").next().map_or("", |relation| relation.target.as_str());
        let query = match owner {
            "" => "has:drift -has:owner".to_owned(),
            owner => format!("has:drift {}", query("owner", owner)),
        };
        let new = || (TeamLine { owner: board.owner(page, entity), count: 0, entities: 0, query }, None);
        let (line, last) = found.entry(owner).or_insert_with(new);
        line.count += 1;
        // Findings stand by entity.
        line.entities += usize::from(*last != Some(finding.entity));
        *last = Some(finding.entity);
    }
    let mut teams: Vec<TeamLine> = found.into_values().map(|(line, _)| line).collect();
    teams.sort_by_key(|team| Reverse(team.count));
    teams
}

fn lines(board: &Board<'_>, page: &SitePath, (rule, found): (&'static DriftRule, &[&Finding])) -> RuleLines {
    RuleLines {
        id: rule.id,
        title: rule.title,
        declared: rule.declared,
        shown: rule.shown,
        count: found.len(),
        query: query("drift", rule.id),
        found: found.iter().take(MOST).map(|finding| one(board, finding, Some(page))).collect(),
        more: found.len().saturating_sub(MOST),
    }
}

/// One finding; the entity is named on the `page` of many.
fn one(board: &Board<'_>, finding: &Finding, page: Option<&SitePath>) -> Contradiction {
    let diff = finding.patch.as_ref().map(|patch| patch.diff.as_str()).unwrap_or_default();
    Contradiction {
        severity: finding.severity.name(),
        rule: finding.rule.id,
        message: finding.message.clone(),
        advice: finding.rule.advice,
        entity: page.map(|page| board.reference(page, finding.entity)),
        sides: [
            side(board, "The catalog says", &finding.declared),
            side(board, "The repository shows", &finding.shown),
        ],
        // The names of the files are said already.
        diff: diff.lines().skip(2).map(diff_line).collect(),
    }
}

fn diff_line(line: &str) -> DiffLine {
    let kind = match line.chars().next() {
        Some('+') => "add",
        Some('-') => "del",
        Some('@') => "head",
        _ => "same",
    };
    DiffLine { kind, text: format!("{line}\n") }
}

fn side(board: &Board<'_>, label: &'static str, side: &Side) -> SideLine {
    let evidence = &side.evidence;
    let name = &board.catalog[evidence.repo].name;
    let mut place = format!("{name}/{}", evidence.path).trim_end_matches('/').to_owned();
    if evidence.line > 0 {
        place = format!("{place}:{}", evidence.line);
    }
    let href = board.catalog.evidence_url(evidence).map(|url| url.as_str().to_owned());
    SideLine { label, words: side.words.clone(), place, href }
}

/// What is found of one entity, and of what a team owns.
pub(crate) fn own(board: &Board<'_>, page: &SitePath, index: EntityIndex) -> Option<OwnDrift> {
    let entity = &board.catalog[index];
    if entity.id.kind() != "group" {
        let found: Vec<Contradiction> = board.drift.of(index).iter().map(|finding| one(board, finding, None)).collect();
        let query = query("ref", entity.id.as_str());
        return Some(OwnDrift { count: found.len(), found, more: 0, query }).filter(|own| !own.found.is_empty());
    }
    let owned = entity.related("ownerOf").filter_map(|relation| relation.entity);
    let all: Vec<&Finding> = owned.flat_map(|index| board.drift.of(index)).collect();
    let found = all.iter().take(MOST).map(|finding| one(board, finding, Some(page))).collect();
    let query = format!("has:drift {}", query("owner", entity.id.as_str()));
    Some(OwnDrift { count: all.len(), found, more: all.len().saturating_sub(MOST), query })
        .filter(|own| !own.found.is_empty())
}
