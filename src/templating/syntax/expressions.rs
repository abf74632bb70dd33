//! Expressions, loosest operator first. The grouping is what Nunjucks makes of them, not what its grammar suggests:
//! it writes JavaScript, whose own precedence then counts.

use super::{
    super::{
        fault::{Fault, Outcome},
        number,
        text::{Text, quoted},
        value::{Value, is_reserved},
    },
    ast::{Arguments, Comparison, Expr, ExprKind, Name, Operator},
    token::{Kind, Token},
};

/// Words that are values, and so no names.
pub const LITERALS: [&str; 4] = ["true", "false", "null", "none"];

/// Reads the words of one tag. The counts of nodes and of levels go on through the whole template.
pub struct Words<'a> {
    pub tokens: &'a [Token],
    pub next: usize,
    pub depth: usize,
    pub deepest: usize,
    pub nodes: &'a mut usize,
}

/// Operators of one level on their way to a tree, with which floor division may still swallow what stands before it.
struct Sequence {
    first: Expr,
    rest: Vec<(Operator, Expr)>,
}

impl Words<'_> {
    pub fn peek(&self) -> &Kind {
        &self.tokens[self.next.min(self.tokens.len() - 1)].kind
    }

    pub fn at(&self) -> u32 {
        self.tokens[self.next.min(self.tokens.len() - 1)].at
    }

    pub fn is_sign(&self, sign: &str) -> bool {
        matches!(self.peek(), Kind::Sign(found) if *found == sign)
    }

    pub fn sign(&mut self, sign: &str) -> bool {
        let found = self.is_sign(sign);
        self.next += usize::from(found);
        found
    }

    pub fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Kind::Name(name) if name == word);
        self.next += usize::from(found);
        found
    }

    pub fn expect(&mut self, sign: &str) -> Outcome<()> {
        if self.sign(sign) { Ok(()) } else { Err(self.unexpected(&format!("\"{sign}\""))) }
    }

    pub fn unexpected(&self, expected: &str) -> Box<Fault> {
        Fault::syntax(format!("{} stands where {expected} is expected", self.peek().shown()), self.at())
    }

    pub fn end(&self) -> Outcome<()> {
        if *self.peek() == Kind::End { Ok(()) } else { Err(self.unexpected("the end of the tag")) }
    }

    /// An ordinary name.
    pub fn name(&mut self) -> Outcome<Name> {
        let at = self.at();
        let Kind::Name(name) = self.peek() else {
            let fault = self.unexpected("a name");
            return Err(if self.is_sign("|") { fault.hint("instead of `||` write `or`") } else { fault });
        };
        let text = Text::from(name.as_str());
        allowed(&text, at)?;
        self.next += 1;
        Ok(Name { text, at, slot: None })
    }

    /// Names with commas between them, none of them a word for a value.
    pub fn names(&mut self) -> Outcome<Vec<Name>> {
        let mut names = Vec::new();
        loop {
            if matches!(self.peek(), Kind::Name(name) if LITERALS.contains(&name.as_str())) {
                return Err(self.unexpected("a name that can be bound"));
            }
            names.push(self.name()?);
            if !self.sign(",") {
                return Ok(names);
            }
        }
    }

    pub fn node(&mut self, at: u32, kind: ExprKind) -> Outcome<Expr> {
        *self.nodes = self.nodes.checked_sub(1).ok_or_else(|| Fault::limit("the template is too large").or_at(at))?;
        let mut height = 0;
        kind.each_child(&mut |child| height = height.max(child.height + 1));
        if height as usize > 4 * self.deepest {
            return Err(Fault::limit("the expression nests too deep").or_at(at));
        }
        Ok(Expr { at, height, kind })
    }

    pub fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Outcome<T>) -> Outcome<T> {
        self.depth += 1;
        if self.depth > self.deepest {
            return Err(Fault::limit("the expression nests too deep").or_at(self.at()));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Any expression.
    pub fn expression(&mut self) -> Outcome<Expr> {
        self.nested(|words| {
            let value = words.either()?;
            if !words.word("if") {
                return Ok(value);
            }
            let condition = words.either()?;
            let otherwise = if words.word("else") { Some(words.either()?) } else { None };
            let at = value.at;
            words.node(at, ExprKind::Conditional(Box::new((value, condition, otherwise))))
        })
    }

    fn either(&mut self) -> Outcome<Expr> {
        let mut left = self.both()?;
        while self.word("or") {
            let right = self.both()?;
            left = self.node(left.at, ExprKind::Or(Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    fn both(&mut self) -> Outcome<Expr> {
        let mut left = self.negated()?;
        while self.word("and") {
            let right = self.negated()?;
            left = self.node(left.at, ExprKind::And(Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    fn negated(&mut self) -> Outcome<Expr> {
        let at = self.at();
        if !self.word("not") {
            return self.membership();
        }
        let target = self.nested(Self::negated)?;
        self.negation(target, at)
    }

    /// `not` takes hold of the leftmost operand of arithmetic and comparisons, like the `!` it becomes.
    fn negation(&mut self, mut target: Expr, at: u32) -> Outcome<Expr> {
        match target.kind {
            ExprKind::Arithmetic(ref mut first, ref rest) if rest[0].0 != Operator::Power => {
                let inner = std::mem::replace(&mut **first, Expr { at, height: 0, kind: ExprKind::Array(Vec::new()) });
                **first = self.negation(inner, at)?;
                Ok(target)
            }
            ExprKind::Compare(ref mut first, _) => {
                let inner = std::mem::replace(&mut **first, Expr { at, height: 0, kind: ExprKind::Array(Vec::new()) });
                **first = self.negation(inner, at)?;
                Ok(target)
            }
            _ => self.node(at, ExprKind::Not(Box::new(target))),
        }
    }

    fn membership(&mut self) -> Outcome<Expr> {
        let mut left = self.test()?;
        loop {
            let next = self.tokens.get(self.next + 1).map(|token| &token.kind);
            let is_in = |kind: Option<&Kind>| matches!(kind, Some(Kind::Name(name)) if name == "in");
            let not = matches!(self.peek(), Kind::Name(name) if name == "not") && is_in(next);
            if !not && !is_in(Some(self.peek())) {
                return Ok(left);
            }
            self.next += 1 + usize::from(not);
            let right = self.test()?;
            let at = left.at;
            left = self.node(at, ExprKind::In(Box::new(left), Box::new(right)))?;
            if not {
                left = self.node(at, ExprKind::Not(Box::new(left)))?;
            }
        }
    }

    fn test(&mut self) -> Outcome<Expr> {
        let left = self.equality()?;
        if !self.word("is") {
            return Ok(left);
        }
        let not = self.word("not");
        let right = self.equality()?;
        let at = right.at;
        let (name, arguments) = test_of(right);
        let test = self.node(at, ExprKind::Test(name, Box::new(left), arguments))?;
        if not { self.node(at, ExprKind::Not(Box::new(test))) } else { Ok(test) }
    }

    fn equality(&mut self) -> Outcome<Expr> {
        let signs = [
            ("==", Comparison::Equal),
            ("===", Comparison::Same),
            ("!=", Comparison::Unequal),
            ("!==", Comparison::Different),
        ];
        self.comparisons(&signs, Self::relation)
    }

    fn relation(&mut self) -> Outcome<Expr> {
        let signs = [
            ("<", Comparison::Less),
            ("<=", Comparison::LessOrEqual),
            (">", Comparison::Greater),
            (">=", Comparison::GreaterOrEqual),
        ];
        self.comparisons(&signs, Self::sum)
    }

    fn comparisons(
        &mut self,
        signs: &[(&'static str, Comparison)],
        operand: impl Fn(&mut Self) -> Outcome<Expr>,
    ) -> Outcome<Expr> {
        let first = operand(self)?;
        let mut rest = Vec::new();
        while let Some((_, comparison)) = signs.iter().find(|(sign, _)| self.is_sign(sign)) {
            self.next += 1;
            rest.push((*comparison, operand(self)?));
        }
        if rest.is_empty() {
            return Ok(first);
        }
        self.node(first.at, ExprKind::Compare(Box::new(first), rest))
    }

    fn sum(&mut self) -> Outcome<Expr> {
        let mut sequence = Sequence { first: self.product()?, rest: Vec::new() };
        let signs = [("+", Operator::Add), ("-", Operator::Subtract), ("~", Operator::Join)];
        while let Some((_, operator)) = signs.iter().find(|(sign, _)| self.is_sign(sign)) {
            self.next += 1;
            sequence.rest.push((*operator, self.product()?));
        }
        self.tree(sequence)
    }

    fn product(&mut self) -> Outcome<Expr> {
        let mut sequence = self.quotient()?;
        while self.sign("*") {
            let right = self.quotient()?;
            sequence.append(Operator::Multiply, right);
        }
        self.tree(sequence)
    }

    fn quotient(&mut self) -> Outcome<Sequence> {
        let mut sequence = self.floored()?;
        while self.sign("/") {
            let right = self.floored()?;
            sequence.append(Operator::Divide, right);
        }
        Ok(sequence)
    }

    fn floored(&mut self) -> Outcome<Sequence> {
        let mut sequence = self.remainder()?;
        while self.sign("//") {
            let right = self.remainder()?;
            sequence.append(Operator::Divide, right);
            let divided = self.tree(sequence)?;
            let first = self.node(divided.at, ExprKind::Floor(Box::new(divided)))?;
            sequence = Sequence { first, rest: Vec::new() };
        }
        Ok(sequence)
    }

    fn remainder(&mut self) -> Outcome<Sequence> {
        let mut sequence = Sequence { first: self.power()?, rest: Vec::new() };
        while self.sign("%") {
            sequence.rest.push((Operator::Remainder, self.power()?));
        }
        Ok(sequence)
    }

    fn power(&mut self) -> Outcome<Expr> {
        let mut sequence = Sequence { first: self.filtered()?, rest: Vec::new() };
        while self.sign("**") {
            sequence.rest.push((Operator::Power, self.filtered()?));
        }
        self.tree(sequence)
    }

    fn tree(&mut self, sequence: Sequence) -> Outcome<Expr> {
        if sequence.rest.is_empty() {
            return Ok(sequence.first);
        }
        let at = sequence.first.at;
        self.node(at, ExprKind::Arithmetic(Box::new(sequence.first), sequence.rest))
    }
}

impl Sequence {
    fn append(&mut self, operator: Operator, right: Self) {
        self.rest.push((operator, right.first));
        self.rest.extend(right.rest);
    }
}

/// The name and arguments of the test that the right side of `is` spells. What has no name is no test but
/// `undefined`, as Nunjucks has it.
fn test_of(right: Expr) -> (Text, Option<Box<Arguments>>) {
    let name = |expr: &Expr| match &expr.kind {
        ExprKind::Name(name) => name.text.clone(),
        ExprKind::Literal(Value::Text(text)) => text.clone(),
        ExprKind::Literal(Value::Null) => "null".into(),
        ExprKind::Literal(Value::Bool(value)) => value.to_string().as_str().into(),
        ExprKind::Literal(Value::Number(value)) => number::written(*value).as_str().into(),
        _ => "undefined".into(),
    };
    match right.kind {
        ExprKind::Call(callee, arguments) => (name(&callee), Some(arguments)),
        ExprKind::Filter(filter, input, mut arguments) => {
            arguments.positional.insert(0, *input);
            (filter, Some(arguments))
        }
        _ => (name(&right), None),
    }
}

/// Refuses reserved names.
pub fn allowed(name: &[u16], at: u32) -> Outcome<()> {
    if is_reserved(name) {
        return Err(Fault::syntax(format!("the name {} is reserved", quoted(name)), at).hint("use another name"));
    }
    Ok(())
}
