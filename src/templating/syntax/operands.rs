//! What operators stand between: values, names, look-ups, calls and filters.

use std::sync::Arc;

use super::{
    super::{
        fault::Outcome,
        text::Text,
        value::{Pattern, Value},
    },
    ast::{Arguments, Expr, ExprKind},
    expressions::{LITERALS, Words, allowed},
    token::Kind,
};

impl Words<'_> {
    /// An operand with its filters, which bind tighter than any operator but a sign.
    pub fn filtered(&mut self) -> Outcome<Expr> {
        let mut expr = self.signed()?;
        while self.sign("|") {
            expr = self.filter(expr)?;
        }
        Ok(expr)
    }

    /// A filter's name and arguments around what it filters. Names may hold points.
    pub fn filter(&mut self, input: Expr) -> Outcome<Expr> {
        let first = self.name()?;
        let mut name = first.text.to_vec();
        while self.sign(".") {
            name.push(u16::from(b'.'));
            name.extend_from_slice(&self.name()?.text);
        }
        let arguments = if self.sign("(") { self.arguments()? } else { Box::default() };
        self.node(first.at, ExprKind::Filter(name.into(), Box::new(input), arguments))
    }

    fn signed(&mut self) -> Outcome<Expr> {
        let at = self.at();
        if self.sign("-") {
            let target = self.nested(Self::signed)?;
            if matches!(target.kind, ExprKind::Negative(_)) {
                return Err(self.unexpected("one minus sign, or parentheses between two,"));
            }
            return self.node(at, ExprKind::Negative(Box::new(target)));
        }
        if self.sign("+") {
            let target = self.nested(Self::signed)?;
            if matches!(target.kind, ExprKind::Positive(_)) {
                return Err(self.unexpected("one plus sign, or parentheses between two,"));
            }
            return self.node(at, ExprKind::Positive(Box::new(target)));
        }
        self.postfixed()
    }

    fn postfixed(&mut self) -> Outcome<Expr> {
        let mut expr = self.primary()?;
        loop {
            if self.sign(".") {
                let key = self.name()?;
                let literal = self.node(key.at, ExprKind::Literal(Value::Text(key.text)))?;
                expr = self.node(key.at, ExprKind::Lookup(Box::new(expr), Box::new(literal)))?;
            } else if self.sign("[") {
                expr = self.subscript(expr)?;
            } else if self.sign("(") {
                let arguments = self.arguments()?;
                expr = self.node(expr.at, ExprKind::Call(Box::new(expr), arguments))?;
            } else {
                return Ok(expr);
            }
        }
    }

    /// `[key]`, or `[start:stop:step]` with any part left out.
    fn subscript(&mut self, target: Expr) -> Outcome<Expr> {
        let at = self.at();
        let mut parts = [None, None, None];
        let mut part = 0;
        while !self.is_sign("]") {
            if self.sign(":") {
                part += 1;
                if part > 2 {
                    return Err(self.unexpected("at most three parts of a slice"));
                }
            } else if parts[part].is_none() {
                parts[part] = Some(self.expression()?);
            } else {
                return Err(self.unexpected("\"]\""));
            }
        }
        self.next += 1;
        if part > 0 {
            return self.node(at, ExprKind::Slice(Box::new(target), Box::new(parts)));
        }
        let [Some(key), ..] = parts else {
            self.next -= 1;
            return Err(self.unexpected("a key"));
        };
        if let ExprKind::Literal(Value::Text(text)) = &key.kind {
            allowed(text, key.at)?;
        }
        self.node(at, ExprKind::Lookup(Box::new(target), Box::new(key)))
    }

    fn primary(&mut self) -> Outcome<Expr> {
        let at = self.at();
        let kind = match self.peek().clone() {
            Kind::Number(number) => ExprKind::Literal(Value::Number(number)),
            Kind::Text(text) => ExprKind::Literal(Value::Text(text)),
            Kind::Regex { source, flags } => ExprKind::Regex(Arc::new(Pattern { source, flags })),
            Kind::Name(name) => match name.as_str() {
                "true" => ExprKind::Literal(Value::Bool(true)),
                "false" => ExprKind::Literal(Value::Bool(false)),
                "null" | "none" => ExprKind::Literal(Value::Null),
                _ => {
                    let name = self.name()?;
                    return self.node(at, ExprKind::Name(name));
                }
            },
            Kind::Sign(sign) => return self.bracketed(sign, at),
            Kind::End => return Err(self.unexpected("a value")),
        };
        self.next += 1;
        self.node(at, kind)
    }

    fn bracketed(&mut self, sign: &str, at: u32) -> Outcome<Expr> {
        let kind = match sign {
            "(" => {
                self.next += 1;
                if self.is_sign(")") {
                    return Err(self.unexpected("a value"));
                }
                ExprKind::Group(self.list(")")?)
            }
            "[" => {
                self.next += 1;
                ExprKind::Array(self.list("]")?)
            }
            "{" => {
                self.next += 1;
                ExprKind::Object(self.pairs()?)
            }
            _ => return Err(self.unexpected("a value")),
        };
        self.node(at, kind)
    }

    fn list(&mut self, close: &str) -> Outcome<Vec<Expr>> {
        let mut items = Vec::new();
        if self.sign(close) {
            return Ok(items);
        }
        loop {
            items.push(self.expression()?);
            if !self.sign(",") {
                self.expect(close)?;
                return Ok(items);
            }
        }
    }

    fn pairs(&mut self) -> Outcome<Vec<(Text, Expr)>> {
        let mut pairs = Vec::new();
        if self.sign("}") {
            return Ok(pairs);
        }
        loop {
            let key = match self.peek().clone() {
                Kind::Name(name) if !LITERALS.contains(&name.as_str()) => Text::from(name.as_str()),
                Kind::Text(text) => text,
                _ => return Err(self.unexpected("a key, as a name or in quotes,")),
            };
            allowed(&key, self.at())?;
            self.next += 1;
            self.expect(":")?;
            pairs.push((key, self.expression()?));
            if !self.sign(",") {
                self.expect("}")?;
                return Ok(pairs);
            }
        }
    }

    /// Arguments up to the closing parenthesis, those with names apart.
    pub fn arguments(&mut self) -> Outcome<Box<Arguments>> {
        let mut arguments = Box::new(Arguments::default());
        if self.sign(")") {
            return Ok(arguments);
        }
        loop {
            let next = self.tokens.get(self.next + 1).map(|token| &token.kind);
            if matches!(self.peek(), Kind::Name(_)) && next == Some(&Kind::Sign("=")) {
                let name = self.name()?;
                self.next += 1;
                arguments.keyword.push((name.text, self.expression()?));
            } else {
                arguments.positional.push(self.expression()?);
            }
            if !self.sign(",") {
                self.expect(")")?;
                return Ok(arguments);
            }
        }
    }
}
