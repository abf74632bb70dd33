//! From a query to the entities that it finds.

use memchr::memmem::Finder;

use super::{
    FieldType, Today,
    ask::{Certainty, Counted, Expression, Quantity, Query, RefPattern, Steps, Target, Term},
    bits::Bits,
    date,
    ground::{Edge, Ground, NEEDS, Name, Relation, Values, Ways},
    known::Known,
    order, states,
    walk::{self, Way},
};

/// The entities that a query finds, in its order. Ages are counted from `today`. What may have packages that are not
/// known is not found for having none.
pub fn answer(ground: &Ground, query: &Query, today: Today) -> Vec<u32> {
    let known = Known::of_packages(ground);
    let engine = Engine { ground, today, known: &known, reading: Reading::Sure, strict: false };
    let mut found: Vec<u32> = engine.find(&query.expression).iter().collect();
    if !query.sorts.is_empty() {
        order::sort(ground, &query.sorts, &mut found);
    }
    found
}

/// What a query says of each entity, where `known` says of what there are facts: Kleene's logic with three values. What is
/// not known neither holds nor fails to; `NOT` leaves it unknown, and `AND`, `OR` and relations are certain as soon as
/// what is known decides them.
pub fn weigh(ground: &Ground, query: &Query, today: Today, known: &Known) -> Vec<Option<bool>> {
    let find = |reading| Engine { ground, today, known, reading, strict: true }.find(&query.expression);
    let (sure, possible) = (find(Reading::Sure), find(Reading::Possible));
    (0..ground.entities)
        .map(|entity| sure.has(entity).then_some(true).or((!possible.has(entity)).then_some(false)))
        .collect()
}

/// What is looked for when not everything is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reading {
    /// What holds, whatever the unknown is.
    Sure,
    /// What may hold.
    Possible,
}

#[derive(Clone, Copy)]
struct Engine<'g> {
    ground: &'g Ground,
    today: Today,
    known: &'g Known,
    reading: Reading,
    /// Whether a range is no version, not even the least that it allows.
    strict: bool,
}

impl<'g> Engine<'g> {
    /// Queries are at most as deep as their parentheses may be.
    fn find(&self, expression: &Expression) -> Bits {
        match expression {
            Expression::All(sides) => {
                let mut found = Bits::all(self.ground.entities);
                sides.iter().for_each(|side| found.intersect(&self.find(side)));
                found
            }
            Expression::Any(sides) => {
                let mut found = Bits::none(self.ground.entities);
                sides.iter().for_each(|side| found.unite(&self.find(side)));
                found
            }
            Expression::Not(side) => {
                let reading = match self.reading {
                    Reading::Sure => Reading::Possible,
                    Reading::Possible => Reading::Sure,
                };
                let mut found = Self { reading, ..*self }.find(side);
                found.complement();
                found
            }
            Expression::Term(term) => self.judged(term),
        }
    }

    /// What a term finds; of what is not known, all that may be.
    fn judged(&self, term: &Term) -> Bits {
        let mut found = self.term(term);
        let known = term.field().and_then(|field| self.known.of(field));
        if let Some(known) = known {
            match self.reading {
                // What there is is there, whatever there may be besides.
                Reading::Sure if matches!(term, Term::Count(..)) => found.intersect(known),
                Reading::Sure => {}
                Reading::Possible => {
                    let mut unknown = known.clone();
                    unknown.complement();
                    found.unite(&unknown);
                }
            }
        }
        found
    }

    fn term(&self, term: &Term) -> Bits {
        let end = self.ground.entities;
        match term {
            Term::Word(word) => {
                let finder = Finder::new(word);
                Bits::such(end, |entity| finder.find(self.ground.texts[entity as usize].as_bytes()).is_some())
            }
            Term::Text(field, patterns) => {
                self.values(*field, |text| patterns.iter().any(|pattern| pattern.matches(&text.to_lowercase())))
            }
            Term::Ref(field, patterns) => {
                self.values(*field, |text| patterns.iter().any(|pattern| pattern.matches(text)))
            }
            Term::Package(field, patterns) => {
                let certainty = match self.reading {
                    Reading::Possible => Certainty::Possible,
                    Reading::Sure if self.strict => Certainty::Sure,
                    Reading::Sure => Certainty::Least,
                };
                self.values(*field, |label| patterns.iter().any(|pattern| pattern.matches(label, certainty)))
            }
            Term::Quantity(field, quantities) => self.quantities(*field, quantities),
            // Of a number it is asked whether there is any, not whether there is a number.
            Term::Has(Counted::Field(field)) if self.is_number(*field) => self.quantities(*field, &[Quantity::Some]),
            Term::Has(counted) => self.count(*counted, &[Quantity::Some]),
            Term::Count(counted, quantities) => self.count(*counted, quantities),
            Term::Related(steps, target) => self.related(*steps, target),
            Term::Owned(target) => {
                let targets = self.nodes(target);
                let mut owners = walk::reach(&self.named(&["child-of"]), &targets, end, u32::MAX);
                owners = owners.widened(self.ground.nodes());
                owners.unite(&targets);
                walk::reach(&self.named(&["owned-by"]), &owners, end, 1)
            }
            Term::Within(target) => {
                let ways = self.named(&["part-of", "member-of", "child-of"]);
                walk::reach(&ways, &self.nodes(target), end, u32::MAX)
            }
            Term::State(wanted) => {
                let mut found = Bits::none(end);
                wanted.iter().for_each(|state| found.unite(&states::entities(self.ground, *state)));
                found
            }
            Term::Nothing => Bits::none(end),
        }
    }

