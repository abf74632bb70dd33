//! The blocks at the top of a text in HCL, with their labels and with attributes that are plain strings. It holds no more
//! than its place in the text: no nesting is too deep for it.

use crate::infrastructure::thing::Trouble;

/// A block at the top.
#[derive(Debug, Default)]
pub(super) struct Block<'t> {
    pub(super) kind: &'t str,
    pub(super) labels: Vec<String>,
    pub(super) line: u32,
    /// Attributes of the block itself that are strings without anything to put in.
    pub(super) attributes: Vec<(String, String)>,
    /// The same of its maps: the attribute, the key and the value.
    pub(super) maps: Vec<(String, String, String)>,
}

#[derive(Debug, PartialEq)]
enum Token<'t> {
    Word(&'t str),
    /// A string; nothing when something is to be put in.
    Text(Option<String>),
    Sign(u8),
    Line,
}

/// All blocks.
///
/// # Errors
/// When a string, a comment or a bracket is not closed, or one is closed that was not open.
pub(super) fn blocks(text: &str) -> Result<Vec<Block<'_>>, Trouble> {
    let mut lexer = Lexer { text, at: 0, line: 1 };
    let (mut found, mut head, mut open): (Vec<Block<'_>>, Head<'_>, Vec<(u8, u32)>) = Default::default();
    let mut current: Option<Block<'_>> = None;
    // The key before a `=`, the attribute whose map is open, and whether a value follows.
    let (mut key, mut map, mut value): (Option<String>, Option<String>, Option<String>) = Default::default();
    while let Some((token, line)) = lexer.next()? {
        let complete = |token: &Token<'_>| matches!(token, Token::Line | Token::Sign(b',' | b'}'));
        if complete(&token)
            && let (Some(block), Some(name), Some(value)) = (&mut current, key.take(), value.take())
        {
            match (&map, open.len()) {
                (None, 1) => block.attributes.push((name, value)),
                (Some(map), 2) => block.maps.push((map.clone(), name, value)),
                _ => {}
            }
        }
        match token {
            Token::Word(word) if open.is_empty() => head.word(word, line),
            Token::Text(text) if open.is_empty() => head.labels.extend(text),
            Token::Sign(sign @ (b'{' | b'[' | b'(')) => {
                if open.is_empty() {
                    current = Some(std::mem::take(&mut head).block());
                } else if open.len() == 1 {
                    map = key.take().filter(|_| sign == b'{');
                }
                open.push((sign, line));
                (key, value) = (None, None);
            }
            Token::Sign(sign @ (b'}' | b']' | b')')) => {
                close(&mut open, sign, line)?;
                if open.len() == 1 {
                    map = None;
                }
                if open.is_empty() {
                    found.extend(current.take());
                }
                (key, value) = (None, None);
            }
            Token::Line => {
                (key, value) = (None, None);
                if open.is_empty() {
                    head = Head::default();
                }
            }
            Token::Sign(b',') => (key, value) = (None, None),
            Token::Word(word) if key.is_none() => key = Some(word.to_owned()),
            Token::Text(text) if key.is_none() => key = text,
            Token::Text(text) => value = text,
            Token::Sign(b'=' | b':') => {}
            // An expression is no plain string, whatever it ends in.
            Token::Word(_) | Token::Sign(_) => key = None,
        }
    }
    match open.first() {
        Some((sign, line)) => Err(Trouble::new(*line, format!("`{}` is not closed", char::from(*sign)))),
        None => Ok(found),
    }
}

fn close(open: &mut Vec<(u8, u32)>, sign: u8, line: u32) -> Result<(), Trouble> {
    let pair = open.pop().map(|(sign, _)| match sign {
        b'{' => b'}',
        b'[' => b']',
        _ => b')',
    });
    if pair == Some(sign) {
        return Ok(());
    }
    Err(Trouble::new(line, format!("`{}` closes nothing that is open", char::from(sign))))
}

/// What stands before the bracket of a block.
#[derive(Default)]
struct Head<'t> {
    kind: Option<(&'t str, u32)>,
    labels: Vec<String>,
}

