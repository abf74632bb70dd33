//! What things tell of the entities that they belong to.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::model::{EntityIndex, Evidence, Fact, FactValue, Infrastructure, Observed, Thing, Tie, fact_key};

/// Of each entity whose code is known, and of each that things belong to.
pub fn facts(infrastructure: &Infrastructure, observed: &Observed) -> Vec<Fact> {
    let entities = (0..).zip(&infrastructure.of).map(|(number, _)| EntityIndex(number));
    entities.flat_map(|entity| of(infrastructure, observed, entity)).collect()
}

fn of(infrastructure: &Infrastructure, observed: &Observed, entity: EntityIndex) -> Vec<Fact> {
    let things: Vec<(&Thing, &Tie)> = infrastructure.things_of(entity).collect();
    let shown = things.first().map(|(thing, _)| Evidence {
        repo: thing.repo,
        path: thing.path.clone(),
        line: thing.line,
        commit: None,
    });
    let Some(evidence) = shown.or_else(|| observed.get(entity, "code").map(|fact| fact.evidence.clone())) else {
        return Vec::new();
    };
    let mut types: BTreeMap<String, usize> = BTreeMap::new();
    for (thing, _) in &things {
        *types.entry(thing.label()).or_default() += 1;
    }
    let mut types: Vec<(String, usize)> = types.into_iter().collect();
    types.sort_by_key(|(_, count)| Reverse(*count));
    let environments: BTreeSet<&String> = things.iter().filter_map(|(thing, _)| thing.environment.as_ref()).collect();
    let count = u32::try_from(things.len()).unwrap_or(u32::MAX);
    let mut values = vec![
        ("infrastructure", FactValue::List(types.into_iter().map(|(name, _)| name).collect())),
        ("infrastructure-count", FactValue::Number(count)),
    ];
    // Where none is told, there may be one.
    if !environments.is_empty() {
        values.push(("environments", FactValue::List(environments.into_iter().cloned().collect())));
    }
    let fact = |(name, value)| Some(Fact { entity, key: fact_key(name)?, value, evidence: evidence.clone() });
    values.into_iter().filter_map(fact).collect()
}
