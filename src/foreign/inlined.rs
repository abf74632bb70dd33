//! Files of a template that others of its files read. The scaffolder's language reads templates one by one, so what is
//! included stands in its place, and macros that are imported stand where they are imported.

use std::{cell::Cell, collections::BTreeMap};

use super::{
    Files,
    pieces::{Delimiters, Piece, Tag, pieces},
    token::{Kind, Token, tokens},
};

/// How deep files may include each other.
const DEEPEST: u32 = 8;

/// The longest text that a file becomes, in bytes.
const LONGEST: usize = 1 << 20;

/// What may be read for all files of a template together, in bytes; each file costs some more.
const MOST: usize = 16 << 20;

/// The files that can be read, and how tags are written in them.
pub struct Shelf<'a> {
    files: &'a Files,
    /// Folders, each empty or ending in a slash, that paths begin at; the first one that has the file counts.
    roots: &'a [&'a str],
    delimiters: &'a Delimiters,
    /// What may still be read.
    left: Cell<usize>,
}

/// A tag that reads what cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Line and column in the file that is rendered or includes it, from 1.
    pub at: (u32, u32),
    /// What it says.
    pub words: String,
}

/// What names of macros become: by the name that a file imported them under, empty for none, and their own.
type Macros = BTreeMap<(String, String), String>;

/// A part of a source, and what takes its place.
struct Change {
    from: usize,
    to: usize,
    text: String,
    trims: (bool, bool),
}

impl<'a> Shelf<'a> {
    /// All files of a template; paths begin in one of the folders `roots`, each empty or ending in a slash.
    pub fn new(files: &'a Files, roots: &'a [&'a str], delimiters: &'a Delimiters) -> Self {
        Self { files, roots, delimiters, left: Cell::new(MOST) }
    }

    /// A source in which everything stands that it reads, and what it reads in vain.
    pub fn inlined(&self, source: &str) -> (String, Vec<Unread>) {
        let mut unread = Vec::new();
        let text = self.whole(source, 0, &mut unread);
        (text, unread)
    }

    fn whole(&self, source: &str, depth: u32, unread: &mut Vec<Unread>) -> String {
        let Some(pieces) = pieces(source, self.delimiters) else { return source.to_owned() };
        let mut macros = Macros::new();
        let mut changes = Vec::new();
        let mut length = source.len();
        for piece in pieces {
            let (tag, marks) = match piece {
                Piece::Block(tag) => (tag, &self.delimiters.block),
                Piece::Expression(tag) if !macros.is_empty() => (tag, &self.delimiters.variable),
                _ => continue,
            };
            let name = tag.words.split_whitespace().next().unwrap_or_default();
            let made = match name {
                _ if depth >= DEEPEST || length > LONGEST => None,
                "include" => self.include(tag.words, depth),
                "import" | "from" => self.import(tag, depth, &mut macros),
                "extends" => None,
                _ => {
                    let words = renamed(tag.words, &macros);
                    let from = offset(source, tag.words);
                    let change = Change { from, to: from + tag.words.len(), text: words, trims: (false, false) };
                    changes.extend((change.text != tag.words).then_some(change));
                    continue;
                }
            };
            let (from, to) = outer(source, tag.words, marks);
            match made {
                Some(text) => {
                    length += text.len();
                    let trims = if name == "include" { (tag.trims_before, tag.trims_after) } else { (false, false) };
                    changes.push(Change { from, to, text, trims });
                }
                None => unread.push(Unread { at: place(source, from), words: tag.words.to_owned() }),
            }
        }
        applied(source, changes)
    }

    /// The text of the file that `include 'path'` names; empty when it may be missing and is.
    fn include(&self, words: &str, depth: u32) -> Option<String> {
        let (path, rest) = named(words.strip_prefix("include")?)?;
        match self.read(&path) {
            Some(text) => Some(self.whole(text, depth + 1, &mut Vec::new())),
            None => rest.contains("ignore missing").then(String::new),
        }
    }

    /// The macros of the file that `import 'path' as name` or `from 'path' import a, b as c` names.
    fn import(&self, tag: Tag<'_>, depth: u32, macros: &mut Macros) -> Option<String> {
        let is_whole = tag.words.starts_with("import");
        let (path, rest) = named(tag.words.split_once(char::is_whitespace)?.1)?;
        let source = self.whole(self.read(&path)?, depth + 1, &mut Vec::new());
        let found = self.macros(&source)?;
        let rest = rest.trim_end().trim_end_matches("with context").trim_end_matches("without context").trim();
        let own = |prefix: &str| -> Macros {
            found.iter().map(|(name, _)| ((String::new(), name.clone()), format!("{prefix}{name}"))).collect()
        };
        let inner = if is_whole {
            let alias = rest.strip_prefix("as ")?.trim();
            let inner = own(&format!("{alias}__"));
            macros.extend(inner.iter().map(|((_, name), new)| ((alias.to_owned(), name.clone()), new.clone())));
            inner
        } else {
            for part in rest.strip_prefix("import ")?.split(',') {
                let (name, alias) = part.trim().split_once(" as ").unwrap_or((part.trim(), part.trim()));
                if !found.iter().any(|(own, _)| own == name.trim()) {
                    return None;
                }
                macros.insert((String::new(), alias.trim().to_owned()), name.trim().to_owned());
            }
            own("")
        };
        let texts: Vec<String> = found.iter().map(|(_, text)| self.rewritten(text, &inner)).collect();
        let (open, close) = &self.delimiters.comment;
        let mark = |is: bool| if is { "-" } else { "" };
        let edge = |before: bool, after: bool| format!("{open}{} {}{close}", mark(before), mark(after));
        Some(format!("{}{}{}", edge(tag.trims_before, true), texts.concat(), edge(true, tag.trims_after)))
    }

    /// The macros of a file by their names, as they stand there.
    fn macros(&self, source: &str) -> Option<Vec<(String, String)>> {
        let mut found = Vec::new();
        let mut open: Option<(String, usize)> = None;
        for piece in pieces(source, self.delimiters)? {
            let Piece::Block(tag) = piece else { continue };
            let (from, to) = outer(source, tag.words, &self.delimiters.block);
            let (word, rest) = tag.words.split_once(char::is_whitespace).unwrap_or((tag.words, ""));
            match (word, &open) {
                ("macro", None) => open = Some((rest.split('(').next()?.trim().to_owned(), from)),
                ("endmacro", Some((name, start))) => {
                    found.push((name.clone(), source[*start..to].to_owned()));
                    open = None;
                }
                _ => {}
            }
        }
        Some(found)
    }

    /// A text whose macros have other names.
    fn rewritten(&self, text: &str, macros: &Macros) -> String {
        let change = |piece: Piece<'_>| match piece {
            Piece::Block(tag) | Piece::Expression(tag) => {
                let from = offset(text, tag.words);
                let to = from + tag.words.len();
                Some(Change { from, to, text: renamed(tag.words, macros), trims: (false, false) })
            }
            _ => None,
        };
        let changes = pieces(text, self.delimiters).unwrap_or_default().into_iter().filter_map(change).collect();
        applied(text, changes)
    }

