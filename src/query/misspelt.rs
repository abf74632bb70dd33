//! What an empty answer may have been meant to ask.

use std::collections::BTreeSet;

use super::{
    ask::{Expression, PackagePattern, Pattern, Query, RefPattern, Target, Term},
    ground::{Ground, Values},
};
use crate::{diagnostic::nearest, model::split_label};

/// A value in a query that nothing has.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Misspelt {
    /// The value as it was asked for, in lower case; of a reference, the name.
    pub written: String,
    /// What there is that is most like it.
    pub near: String,
}

/// The values of a query that nothing has although something is called nearly so, in their order. What is denied is
/// not asked about, since there an unknown value takes nothing away.
pub fn misspelt(ground: &Ground, query: &Query) -> Vec<Misspelt> {
    let mut found = BTreeSet::new();
    visit(ground, &query.expression, &mut found);
    found.into_iter().collect()
}

fn visit(ground: &Ground, expression: &Expression, found: &mut BTreeSet<Misspelt>) {
    match expression {
        Expression::All(sides) | Expression::Any(sides) => sides.iter().for_each(|side| visit(ground, side, found)),
        Expression::Not(_) => {}
        Expression::Term(Term::Text(field, patterns)) => {
            let values = column(ground, *field);
            found.extend(patterns.iter().filter_map(|pattern| text(values, pattern)));
        }
        Expression::Term(Term::Package(field, patterns)) => {
            found.extend(patterns.iter().filter_map(|pattern| package(column(ground, *field), pattern)));
        }
        Expression::Term(Term::Ref(field, patterns)) => {
            found.extend(patterns.iter().filter_map(|pattern| reference(column(ground, *field), pattern)));
        }
        Expression::Term(Term::Related(_, target) | Term::Owned(target) | Term::Within(target)) => match target {
            Target::Query(inner) => visit(ground, inner, found),
            Target::Refs(patterns) => {
                found.extend(patterns.iter().filter_map(|pattern| reference(&ground.refs, pattern)));
            }
        },
        Expression::Term(_) => {}
    }
}

fn column(ground: &Ground, field: usize) -> &[String] {
    match &ground.columns[ground.fields[field].column].values {
        Values::Text(values) => values,
        Values::Numbers(_) => &[],
    }
}

fn text(values: &[String], pattern: &Pattern) -> Option<Misspelt> {
    let written = pattern.exact()?;
    if values.iter().any(|value| pattern.matches(&value.to_lowercase())) {
        return None;
    }
    let near = nearest(written, values.iter().map(String::as_str))?;
    Some(Misspelt { written: written.to_owned(), near: near.to_owned() })
}

fn package(labels: &[String], pattern: &PackagePattern) -> Option<Misspelt> {
    let written = pattern.exact()?;
    let folded: Vec<String> = labels.iter().map(|label| split_label(label).0.to_lowercase()).collect();
    if folded.iter().any(|package| pattern.is_named(package)) {
        return None;
    }
    // Compared with as much of a name as is written.
    let parts = written.matches('/').count();
    let end = |package: &'_ str| package.rmatch_indices('/').nth(parts).map_or(0, |(at, _)| at + 1);
    let near = nearest(written, folded.iter().map(|package| &package[end(package)..]))?;
    Some(Misspelt { written: written.to_owned(), near: near.to_owned() })
}

fn reference(references: &[String], pattern: &RefPattern) -> Option<Misspelt> {
    let written = pattern.name()?;
    if references.iter().any(|reference| pattern.matches(reference)) {
        return None;
    }
    let names = references.iter().filter_map(|reference| Some(reference.split_once('/')?.1));
    let near = nearest(written, names).filter(|near| *near != written)?;
    Some(Misspelt { written: written.to_owned(), near: near.to_owned() })
}
