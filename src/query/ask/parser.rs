//! From tokens to a query. The grammar, loosest first:
//!
//! ```text
//! query   = [any]
//! any     = all { "OR" all }
//! all     = not { ["AND"] not }
//! not     = { "NOT" | "-" } operand
//! operand = "(" any ")" | term | name ":(" any ")"
//! ```

use super::{
    Expression, Query, QueryError,
    lexer::{self, Token, TokenKind},
    term,
    value::Span,
};
use crate::query::Vocabulary;

/// A query has at most so many terms.
const MOST_TERMS: usize = 100;

/// Parentheses lie in each other at most so deep.
const MOST_LEVELS: usize = 20;

/// Reads a query, in whose names the portal at hand has its say.
///
/// # Errors
/// When it is longer than 2,000 characters, has more than 100 terms or 20 levels, or does not mean anything.
pub fn parse(text: &str, vocabulary: &Vocabulary) -> Result<Query, QueryError> {
    // One more than allowed is enough to know, and its length all that is said of the rest.
    let characters: Vec<char> = text.chars().collect();
    let tokens = lexer::tokens(&characters)?;
    let mut parser = Parser {
        text: &characters,
        tokens: &tokens,
        at: 0,
        vocabulary,
        levels: Vec::new(),
        terms: 0,
        sorts: Vec::new(),
    };
    let expression = match parser.peek()? {
        None => Expression::All(Vec::new()),
        Some(_) => parser.any()?,
    };
    match parser.peek()? {
        Some(close) => Err(QueryError::new(close.span, "no parenthesis is open here")),
        None => Ok(Query { expression, sorts: parser.sorts }),
    }
}

pub(super) struct Parser<'p> {
    pub(super) text: &'p [char],
    tokens: &'p [Token],
    at: usize,
    pub(super) vocabulary: &'p Vocabulary,
    /// Parentheses that are open.
    levels: Vec<Span>,
    terms: usize,
    sorts: Vec<(usize, bool)>,
}

impl<'p> Parser<'p> {
    /// The next token that is no sort; sorts stand anywhere outside parentheses and are put aside.
    fn peek(&mut self) -> Result<Option<&'p Token>, QueryError> {
        while self.levels.is_empty() {
            let Some(Token { kind: TokenKind::Term { letters, .. }, span }) = self.tokens.get(self.at) else { break };
            let Some(sort) = term::sort(self, letters, *span)? else { break };
            self.at += 1;
            self.sorts.push(sort);
        }
        Ok(self.tokens.get(self.at))
    }

    fn any(&mut self) -> Result<Expression, QueryError> {
        let mut sides = vec![self.all(None)?];
        while let Some(Token { kind: TokenKind::Or, span }) = self.peek()? {
            self.at += 1;
            sides.push(self.all(Some(*span))?);
        }
        Ok(if sides.len() > 1 { Expression::Any(sides) } else { sides.remove(0) })
    }

    /// Neighbours, after an operator or at the start.
    fn all(&mut self, after: Option<Span>) -> Result<Expression, QueryError> {
        let mut sides = vec![self.not(after)?];
        while let Some(token) = self.peek()? {
            match token.kind {
                TokenKind::Or | TokenKind::Close => break,
                TokenKind::And => {
                    self.at += 1;
                    sides.push(self.not(Some(token.span))?);
                }
                _ => sides.push(self.not(None)?),
            }
        }
        Ok(if sides.len() > 1 { Expression::All(sides) } else { sides.remove(0) })
    }

    fn not(&mut self, mut after: Option<Span>) -> Result<Expression, QueryError> {
        let mut negated = false;
        while let Some(Token { kind: TokenKind::Not, span }) = self.peek()? {
            self.at += 1;
            negated = !negated;
            after = Some(*span);
        }
        let operand = self.operand(after)?;
        Ok(if negated { Expression::Not(Box::new(operand)) } else { operand })
    }

    fn operand(&mut self, after: Option<Span>) -> Result<Expression, QueryError> {
        let token = self.peek()?;
        match token {
            Some(Token { kind: TokenKind::Open, .. }) => self.group(),
            Some(
                token @ Token { kind: TokenKind::Term { .. } | TokenKind::Count { .. } | TokenKind::BadCount, .. },
            ) => {
                self.at += 1;
                self.count_term(token.span)?;
                term::term(self, token)
            }
            _ => {
                let span = after.or(token.map(|token| token.span)).unwrap_or(Span { start: 0, end: 0 });
                let name: String = self.text[span.start..span.end].iter().collect();
                Err(match (after, &token) {
                    (None, Some(Token { kind: TokenKind::Close, .. })) => {
                        QueryError::new(span, "no parenthesis is open here")
                    }
                    (None, _) => QueryError::new(span, format!("nothing stands before `{name}`")),
                    (Some(_), _) => QueryError::new(span, format!("nothing follows `{name}`")),
                }
                .hint(Some(format!("to search for the word, write `\"{name}\"`")).filter(|_| name != ")")))
            }
        }
    }

    /// What stands between the parenthesis at hand and the one that closes it.
    pub(super) fn group(&mut self) -> Result<Expression, QueryError> {
        let open = self.tokens[self.at].span;
        self.at += 1;
        if self.levels.len() == MOST_LEVELS {
            return Err(QueryError::new(open, format!("a query has at most {MOST_LEVELS} levels of parentheses")));
        }
        self.levels.push(open);
        if let Some(Token { kind: TokenKind::Close, span }) = self.peek()? {
            let span = Span { start: open.start, end: span.end };
            return Err(QueryError::new(span, "nothing stands between these parentheses"));
        }
        if self.peek()?.is_none() {
            return Err(QueryError::new(open, "this parenthesis is never closed"));
        }
        let inner = self.any()?;
        // Only a closing parenthesis ends neighbours and `OR`, or the end of the query.
        if self.peek()?.is_none() {
            return Err(QueryError::new(open, "this parenthesis is never closed"));
        }
        self.at += 1;
        self.levels.pop();
        Ok(inner)
    }

    /// Counts a term.
    pub(super) fn count_term(&mut self, span: Span) -> Result<(), QueryError> {
        self.terms += 1;
        if self.terms > MOST_TERMS {
            return Err(QueryError::new(span, format!("a query has at most {MOST_TERMS} terms")));
        }
        Ok(())
    }
}