impl<'t> Head<'t> {
    fn word(&mut self, word: &'t str, line: u32) {
        match self.kind {
            None => self.kind = Some((word, line)),
            Some(_) => self.labels.push(word.to_owned()),
        }
    }

    fn block(self) -> Block<'t> {
        let (kind, line) = self.kind.unwrap_or_default();
        Block { kind, line, labels: self.labels, ..Block::default() }
    }
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    line: u32,
}

impl<'t> Lexer<'t> {
    fn next(&mut self) -> Result<Option<(Token<'t>, u32)>, Trouble> {
        loop {
            let line = self.line;
            let rest = &self.text[self.at..];
            let Some(first) = rest.bytes().next() else { return Ok(None) };
            let token = match first {
                b'\n' => {
                    self.skip(1);
                    Token::Line
                }
                b'#' => {
                    self.skip(rest.find('\n').unwrap_or(rest.len()));
                    continue;
                }
                b'/' if rest.starts_with("//") => {
                    self.skip(rest.find('\n').unwrap_or(rest.len()));
                    continue;
                }
                b'/' if rest.starts_with("/*") => {
                    let end = rest.find("*/").ok_or_else(|| Trouble::new(line, "a comment is not closed"))?;
                    self.skip(end + 2);
                    continue;
                }
                b'<' if rest.starts_with("<<") => self.heredoc(line)?,
                b'"' => self.string(line)?,
                first if first.is_ascii_alphabetic() || first == b'_' => {
                    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
                    let end = rest.find(|c: char| !word(c)).unwrap_or(rest.len());
                    self.skip(end);
                    Token::Word(&rest[..end])
                }
                first => {
                    self.skip(rest.chars().next().map_or(1, char::len_utf8));
                    if first.is_ascii_whitespace() {
                        continue;
                    }
                    Token::Sign(first)
                }
            };
            return Ok(Some((token, line)));
        }
    }

    fn skip(&mut self, length: usize) {
        let passed = &self.text.as_bytes()[self.at..self.at + length];
        let lines = memchr::memchr_iter(b'\n', passed).count();
        self.line = self.line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        self.at += length;
    }

    /// A string on one line; what is put in may hold strings and brackets of its own.
    fn string(&mut self, line: u32) -> Result<Token<'t>, Trouble> {
        let bytes = &self.text.as_bytes()[self.at..];
        let unclosed = || Trouble::new(line, "a string is not closed");
        let (mut at, mut depth, mut plain, mut inner) = (1, 0_usize, true, false);
        loop {
            let byte = *bytes.get(at).ok_or_else(unclosed)?;
            match byte {
                b'\\' => at += 1,
                b'\n' if depth == 0 => return Err(unclosed()),
                b'"' if depth == 0 => break,
                b'"' => inner = !inner,
                b'$' | b'%' if depth == 0 && bytes.get(at + 1) == Some(&b'{') => {
                    (depth, plain) = (1, false);
                    at += 1;
                }
                b'{' if depth > 0 && !inner => depth += 1,
                b'}' if depth > 0 && !inner => depth -= 1,
                _ => {}
            }
            at += 1;
        }
        let text = &self.text[self.at + 1..self.at + at];
        self.skip(at + 1);
        Ok(Token::Text(plain.then(|| text.replace("\\\"", "\""))))
    }

    /// `<<EOF` up to the line that holds no more than `EOF`.
    fn heredoc(&mut self, line: u32) -> Result<Token<'t>, Trouble> {
        let rest = &self.text[self.at..];
        let head = rest.lines().next().unwrap_or_default();
        let mark = head.trim_start_matches(['<', '-']).trim();
        if mark.is_empty() || !mark.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) {
            self.skip(2);
            return Ok(Token::Sign(b'<'));
        }
        let mut at = rest.find('\n').map_or(rest.len(), |end| end + 1);
        while at < rest.len() {
            let text = rest[at..].split('\n').next().unwrap_or_default();
            at += text.len();
            if text.trim() == mark {
                self.skip(at);
                return Ok(Token::Text(None));
            }
            at = (at + 1).min(rest.len());
        }
        Err(Trouble::new(line, format!("`<<{mark}` is not closed")))
    }
}
