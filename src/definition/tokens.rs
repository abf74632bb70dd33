//! Words, texts and marks of GraphQL's and Protocol Buffers' languages, with comments and lines. Anything else that
//! stands in a text is a mark, so that reading never fails.

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind<'a> {
    /// A name, a keyword or a number; in Protocol Buffers with its dots.
    Word(&'a str),
    /// A quoted text, without its quotes.
    Text(String),
    /// One character of punctuation.
    Mark(char),
}

/// A token.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind<'a>,
    /// From 1.
    pub(super) line: u32,
    /// From 1.
    pub(super) column: u32,
    /// The comment that ends on the line before.
    pub(super) comment: String,
    /// The comment that follows on the same line.
    pub(super) after: String,
}

/// Which language is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    GraphQl,
    Protobuf,
}

/// So many tokens of a text are read.
const MOST_TOKENS: usize = 1_000_000;

/// Splits a text.
pub(super) fn tokens(text: &str, language: Language) -> Vec<Token<'_>> {
    let mut lexer = Lexer { text, at: 0, line: 1, line_start: 0, language };
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut comment = Comment::default();
    while found.len() < MOST_TOKENS {
        lexer.blank();
        let (line, start) = (lexer.line, lexer.at);
        if let Some(words) = lexer.comment() {
            match found.last_mut().filter(|last| last.line == line && !comment.is_open(line)) {
                Some(last) if last.after.is_empty() => last.after = words,
                _ => comment.add(words, line, lexer.line),
            }
            continue;
        }
        let column = u32::try_from(text[lexer.line_start..start].chars().count() + 1).unwrap_or(u32::MAX);
        let Some(kind) = lexer.token() else { break };
        found.push(Token { kind, line, column, comment: comment.take(line), after: String::new() });
    }
    found
}

/// Comments that wait for what they are about.
#[derive(Default)]
struct Comment {
    text: String,
    end: u32,
}

impl Comment {
    /// Whether a comment on this line or the one before waits.
    fn is_open(&self, line: u32) -> bool {
        !self.text.is_empty() && self.end + 1 >= line
    }

    fn add(&mut self, words: String, line: u32, end: u32) {
        if self.is_open(line) {
            self.text.push('\n');
            self.text.push_str(&words);
        } else {
            self.text = words;
        }
        self.end = end;
    }

    /// The comment, when it belongs to what stands on `line`.
    fn take(&mut self, line: u32) -> String {
        let open = self.is_open(line);
        let text = std::mem::take(&mut self.text);
        if open { text } else { String::new() }
    }
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
    language: Language,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn step(&mut self, bytes: usize) {
        let passed = &self.text[self.at..self.at + bytes];
        for (at, _) in passed.match_indices('\n') {
            self.line = self.line.saturating_add(1);
            self.line_start = self.at + at + 1;
        }
        self.at += bytes;
    }

