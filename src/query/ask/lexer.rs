//! From characters to tokens.

use super::{QueryError, value::Span};

/// A query has at most so many characters.
pub(super) const MOST_CHARACTERS: usize = 2_000;

/// A character of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    pub(super) c: char,
    /// Whether it stands outside quotes and after no backslash, so that it may mean something.
    pub(super) plain: bool,
    /// Where it stands in the query.
    pub(super) at: usize,
}

/// A part of a query and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    /// `NOT` or `-`.
    Not,
    /// Anything else: a word, or a name, a colon and a value.
    Term {
        letters: Vec<Letter>,
        /// Whether a parenthesis follows at once.
        opens: bool,
    },
    /// `count(`, a name, and what stands after `):`.
    Count {
        name: Span,
        value: Vec<Letter>,
    },
    /// `count(` that does not go on like that.
    BadCount,
}

/// Cuts a query into tokens.
pub(super) fn tokens(query: &[char]) -> Result<Vec<Token>, QueryError> {
    if query.len() > MOST_CHARACTERS {
        let span = Span { start: MOST_CHARACTERS, end: query.len() };
        return Err(QueryError::new(span, "a query has at most 2,000 characters"));
    }
    let mut lexer = Lexer { query, at: 0 };
    let mut tokens = Vec::new();
    while let Some(token) = lexer.next()? {
        tokens.push(token);
    }
    Ok(tokens)
}

struct Lexer<'q> {
    query: &'q [char],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.query.get(self.at).copied()
    }

    fn next(&mut self) -> Result<Option<Token>, QueryError> {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        let start = self.at;
        let single = match self.peek() {
            None => return Ok(None),
            Some('(') => Some(TokenKind::Open),
            Some(')') => Some(TokenKind::Close),
            Some('-') => Some(TokenKind::Not),
            Some(_) => None,
        };
        let kind = match single {
            Some(kind) => {
                self.at += 1;
                kind
            }
            None => self.term()?,
        };
        Ok(Some(Token { kind, span: Span { start, end: self.at } }))
    }

    fn term(&mut self) -> Result<TokenKind, QueryError> {
        let start = self.at;
        let letters = self.letters()?;
        let written: String = self.query[start..self.at].iter().collect();
        let opens = self.peek() == Some('(');
        Ok(match written.as_str() {
            "AND" => TokenKind::And,
            "OR" => TokenKind::Or,
            "NOT" => TokenKind::Not,
            "count" if opens => self.count()?,
            _ => TokenKind::Term { letters, opens },
        })
    }

    /// From the parenthesis of `count(` on.
    fn count(&mut self) -> Result<TokenKind, QueryError> {
        self.at += 1;
        let start = self.at;
        while self.peek().is_some_and(|c| !c.is_whitespace() && !['(', ')'].contains(&c)) {
            self.at += 1;
        }
        let name = Span { start, end: self.at };
        for expected in [')', ':'] {
            if self.peek() != Some(expected) {
                return Ok(TokenKind::BadCount);
            }
            self.at += 1;
        }
        Ok(TokenKind::Count { name, value: self.letters()? })
    }

    /// Up to white space or a parenthesis outside quotes.
    fn letters(&mut self) -> Result<Vec<Letter>, QueryError> {
        let mut letters = Vec::new();
        let mut quote = None;
        while let Some(c) = self.peek() {
            let at = self.at;
            match c {
                '"' => quote = if quote.is_some() { None } else { Some(at) },
                '\\' => {
                    self.at += 1;
                    let Some(c) = self.peek() else {
                        let span = Span { start: at, end: at + 1 };
                        return Err(QueryError::new(span, "nothing follows the backslash").hint(Some("write `\\\\`")));
                    };
                    letters.push(Letter { c, plain: false, at });
                }
                c if quote.is_none() && (c.is_whitespace() || ['(', ')'].contains(&c)) => break,
                c => letters.push(Letter { c, plain: quote.is_none(), at }),
            }
            self.at += 1;
        }
        match quote {
            Some(start) => {
                let span = Span { start, end: self.query.len() };
                Err(QueryError::new(span, "this quote is never closed").hint(Some("write `\\\"` for a quote itself")))
            }
            None => Ok(letters),
        }
    }
}
