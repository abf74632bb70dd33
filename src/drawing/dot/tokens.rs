//! Graphviz' language in tokens.

use crate::drawing::Fault;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name, a number, or what stands in quotes or angle brackets.
    Id(String),
    /// `->` or `--`.
    Edge,
    /// Braces, brackets and the like.
    Mark(char),
}

/// The tokens of a source, one ahead.
#[derive(Default)]
pub struct Tokens<'a> {
    rest: &'a str,
    line: u32,
    ahead: Option<Token>,
    trouble: Option<Fault>,
    /// Whether the token ahead is a bare word, which may be a keyword.
    bare: bool,
}

impl<'a> Tokens<'a> {
    pub fn new(source: &'a str) -> Self {
        let mut tokens = Self { rest: source, line: 1, ..Self::default() };
        tokens.advance();
        tokens
    }

    /// The next token, which stays.
    pub fn peek(&self) -> Option<&Token> {
        self.ahead.as_ref()
    }

    /// Whether the next token is a keyword.
    pub fn is_word(&self, word: &str) -> bool {
        self.bare && matches!(&self.ahead, Some(Token::Id(id)) if id.eq_ignore_ascii_case(word))
    }

    /// Takes the next token.
    pub fn next(&mut self) -> Result<Option<Token>, Fault> {
        let token = self.ahead.take();
        if let Some(fault) = self.trouble.take() {
            return Err(fault);
        }
        self.advance();
        Ok(token)
    }

    /// Takes a name.
    pub fn id(&mut self) -> Result<String, Fault> {
        match self.next()? {
            Some(Token::Id(id)) => Ok(id),
            Some(Token::Edge) => Err(self.fault("an edge has no beginning")),
            Some(Token::Mark(mark)) => Err(self.fault(&format!("a name is expected, not `{mark}`"))),
            None => Err(self.fault("the graph does not end: `}` is missing")),
        }
    }

    /// Takes a mark.
    pub fn expect(&mut self, mark: char) -> Result<(), Fault> {
        if self.peek() == Some(&Token::Mark(mark)) {
            return self.next().map(|_| ());
        }
        Err(self.fault(&format!("`{mark}` is expected")))
    }

    pub fn fault(&self, message: &str) -> Fault {
        Fault { line: self.line, message: message.to_owned() }
    }

    fn advance(&mut self) {
        self.skip();
        self.bare = false;
        let Some(first) = self.rest.chars().next() else { return };
        let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.' || !c.is_ascii();
        self.ahead = match first {
            '"' => Some(Token::Id(self.quoted())),
            '<' => Some(Token::Id(self.html())),
            '-' if self.rest.starts_with("->") || self.rest.starts_with("--") => {
                self.take(2);
                Some(Token::Edge)
            }
            c if is_word(c) || c == '-' => {
                let end =
                    self.rest[1.min(c.len_utf8())..].find(|c: char| !is_word(c)).map_or(self.rest.len(), |end| end + 1);
                let end =
                    (end..=self.rest.len()).find(|end| self.rest.is_char_boundary(*end)).unwrap_or(self.rest.len());
                self.bare = true;
                Some(Token::Id(self.take(end).to_owned()))
            }
            c if "{}[];,=:".contains(c) => {
                self.take(1);
                Some(Token::Mark(c))
            }
            c => {
                self.trouble = Some(self.fault(&format!("`{c}` is not understood here")));
                None
            }
        };
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.line += u32::try_from(taken.matches('\n').count()).unwrap_or(0);
        self.rest = rest;
        taken
    }

    /// Skips white space and comments.
    fn skip(&mut self) {
        loop {
            let blank = self.rest.len() - self.rest.trim_start().len();
            self.take(blank);
            let end = if self.rest.starts_with("//") || self.rest.starts_with('#') {
                self.rest.find('\n')
            } else if self.rest.starts_with("/*") {
                self.rest.find("*/").map(|end| end + 2)
            } else {
                return;
            };
            self.take(end.unwrap_or(self.rest.len()));
        }
    }

    /// What stands in quotes; parts that `+` joins are one.
    fn quoted(&mut self) -> String {
        let mut out = String::new();
        loop {
            self.take(1);
            let mut escaped = false;
            let end = self.rest.find(|c: char| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let Some(end) = end else {
                self.trouble = Some(self.fault("a text in quotes does not end"));
                let rest = self.rest.len();
                self.take(rest);
                return out;
            };
            out.push_str(&self.take(end).replace("\\\"", "\"").replace("\\\n", ""));
            self.take(1);
            self.skip();
            if !self.rest.starts_with('+') {
                return out;
            }
            self.take(1);
            self.skip();
            if !self.rest.starts_with('"') {
                return out;
            }
        }
    }

    /// The text of a label in angle brackets, without its tags.
    fn html(&mut self) -> String {
        let mut depth = 0_usize;
        let mut out = String::new();
        let mut end = self.rest.len();
        for (at, c) in self.rest.char_indices() {
            match c {
                '<' => {
                    depth += 1;
                    let breaks = ["<br", "<BR", "</tr", "</TR"].iter().any(|tag| self.rest[at..].starts_with(tag));
                    out.push_str(if breaks { "\\n" } else { "" });
                }
                '>' => depth -= 1,
                c if depth == 1 => out.push(c),
                _ => {}
            }
            if depth == 0 {
                end = at + 1;
                break;
            }
        }
        self.take(end);
        out.trim().to_owned()
    }
}
