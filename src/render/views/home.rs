//! The first page: what is here, what needs attention, what was read lately, and the systems with who plays in them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    catalog::{KindLink, kind_links},
    reference::Reference,
    row,
    shell::{Head, day, kind_page, page},
};
use crate::{
    model::{EntityIndex, SitePath},
    render::{board::Board, kinds},
};

/// The most lines that one card lists.
const MOST_LINES: usize = 6;

/// The most systems on the map.
const MOST_SYSTEMS: usize = 48;

/// The most teams to choose from.
const MOST_TEAMS: usize = 500;

/// The first page.
#[derive(Debug, Serialize)]
pub(crate) struct HomeView {
    head: Head,
    kinds: Vec<KindLink>,
    entities: usize,
    books: usize,
    documents: usize,
    docs_href: String,
    diagnostics_href: String,
    teams: Vec<TeamChoice>,
    attention: Vec<Attention>,
    attention_more: usize,
    commits: Vec<CommitLine>,
    /// The day of the newest commit.
    newest: Option<String>,
    sources_href: String,
    feed_href: Option<&'static str>,
    systems: Vec<SystemCard>,
    systems_more: usize,
    systems_href: String,
}

/// A team that a reader may say they belong to.
#[derive(Debug, Serialize)]
struct TeamChoice {
    reference: String,
    title: String,
    href: String,
    owned_href: String,
    owned: usize,
    members: usize,
    problems: usize,
}

/// Problems of what one owner owns.
#[derive(Debug, Serialize)]
struct Attention {
    owner: Option<Reference>,
    errors: usize,
    warnings: usize,
    entities: usize,
    href: String,
}

/// A repository and its newest commit.
#[derive(Debug, Serialize)]
struct CommitLine {
    repo: String,
    url: Option<String>,
    day: String,
    commit: String,
    entities: usize,
}

/// A system and who plays in it.
#[derive(Debug, Serialize)]
struct SystemCard {
    domain: Option<Reference>,
    system: Reference,
    owner: Option<Reference>,
    parts: Vec<Reference>,
    more: usize,
    /// All parts as a query.
    query: String,
}

impl HomeView {
    pub(crate) fn new(board: &Board<'_>, from: &SitePath) -> Self {
        let (attention, attention_more) = attention(board, from);
        let (systems, systems_more) = systems(board, from);
        Self {
            head: Head::new("Home", "home"),
            kinds: kind_links(board, from, None),
            entities: board.catalog.entities().len(),
            books: board.library.books.len(),
            documents: board.library.books.iter().map(|book| book.pages.len()).sum(),
            docs_href: from.href_to(&page("docs")),
            diagnostics_href: from.href_to(&page("diagnostics")),
            teams: teams(board, from),
            attention,
            attention_more,
            commits: commits(board),
            newest: newest(board),
            sources_href: from.href_to(&page("sources")),
            feed_href: (board.exports.feeds && board.url.is_some()).then_some("feeds/all.atom"),
            systems,
            systems_more,
            systems_href: from.href_to(&kind_page("system")),
        }
    }
}

fn teams(board: &Board<'_>, from: &SitePath) -> Vec<TeamChoice> {
    let choice = |index: EntityIndex| {
        let entity = &board.catalog[index];
        let owned: Vec<EntityIndex> = board.targets(index, "ownerOf").collect();
        let problems = owned.iter().map(|index| row::problems(board, &board.catalog[*index].id));
        TeamChoice {
            reference: entity.id.to_string(),
            title: entity.title().to_owned(),
            href: from.href_to(&entity.id.page()),
            owned_href: format!("{}#owner={}", from.href_to(&page("catalog")), entity.id),
            owned: owned.len(),
            members: board.targets(index, "hasMember").count(),
            problems: problems.map(|(errors, warnings)| errors + warnings).sum(),
        }
    };
    board.of_kind("group").take(MOST_TEAMS).map(choice).collect()
}

