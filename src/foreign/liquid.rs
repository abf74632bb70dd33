//! Liquid with the filters of cargo-generate, as the scaffolder writes it.

use super::{
    jinja::Names,
    pieces::{Delimiters, Piece, Tag, escaped, pieces, written},
    token::{Kind, tokens},
};

/// The longest expression that is translated, in bytes.
const LONGEST: usize = 4096;

/// Words apart from each other, in small letters, with hyphens between.
const KEBAB: &str = "replace(r/([a-z0-9])([A-Z])/g, '$1-$2') | replace(r/([A-Z])([A-Z][a-z])/g, '$1-$2') | \
                     replace(r/[^A-Za-z0-9]+/g, '-') | replace(r/^-+|-+$/g, '') | lower";

/// Filters by their names, as the rest of a chain of filters; `KEBAB` stands for that.
const FILTERS: [(&str, &str); 24] = [
    ("upcase", "upper"),
    ("downcase", "lower"),
    ("capitalize", "capitalize"),
    ("strip", "trim"),
    ("size", "length"),
    ("first", "first"),
    ("last", "last"),
    ("reverse", "reverse"),
    ("sort", "sort"),
    ("escape", "escape"),
    ("url_encode", "urlencode"),
    ("replace", "replace"),
    ("join", "join"),
    ("default", "default"),
    ("kebab_case", "KEBAB"),
    ("snake_case", "KEBAB | replace('-', '_')"),
    ("shouty_kebab_case", "KEBAB | upper"),
    ("shouty_snake_case", "KEBAB | replace('-', '_') | upper"),
    ("title_case", "KEBAB | replace('-', ' ') | title"),
    ("pascal_case", "KEBAB | replace('-', ' ') | title | replace(' ', '')"),
    ("upper_camel_case", "KEBAB | replace('-', ' ') | title | replace(' ', '')"),
    ("camel_case", "KEBAB | replace('-', ' ') | title | replace(' ', '')"),
    ("train_case", "KEBAB | replace('-', ' ') | title | replace(' ', '-')"),
    ("remove", "replace"),
];

/// A file as the scaffolder writes it. None when it is no Liquid, or asks for what nobody knows: cargo-generate copies
/// such a file as it is.
pub fn text(source: &str, names: &Names) -> Option<String> {
    let mut names = names.clone();
    let mut cases = Vec::new();
    let mut out = String::with_capacity(source.len());
    let delimiters = Delimiters { comment: (String::new(), String::new()), ..Delimiters::default() };
    for piece in pieces(source, &delimiters)? {
        match piece {
            Piece::Text(text) => out.push_str(&escaped(text)),
            Piece::Expression(tag) => out.push_str(&written("${{", tag, &expression(tag.words, &names)?, "}}")),
            Piece::Block(tag) => out.push_str(&written("{%", tag, &block(tag, &mut names, &mut cases)?, "%}")),
            Piece::Comment(_) => {}
        }
    }
    Some(out)
}

/// Names that a file uses by themselves and that nobody knows.
pub fn unknown(source: &str, names: &Names) -> Vec<String> {
    const WORDS: [&str; 12] =
        ["and", "or", "not", "contains", "true", "false", "nil", "null", "empty", "blank", "in", "with"];
    let mut found = Vec::new();
    for piece in pieces(source, &Delimiters { comment: (String::new(), String::new()), ..Delimiters::default() })
        .iter()
        .flatten()
    {
        let words = match piece {
            Piece::Expression(tag) => tag.words,
            Piece::Block(tag) => match tag.words.split_once(' ') {
                Some(("if" | "elsif" | "unless" | "case", words)) => words,
                _ => continue,
            },
            _ => continue,
        };
        let words = tokens(words.split('|').next().unwrap_or_default(), true);
        for (at, (kind, word)) in words.iter().enumerate() {
            let is_part = [at.checked_sub(1), Some(at + 1)]
                .into_iter()
                .flatten()
                .any(|at| words.get(at).is_some_and(|(_, mark)| *mark == "."));
            if *kind == Kind::Name && !is_part && !WORDS.contains(word) && !names.contains_key(*word) {
                found.push((*word).to_owned());
            }
        }
    }
    found
}

