//! The tree of a template. Places are offsets into the source; names that the language binds carry a [`Slot`].

use std::sync::Arc;

use super::super::{
    text::Text,
    value::{Pattern, Value},
};

/// Statements one after the other.
pub type Body = Vec<Statement>;

/// A variable that is bound where it is written, as Nunjucks' compiler binds it: it is found in the frame of the
/// function around it, whatever the values look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// How many call blocks lie around the frame.
    pub depth: u32,
    /// The place in the frame.
    pub index: u32,
}

/// A name, where it is used or bound.
#[derive(Clone, Debug)]
pub struct Name {
    pub text: Text,
    pub at: u32,
    pub slot: Option<Slot>,
}

/// A statement and where it starts.
#[derive(Clone, Debug)]
pub struct Statement {
    pub at: u32,
    pub kind: StatementKind,
}

#[derive(Clone, Debug)]
pub enum StatementKind {
    Text(Text),
    Output(Expr),
    /// Conditions with their bodies, and what is left.
    If(Vec<(Expr, Body)>, Body),
    For(Box<For>),
    Set(Vec<Name>, Expr),
    Macro(Name, Box<Function>),
    Call(Box<Expr>, Box<Function>),
    Block(Body, Frame),
    Switch(Expr, Vec<(Expr, Body)>, Body),
}

/// How many slots a frame has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Frame {
    pub slots: u32,
}

/// A loop. With two or more targets it has a second body, for objects and texts: the same statements, bound anew.
#[derive(Clone, Debug)]
pub struct For {
    pub targets: Vec<Name>,
    pub items: Expr,
    pub body: Body,
    pub pairs: Option<(Vec<Name>, Body)>,
    pub otherwise: Body,
    /// Where the length of the latest pass is kept, which decides about `otherwise`.
    pub length: Slot,
}

/// A macro, or the body of a call block.
#[derive(Clone, Debug)]
pub struct Function {
    pub positional: Vec<Name>,
    pub defaults: Vec<(Text, Expr)>,
    pub body: Body,
    pub frame: Frame,
    /// How many call blocks lie around its frame.
    pub depth: u32,
}

/// An expression and where it starts.
#[derive(Clone, Debug)]
pub struct Expr {
    pub at: u32,
    /// How many levels lie below it.
    pub height: u32,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Literal(Value),
    Regex(Arc<Pattern>),
    Name(Name),
    Array(Vec<Expr>),
    /// Expressions in parentheses: the last one's value counts.
    Group(Vec<Expr>),
    Object(Vec<(Text, Expr)>),
    Lookup(Box<Expr>, Box<Expr>),
    Slice(Box<Expr>, Box<[Option<Expr>; 3]>),
    Call(Box<Expr>, Box<Arguments>),
    Filter(Text, Box<Expr>, Box<Arguments>),
    /// A test: its name, what is tested, and its arguments where it has parentheses.
    Test(Text, Box<Expr>, Option<Box<Arguments>>),
    Not(Box<Expr>),
    Negative(Box<Expr>),
    Positive(Box<Expr>),
    Floor(Box<Expr>),
    /// Operators of one level, from left to right.
    Arithmetic(Box<Expr>, Vec<(Operator, Expr)>),
    /// Comparisons from left to right: each compares with the truth of the one before.
    Compare(Box<Expr>, Vec<(Comparison, Expr)>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    In(Box<Expr>, Box<Expr>),
    /// Value, condition, and the value otherwise.
    Conditional(Box<(Expr, Expr, Option<Expr>)>),
    /// What statements write.
    Capture(Body),
}

/// What a call passes.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    pub positional: Vec<Expr>,
    pub keyword: Vec<(Text, Expr)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Add,
    Subtract,
    Join,
    Multiply,
    Divide,
    Remainder,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Unequal,
    Same,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl ExprKind {
    /// Shows the expressions right below this one, in the order of the source.
    pub fn each_child<'a>(&'a self, see: &mut dyn FnMut(&'a Expr)) {
        match self {
            Self::Literal(_) | Self::Regex(_) | Self::Name(_) | Self::Capture(_) => {}
            Self::Array(items) | Self::Group(items) => items.iter().for_each(see),
            Self::Object(pairs) => pairs.iter().for_each(|(_, value)| see(value)),
            Self::Lookup(left, right) | Self::And(left, right) | Self::Or(left, right) | Self::In(left, right) => {
                see(left);
                see(right);
            }
            Self::Slice(target, parts) => {
                see(target);
                parts.iter().flatten().for_each(see);
            }
            Self::Call(target, arguments) | Self::Filter(_, target, arguments) => {
                see(target);
                arguments.each(see);
            }
            Self::Test(_, target, arguments) => {
                see(target);
                arguments.iter().for_each(|arguments| arguments.each(see));
            }
            Self::Not(target) | Self::Negative(target) | Self::Positive(target) | Self::Floor(target) => see(target),
            Self::Arithmetic(first, rest) => {
                see(first);
                rest.iter().for_each(|(_, operand)| see(operand));
            }
            Self::Compare(first, rest) => {
                see(first);
                rest.iter().for_each(|(_, operand)| see(operand));
            }
            Self::Conditional(parts) => {
                see(&parts.0);
                see(&parts.1);
                parts.2.iter().for_each(see);
            }
        }
    }

    /// As [`Self::each_child`], to change them.
    pub fn each_child_mut(&mut self, see: &mut dyn FnMut(&mut Expr)) {
        match self {
            Self::Literal(_) | Self::Regex(_) | Self::Name(_) | Self::Capture(_) => {}
            Self::Array(items) | Self::Group(items) => items.iter_mut().for_each(see),
            Self::Object(pairs) => pairs.iter_mut().for_each(|(_, value)| see(value)),
            Self::Lookup(left, right) | Self::And(left, right) | Self::Or(left, right) | Self::In(left, right) => {
                see(left);
                see(right);
            }
            Self::Slice(target, parts) => {
                see(target);
                parts.iter_mut().flatten().for_each(see);
            }
            Self::Call(target, arguments) | Self::Filter(_, target, arguments) => {
                see(target);
                arguments.each_mut(see);
            }
            Self::Test(_, target, arguments) => {
                see(target);
                arguments.iter_mut().for_each(|arguments| arguments.each_mut(see));
            }
            Self::Not(target) | Self::Negative(target) | Self::Positive(target) | Self::Floor(target) => see(target),
            Self::Arithmetic(first, rest) => {
                see(first);
                rest.iter_mut().for_each(|(_, operand)| see(operand));
            }
            Self::Compare(first, rest) => {
                see(first);
                rest.iter_mut().for_each(|(_, operand)| see(operand));
            }
            Self::Conditional(parts) => {
                see(&mut parts.0);
                see(&mut parts.1);
                parts.2.iter_mut().for_each(see);
            }
        }
    }
}

impl Arguments {
    fn each<'a>(&'a self, see: &mut dyn FnMut(&'a Expr)) {
        self.positional.iter().for_each(&mut *see);
        self.keyword.iter().for_each(|(_, value)| see(value));
    }

    fn each_mut(&mut self, see: &mut dyn FnMut(&mut Expr)) {
        self.positional.iter_mut().for_each(&mut *see);
        self.keyword.iter_mut().for_each(|(_, value)| see(value));
    }
}
