//! The page of infrastructure, and the part of an entity's page about its own.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde::Serialize;

use super::{
    observed::query,
    reference::Reference,
    shell::{Head, day},
};
use crate::{
    model::{EntityIndex, Evidence, SitePath, Thing, Tie},
    render::board::Board,
};

/// So many things are shown at once, and so many more when that is asked for.
const MOST: (usize, usize) = (25, 475);

/// So many types are shown at once, and so many more when that is asked for.
const MOST_TYPES: (usize, usize) = (12, 488);

/// Names of providers that are not called as they are written.
const TITLES: [(&str, &str); 7] = [
    ("aws", "AWS"),
    ("azure", "Azure"),
    ("docker", "Docker"),
    ("google", "Google Cloud"),
    ("helm", "Helm"),
    ("kubernetes", "Kubernetes"),
    ("terraform", "Terraform"),
];

/// What runs, by provider, environment and type.
#[derive(Debug, Serialize)]
pub(crate) struct InfrastructureView {
    head: Head,
    count: usize,
    repos: usize,
    /// How many belong to no entity.
    untied: usize,
    providers: Vec<Group>,
    environments: Vec<Group>,
    /// The day of the newest commit, which says how old all of it is.
    day: Option<String>,
}

/// Things that have something in common.
#[derive(Debug, Serialize)]
struct Group {
    id: String,
    name: String,
    count: usize,
    /// In percent of the largest group.
    width: usize,
    entities: usize,
    /// What finds these entities; empty when there are none.
    query: String,
    types: Fold<Self>,
    things: Fold<Line>,
}

/// Rows of which the first are shown, others are folded, and those after them are counted.
#[derive(Debug, Serialize)]
struct Fold<T> {
    count: usize,
    first: Vec<T>,
    folded: Vec<T>,
    more: usize,
}

impl<T> Default for Fold<T> {
    fn default() -> Self {
        Self { count: 0, first: Vec::new(), folded: Vec::new(), more: 0 }
    }
}

/// A thing.
#[derive(Debug, Serialize)]
struct Line {
    name: String,
    type_name: String,
    query: String,
    environment: Option<String>,
    region: Option<String>,
    entities: Vec<Reference>,
    /// Why it belongs to the entity whose page it is.
    reason: String,
    place: String,
    href: Option<String>,
}

impl InfrastructureView {
    pub(crate) fn new(board: &Board<'_>, from: &SitePath) -> Self {
        let things = &board.infrastructure.things;
        let mut providers: BTreeMap<&str, Vec<&Thing>> = BTreeMap::new();
        let mut environments: BTreeMap<&str, Vec<&Thing>> = BTreeMap::new();
        for thing in things {
            providers.entry(&thing.provider).or_default().push(thing);
            environments.entry(thing.environment.as_deref().unwrap_or_default()).or_default().push(thing);
        }
        let provider = |(name, things): (&str, &Vec<&Thing>)| Group {
            types: fold(types(things), MOST_TYPES, |group| group),
            things: fold(tied_first(things), MOST, |thing| line(board, (from, None), thing)),
            ..group((name, title(name)), things, query_below(name))
        };
        let environment = |(name, things): (&str, &Vec<&Thing>)| {
            let (title, query) = match name {
                "" => ("not known".to_owned(), String::new()),
                name => (name.to_owned(), query("environments", name)),
            };
            group((name, title), things, query)
        };
        let newest = board.catalog.repos().iter().filter_map(|repo| repo.commit.as_ref()?.time.get(..10)).max();
        Self {
            head: Head::new("Infrastructure", "explore").describe("What repositories say of clusters and clouds."),
            count: things.len(),
            repos: things.iter().map(|thing| thing.repo).collect::<BTreeSet<_>>().len(),
            untied: things.iter().filter(|thing| thing.ties.is_empty()).count(),
            providers: largest(providers.iter().map(|(name, things)| provider((name, things))).collect()),
            environments: largest(environments.iter().map(|(name, things)| environment((name, things))).collect()),
            day: newest.map(str::to_owned),
        }
    }
}

