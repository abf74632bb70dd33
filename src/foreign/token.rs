//! Words of an expression.

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// White space.
    Space,
    /// A name or a keyword.
    Name,
    /// A number.
    Number,
    /// A text with its quotes.
    Text,
    /// Anything else, one operator at a time.
    Mark,
}

/// A word and what it is.
pub type Token<'a> = (Kind, &'a str);

/// The words of an expression; all of them together are the expression. In Liquid a hyphen may stand in a name.
pub fn tokens(source: &str, hyphens: bool) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = one(rest, first, hyphens);
        let (word, after) = rest.split_at(length);
        found.push((kind, word));
        rest = after;
    }
    found
}

fn one(rest: &str, first: char, hyphens: bool) -> (Kind, usize) {
    let run = |is: &dyn Fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
    match first {
        c if c.is_whitespace() => (Kind::Space, run(&char::is_whitespace)),
        c if c.is_alphabetic() || c == '_' => {
            let length = run(&|c| c.is_alphanumeric() || c == '_' || (hyphens && c == '-'));
            (Kind::Name, rest[..length].trim_end_matches('-').len())
        }
        c if c.is_ascii_digit() => (Kind::Number, run(&|c| c.is_ascii_digit() || c == '.')),
        '"' | '\'' => (Kind::Text, text(rest, first, hyphens)),
        _ => {
            const LONG: [&str; 8] = ["==", "!=", "<=", ">=", "<>", "//", "**", ".."];
            let length = LONG.iter().find(|mark| rest.starts_with(**mark)).map_or(first.len_utf8(), |mark| mark.len());
            (Kind::Mark, length)
        }
    }
}

/// The length of a text; Liquid knows no escapes.
fn text(rest: &str, quote: char, plain: bool) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' && !plain {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    rest.len()
}
