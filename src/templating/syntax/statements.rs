//! Tags and what stands between them.

use super::{
    super::{
        fault::{Fault, Limits, Outcome, nearest},
        sorted::Sorted,
        text::{Text, quoted},
    },
    ast::{Body, Expr, ExprKind, For, Frame, Function, Slot, Statement, StatementKind},
    expressions::Words,
    scan::Piece,
    token::{Kind, Token},
};

/// Tags that begin something.
const TAGS: [&str; 10] = ["block", "call", "filter", "for", "if", "macro", "raw", "set", "switch", "verbatim"];
/// Tags that go on with something or end it.
const INNER: [&str; 12] = [
    "case",
    "default",
    "elif",
    "else",
    "elseif",
    "endblock",
    "endcall",
    "endfilter",
    "endfor",
    "endif",
    "endmacro",
    "endset",
];
/// Tags of Nunjucks that read other files, which nothing here can.
const LOADING: [&str; 4] = ["include", "import", "from", "extends"];

/// Reads the pieces of a template.
pub fn parse(pieces: &[Piece], limits: &Limits) -> Outcome<Body> {
    let mut parser =
        Parser { pieces, next: 0, depth: 0, deepest: limits.depth / 2, nodes: limits.nodes, blocks: Sorted::default() };
    parser.body(&[], 0).map(|(body, _)| body)
}

struct Parser<'a> {
    pieces: &'a [Piece],
    next: usize,
    depth: usize,
    deepest: usize,
    nodes: usize,
    blocks: Sorted<()>,
}

/// The tag that ended a body: its name, and the words that follow.
struct Stop<'a> {
    name: &'static str,
    tokens: &'a [Token],
}

