//! Icons by Material's names, `:material-check:`. A page has no icon fonts: the few that carry a meaning become a
//! character, the others, which decorate, become nothing.

/// The sets that Material for MkDocs brings.
const SETS: [&str; 4] = ["material-", "octicons-", "fontawesome-", "simple-"];

/// What a name means, by the words that it begins with after its set.
const MEANINGS: [(&str, &str); 38] = [
    ("alert", "⚠"),
    ("arrow-bottom-left", "↙"),
    ("arrow-bottom-right", "↘"),
    ("arrow-down", "↓"),
    ("arrow-left", "←"),
    ("arrow-right", "→"),
    ("arrow-top-left", "↖"),
    ("arrow-top-right", "↗"),
    ("arrow-up", "↑"),
    ("cancel", "✗"),
    ("check-all", "✓"),
    ("checkbox-blank", "☐"),
    ("checkbox-blank-circle", "●"),
    ("checkbox-marked", "☑"),
    ("check", "✓"),
    ("circle-small", "·"),
    ("circle-xmark", "✗"),
    ("close", "✗"),
    ("equal", "="),
    ("heart", "♥"),
    ("help", "?"),
    ("information", "ℹ"),
    ("lock", "🔒"),
    ("magnify", "🔍"),
    ("menu-down", "▾"),
    ("minus", "−"),
    ("music", "♪"),
    ("pencil", "✎"),
    ("play", "▶"),
    ("plus", "+"),
    ("question", "?"),
    ("star", "★"),
    ("thumb-down", "👎"),
    ("thumb-up", "👍"),
    ("times", "✗"),
    ("warning", "⚠"),
    ("x", "✗"),
    ("xmark", "✗"),
];

/// The character for an icon's name; none when it is no icon's name.
pub fn icon(name: &str) -> Option<&'static str> {
    let rest = SETS.iter().find_map(|set| name.strip_prefix(set))?;
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if rest.is_empty() || !name.chars().all(known) {
        return None;
    }
    if name.starts_with("simple-") {
        return Some("");
    }
    let rest = ["solid-", "regular-", "brands-"].iter().find_map(|style| rest.strip_prefix(style)).unwrap_or(rest);
    let begins =
        |start: &&(&str, &str)| rest.strip_prefix(start.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    let found = MEANINGS.iter().filter(begins).max_by_key(|(start, _)| start.len());
    Some(found.map_or("", |(_, character)| character))
}
