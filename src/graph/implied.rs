//! Relations between containers, or owners, that follow from relations between what they hold.

use std::collections::BTreeMap;

use super::edges::Edges;
use crate::model::{Catalog, EntityIndex, Implied};

/// So many of the relations are kept that another follows from.
const REASONS: usize = 5;

/// All relations between what `whole` gives for the two ends of a need, where these differ.
pub(super) fn implied(
    catalog: &Catalog,
    needs: &Edges,
    whole: &dyn Fn(EntityIndex) -> Option<EntityIndex>,
) -> Vec<Implied> {
    let wholes: Vec<Option<EntityIndex>> = catalog.iter().map(|(index, _)| whole(index)).collect();
    let mut found: BTreeMap<(EntityIndex, EntityIndex), Implied> = BTreeMap::new();
    for (a, b) in needs.iter() {
        let (Some(from), Some(to)) = (wholes[a.0 as usize], wholes[b.0 as usize]) else { continue };
        if from == to {
            continue;
        }
        let new = || Implied { from, to, because: Vec::new(), count: 0, declared: false, against: false };
        let implied = found.entry((from, to)).or_insert_with(new);
        if (a, b) == (from, to) {
            implied.declared = true;
            continue;
        }
        implied.count += 1;
        if implied.because.len() < REASONS {
            implied.because.push((a, b));
        }
    }
    let weights: BTreeMap<_, usize> = found.iter().map(|(ends, implied)| (*ends, implied.count)).collect();
    for ((from, to), implied) in &mut found {
        implied.against = weights.get(&(*to, *from)).is_some_and(|back| *back > implied.count);
    }
    found.into_values().collect()
}
