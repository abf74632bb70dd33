//! From a version to its pieces, one way for each scheme.

use super::{AFTER, BEFORE, NUMBER, Piece, WORD};

pub(super) fn number(digits: &str) -> Piece {
    Piece { class: NUMBER, number: digits.trim_start_matches('0').to_owned(), text: String::new() }
}

pub(super) fn word(class: u8, rank: u8, text: &str) -> Piece {
    Piece { class, number: rank.to_string(), text: text.to_owned() }
}

/// Takes away zeros at the end, so that `1.0` is `1`.
fn trim(pieces: &mut Vec<Piece>, from: usize) {
    while pieces.len() > from && pieces.last().is_some_and(|last| last.class == NUMBER && last.number.is_empty()) {
        pieces.pop();
    }
}

/// Runs of digits, and runs of other characters, which are letters for the most part.
pub(super) fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let digit = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        Some(run)
    })
}

pub(super) fn is_number(run: &str) -> bool {
    run.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words of what comes before a release.
const EARLY: [&str; 8] = ["a", "alpha", "b", "beta", "c", "dev", "pre", "rc"];

/// <https://semver.org/#spec-item-11>, with any number of parts.
pub(super) fn semantic(text: &str) -> Vec<Piece> {
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

/// Tags of images: what follows a hyphen is a variant, unless it says that a release is still to come.
pub(super) fn image(text: &str) -> Vec<Piece> {
    let mut parts = text.split('-');
    let release = parts.next().unwrap_or(text);
    let early = parts.next().filter(|next| {
        let word = next.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        EARLY.contains(&word.to_lowercase().as_str())
    });
    match early {
        Some(early) => semantic(&format!("{release}-{}", runs(early).collect::<Vec<_>>().join("."))),
        None => semantic(release),
    }
}

/// <https://getcomposer.org/doc/04-schema.md#version>; in lower case. `1.x-dev` is the branch, after all its releases.
pub(super) fn composer(text: &str) -> Vec<Piece> {
    let text = text.split(['+', '#', '@']).next().unwrap_or(text);
    let mut pieces = Vec::new();
    let mut release = true;
    for run in text.split(['.', '-', '_']).flat_map(runs) {
        let stability = match run {
            run if is_number(run) => {
                pieces.push(number(run));
                continue;
            }
            "x" => {
                pieces.push(number("9999999"));
                continue;
            }
            "dev" => word(BEFORE, 0, ""),
            "a" | "alpha" => word(BEFORE, 1, ""),
            "b" | "beta" => word(BEFORE, 2, ""),
            "c" | "rc" => word(BEFORE, 3, ""),
            "stable" => continue,
            "p" | "pl" | "patch" => word(AFTER, 0, ""),
            other => word(AFTER, 1, other),
        };
        if std::mem::take(&mut release) {
            trim(&mut pieces, 0);
        }
        pieces.push(stability);
    }
    if release {
        trim(&mut pieces, 0);
    }
    pieces
}

/// <https://peps.python.org/pep-0440/#summary-of-permitted-suffixes-and-relative-ordering>; in lower case.
pub(super) fn python(text: &str) -> Vec<Piece> {
    let (epoch, rest) = text.split_once('!').unwrap_or(("0", text));
    let (public, local) = rest.split_once('+').map_or((rest, None), |(public, local)| (public, Some(local)));
    // `1.0-1` is `1.0.post1`.
    let post = public.rsplit_once('-').filter(|(before, after)| {
        !after.is_empty() && is_number(after) && before.ends_with(|c: char| c.is_ascii_digit())
    });
    let public = post.map_or_else(|| public.to_owned(), |(before, after)| format!("{before}.post{after}"));
    let mut pieces = vec![number(epoch)];
    let mut release = true;
    let runs: Vec<&str> = public.split(['.', '-', '_']).flat_map(runs).collect();
    for (place, run) in runs.iter().enumerate() {
        if is_number(run) {
            pieces.push(number(run));
            continue;
        }
        if std::mem::take(&mut release) {
            trim(&mut pieces, 1);
        }
        pieces.push(match *run {
            "dev" => word(BEFORE, 0, ""),
            "a" | "alpha" => word(BEFORE, 1, ""),
            "b" | "beta" => word(BEFORE, 2, ""),
            "c" | "rc" | "pre" | "preview" => word(BEFORE, 3, ""),
            _ => word(AFTER, 1, ""),
        });
        if !runs.get(place + 1).is_some_and(|next| is_number(next)) {
            pieces.push(number("0"));
        }
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
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut hyphen = false;
    for part in text.split_inclusive(['.', '-', '_']) {
        let body = part.strip_suffix(['.', '-', '_']).unwrap_or(part);
        let runs: Vec<&str> = runs(if body.is_empty() { "0" } else { body }).collect();
        for (place, run) in runs.iter().enumerate() {
            let token = Token { hyphen: hyphen || place > 0, run, follows: place + 1 < runs.len() };
            if token.hyphen || !is_number(run) {
                forget(&mut tokens);
            }
            tokens.push(token);
        }
        hyphen = part.ends_with(['-', '_']);
    }
    forget(&mut tokens);
    let mut pieces = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        if !is_number(token.run) {
            pieces.push(qualifier(token.run, token.follows));
            continue;
        }
        if token.hyphen && place > 0 {
            pieces.push(word(AFTER, 2, ""));
        }
        pieces.push(number(token.run));
    }
    pieces
}

/// Digits or letters between dots, hyphens and changes from one to the other, which count as hyphens.
struct Token<'t> {
    hyphen: bool,
    run: &'t str,
    /// Whether something follows without a dot or a hyphen.
    follows: bool,
}

/// Takes away what says nothing at the end.
fn forget(tokens: &mut Vec<Token<'_>>) {
    let is_nothing = |run: &str| run.bytes().all(|byte| byte == b'0') || ["ga", "final", "release"].contains(&run);
    while tokens.last().is_some_and(|last| is_nothing(last.run)) {
        tokens.pop();
    }
}

fn qualifier(run: &str, follows: bool) -> Piece {
    match run {
        "alpha" => word(BEFORE, 0, ""),
        "a" if follows => word(BEFORE, 0, ""),
        "beta" => word(BEFORE, 1, ""),
        "b" if follows => word(BEFORE, 1, ""),
        "milestone" => word(BEFORE, 2, ""),
        "m" if follows => word(BEFORE, 2, ""),
        "rc" | "cr" => word(BEFORE, 3, ""),
        "snapshot" => word(BEFORE, 4, ""),
        "sp" => word(AFTER, 0, ""),
        other => word(AFTER, 1, other),
    }
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
