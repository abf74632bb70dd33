//! What a template uses: for a linter that knows what there is.

use std::collections::BTreeSet;

use super::{
    fault::place,
    filters, predicates,
    syntax::ast::{Body, Expr, ExprKind, For, Name, StatementKind},
    text::{Text, shown},
    value::Value,
};

/// Something that a template uses, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// What it is.
    pub what: What,
    /// The line in the template, from 1.
    pub line: u32,
    /// The column in that line, in characters, from 1.
    pub column: u32,
}

/// What a template can use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A variable, with the constant keys that lead on from it.
    Variable {
        /// The name, and then the keys: `parameters`, `owner`.
        path: Vec<String>,
        /// Whether the template itself binds the name somewhere: a loop, a macro, `set`.
        bound: bool,
        /// Whether nothing is amiss where it is undefined: it is asked for, has a default, or is read on conditions.
        guarded: bool,
    },
    /// A filter.
    Filter {
        /// Its name.
        name: String,
        /// Whether there is such a filter.
        known: bool,
        /// The name that was probably meant, where there is none.
        meant: Option<&'static str>,
    },
    /// A test.
    Test {
        /// Its name.
        name: String,
        /// Whether there is such a test.
        known: bool,
        /// The name that was probably meant, where there is none.
        meant: Option<&'static str>,
    },
}

/// Lists what the statements use, in the order of the source.
pub fn list(body: &Body, source: &[u16], python: bool) -> Vec<Use> {
    let mut finder = Finder { python, guarded: false, found: Vec::new(), bound: BTreeSet::new() };
    finder.body(body);
    let bound = finder.bound;
    finder.found.sort_by_key(|(at, _)| *at);
    let locate = |(at, mut what)| {
        if let What::Variable { path, bound: is_bound, .. } = &mut what {
            *is_bound = bound.contains(&Text::from(path[0].as_str()));
        }
        let (line, column) = place(source, at);
        Use { what, line, column }
    };
    finder.found.into_iter().map(locate).collect()
}

struct Finder {
    python: bool,
    guarded: bool,
    found: Vec<(u32, What)>,
    bound: BTreeSet<Text>,
}

impl Finder {
    fn body(&mut self, body: &Body) {
        for statement in body {
            match &statement.kind {
                StatementKind::Text(_) => {}
                StatementKind::Output(expr) => self.expr(expr),
                StatementKind::If(branches, otherwise) => self.branches(branches, otherwise),
                StatementKind::Switch(value, cases, otherwise) => {
                    self.expr(value);
                    self.branches(cases, otherwise);
                }
                StatementKind::For(each) => self.repetition(each),
                StatementKind::Set(targets, value) => {
                    self.bind(targets);
                    self.expr(value);
                }
                StatementKind::Macro(name, function) => {
                    self.bind(std::slice::from_ref(name));
                    self.bound.insert("caller".into());
                    self.function(function);
                }
                StatementKind::Call(call, function) => {
                    self.expr(call);
                    self.function(function);
                }
                StatementKind::Block(body, _) => self.body(body),
            }
        }
    }

    fn bind(&mut self, names: &[Name]) {
        self.bound.extend(names.iter().map(|name| name.text.clone()));
    }

    fn branches(&mut self, branches: &[(Expr, Body)], otherwise: &Body) {
        // What is read on conditions alone may not be read at all.
        let before = std::mem::replace(&mut self.guarded, true);
        for (condition, body) in branches {
            self.expr(condition);
            self.body(body);
        }
        self.body(otherwise);
        self.guarded = before;
    }

    /// An expression that may well be undefined.
    fn guarded(&mut self, expr: &Expr) {
        let before = std::mem::replace(&mut self.guarded, true);
        self.expr(expr);
        self.guarded = before;
    }

    fn repetition(&mut self, each: &For) {
        self.bound.insert("loop".into());
        self.bind(&each.targets);
        self.expr(&each.items);
        self.body(&each.body);
        self.body(&each.otherwise);
    }

    fn function(&mut self, function: &super::syntax::ast::Function) {
        self.bind(&function.positional);
        for (name, default) in &function.defaults {
            self.bound.insert(name.clone());
            self.expr(default);
        }
        self.body(&function.body);
    }

    fn expr(&mut self, expr: &Expr) {
        if let Some(path) = path(expr) {
            let mut root = expr;
            while let ExprKind::Lookup(target, _) = &root.kind {
                root = target;
            }
            self.found.push((root.at, What::Variable { path, bound: false, guarded: self.guarded }));
            return;
        }
        match &expr.kind {
            ExprKind::Capture(body) => self.body(body),
            ExprKind::Filter(name, ..) => {
                let (known, name) = (filters::find(name, self.python).is_some(), shown(name));
                let meant = if known { None } else { filters::meant(&name, self.python) };
                self.found.push((expr.at, What::Filter { name, known, meant }));
            }
            ExprKind::Test(name, ..) => {
                let (known, name) = (predicates::find(name).is_some(), shown(name));
                let meant = if known { None } else { predicates::meant(&name) };
                self.found.push((expr.at, What::Test { name, known, meant }));
            }
            _ => {}
        }
        let mut number = 0;
        expr.kind.each_child(&mut |child| {
            if is_guard(&expr.kind, number) {
                self.guarded(child);
            } else {
                self.expr(child);
            }
            number += 1;
        });
    }
}

/// Whether an expression copes with its child of a number being undefined.
fn is_guard(kind: &ExprKind, child: usize) -> bool {
    match kind {
        ExprKind::Or(..) | ExprKind::And(..) | ExprKind::Test(..) => child == 0,
        ExprKind::Filter(name, ..) => child == 0 && matches!(shown(name).as_str(), "default" | "d"),
        ExprKind::Conditional(_) => child == 1,
        ExprKind::Not(_) => true,
        _ => false,
    }
}

/// A variable with constant keys, or nothing.
fn path(expr: &Expr) -> Option<Vec<String>> {
    match &expr.kind {
        ExprKind::Name(name) => Some(vec![shown(&name.text)]),
        ExprKind::Lookup(target, key) => {
            let ExprKind::Literal(Value::Text(key)) = &key.kind else { return None };
            let mut path = path(target)?;
            path.push(shown(key));
            Some(path)
        }
        _ => None,
    }
}
