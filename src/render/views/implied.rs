//! Relations that no file declares: systems, domains and teams need each other because their parts do.

use serde::Serialize;

use super::reference::Reference;
use crate::{
    model::{EntityId, EntityIndex, Implied, SitePath},
    render::{board::Board, kinds},
};

/// So many lines stand in one list.
const MOST_LINES: usize = 60;

/// The lines of one direction.
#[derive(Debug, Serialize)]
pub(crate) struct ImpliedGroup {
    label: &'static str,
    /// The same list as a query.
    query: String,
    count: usize,
    lines: Vec<ImpliedLine>,
    more: usize,
}

/// One relation, and why it is there.
#[derive(Debug, Serialize)]
pub(crate) struct ImpliedLine {
    pub(crate) from: Reference,
    pub(crate) to: Reference,
    because: Vec<Reason>,
    more: usize,
    pub(crate) count: usize,
    declared: bool,
    against: bool,
}

/// A declared relation that another follows from.
#[derive(Debug, Serialize)]
struct Reason {
    from: Reference,
    to: Reference,
}

impl ImpliedLine {
    pub(crate) fn new(board: &Board<'_>, page: &SitePath, implied: &Implied) -> Self {
        let reference = |index: EntityIndex| board.reference(page, index);
        let reason = |(from, to): &(EntityIndex, EntityIndex)| Reason { from: reference(*from), to: reference(*to) };
        Self {
            from: reference(implied.from),
            to: reference(implied.to),
            because: implied.because.iter().map(reason).collect(),
            more: implied.count.saturating_sub(implied.because.len()),
            count: implied.count,
            declared: implied.declared,
            against: implied.against,
        }
    }
}

/// What follows for one entity, what it needs first.
pub(crate) fn implied(board: &Board<'_>, page: &SitePath, index: EntityIndex) -> Vec<ImpliedGroup> {
    let all = board.implied_of(index);
    let group = |label: &'static str, mine: &dyn Fn(&Implied) -> bool| {
        let found: Vec<&Implied> = all.iter().copied().filter(|one| one.count > 0 && mine(one)).collect();
        let lines = found.iter().take(MOST_LINES).map(|one| ImpliedLine::new(board, page, one));
        let more = found.len().saturating_sub(MOST_LINES);
        let query = query(&board.catalog[index].id, label == "Needs");
        ImpliedGroup { label, query, count: found.len(), lines: lines.collect(), more }
    };
    let groups = [group("Needs", &|one| one.from == index), group("Needed by", &|one| one.to == index)];
    groups.into_iter().filter(|group| group.count > 0).collect()
}

/// What an entity needs, or what needs it, because of what belongs to the two.
fn query(id: &EntityId, needs: bool) -> String {
    let (kind, own) = (id.kind(), kinds::query_value(id.as_str()));
    let back = if needs { "needed-by" } else { "needs" };
    match kind {
        "group" | "user" => format!("owner-of:({back}:(owned-by:{own})) -ref:{own}"),
        _ => format!(
            "kind:{kind} -ref:{own} (has-part*:({back}:(part-of*:{own} OR ref:{own})) OR {back}:(part-of*:{own}))"
        ),
    }
}
