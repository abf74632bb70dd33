//! From a version to its pieces, one way for each scheme.

use super::{AFTER, BEFORE, NUMBER, Piece, WORD};

fn number(digits: &str) -> Piece {
    Piece { class: NUMBER, number: digits.trim_start_matches('0').to_owned(), text: String::new() }
}

fn word(class: u8, rank: u8, text: &str) -> Piece {
    Piece { class, number: rank.to_string(), text: text.to_owned() }
}

/// Takes away zeros at the end, so that `1.0` is `1`.
fn trim(pieces: &mut Vec<Piece>, from: usize) {
    while pieces.len() > from && pieces.last().is_some_and(|last| last.class == NUMBER && last.number.is_empty()) {
        pieces.pop();
    }
}

/// Runs of digits, and runs of other characters, which are letters for the most part.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let digit = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

fn is_number(run: &str) -> bool {
    run.bytes().all(|byte| byte.is_ascii_digit())
}

/// <https://semver.org/#spec-item-11>, with any number of parts.
pub(super) fn semantic(text: &str) -> Vec<Piece> {
    const EARLY: [&str; 8] = ["a", "alpha", "b", "beta", "c", "dev", "pre", "rc"];
    let text = text.split('+').next().unwrap_or(text);
    let (release, early) = text.split_once('-').map_or((text, None), |(release, early)| (release, Some(early)));
    let mut pieces = Vec::new();
    for run in release.split('.').flat_map(runs) {
        if is_number(run) {
            pieces.push(number(run));
        } else {
            trim(&mut pieces, 0);
            let class = if EARLY.contains(&run.to_lowercase().as_str()) { BEFORE } else { AFTER };
            pieces.push(word(class, 0, run));
        }
    }
    trim(&mut pieces, 0);
    if let Some(early) = early {
        pieces.push(word(BEFORE, 0, ""));
        pieces.extend(early.split('.').map(|id| if is_number(id) { number(id) } else { word(WORD, 0, id) }));
    }
    pieces
}

/// <https://peps.python.org/pep-0440/#summary-of-permitted-suffixes-and-relative-ordering>; in lower case.
pub(super) fn python(text: &str) -> Vec<Piece> {
    let (epoch, rest) = text.split_once('!').unwrap_or(("0", text));
    let (public, local) = rest.split_once('+').map_or((rest, None), |(public, local)| (public, Some(local)));
    let mut pieces = vec![number(epoch)];
    let mut release = true;
    for run in public.split(['.', '-', '_']).flat_map(runs) {
        if is_number(run) {
            pieces.push(number(run));
            continue;
        }
        if std::mem::take(&mut release) {
            trim(&mut pieces, 1);
        }
        pieces.push(match run {
            "dev" => word(BEFORE, 0, ""),
            "a" | "alpha" => word(BEFORE, 1, ""),
            "b" | "beta" => word(BEFORE, 2, ""),
            "c" | "rc" | "pre" | "preview" => word(BEFORE, 3, ""),
            _ => word(AFTER, 1, ""),
        });
    }
    if release {
        trim(&mut pieces, 1);
    }
    if let Some(local) = local {
        pieces.push(word(AFTER, 0, ""));
        let part = |part| if is_number(part) { number(part) } else { word(AFTER, 0, part) };
        pieces.extend(local.split(['.', '-', '_']).map(part));
    }
    pieces
}

/// <https://maven.apache.org/pom.html#version-order-specification>; in lower case.
pub(super) fn maven(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut from = 0;
    for (place, part) in text.split('-').enumerate() {
        trim(&mut pieces, from);
        from = pieces.len();
        for (inner, run) in part.split(['.', '_']).flat_map(|part| runs(part).enumerate()) {
            if is_number(run) {
                // A number after a word belongs to it.
                if place > 0 && pieces.len() == from && pieces.last().is_none_or(|last| last.class == NUMBER) {
                    pieces.push(word(AFTER, 2, ""));
                }
                pieces.push(number(run));
                continue;
            }
            trim(&mut pieces, from);
            let follows = inner == 0 && part.len() > run.len();
            pieces.extend(qualifier(run, follows));
        }
    }
    trim(&mut pieces, from);
    pieces
}

fn qualifier(run: &str, follows: bool) -> Option<Piece> {
    Some(match run {
        "alpha" => word(BEFORE, 0, ""),
        "a" if follows => word(BEFORE, 0, ""),
        "beta" => word(BEFORE, 1, ""),
        "b" if follows => word(BEFORE, 1, ""),
        "milestone" => word(BEFORE, 2, ""),
        "m" if follows => word(BEFORE, 2, ""),
        "rc" | "cr" => word(BEFORE, 3, ""),
        "snapshot" => word(BEFORE, 4, ""),
        "ga" | "final" | "release" => return None,
        "sp" => word(AFTER, 0, ""),
        other => word(AFTER, 1, other),
    })
}

/// <https://ruby-doc.org/stdlib/libdoc/rubygems/rdoc/Gem/Version.html>.
pub(super) fn ruby(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut early = 0;
    let text = text.replace('-', ".pre.");
    for run in text.split('.').flat_map(runs) {
        if is_number(run) {
            pieces.push(number(run));
        } else {
            trim(&mut pieces, early);
            pieces.push(word(BEFORE, 0, run));
            early = pieces.len();
        }
    }
    trim(&mut pieces, early);
    pieces
}
