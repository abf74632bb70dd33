//! Cuts a template into text and tags. White space that tags take away is gone afterwards, and so are comments.

use super::{
    super::{
        Syntax,
        fault::{Fault, Outcome},
        text::{Text, is_space, starts, trim_end, trim_start},
    },
    token::{self, Kind, Token},
};

/// A part of a template.
#[derive(Debug)]
pub enum Piece {
    /// Text that stands as it is.
    Text { text: Text, at: u32 },
    /// An expression whose value is written.
    Variable { tokens: Vec<Token>, at: u32 },
    /// A tag, its name among its words.
    Tag { tokens: Vec<Token>, at: u32 },
}

/// Cuts a template into pieces.
pub fn pieces(source: &[u16], syntax: &Syntax) -> Outcome<Vec<Piece>> {
    let mut scan = Scan {
        source,
        syntax,
        delimiters: Delimiters::of(syntax),
        pieces: Vec::new(),
        text: Vec::new(),
        at: 0,
        begins: 0,
        seen: 0,
        blank: true,
    };
    while scan.at < source.len() {
        scan.step()?;
    }
    scan.flush();
    Ok(scan.pieces)
}

/// The delimiters as code units: of expressions, tags and comments.
struct Delimiters {
    open: [Vec<u16>; 3],
    close: [Vec<u16>; 3],
    /// What any of them, or the end of a comment, starts with.
    first: Vec<u16>,
}

impl Delimiters {
    fn of(syntax: &Syntax) -> Self {
        let all = [&syntax.variable, &syntax.block, &syntax.comment];
        let open = all.map(|(open, _)| open.encode_utf16().collect::<Vec<u16>>());
        let close = all.map(|(_, close)| close.encode_utf16().collect::<Vec<u16>>());
        let first = open.iter().chain(&close[COMMENT..]).filter_map(|units| units.first().copied()).collect();
        Self { open, close, first }
    }
}

const VARIABLE: usize = 0;
const BLOCK: usize = 1;
const COMMENT: usize = 2;

struct Scan<'a> {
    source: &'a [u16],
    syntax: &'a Syntax,
    delimiters: Delimiters,
    pieces: Vec<Piece>,
    /// Text that waits for the next tag, which may trim it.
    text: Vec<u16>,
    at: usize,
    /// Where the waiting text begins.
    begins: usize,
    /// Up to where it is known whether the line is blank so far.
    seen: usize,
    blank: bool,
}

