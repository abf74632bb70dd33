//! Versions of packages of Linux distributions.

use super::{
    AFTER, BEFORE, NOTHING, Piece,
    schemes::{is_number, number, runs, word},
};

/// What stands for the end of a part, and is alike with nothing.
const END: Piece = Piece { class: NOTHING, number: String::new(), text: String::new() };

/// The number in front of a colon, and the rest cut at the last hyphen.
fn parts(text: &str) -> (&str, &str, &str) {
    let (epoch, rest) = text.split_once(':').unwrap_or(("", text));
    let (version, release) = rest.rsplit_once('-').unwrap_or((rest, ""));
    (epoch, version, release)
}

/// <https://www.debian.org/doc/debian-policy/ch-controlfields.html#version>.
pub(super) fn debian(text: &str) -> Vec<Piece> {
    let (epoch, version, revision) = parts(text);
    let mut pieces = vec![digits(epoch)];
    alternating(version, &mut pieces);
    pieces.push(END);
    alternating(revision, &mut pieces);
    pieces
}

/// A number of which zero is nothing.
fn digits(run: &str) -> Piece {
    Some(number(run)).filter(|number| !number.number.is_empty()).unwrap_or(END)
}

/// What is no digit, then digits, and so on; one of both each time, however empty.
fn alternating(text: &str, pieces: &mut Vec<Piece>) {
    let mut runs = runs(text).peekable();
    while let Some(run) = runs.peek().copied() {
        let words = Some(run).filter(|run| !is_number(run));
        if words.is_some() {
            runs.next();
        }
        pieces.push(words.map_or(END, lexical));
        pieces.push(runs.next_if(|run| is_number(run)).map_or(END, digits));
    }
}

/// A text in which a tilde comes before the end, and letters before all else.
fn lexical(run: &str) -> Piece {
    let rank = |c: char| match c {
        '~' => '\u{1}',
        c if c.is_ascii_alphabetic() || !c.is_ascii() => c,
        c => char::from_u32(c as u32 + 0x100).unwrap_or(c),
    };
    let text: String = run.chars().map(rank).chain(['\u{2}']).collect();
    word(if run.starts_with('~') { BEFORE } else { AFTER }, 0, &text)
}

/// <https://rpm-software-management.github.io/rpm/manual/dependencies.html#versioning>.
pub(super) fn rpm(text: &str) -> Vec<Piece> {
    let (epoch, version, release) = parts(text);
    let mut pieces = vec![digits(epoch)];
    segments(version, &mut pieces);
    pieces.push(END);
    segments(release, &mut pieces);
    pieces
}

/// Letters and digits by turns; a tilde comes before the end, a caret after it.
fn segments(text: &str, pieces: &mut Vec<Piece>) {
    for run in runs(text) {
        if is_number(run) {
            pieces.push(number(run));
            continue;
        }
        let mut rest = run;
        while let Some(first) = rest.chars().next() {
            let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let (letters, after) = rest.split_at(end.max(first.len_utf8()));
            match first {
                '~' => pieces.push(word(BEFORE, 0, "")),
                '^' => pieces.push(word(AFTER, 0, "")),
                first if first.is_ascii_alphabetic() => pieces.push(word(AFTER, 1, letters)),
                _ => {}
            }
            rest = after;
        }
    }
}