    fn blank(&mut self) {
        let graphql = self.language == Language::GraphQl;
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}' || (graphql && c == ',');
        let rest = self.rest();
        self.step(rest.len() - rest.trim_start_matches(blank).len());
    }

    /// The words of a comment that begins here.
    fn comment(&mut self) -> Option<String> {
        let rest = self.rest();
        let line = if self.language == Language::GraphQl { "#" } else { "//" };
        if rest.starts_with(line) {
            let end = rest.find('\n').unwrap_or(rest.len());
            self.step(end);
            return Some(rest[..end].trim_start_matches(['/', '#']).trim().to_owned());
        }
        if self.language == Language::Protobuf && rest.starts_with("/*") {
            let end = rest[2..].find("*/").map_or(rest.len(), |end| end + 4);
            self.step(end);
            let inner = rest[..end].trim_start_matches(['/', '*']).trim_end_matches(['/', '*']);
            let lines = inner.lines().map(|line| line.trim().trim_start_matches('*').trim());
            return Some(lines.collect::<Vec<_>>().join("\n").trim().to_owned());
        }
        None
    }

    fn token(&mut self) -> Option<Kind<'a>> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        if first == '"' || (first == '\'' && self.language == Language::Protobuf) {
            return Some(Kind::Text(self.quoted(first)));
        }
        let dots = self.language == Language::Protobuf;
        let inner = |c: char| c.is_alphanumeric() || c == '_' || (dots && c == '.');
        let sign = first == '-' && rest[1..].starts_with(|c: char| c.is_ascii_digit());
        if inner(first) || sign {
            let skip = usize::from(sign);
            let number = sign || first.is_ascii_digit();
            let part = |c: char| inner(c) || (number && c == '.');
            let end = rest[skip..].find(|c: char| !part(c)).map_or(rest.len(), |end| end + skip);
            self.step(end);
            return Some(Kind::Word(&rest[..end]));
        }
        self.step(first.len_utf8());
        Some(Kind::Mark(first))
    }

    fn quoted(&mut self, quote: char) -> String {
        let rest = self.rest();
        if let Some(block) = rest.strip_prefix("\"\"\"") {
            let end = block.match_indices("\"\"\"").map(|(at, _)| at).find(|at| !block[..*at].ends_with('\\'));
            let inner = &block[..end.unwrap_or(block.len())];
            self.step(end.map_or(rest.len(), |end| end + 6));
            return dedented(&inner.replace("\\\"\"\"", "\"\"\""));
        }
        let mut text = String::new();
        let mut escaped = false;
        for (at, c) in rest.char_indices().skip(1) {
            match c {
                _ if escaped => {
                    text.push(if c == 'n' { '\n' } else { c });
                    escaped = false;
                }
                '\\' => escaped = true,
                '\n' => {
                    self.step(at);
                    return text;
                }
                c if c == quote => {
                    self.step(at + 1);
                    return text;
                }
                c => text.push(c),
            }
        }
        self.step(rest.len());
        text
    }
}

/// A block of text without the indentation that all its lines but the first share.
fn dedented(block: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let common = block.lines().skip(1).filter(|line| !line.trim().is_empty()).map(indent).min().unwrap_or(0);
    let cut = |(at, line): (usize, &str)| {
        if at == 0 { line.trim_start() } else { line.get(common..).unwrap_or_default() }.to_owned()
    };
    block.lines().enumerate().map(cut).collect::<Vec<String>>().join("\n").trim().to_owned()
}

/// Tokens, read one after the other.
pub(super) struct Reader<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, language: Language) -> Self {
        Self { tokens: tokens(text, language), at: 0 }
    }

    pub(super) fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// The token before the next one.
    pub(super) fn last(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at.checked_sub(1)?)
    }

    /// The next word, when one is next.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        match self.peek()?.kind {
            Kind::Word(word) => {
                self.at += 1;
                Some(word)
            }
            _ => None,
        }
    }

    /// Whether a mark is next; passes it.
    pub(super) fn pass(&mut self, mark: char) -> bool {
        let is_next = self.is_mark(mark);
        self.at += usize::from(is_next);
        is_next
    }

    /// Whether a word is next; passes it.
    pub(super) fn pass_word(&mut self, word: &str) -> bool {
        let is_next = self.peek().is_some_and(|token| token.kind == Kind::Word(word));
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.peek().is_some_and(|token| token.kind == Kind::Mark(mark))
    }

    /// Passes what stands between brackets, which begin here, as text.
    pub(super) fn bracketed(&mut self) -> String {
        let mut depth = 0_usize;
        let mut text = String::new();
        while let Some(token) = self.next() {
            match &token.kind {
                Kind::Mark(c) => {
                    depth += usize::from("([{<".contains(*c));
                    depth = depth.saturating_sub(usize::from(")]}>".contains(*c)));
                    text.push(*c);
                }
                Kind::Word(word) => {
                    text.push_str(if text.ends_with(|c: char| c.is_alphanumeric()) { " " } else { "" });
                    text.push_str(word);
                }
                Kind::Text(words) => text.push_str(&format!("\"{words}\"")),
            }
            if depth == 0 || text.len() > 20_000 {
                break;
            }
        }
        text
    }
}
