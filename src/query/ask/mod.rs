//! From text to a query.

mod error;
mod lexer;
mod package;
mod parser;
mod term;
mod value;

pub use error::QueryError;
pub(super) use package::{Certainty, PackagePattern};
pub use parser::parse;
pub(super) use value::{Pattern, Quantity, RefPattern};

use super::{ground::Ways, states::State};

/// A query that means something for the portal at hand.
#[derive(Clone, Debug)]
pub struct Query {
    pub(super) expression: Expression,
    /// Fields by their place, and whether the greatest comes first.
    pub(super) sorts: Vec<(usize, bool)>,
}

/// What must hold of an entity.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    /// All of them; of none, every entity.
    All(Vec<Self>),
    /// At least one of them.
    Any(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// A term.
    Term(Term),
}

/// One thing that is asked.
#[derive(Clone, Debug)]
pub(super) enum Term {
    /// The folded text contains this.
    Word(String),
    /// The field at this place has a value like one of these.
    Text(usize, Vec<Pattern>),
    /// The same for references.
    Ref(usize, Vec<RefPattern>),
    /// The same for packages.
    Package(usize, Vec<PackagePattern>),
    /// The same for numbers and days.
    Quantity(usize, Vec<Quantity>),
    /// There is a value.
    Has(Counted),
    /// How many there are.
    Count(Counted, Vec<Quantity>),
    /// A relation leads to one of these.
    Related(Steps, Target),
    /// Owned by one of these, or by a group below one.
    Owned(Target),
    /// Part, member or child of one of these, at any distance.
    Within(Target),
    /// In one of these states.
    State(Vec<State>),
    /// Nothing has this.
    Nothing,
}

impl Term {
    /// The field of the entity itself that is asked for.
    pub(super) fn field(&self) -> Option<usize> {
        match self {
            Self::Text(field, _)
            | Self::Ref(field, _)
            | Self::Package(field, _)
            | Self::Quantity(field, _)
            | Self::Has(Counted::Field(field))
            | Self::Count(Counted::Field(field), _) => Some(*field),
            _ => None,
        }
    }
}

impl Query {
    /// The terms that are asked of the entity itself; what inner queries ask of others is left out.
    pub(super) fn terms(&self) -> Vec<&Term> {
        let mut terms = Vec::new();
        self.expression.gather(&mut terms);
        terms
    }
}

impl Expression {
    /// Queries are at most as deep as their parentheses may be.
    fn gather<'e>(&'e self, terms: &mut Vec<&'e Term>) {
        match self {
            Self::All(sides) | Self::Any(sides) => sides.iter().for_each(|side| side.gather(terms)),
            Self::Not(side) => side.gather(terms),
            Self::Term(term) => terms.push(term),
        }
    }
}

/// What there may be any number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// Values of the field at this place.
    Field(usize),
    /// Targets of one relation or several.
    Relation(Ways),
    /// Values that nothing has.
    Nothing,
}

/// Along which relation, and how far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Steps {
    pub(super) ways: Ways,
    /// So many steps at most; at least one.
    pub(super) most: u32,
}

/// Where a relation leads to.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// References like these, whether or not they exist.
    Refs(Vec<RefPattern>),
    /// What the inner query finds.
    Query(Box<Expression>),
}