impl Scan<'_> {
    /// Reads text up to where a tag may begin, or one tag.
    fn step(&mut self) -> Outcome<()> {
        let rest = &self.source[self.at..];
        let text = rest.iter().position(|unit| self.delimiters.first.contains(unit)).unwrap_or(rest.len());
        if text > 0 {
            self.text(text);
            return Ok(());
        }
        // The opening that starts first wins; of two that start here, the longer.
        let opening =
            (0..3).filter(|n| !self.delimiters.open[*n].is_empty() && rest.starts_with(&self.delimiters.open[*n]));
        if let Some(opening) = opening.max_by_key(|n| self.delimiters.open[*n].len()) {
            return self.tag(opening);
        }
        if rest.starts_with(&self.delimiters.close[COMMENT]) {
            return Err(Fault::syntax("a comment ends that never began", self.at as u32)
                .hint("wrap the text in {% raw %} … {% endraw %}"));
        }
        self.text(1);
        Ok(())
    }

    /// Takes so many characters as text.
    fn text(&mut self, length: usize) {
        if self.text.is_empty() {
            self.begins = self.at;
        }
        self.text.extend_from_slice(&self.source[self.at..self.at + length]);
        self.at += length;
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.pieces.push(Piece::Text { text: text.into(), at: self.begins as u32 });
        }
    }

    fn tag(&mut self, kind: usize) -> Outcome<()> {
        let start = self.at;
        if kind == BLOCK && self.syntax.lstrip_blocks {
            self.strip_indentation();
        }
        self.at += self.delimiters.open[kind].len();
        if starts(&self.source[self.at..], "-") {
            self.at += 1;
            self.text.truncate(trim_end(&self.text).len());
        }
        self.flush();
        let close = &self.delimiters.close[kind];
        let tokens = if kind == COMMENT {
            let length = self.source[self.at..].windows(close.len()).position(|part| part == close);
            length.map(|length| (Vec::new(), (self.at + length).saturating_sub(1).max(self.at)))
        } else {
            token::read(self.source, self.at, close)?
        };
        let Some((tokens, mut end)) = tokens else {
            let what = ["an expression", "a tag", "a comment"][kind];
            let close = [&self.syntax.variable.1, &self.syntax.block.1, &self.syntax.comment.1][kind];
            return Err(Fault::syntax(format!("{what} is opened and never closed"), start as u32)
                .hint(format!("close it with {close}")));
        };
        let hyphen = starts(&self.source[end..], "-") && self.source[end + 1..].starts_with(close);
        end += usize::from(hyphen || !self.source[end..].starts_with(close));
        self.at = end + close.len();
        let raw = (kind == BLOCK).then(|| raw_name(&tokens)).flatten();
        if let Some(name) = raw {
            self.raw(name, &tokens, start)?;
        } else if kind == VARIABLE {
            self.pieces.push(Piece::Variable { tokens, at: start as u32 });
        } else if kind == BLOCK {
            self.pieces.push(Piece::Tag { tokens, at: start as u32 });
        }
        self.after(kind, hyphen, raw.is_some());
        Ok(())
    }

    /// White space after a tag: all of it after a hyphen, else one line end after a tag where the syntax says so.
    fn after(&mut self, kind: usize, hyphen: bool, raw: bool) {
        let rest = &self.source[self.at..];
        if hyphen {
            self.at += rest.len() - trim_start(rest).len();
        } else if kind == BLOCK && !raw {
            self.trim_line_end();
        }
    }

    fn trim_line_end(&mut self) {
        let rest = &self.source[self.at..];
        if self.syntax.trim_blocks {
            self.at += if starts(rest, "\r\n") { 2 } else { usize::from(starts(rest, "\n")) };
        }
    }

    /// Takes away the white space before a tag when nothing else stands on its line.
    fn strip_indentation(&mut self) {
        for unit in &self.source[self.seen..self.at] {
            self.blank = *unit == 10 || (self.blank && is_space(*unit));
        }
        self.seen = self.at;
        if self.blank {
            let kept = self.text.iter().rposition(|unit| *unit == 10).map_or(0, |at| at + 1);
            self.text.truncate(kept);
        }
    }

    /// The content of `raw` or `verbatim`, which is text up to the closing tag that matches.
    fn raw(&mut self, name: &str, tokens: &[Token], start: usize) -> Outcome<()> {
        if tokens.len() > 2 {
            return Err(Fault::syntax(format!("{name} takes no words after it"), tokens[1].at));
        }
        self.trim_line_end();
        let mut depth = 1;
        let mut at = self.at;
        while at < self.source.len() {
            let Some((opens, length)) = self.marker(at, name) else {
                at += 1;
                continue;
            };
            depth = if opens { depth + 1 } else { depth - 1 };
            if depth == 0 {
                if self.source[at..at + length].contains(&10) {
                    return Err(Fault::syntax(format!("the tag end{name} is broken over two lines"), at as u32));
                }
                self.begins = self.at;
                self.text.extend_from_slice(&self.source[self.at..at]);
                self.at = at + length;
                self.flush();
                return Ok(());
            }
            at += length;
        }
        Err(Fault::syntax(format!("{name} is opened and never closed"), start as u32)
            .hint(format!("close it with {{% end{name} %}}")))
    }

    /// Whether `{% name %}` or `{% endname %}` stands here: whether it opens, and its length.
    fn marker(&self, at: usize, name: &str) -> Option<(bool, usize)> {
        let rest = self.source[at..].strip_prefix(&self.delimiters.open[BLOCK][..])?;
        let rest = trim_start(rest);
        let opens = !starts(rest, "end");
        let rest = if opens { rest } else { &rest[3..] };
        let rest = starts(rest, name).then(|| trim_start(&rest[name.len()..]))?;
        let rest = rest.strip_prefix(&self.delimiters.close[BLOCK][..])?;
        Some((opens, self.source.len() - at - rest.len()))
    }
}

/// The name of a tag whose content is text.
fn raw_name(tokens: &[Token]) -> Option<&'static str> {
    match &tokens.first()?.kind {
        Kind::Name(name) => ["raw", "verbatim"].into_iter().find(|raw| raw == name),
        _ => None,
    }
}