    fn read(&self, path: &str) -> Option<&str> {
        let path = path.trim_start_matches("./");
        let file = self.roots.iter().find_map(|root| self.files.get(&format!("{root}{path}")))?;
        self.left.set(self.left.get().checked_sub(file.bytes.len() + 256)?);
        std::str::from_utf8(&file.bytes).ok()
    }
}

fn applied(source: &str, changes: Vec<Change>) -> String {
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    let mut trims = false;
    let push = |out: &mut String, text: &str, trims: bool| {
        out.push_str(if trims { text.trim_start() } else { text });
    };
    for Change { from, to, text, trims: (before, after) } in changes {
        push(&mut out, &source[done..from], trims);
        if before {
            out.truncate(out.trim_end().len());
        }
        out.push_str(&text);
        (done, trims) = (to, after);
    }
    push(&mut out, &source[done..], trims);
    out
}

/// The path that an expression is: a text, or `pathjoin` of texts; and what follows it.
fn named(words: &str) -> Option<(String, String)> {
    let words = tokens(words, false);
    let words: Vec<&Token<'_>> = words.iter().collect();
    let first = words.iter().position(|(kind, _)| *kind != Kind::Space)?;
    let plain = |text: &str| text.get(1..text.len().checked_sub(1)?).map(str::to_owned);
    let rest = |from: usize| words[from..].iter().map(|(_, word)| *word).collect::<String>();
    match words[first] {
        (Kind::Text, text) => Some((plain(text)?, rest(first + 1))),
        (Kind::Name, "pathjoin") => {
            let end = words.iter().position(|(_, word)| *word == ")")?;
            let inside = &words[first + 1..end];
            let is_plain = inside.iter().all(|(kind, word)| *kind != Kind::Name && !["+", "~"].contains(word));
            let parts = inside.iter().filter(|(kind, _)| *kind == Kind::Text).filter_map(|(_, text)| plain(text));
            is_plain.then(|| (parts.collect::<Vec<_>>().join("/"), rest(end + 1)))
        }
        _ => None,
    }
}

/// Words in which macros are called by their new names.
fn renamed(words: &str, macros: &Macros) -> String {
    if macros.is_empty() {
        return words.to_owned();
    }
    let all = tokens(words, false);
    let mut out = String::with_capacity(words.len());
    let mut at = 0;
    while let Some((kind, word)) = all.get(at) {
        let member = (at == 0 || all[at - 1].1 != ".") && *kind == Kind::Name;
        let whole = match (all.get(at + 1), all.get(at + 2)) {
            (Some((_, ".")), Some((Kind::Name, name))) if member => {
                macros.get(&((*word).to_owned(), (*name).to_owned())).map(|new| (new, 3))
            }
            _ => None,
        };
        let is_called = all.get(at + 1).is_some_and(|(_, next)| *next == "(");
        let alone =
            || macros.get(&(String::new(), (*word).to_owned())).filter(|_| member && is_called).map(|new| (new, 1));
        let (text, length) = whole.or_else(alone).map_or((*word, 1), |(new, length)| (new.as_str(), length));
        out.push_str(text);
        at += length;
    }
    out
}

/// Where a part of a text begins in it.
fn offset(source: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(source.as_ptr() as usize).min(source.len())
}

/// The place of the whole tag that says these words.
fn outer(source: &str, words: &str, (open, close): &(String, String)) -> (usize, usize) {
    let at = offset(source, words);
    let from = source[..at].rfind(open.as_str()).unwrap_or(at);
    let end = at + words.len();
    let to = source[end..].find(close.as_str()).map_or(end, |more| end + more + close.len());
    (from, to)
}

fn place(source: &str, at: usize) -> (u32, u32) {
    let before = &source[..at];
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count();
    (before.matches('\n').count() as u32 + 1, column as u32 + 1)
}
