//! Binds names to slots, in the order in which Nunjucks' compiler meets them. Which variable a name means is decided
//! here, by where it stands; a name without slot is looked up by its text when the template runs.

use super::{
    super::{
        fault::{Fault, Outcome},
        sorted::Sorted,
        text::Text,
    },
    ast::{Body, Expr, ExprKind, For, Frame, Function, Name, Slot, Statement, StatementKind},
};

/// Binds all names of a template; gives the frame of its outermost statements. `nodes` bounds the copies of loop
/// bodies.
pub fn bind(body: &mut Body, nodes: usize) -> Outcome<Frame> {
    let mut binder = Binder { bound: Sorted::default(), undo: Vec::new(), frame: Frame::default(), depth: 0, nodes };
    binder.body(body)?;
    Ok(binder.frame)
}

struct Binder {
    bound: Sorted<Slot>,
    /// What names meant before, to leave a region.
    undo: Vec<(Text, Option<Slot>)>,
    frame: Frame,
    depth: u32,
    nodes: usize,
}

impl Binder {
    fn slot(&mut self) -> Slot {
        let index = self.frame.slots;
        self.frame.slots += 1;
        Slot { depth: self.depth, index }
    }

    fn declare(&mut self, name: &mut Name) {
        let slot = self.slot();
        name.slot = Some(slot);
        let before = self.bound.insert(name.text.clone(), slot);
        self.undo.push((name.text.clone(), before));
    }

    fn leave(&mut self, mark: usize) {
        for (name, before) in self.undo.drain(mark..).rev() {
            match before {
                Some(slot) => drop(self.bound.insert(name, slot)),
                None => self.bound.remove(&name),
            }
        }
    }

    fn body(&mut self, body: &mut Body) -> Outcome<()> {
        body.iter_mut().try_for_each(|statement| self.statement(statement))
    }

    fn count(&mut self, at: u32) -> Outcome<()> {
        let left = self.nodes.checked_sub(1);
        self.nodes = left.ok_or_else(|| Fault::limit("loops over pairs nest too deep").or_at(at))?;
        Ok(())
    }

    fn statement(&mut self, statement: &mut Statement) -> Outcome<()> {
        self.count(statement.at)?;
        match &mut statement.kind {
            StatementKind::Text(_) => Ok(()),
            StatementKind::Output(expr) => self.expr(expr),
            StatementKind::If(branches, otherwise) => {
                for (condition, body) in branches {
                    self.expr(condition)?;
                    self.body(body)?;
                }
                self.body(otherwise)
            }
            StatementKind::For(each) => self.repetition(each),
            StatementKind::Set(targets, value) => {
                self.expr(value)?;
                targets.iter_mut().for_each(|target| target.slot = self.bound.get(&target.text).copied());
                Ok(())
            }
            StatementKind::Macro(name, function) => {
                self.declare(name);
                self.apart(|binder| binder.function(function)).map(drop)
            }
            StatementKind::Call(call, function) => {
                self.expr(call)?;
                self.caller(function)
            }
            StatementKind::Block(body, frame) => {
                *frame = self.apart(|binder| binder.body(body))?;
                Ok(())
            }
            StatementKind::Switch(value, cases, otherwise) => {
                self.expr(value)?;
                for (condition, body) in cases {
                    self.expr(condition)?;
                    self.body(body)?;
                }
                self.body(otherwise)
            }
        }
    }

    /// A loop. Its body for objects sees what the body for lists declared.
    fn repetition(&mut self, each: &mut For) -> Outcome<()> {
        self.expr(&mut each.items)?;
        each.length = self.slot();
        let mark = self.undo.len();
        each.pairs = (each.targets.len() > 1).then(|| (each.targets.clone(), each.body.clone()));
        each.targets.iter_mut().for_each(|target| self.declare(target));
        self.body(&mut each.body)?;
        if let Some((targets, body)) = &mut each.pairs {
            targets.truncate(2);
            targets.iter_mut().for_each(|target| self.declare(target));
            self.body(body)?;
        }
        self.body(&mut each.otherwise)?;
        self.leave(mark);
        Ok(())
    }

    /// Binds a function of its own, which sees no names around it; gives its frame.
    fn apart(&mut self, bind: impl FnOnce(&mut Self) -> Outcome<()>) -> Outcome<Frame> {
        let outer = (std::mem::take(&mut self.bound), std::mem::take(&mut self.undo), self.frame, self.depth);
        self.frame = Frame::default();
        self.depth = 0;
        bind(self)?;
        let frame = self.frame;
        (self.bound, self.undo, self.frame, self.depth) = outer;
        Ok(frame)
    }

    /// The body of a call block, which sees the names around it.
    fn caller(&mut self, function: &mut Function) -> Outcome<()> {
        let outer = std::mem::take(&mut self.frame);
        let mark = self.undo.len();
        self.depth += 1;
        self.function(function)?;
        self.depth -= 1;
        self.leave(mark);
        self.frame = outer;
        Ok(())
    }

    fn function(&mut self, function: &mut Function) -> Outcome<()> {
        for at in 0..function.positional.len() {
            let text = &function.positional[at].text;
            match function.positional[..at].iter().find(|other| other.text == *text).map(|other| other.slot) {
                Some(slot) => function.positional[at].slot = slot,
                None => self.declare(&mut function.positional[at]),
            }
        }
        function.defaults.iter_mut().try_for_each(|(_, value)| self.expr(value))?;
        self.body(&mut function.body)?;
        function.frame = self.frame;
        function.depth = self.depth;
        Ok(())
    }

    fn expr(&mut self, expr: &mut Expr) -> Outcome<()> {
        self.count(expr.at)?;
        match &mut expr.kind {
            ExprKind::Name(name) => {
                name.slot = self.bound.get(&name.text).copied();
                Ok(())
            }
            ExprKind::Capture(body) => self.body(body),
            kind => {
                let mut bound = Ok(());
                kind.each_child_mut(&mut |child| {
                    if bound.is_ok() {
                        bound = self.expr(child);
                    }
                });
                bound
            }
        }
    }
}
