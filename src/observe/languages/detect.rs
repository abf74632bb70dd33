//! In which language a file is written.

use std::{collections::HashMap, sync::LazyLock};

use super::table::LANGUAGES;

/// What the name of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Guess {
    /// It is this language; its place in the table.
    Sure(usize),
    /// It ends as files of several languages do, or has no end: the text tells.
    Look,
    /// It is data, prose, an image: nothing that is counted.
    Nothing,
}

/// Ends that several languages have, so that the text decides.
const AMBIGUOUS: [&str; 10] = ["h", "m", "cls", "d", "fs", "v", "pl", "t", "sql", "ts"];

/// Places in the table, by what is looked up.
struct Names {
    ends: HashMap<&'static str, usize>,
    files: HashMap<&'static str, usize>,
    interpreters: HashMap<&'static str, usize>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { ends: HashMap::new(), files: HashMap::new(), interpreters: HashMap::new() };
    for (place, (_, ends, files, interpreters)) in LANGUAGES.iter().enumerate() {
        for (map, words) in
            [(&mut names.ends, ends), (&mut names.files, files), (&mut names.interpreters, interpreters)]
        {
            for word in words.split(' ').filter(|word| !word.is_empty()) {
                map.entry(word).or_insert(place);
            }
        }
    }
    names
});

/// The place of a language in the table, whatever the case of its name.
pub(super) fn named(name: &str) -> Option<usize> {
    let wanted = name.replace('-', " ");
    LANGUAGES.iter().position(|(known, ..)| known.eq_ignore_ascii_case(name) || known.eq_ignore_ascii_case(&wanted))
}

/// What the last part of a path says.
pub(super) fn guess(file: &str) -> Guess {
    let names = &*NAMES;
    if let Some(place) = names.files.get(file) {
        return Guess::Sure(*place);
    }
    let lower = file.to_ascii_lowercase();
    // The longest end that is known counts: `x.blade.php` before `x.php`.
    let mut rest = lower.as_str();
    let mut has_end = false;
    while let Some((_, end)) = rest.split_once('.') {
        has_end = true;
        if AMBIGUOUS.contains(&end) || end.len() == 1 && end.bytes().all(|byte| byte.is_ascii_digit()) {
            return Guess::Look;
        }
        if let Some(place) = names.ends.get(end) {
            return Guess::Sure(*place);
        }
        rest = end;
    }
    let docker = lower.starts_with("dockerfile.") || lower.starts_with("containerfile.");
    match named("Dockerfile").filter(|_| docker) {
        Some(place) => Guess::Sure(place),
        None if has_end => Guess::Nothing,
        None => Guess::Look,
    }
}

/// What a text says whose name does not; as far as it is UTF-8.
pub(super) fn look(file: &str, text: &str) -> Option<usize> {
    let has = |word: &str| text.contains(word);
    let line = |start: &str| text.lines().any(|line| line.trim_start().starts_with(start));
    let name = match file.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).as_deref() {
        None => return script(text),
        Some("h") if line("@interface") || line("@protocol") || line("#import") => "Objective-C",
        Some("h") if ["class ", "namespace ", "template <", "template<", "using ", "public:"].into_iter().any(line) => {
            "C++"
        }
        Some("h") if has("std::") => "C++",
        Some("h") => "C",
        Some("m") if ["@interface", "@implementation", "@import", "#import"].into_iter().any(line) => "Objective-C",
        Some("m") => "MATLAB",
        Some("cls") if line("\\") || line("%") => "TeX",
        Some("cls") if has("VERSION 1.0 CLASS") => return None,
        Some("cls") => "Apex",
        Some("d") if line("module ") || line("import ") => "D",
        Some("d") => "Makefile",
        Some("fs") if line("#version") || has("gl_FragColor") || line("precision ") => "GLSL",
        Some("fs") => "F#",
        Some("v") if line("module ") || line("`") || has("endmodule") => "Verilog",
        Some("v") => return None,
        Some("pl") if line(":- ") || line("%") => "Prolog",
        Some("pl" | "t") if line("use ") || line("sub ") || line("my ") || text.starts_with("#!") => "Perl",
        Some("ts") if text.trim_start().starts_with("<?xml") || has("<TS") => return None,
        Some("ts") => "TypeScript",
        Some("sql")
            if ["language plpgsql", "language 'plpgsql'", "$$ language"].into_iter().any(|word| folded(text, word)) =>
        {
            "PLpgSQL"
        }
        Some(end) if end.parse::<u8>().is_ok() && [".TH", ".Dd", ".SH"].into_iter().any(line) => "Roff",
        Some(_) => return None,
    };
    named(name)
}

/// Whether a text holds words, whatever their case.
fn folded(text: &str, words: &str) -> bool {
    text.to_ascii_lowercase().contains(words)
}

/// The language of the interpreter that the first line names.
fn script(text: &str) -> Option<usize> {
    let line = text.lines().next()?.strip_prefix("#!")?;
    let mut words = line.split_whitespace().map(|word| word.rsplit('/').next().unwrap_or(word));
    let mut word = words.next()?;
    if word == "env" {
        word = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    NAMES.interpreters.get(word).or_else(|| NAMES.interpreters.get(bare)).copied()
}