/// Owners by the problems of what they own, the worst first; then how many owners are left out.
fn attention(board: &Board<'_>, from: &SitePath) -> (Vec<Attention>, usize) {
    let mut owners: BTreeMap<Option<&str>, (usize, usize, usize)> = BTreeMap::new();
    for entity in board.catalog.entities() {
        let (errors, warnings) = row::problems(board, &entity.id);
        if errors + warnings > 0 {
            let owner = entity.related("ownedBy").next().map(|relation| relation.target.as_str());
            let counts = owners.entry(owner).or_default();
            *counts = (counts.0 + errors, counts.1 + warnings, counts.2 + 1);
        }
    }
    let mut owners: Vec<_> = owners.into_iter().collect();
    owners.sort_by_key(|(_, (errors, warnings, _))| std::cmp::Reverse((*errors, *warnings)));
    let more = owners.len().saturating_sub(MOST_LINES);
    let catalog = from.href_to(&page("catalog"));
    let lines = owners.into_iter().take(MOST_LINES).map(|(owner, (errors, warnings, entities))| Attention {
        owner: owner.and_then(|owner| reference(board, from, owner)),
        errors,
        warnings,
        entities,
        href: format!("{catalog}#problems=yes&owner={}", owner.unwrap_or("none")),
    });
    (lines.collect(), more)
}

/// A link to an entity by its identity, or its name when nothing declares it.
fn reference(board: &Board<'_>, from: &SitePath, id: &str) -> Option<Reference> {
    match board.find(id, "default") {
        Some(index) => Some(board.reference(from, index)),
        None => {
            let reference = crate::model::EntityRef::parse(id, None, "default").ok()?;
            Some(Reference::dangling(&crate::model::EntityId::from(&reference)))
        }
    }
}

/// The day of the newest commit.
fn newest(board: &Board<'_>) -> Option<String> {
    let commits = board.catalog.repos().iter().filter_map(|repo| repo.commit.as_ref());
    commits.map(|commit| day(&commit.time)).max()
}

fn commits(board: &Board<'_>) -> Vec<CommitLine> {
    let mut counts: BTreeMap<crate::model::RepoIndex, usize> = BTreeMap::new();
    for entity in board.catalog.entities() {
        *counts.entry(entity.origin.repo).or_default() += 1;
    }
    let mut repos: Vec<_> = (0..).map(crate::model::RepoIndex).zip(board.catalog.repos()).collect();
    repos.retain(|(_, repo)| repo.commit.is_some());
    repos.sort_by_key(|(_, repo)| std::cmp::Reverse(repo.commit.as_ref().map(|commit| commit.time.clone())));
    let lines = repos.into_iter().take(MOST_LINES).filter_map(|(index, repo)| {
        let commit = repo.commit.as_ref()?;
        Some(CommitLine {
            repo: repo.name.clone(),
            url: repo.url.as_ref().map(ToString::to_string),
            day: day(&commit.time),
            commit: commit.id.chars().take(8).collect(),
            entities: counts.get(&index).copied().unwrap_or_default(),
        })
    });
    lines.collect()
}

/// Systems in the order of their domains, those without one last; then how many are left out.
fn systems(board: &Board<'_>, from: &SitePath) -> (Vec<SystemCard>, usize) {
    let domain = |system: &EntityIndex| board.parent(&board.catalog[*system], "domain");
    let mut systems: Vec<EntityIndex> = board.of_kind("system").collect();
    systems.sort_by_key(|system| (domain(system).is_none(), domain(system)));
    let more = systems.len().saturating_sub(MOST_SYSTEMS);
    let cards = systems.iter().take(MOST_SYSTEMS).map(|system| system_card(board, from, *system));
    (cards.collect(), more)
}

fn system_card(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> SystemCard {
    let parts: Vec<EntityIndex> = board.targets(index, "hasPart").collect();
    SystemCard {
        domain: board.parent(&board.catalog[index], "domain").map(|domain| board.reference(from, domain)),
        system: board.reference(from, index),
        owner: board.owner(from, &board.catalog[index]),
        more: parts.len().saturating_sub(MOST_LINES),
        query: format!("part-of:{}", kinds::query_value(board.catalog[index].id.as_str())),
        parts: parts.iter().take(MOST_LINES).map(|part| board.reference(from, *part)).collect(),
    }
}
