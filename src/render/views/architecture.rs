//! How the organisation hangs together: maps, circles, single points of failure, hubs.

use serde::Serialize;

use super::{Markup, implied::ImpliedLine, reference::Reference, shell::Head};
use crate::{
    model::{Architecture, EntityIndex, Implied, SitePath},
    render::{board::Board, diagram, kinds},
};

/// So many lines stand in one list; the query beside it has the rest.
const MOST_LINES: usize = 30;

/// Production that needs what is not ready, or no longer kept.
const FRAGILE: &str = "lifecycle:production \
    (depends-on:(lifecycle:experimental,deprecated) OR consumes-api:(lifecycle:experimental,deprecated))";

/// So many entities of one circle are named.
const MOST_NAMES: usize = 12;

/// The page of the architecture.
#[derive(Debug, Serialize)]
pub(crate) struct ArchitectureView {
    head: Head,
    /// Whether there is no entity.
    empty: bool,
    maps: Vec<Map>,
    cycles: List<Circle>,
    against: List<ImpliedLine>,
    articulations: List<Weight>,
    hubs: List<Weight>,
    fragile: List<Pair>,
    fragile_query: &'static str,
    orphans: List<Reference>,
}

/// Systems, domains or teams with what they need.
#[derive(Debug, Serialize)]
struct Map {
    id: &'static str,
    title: &'static str,
    /// None when nothing leads from one to another.
    picture: Option<Markup>,
    /// Whether the picture has all relations.
    all: bool,
    lines: List<ImpliedLine>,
    /// The kind, for a query.
    kind: &'static str,
}

/// The first of many.
#[derive(Debug, Serialize)]
struct List<T> {
    lines: Vec<T>,
    count: usize,
    more: usize,
}

impl<T> List<T> {
    fn new<S>(all: &[S], line: impl Fn(&S) -> T) -> Self {
        Self {
            lines: all.iter().take(MOST_LINES).map(line).collect(),
            count: all.len(),
            more: all.len().saturating_sub(MOST_LINES),
        }
    }
}

#[derive(Debug, Serialize)]
struct Circle {
    entities: Vec<Reference>,
    count: usize,
    more: usize,
}

/// An entity with numbers: what it cuts off, or what needs it.
#[derive(Debug, Serialize)]
struct Weight {
    entity: Reference,
    owner: Option<Reference>,
    all: usize,
    direct: usize,
    /// What needs it, directly or through others, as queries.
    all_query: String,
    direct_query: String,
}

#[derive(Debug, Serialize)]
struct Pair {
    from: Reference,
    to: Reference,
    lifecycle: String,
}

impl ArchitectureView {
    pub(crate) fn new(board: &Board<'_>, page: &SitePath) -> Self {
        let Architecture { systems, domains, teams, cycles, articulations, hubs, fragile, orphans } =
            board.architecture;
        let reference = |index: EntityIndex| board.reference(page, index);
        let weight = |entity: EntityIndex, all: usize, direct: usize| {
            let id = kinds::query_value(board.catalog[entity].id.as_str());
            Weight {
                entity: reference(entity),
                owner: board.owner(page, &board.catalog[entity]),
                all,
                direct,
                all_query: format!("needs*:{id} -ref:{id}"),
                direct_query: format!("needs:{id} -ref:{id}"),
            }
        };
        let against: Vec<&Implied> = systems.iter().chain(domains).filter(|one| one.against).collect();
        let maps = [
            map(board, page, ("domains", "Domains", "domain"), domains),
            map(board, page, ("systems", "Systems", "system"), systems),
            map(board, page, ("teams", "Teams", "group"), teams),
        ];
        Self {
            head: Head::new("Architecture", "explore").describe("How the organisation hangs together."),
            empty: board.catalog.entities().is_empty(),
            maps: maps.into_iter().flatten().collect(),
            cycles: List::new(cycles, |circle| Circle {
                entities: circle.iter().take(MOST_NAMES).map(|index| reference(*index)).collect(),
                count: circle.len(),
                more: circle.len().saturating_sub(MOST_NAMES),
            }),
            against: List::new(&against, |one| ImpliedLine::new(board, page, one)),
            articulations: List::new(articulations, |point| weight(point.entity, point.cut_off, 0)),
            hubs: List::new(hubs, |hub| weight(hub.entity, hub.all, hub.direct)),
            fragile: List::new(fragile, |(from, to)| Pair {
                from: reference(*from),
                to: reference(*to),
                lifecycle: board.catalog[*to].spec_str("lifecycle").unwrap_or_default().to_owned(),
            }),
            fragile_query: FRAGILE,
            orphans: List::new(orphans, |index| reference(*index)),
        }
    }
}

fn map(
    board: &Board<'_>,
    page: &SitePath,
    (id, title, kind): (&'static str, &'static str, &'static str),
    implied: &[Implied],
) -> Option<Map> {
    if implied.is_empty() {
        return None;
    }
    let mut heaviest: Vec<&Implied> = implied.iter().collect();
    heaviest.sort_by_key(|one| std::cmp::Reverse(one.count));
    let (picture, all) = match diagram::of_wholes(board.catalog, page, title, &heaviest) {
        Some((picture, all)) => (Some(picture.into()), all),
        None => (None, true),
    };
    Some(Map { id, title, kind, picture, all, lines: List::new(&heaviest, |one| ImpliedLine::new(board, page, one)) })
}