    /// The entities that have a value for which `holds` says so; each distinct value is asked once.
    fn values(&self, field: usize, holds: impl Fn(&str) -> bool) -> Bits {
        let column = &self.ground.columns[self.ground.fields[field].column];
        match &column.values {
            Values::Text(values) => {
                let wanted: Vec<bool> = values.iter().map(|value| holds(value)).collect();
                self.rows(field, |value| wanted[value as usize])
            }
            Values::Numbers(_) => Bits::none(self.ground.entities),
        }
    }

    fn is_number(&self, field: usize) -> bool {
        self.ground.vocabulary().field_type(field) == FieldType::Number
    }

    fn quantities(&self, field: usize, quantities: &[Quantity]) -> Bits {
        let column = &self.ground.columns[self.ground.fields[field].column];
        let wanted: Vec<bool> = match &column.values {
            Values::Numbers(values) => {
                values.iter().map(|number| quantities.iter().any(|quantity| quantity.is_number(*number))).collect()
            }
            Values::Text(values) => {
                let holds = |day| quantities.iter().any(|quantity| quantity.is_day(day, self.today));
                values.iter().map(|value| date::day(value).is_some_and(holds)).collect()
            }
        };
        self.rows(field, |value| wanted[value as usize])
    }

    /// The entities that have a value, by its place, for which `wanted` says so.
    fn rows(&self, field: usize, wanted: impl Fn(u32) -> bool) -> Bits {
        let mut found = Bits::none(self.ground.entities);
        for (entity, row) in self.ground.columns[self.ground.fields[field].column].rows() {
            if row.iter().any(|value| wanted(*value)) {
                found.insert(entity);
            }
        }
        found
    }

    fn count(&self, counted: Counted, quantities: &[Quantity]) -> Bits {
        let end = self.ground.entities;
        let holds = |count: usize| {
            let count = u32::try_from(count).unwrap_or(u32::MAX);
            quantities.iter().any(|quantity| quantity.is_number(count))
        };
        match counted {
            Counted::Nothing => {
                if holds(0) {
                    Bits::all(end)
                } else {
                    Bits::none(end)
                }
            }
            Counted::Relation(Ways::One(edge)) => {
                let way = self.ground.adjacency(edge);
                Bits::such(end, |entity| holds(way.of(entity).len()))
            }
            Counted::Relation(ways) => {
                let ways = self.ways(ways);
                Bits::such(end, |entity| {
                    let mut nodes: Vec<u32> = ways.iter().flat_map(|way| way.there.of(entity)).copied().collect();
                    nodes.sort_unstable();
                    nodes.dedup();
                    holds(nodes.len())
                })
            }
            Counted::Field(field) => {
                let column = &self.ground.columns[self.ground.fields[field].column];
                Bits::such(end, |entity| holds(column.of(entity).len()))
            }
        }
    }

    fn related(&self, steps: Steps, target: &Target) -> Bits {
        walk::reach(&self.ways(steps.ways), &self.nodes(target), self.ground.entities, steps.most)
    }

    /// One relation or several, each in the direction that is meant.
    fn ways(&self, ways: Ways) -> Vec<Way<'g>> {
        let turned = |way: Way<'g>| Way { there: way.back, back: way.there };
        match ways {
            Ways::One(edge) => {
                let there = self.ground.adjacency(edge);
                vec![Way { there, back: self.ground.adjacency(Edge { back: !edge.back, ..edge }) }]
            }
            Ways::Any => {
                let way = |way: &'g Relation| Way { there: &way.forward, back: &way.backward };
                self.ground.relations.iter().map(way).flat_map(|way| [way, turned(way)]).collect()
            }
            Ways::Needs => self.named(&NEEDS),
            Ways::NeededBy => self.named(&NEEDS).into_iter().map(turned).collect(),
        }
    }

    fn named(&self, names: &[&str]) -> Vec<Way<'g>> {
        let find = |name: &&str| match self.ground.vocabulary().find(name)? {
            Name::Relation(ways) => self.ways(ways).pop(),
            _ => None,
        };
        names.iter().filter_map(find).collect()
    }

    /// All nodes that a target means; an inner query means entities only.
    fn nodes(&self, target: &Target) -> Bits {
        let nodes = self.ground.nodes();
        match target {
            Target::Query(inner) => self.find(inner).widened(nodes),
            Target::Refs(patterns) => {
                let mut found = Bits::none(nodes);
                for pattern in patterns {
                    self.references(pattern, &mut found);
                }
                found
            }
        }
    }

    fn references(&self, pattern: &RefPattern, found: &mut Bits) {
        let (entities, missing) = self.ground.refs.split_at(self.ground.entities as usize);
        if let Some(exact) = pattern.exact() {
            let places = [(entities, 0), (missing, self.ground.entities)];
            for (refs, first) in places {
                if let Ok(place) = refs.binary_search(&exact) {
                    found.insert(first + place as u32);
                }
            }
            return;
        }
        for (node, reference) in (0..).zip(&self.ground.refs) {
            if pattern.matches(reference) {
                found.insert(node);
            }
        }
    }
}