/// A tag; `cases` are the values that open `case` tags compare.
fn block(tag: Tag<'_>, names: &mut Names, cases: &mut Vec<String>) -> Option<String> {
    let (name, rest) = tag.words.split_once(char::is_whitespace).unwrap_or((tag.words, ""));
    let rest = rest.trim();
    Some(match name {
        "if" => format!("if {}", expression(rest, names)?),
        "elsif" => format!("elif {}", expression(rest, names)?),
        "unless" => format!("if not ({})", expression(rest, names)?),
        "endunless" => "endif".to_owned(),
        "case" => {
            cases.push(expression(rest, names)?);
            "if false".to_owned()
        }
        "when" => {
            let value = cases.last()?;
            let wanted = rest.replace(" or ", ",");
            let each = wanted.split(',').map(|wanted| Some(format!("{value} == {}", expression(wanted, names)?)));
            format!("elif {}", each.collect::<Option<Vec<_>>>()?.join(" or "))
        }
        "endcase" => {
            cases.pop()?;
            "endif".to_owned()
        }
        "assign" => {
            let (target, value) = rest.split_once('=')?;
            let value = expression(value, names)?;
            format!("set {} = {value}", bind(target, names))
        }
        "capture" => format!("set {}", bind(rest, names)),
        "endcapture" => "endset".to_owned(),
        "for" => {
            let (target, list) = rest.split_once(" in ")?;
            let list = expression(list, names)?;
            format!("for {} in {list}", bind(target, names))
        }
        "else" | "endif" | "endfor" => name.to_owned(),
        _ => return None,
    })
}

/// A name that the file itself gives a value.
fn bind(target: &str, names: &mut Names) -> String {
    let own = target.trim().replace('-', "_");
    names.insert(target.trim().to_owned(), own.clone());
    own
}

/// An expression; none when it asks for what nobody knows.
pub fn expression(source: &str, names: &Names) -> Option<String> {
    if source.len() > LONGEST {
        return None;
    }
    let words = tokens(source.trim(), true);
    let mut chain = words.split(|(_, word)| *word == "|");
    let first: Vec<&str> = chain.next()?.iter().map(|(_, word)| *word).collect();
    let mut made = condition(first.concat().trim(), names)?;
    for filter in chain {
        let filter: String = filter.iter().map(|(_, word)| *word).collect();
        let (name, arguments) = filter.split_once(':').unwrap_or((&filter, ""));
        let arguments = if arguments.trim().is_empty() { String::new() } else { condition(arguments.trim(), names)? };
        made = filtered(&made, name.trim(), &arguments)?;
    }
    Some(made)
}

fn filtered(value: &str, name: &str, arguments: &str) -> Option<String> {
    match name {
        "append" => return Some(format!("({value} ~ {arguments})")),
        "prepend" => return Some(format!("({arguments} ~ {value})")),
        "plus" => return Some(format!("({value} + {arguments})")),
        "minus" => return Some(format!("({value} - {arguments})")),
        "times" => return Some(format!("({value} * {arguments})")),
        "remove" => return Some(format!("({value} | replace({arguments}, ''))")),
        // The first letter of the Pascal case, small.
        "lower_camel_case" => {
            let pascal = filtered(value, "pascal_case", "")?;
            return Some(format!("(({pascal} | first | lower) ~ ({pascal}[1:] | join('')))"));
        }
        _ => {}
    }
    let (_, filter) = FILTERS.iter().find(|(known, _)| *known == name)?;
    let given = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
    Some(format!("({value} | {}{given})", filter.replace("KEBAB", KEBAB)))
}

/// Values and what is said of them, without filters.
fn condition(source: &str, names: &Names) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    let mut before = "";
    let mut swapped: Option<String> = None;
    for (kind, word) in tokens(source, true) {
        let made = match (kind, word) {
            (Kind::Space, _) => {
                out.push(word.to_owned());
                continue;
            }
            (Kind::Name, _) if before == "." => word.to_owned(),
            (Kind::Name, "and" | "or" | "true" | "false") => word.to_owned(),
            (Kind::Name, "nil" | "null") => "none".to_owned(),
            (Kind::Name, "empty" | "blank") => "''".to_owned(),
            (Kind::Name, "contains") => {
                // What is looked for comes first there.
                while out.last().is_some_and(|word| word.trim().is_empty()) {
                    out.pop();
                }
                let from = out.iter().rposition(|word| ["and", "or"].contains(&word.as_str())).map_or(0, |at| at + 1);
                swapped = Some(out.drain(from..).collect::<String>());
                out.push(" ".to_owned());
                before = word;
                continue;
            }
            (Kind::Name, _) => names.get(word)?.clone(),
            (Kind::Mark, "<>") => "!=".to_owned(),
            // The scaffolder reads escapes in texts.
            (Kind::Text, _) => word.replace('\\', "\\\\"),
            _ => word.to_owned(),
        };
        out.push(match swapped.take() {
            Some(whole) => format!("({made} in{})", if whole.starts_with(' ') { whole } else { format!(" {whole}") }),
            None => made,
        });
        before = word;
    }
    Some(out.concat())
}