/// Those that belong to somebody before those that nobody is known for.
fn tied_first<'t>(things: &[&'t Thing]) -> Vec<&'t Thing> {
    let (tied, untied): (Vec<&Thing>, Vec<&Thing>) = things.iter().partition(|thing| !thing.ties.is_empty());
    [tied, untied].concat()
}

/// The largest first, each as wide as it is large.
fn largest(mut groups: Vec<Group>) -> Vec<Group> {
    groups.sort_by_key(|group| Reverse(group.count));
    let most = groups.first().map_or(1, |group| group.count.max(1));
    groups.iter_mut().for_each(|group| group.width = (group.count * 100 / most).max(1));
    groups
}

fn group((id, name): (&str, String), things: &[&Thing], query: String) -> Group {
    let entities: BTreeSet<EntityIndex> = things.iter().flat_map(|thing| &thing.ties).map(|tie| tie.entity).collect();
    Group {
        id: id.to_owned(),
        name,
        count: things.len(),
        width: 0,
        entities: entities.len(),
        query: if entities.is_empty() { String::new() } else { query },
        types: Fold::default(),
        things: Fold::default(),
    }
}

fn types(things: &[&Thing]) -> Vec<Group> {
    let mut found: BTreeMap<&str, Vec<&Thing>> = BTreeMap::new();
    things.iter().for_each(|thing| found.entry(&thing.kind).or_default().push(thing));
    let of = |(kind, things): (&str, Vec<&Thing>)| {
        group((kind, kind.to_owned()), &things, query("infrastructure", &things[0].label()))
    };
    largest(found.into_iter().map(of).collect())
}

/// What finds all types of a provider.
fn query_below(provider: &str) -> String {
    format!("{}/*", query("infrastructure", provider).trim_end_matches('"'))
}

fn title(provider: &str) -> String {
    TITLES.iter().find(|(own, _)| *own == provider).map_or(provider, |(_, title)| title).to_owned()
}

fn fold<S, T>(rows: Vec<S>, (most, more): (usize, usize), row: impl Fn(S) -> T) -> Fold<T> {
    let count = rows.len();
    let mut rows = rows.into_iter();
    let first = rows.by_ref().take(most).map(&row).collect();
    let folded = rows.by_ref().take(more).map(&row).collect();
    Fold { count, first, folded, more: count.saturating_sub(most + more) }
}

fn line(board: &Board<'_>, (from, tie): (&SitePath, Option<&Tie>), thing: &Thing) -> Line {
    let evidence = Evidence { repo: thing.repo, path: thing.path.clone(), line: thing.line, commit: None };
    let mut place = if thing.line == 0 { thing.path.to_string() } else { format!("{}:{}", thing.path, thing.line) };
    if tie.is_none_or(|tie| board.catalog[tie.entity].origin.repo != thing.repo) {
        place = format!("{}/{place}", board.catalog[thing.repo].name);
    }
    let entities = thing.ties.iter().filter(|_| tie.is_none()).map(|tie| board.reference(from, tie.entity));
    Line {
        name: thing.name.clone(),
        type_name: thing.kind.clone(),
        query: if thing.ties.is_empty() { String::new() } else { query("infrastructure", &thing.label()) },
        environment: thing.environment.clone(),
        region: thing.region.clone(),
        entities: entities.collect(),
        reason: tie.map(|tie| format!("{} {}", tie.reason.name(), tie.said)).unwrap_or_default(),
        place,
        href: board.catalog.evidence_url(&evidence).map(|url| url.as_str().to_owned()),
    }
}

/// What runs of an entity.
#[derive(Debug, Serialize)]
pub(crate) struct OwnInfrastructure {
    things: Fold<Line>,
    day: Option<String>,
}

/// All of it; nothing where none belongs to the entity.
pub(crate) fn own(board: &Board<'_>, from: &SitePath, index: EntityIndex) -> Option<OwnInfrastructure> {
    let things: Vec<(&Thing, &Tie)> = board.infrastructure.things_of(index).collect();
    let repo = things.first()?.0.repo;
    Some(OwnInfrastructure {
        things: fold(things, MOST, |(thing, tie)| line(board, (from, Some(tie)), thing)),
        day: board.catalog[repo].commit.as_ref().map(|commit| day(&commit.time).to_owned()),
    })
}
