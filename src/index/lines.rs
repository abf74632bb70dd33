//! How tantivy reads the terms of an entry.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Terms stand one a line; they were made where the record was.
#[derive(Clone, Default)]
pub struct Lines;

pub struct LineStream<'a> {
    rest: &'a str,
    token: Token,
}

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { rest: text, token: Token::default() }
    }
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = self.rest.bytes().position(|byte| byte == b'\n') else { return false };
        let (line, rest) = (&self.rest[..end], &self.rest[end + 1..]);
        self.rest = rest;
        self.token.position = self.token.position.wrapping_add(1);
        self.token.text.clear();
        self.token.text.push_str(line);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
