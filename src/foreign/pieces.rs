//! A source with tags, apart from the language that stands in them; and texts as the scaffolder writes them.

/// What stands around expressions, tags and comments.
#[derive(Clone, Debug)]
pub struct Delimiters {
    /// Around an expression.
    pub variable: (String, String),
    /// Around a tag.
    pub block: (String, String),
    /// Around a comment.
    pub comment: (String, String),
}

impl Default for Delimiters {
    fn default() -> Self {
        let pair = |open: &str, close: &str| (open.to_owned(), close.to_owned());
        Self { variable: pair("{{", "}}"), block: pair("{%", "%}"), comment: pair("{#", "#}") }
    }
}

/// What stands between delimiters.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'a> {
    /// Whether white space before it goes.
    pub trims_before: bool,
    /// Whether white space after it goes.
    pub trims_after: bool,
    /// What it says.
    pub words: &'a str,
}

/// A part of a source.
#[derive(Clone, Copy, Debug)]
pub enum Piece<'a> {
    /// Text that stays, also that of `raw`.
    Text(&'a str),
    /// An expression.
    Expression(Tag<'a>),
    /// A tag.
    Block(Tag<'a>),
    /// A comment.
    Comment(Tag<'a>),
}

/// Makes a part of what stands between delimiters.
type Make<'a> = fn(Tag<'a>) -> Piece<'a>;

/// The parts of a source, in order; none when a tag does not end.
pub fn pieces<'a>(source: &'a str, delimiters: &Delimiters) -> Option<Vec<Piece<'a>>> {
    let kinds: [(&(String, String), Make<'a>); 3] = [
        (&delimiters.block, Piece::Block),
        (&delimiters.comment, Piece::Comment),
        (&delimiters.variable, Piece::Expression),
    ];
    let mut found = Vec::new();
    // Where each kind begins next: looked for anew only once that place is passed, so that the whole takes one walk.
    let mut next = kinds.each_ref().map(|((open, _), _)| place(source, 0, open));
    let mut at = 0;
    loop {
        for (next, ((open, _), _)) in next.iter_mut().zip(&kinds) {
            if next.is_some_and(|place| place < at) {
                *next = place(source, at, open);
            }
        }
        // Of two that begin at one place the longer one is meant.
        let first = next.iter().zip(&kinds).filter_map(|(place, kind)| Some(((*place)?, kind)));
        let first = first.min_by_key(|(place, ((open, _), _))| (*place, usize::MAX - open.len()));
        let Some((place, ((open, close), make))) = first else {
            found.push(Piece::Text(&source[at..]));
            return Some(found);
        };
        found.push(Piece::Text(&source[at..place]));
        let (tag, after) = tag(&source[place + open.len()..], close, *open != delimiters.comment.0)?;
        at = source.len() - after.len();
        let piece = make(tag);
        if let Piece::Block(Tag { words: name @ ("raw" | "verbatim" | "comment"), .. }) = piece {
            let (inside, after) = enclosed(after, name, &delimiters.block)?;
            at = source.len() - after.len();
            found.extend((name != "comment").then_some(Piece::Text(inside)));
        } else {
            found.push(piece);
        }
    }
}

/// Where a mark stands next, from a place on.
fn place(source: &str, from: usize, mark: &str) -> Option<usize> {
    if mark.is_empty() { None } else { source[from..].find(mark).map(|at| from + at) }
}

/// What a tag says, and what follows it. Delimiters inside of texts are part of these.
fn tag<'a>(rest: &'a str, close: &str, has_texts: bool) -> Option<(Tag<'a>, &'a str)> {
    let mut from = 0;
    let mut quote = None;
    let end = loop {
        let here = &rest[from..];
        let c = here.chars().next()?;
        match quote {
            None if here.starts_with(close) => break from,
            None if has_texts && (c == '"' || c == '\'') => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ => {}
        }
        from += c.len_utf8();
    };
    let (inside, after) = (&rest[..end], &rest[end + close.len()..]);
    let trims_before = inside.starts_with('-');
    let inside = inside.trim_start_matches(['-', '+']);
    let trims_after = inside.ends_with('-');
    let words = inside.trim_end_matches(['-', '+']).trim();
    Some((Tag { trims_before, trims_after, words }, after))
}

/// The text up to the tag `end<name>`, and what follows that tag.
fn enclosed<'a>(rest: &'a str, name: &str, (open, close): &(String, String)) -> Option<(&'a str, &'a str)> {
    let mut from = 0;
    loop {
        let at = from + rest[from..].find(open.as_str())?;
        let inside = &rest[at + open.len()..];
        let end = inside.find(close.as_str())?;
        if inside[..end].trim_matches(['-', '+']).trim().strip_prefix("end") == Some(name) {
            return Some((&rest[..at], &inside[end + close.len()..]));
        }
        from = at + open.len();
    }
}

/// A text that the scaffolder leaves as it is.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for (at, _) in text.match_indices('{') {
        let is_expression = at > done && text[done..at].ends_with('$') && text[at..].starts_with("{{");
        let mark = match &text.as_bytes()[at..] {
            [_, b'%', ..] => "{%",
            [_, b'#', ..] => "{#",
            _ if is_expression => "${{",
            _ => continue,
        };
        let from = if is_expression { at - 1 } else { at };
        if from < done {
            continue;
        }
        out.push_str(&text[done..from]);
        out.push_str(&format!("${{{{ '{mark}' }}}}"));
        done = from + mark.len();
    }
    out + &text[done..]
}

/// A tag as the scaffolder writes it.
pub fn written(open: &str, tag: Tag<'_>, words: &str, close: &str) -> String {
    let mark = |is: bool| if is { "-" } else { "" };
    format!("{open}{} {words} {}{close}", mark(tag.trims_before), mark(tag.trims_after))
}