impl<'a> Parser<'a> {
    /// Statements up to one of these tags, or up to the end of the template where there are none.
    fn body(&mut self, stops: &[&'static str], opened: u32) -> Outcome<(Body, Stop<'a>)> {
        self.depth += 1;
        if self.depth > self.deepest {
            return Err(Fault::limit("tags nest too deep").or_at(opened));
        }
        let mut body = Vec::new();
        while let Some(piece) = self.pieces.get(self.next) {
            self.next += 1;
            let (at, kind) = match piece {
                Piece::Text { text, at } => (*at, StatementKind::Text(text.clone())),
                Piece::Variable { tokens, at } => (*at, StatementKind::Output(self.whole(tokens)?)),
                Piece::Tag { tokens, at } => {
                    let name = tag_name(&tokens[0])?;
                    if let Some(name) = stops.iter().find(|stop| **stop == name) {
                        self.depth -= 1;
                        return Ok((body, Stop { name, tokens: &tokens[1..] }));
                    }
                    (*at, self.statement(name, &tokens[1..], *at).map_err(|fault| expecting(fault, stops))?)
                }
            };
            self.nodes =
                self.nodes.checked_sub(1).ok_or_else(|| Fault::limit("the template is too large").or_at(at))?;
            body.push(Statement { at, kind });
        }
        if let Some(end) = stops.last() {
            let fault = Fault::syntax("a tag is opened and never closed", opened);
            return Err(fault.hint(format!("close it with {{% {end} %}}")));
        }
        self.depth -= 1;
        Ok((body, Stop { name: "", tokens: &[] }))
    }

    /// A body that only this tag ends, which takes no further words.
    fn until(&mut self, end: &'static str, opened: u32) -> Outcome<Body> {
        let (body, stop) = self.body(&[end], opened)?;
        self.words(stop.tokens).end()?;
        Ok(body)
    }

    fn words<'w>(&'w mut self, tokens: &'w [Token]) -> Words<'w> {
        Words { tokens, next: 0, depth: 0, deepest: self.deepest / 2, nodes: &mut self.nodes }
    }

    /// An expression that takes all words.
    fn whole(&mut self, tokens: &[Token]) -> Outcome<Expr> {
        let mut words = self.words(tokens);
        let expr = words.expression()?;
        words.end()?;
        Ok(expr)
    }

    fn statement(&mut self, name: &str, tokens: &'a [Token], at: u32) -> Outcome<StatementKind> {
        match name {
            "if" => self.branches(tokens, at),
            "for" => self.repetition(tokens, at),
            "set" => self.assignment(tokens, at),
            "macro" => self.definition(tokens, at),
            "call" => self.call(tokens, at),
            "filter" => self.filter(tokens, at),
            "block" => self.block(tokens, at),
            "switch" => self.switch(tokens, at),
            name if LOADING.contains(&name) => Err(Fault::syntax(format!("the tag {name} reads another file"), at)
                .hint("write its content here: templates are read one by one")),
            name if INNER.contains(&name) || name == "endswitch" => {
                Err(Fault::syntax(format!("{name} stands where nothing is open for it"), at))
            }
            name => {
                let known = nearest(name, TAGS.into_iter().chain(INNER));
                let hint =
                    known.map_or_else(|| format!("tags are {}", TAGS.join(", ")), |tag| format!("did you mean {tag}?"));
                Err(Fault::syntax(format!("the tag {} is unknown", quoted(&Text::from(name))), at).hint(hint))
            }
        }
    }

    fn branches(&mut self, tokens: &[Token], at: u32) -> Outcome<StatementKind> {
        let mut branches = Vec::new();
        let mut condition = self.whole(tokens)?;
        loop {
            let (body, stop) = self.body(&["elif", "elseif", "else", "endif"], at)?;
            branches.push((condition, body));
            match stop.name {
                "else" => {
                    self.words(stop.tokens).end()?;
                    let otherwise = self.until("endif", at)?;
                    return Ok(StatementKind::If(branches, otherwise));
                }
                "endif" => {
                    self.words(stop.tokens).end()?;
                    return Ok(StatementKind::If(branches, Vec::new()));
                }
                _ => condition = self.whole(stop.tokens)?,
            }
        }
    }

    fn repetition(&mut self, tokens: &[Token], at: u32) -> Outcome<StatementKind> {
        let mut words = self.words(tokens);
        let targets = words.names()?;
        if !words.word("in") {
            return Err(words.unexpected("\"in\""));
        }
        let items = words.expression()?;
        words.end()?;
        if targets.len() == 1 && targets[0].text == Text::from("loop") {
            return Err(Fault::syntax("the variable of a loop cannot be named loop", targets[0].at));
        }
        let (body, stop) = self.body(&["else", "endfor"], at)?;
        self.words(stop.tokens).end()?;
        let otherwise = if stop.name == "else" { self.until("endfor", at)? } else { Vec::new() };
        let length = Slot { depth: 0, index: 0 };
        Ok(StatementKind::For(Box::new(For { targets, items, body, pairs: None, otherwise, length })))
    }

    fn assignment(&mut self, tokens: &[Token], at: u32) -> Outcome<StatementKind> {
        let mut words = self.words(tokens);
        let targets = words.names()?;
        if words.sign("=") {
            let value = words.expression()?;
            words.end()?;
            return Ok(StatementKind::Set(targets, value));
        }
        words.end()?;
        let capture = self.capture("endset", at)?;
        Ok(StatementKind::Set(targets, capture))
    }

    /// What the statements up to this tag write; they may declare no macros.
    fn capture(&mut self, end: &'static str, at: u32) -> Outcome<Expr> {
        let body = self.until(end, at)?;
        match declared(&body) {
            Some(place) => {
                Err(Fault::syntax("a macro is declared inside text that is captured", place).hint("declare it before"))
            }
            None => Ok(Expr { at, height: 0, kind: ExprKind::Capture(body) }),
        }
    }

    fn definition(&mut self, tokens: &[Token], at: u32) -> Outcome<StatementKind> {
        let mut words = self.words(tokens);
        let name = words.name()?;
        words.expect("(")?;
        let function = signature(&mut words)?;
        words.end()?;
        let body = self.until("endmacro", at)?;
        Ok(StatementKind::Macro(name, Box::new(Function { body, ..function })))
    }

    fn call(&mut self, tokens: &[Token], at: u32) -> Outcome<StatementKind> {
        let mut words = self.words(tokens);
        let function = if words.sign("(") { signature(&mut words)? } else { Function::empty() };
        let call = words.expression()?;
        words.end()?;
        if !matches!(&call.kind, ExprKind::Call(target, _) if is_static(target)) {
            return Err(Fault::syntax("a call block calls no macro", call.at).hint("write {% call name(…) %}"));
        }
        let body = self.until("endcall", at)?;
        Ok(StatementKind::Call(Box::new(call), Box::new(Function { body, ..function })))
    }

    fn filter(&mut self, tokens: &[Token], at: u32) -> Outcome<StatementKind> {
        let capture = self.capture("endfilter", at)?;
        let mut words = self.words(tokens);
        let filtered = words.filter(capture)?;
        words.end()?;
        Ok(StatementKind::Output(filtered))
    }

    fn block(&mut self, tokens: &[Token], at: u32) -> Outcome<StatementKind> {
        let mut words = self.words(tokens);
        let name = words.name()?.text;
        words.end()?;
        if self.blocks.insert(name.clone(), ()).is_some() {
            return Err(Fault::syntax(format!("the block {} is declared twice", quoted(&name)), at)
                .hint("give each block its own name"));
        }
        let (body, stop) = self.body(&["endblock"], at)?;
        let mut words = self.words(stop.tokens);
        if matches!(words.peek(), Kind::Name(_)) && words.name()?.text != name {
            words.next = 0;
            return Err(words.unexpected(&quoted(&name)));
        }
        words.end()?;
        Ok(StatementKind::Block(body, Frame::default()))
    }

    fn switch(&mut self, tokens: &[Token], at: u32) -> Outcome<StatementKind> {
        let value = self.whole(tokens)?;
        let (before, mut stop) = self.body(&["case", "default", "endswitch"], at)?;
        if let Some(statement) = before.first() {
            return Err(Fault::syntax("something stands between switch and its first case", statement.at)
                .hint("trim the space: {% switch … -%}"));
        }
        let mut cases = Vec::new();
        while stop.name == "case" {
            let condition = self.whole(stop.tokens)?;
            let (body, next) = self.body(&["case", "default", "endswitch"], at)?;
            cases.push((condition, body));
            stop = next;
        }
        self.words(stop.tokens).end()?;
        let otherwise = if stop.name == "default" { self.until("endswitch", at)? } else { Vec::new() };
        if cases.is_empty() && stop.name != "default" {
            return Err(Fault::syntax("the switch has no case", at));
        }
        Ok(StatementKind::Switch(value, cases, otherwise))
    }
}

impl Function {
    const fn empty() -> Self {
        Self { positional: Vec::new(), defaults: Vec::new(), body: Vec::new(), frame: Frame { slots: 0 }, depth: 0 }
    }
}

fn tag_name(token: &Token) -> Outcome<&str> {
    match &token.kind {
        Kind::Name(name) => Ok(name),
        _ => Err(Fault::syntax("a tag has no name", token.at)),
    }
}

/// Says which tag was expected where one stands that ends something else.
fn expecting(mut fault: Box<Fault>, stops: &[&str]) -> Box<Fault> {
    if fault.hint.is_empty() && fault.message.ends_with("nothing is open for it") && !stops.is_empty() {
        fault.hint = format!("{} is expected", stops.join(" or "));
    }
    fault
}

/// The parameters of a macro or call block, after the opening parenthesis.
fn signature(words: &mut Words<'_>) -> Outcome<Function> {
    let arguments = *words.arguments()?;
    let mut function = Function { defaults: arguments.keyword, ..Function::empty() };
    for argument in arguments.positional {
        match argument.kind {
            ExprKind::Name(name) => function.positional.push(name),
            _ => return Err(Fault::syntax("a parameter is no name", argument.at).hint("write name or name=default")),
        }
    }
    Ok(function)
}

/// Whether a call block may name its macro like this: by a name, or by constant keys from one.
fn is_static(target: &Expr) -> bool {
    match &target.kind {
        ExprKind::Name(_) => true,
        ExprKind::Lookup(target, key) => matches!(key.kind, ExprKind::Literal(_)) && is_static(target),
        _ => false,
    }
}

/// Where a macro is declared in these statements or inside them.
fn declared(body: &[Statement]) -> Option<u32> {
    body.iter().find_map(|statement| match &statement.kind {
        StatementKind::Macro(..) => Some(statement.at),
        StatementKind::If(branches, otherwise) | StatementKind::Switch(_, branches, otherwise) => {
            branches.iter().find_map(|(_, body)| declared(body)).or_else(|| declared(otherwise))
        }
        StatementKind::For(each) => declared(&each.body).or_else(|| declared(&each.otherwise)),
        StatementKind::Block(body, _) => declared(body),
        StatementKind::Call(_, function) => declared(&function.body),
        StatementKind::Text(_) | StatementKind::Output(_) | StatementKind::Set(..) => None,
    })
}
