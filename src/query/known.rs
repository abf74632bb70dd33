//! Of which entities something is known, so that what is not known is no answer.

use std::collections::HashMap;

use super::{Ground, Query, bits::Bits, ground::Name};
use crate::model::{FACT_KEYS, FactKey, Sight, fact_key};

/// For each field that need not be known of every entity, the entities of which it is.
#[derive(Clone, Debug, Default)]
pub struct Known(HashMap<usize, Bits>);

impl Known {
    /// `facts` are the keys under which something is known of entities. All other fields are known: an entity whose
    /// document does not say something is known not to have it. The last change is known where there is one, and packages
    /// where `unknown` does not say otherwise.
    pub fn new(ground: &Ground, facts: impl Iterator<Item = (u32, &'static FactKey)>) -> Self {
        let place = |name: &str| match ground.vocabulary().find(name) {
            Some(Name::Field(place)) => Some(place),
            _ => None,
        };
        let none = || Bits::none(ground.entities);
        let mut known: HashMap<&str, Bits> = FACT_KEYS.iter().map(|key| (key.id, none())).collect();
        for (entity, key) in facts {
            known.entry(key.id).or_insert_with(none).insert(entity);
        }
        let changed = |entity: u32| ground.values("updated", entity).is_some_and(|values| !values.is_empty());
        known.insert("updated", Bits::such(ground.entities, changed));
        let looked = known.get("code").cloned().unwrap_or_else(none);
        known.insert("drift", compared(ground, &looked, known.get("commits")));
        let facts = known.into_iter().filter_map(|(name, bits)| Some((place(name)?, bits)));
        Self(facts.chain(Self::of_packages(ground).0).collect())
    }

    /// The same of the fields of packages alone, which all queries respect.
    pub(super) fn of_packages(ground: &Ground) -> Self {
        let find = |name: &str| match ground.vocabulary().find(name) {
            Some(Name::Field(place)) => Some(place),
            _ => None,
        };
        let told = find("unknown").map(|place| &ground.columns[ground.fields[place].column]);
        let known = |name: &str| {
            let unknown = |row: &[u32]| told.is_some_and(|told| row.iter().any(|value| told.text(*value) == name));
            let mut known = Bits::none(ground.entities);
            for (entity, _) in told.iter().flat_map(|told| told.rows()).filter(|(_, row)| unknown(row)) {
                known.insert(entity);
            }
            known.complement();
            Some((find(name)?, known))
        };
        Self(["package", "direct-package", "vulnerability"].into_iter().filter_map(known).collect())
    }

    /// The entities of which a field is known; nothing when it is known of all.
    pub(super) fn of(&self, field: usize) -> Option<&Bits> {
        self.0.get(&field)
    }
}

/// The entities that were compared with their files and their history of a year, and those of which something was found
/// without.
fn compared(ground: &Ground, files: &Bits, history: Option<&Bits>) -> Bits {
    let both = |entity: u32| files.has(entity) && history.is_some_and(|history| history.has(entity));
    let found = |entity: u32| ground.values("drift", entity).is_some_and(|values| !values.is_empty());
    Bits::such(ground.entities, |entity| both(entity) || found(entity))
}

/// What a query looks at of an entity.
pub fn sight(ground: &Ground, query: &Query) -> Sight {
    let mut sight = Sight::default();
    for term in query.terms() {
        let key = term.field().and_then(|field| fact_key(&ground.fields[field].name));
        match key {
            Some(key) if !sight.facts.contains(&key) => sight.facts.push(key),
            Some(_) => {}
            None => sight.document = true,
        }
    }
    sight
}
