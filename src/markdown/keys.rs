//! Keys of a keyboard: `++ctrl+alt+del++`, as pymdownx' `keys` names them.

/// Keys whose label is not their name with a capital, by name and alias.
const LABELS: [(&str, &str); 44] = [
    ("alt", "Alt"),
    ("opt", "⌥ Option"),
    ("option", "⌥ Option"),
    ("cmd", "⌘ Cmd"),
    ("command", "⌘ Cmd"),
    ("ctrl", "Ctrl"),
    ("control", "Ctrl"),
    ("shift", "⇧ Shift"),
    ("meta", "Meta"),
    ("win", "⊞ Win"),
    ("windows", "⊞ Win"),
    ("super", "Super"),
    ("fn", "Fn"),
    ("esc", "Esc"),
    ("escape", "Esc"),
    ("tab", "Tab ⇥"),
    ("enter", "Enter ⏎"),
    ("return", "Enter ⏎"),
    ("space", "Space"),
    ("backspace", "⌫ Backspace"),
    ("back", "⌫ Backspace"),
    ("del", "Del"),
    ("delete", "Del"),
    ("ins", "Ins"),
    ("insert", "Ins"),
    ("home", "Home"),
    ("end", "End"),
    ("page-up", "Page Up"),
    ("pgup", "Page Up"),
    ("page-down", "Page Down"),
    ("pgdn", "Page Down"),
    ("up", "↑"),
    ("arrow-up", "↑"),
    ("down", "↓"),
    ("arrow-down", "↓"),
    ("left", "←"),
    ("arrow-left", "←"),
    ("right", "→"),
    ("arrow-right", "→"),
    ("slash", "/"),
    ("comma", ","),
    ("period", "."),
    ("plus", "+"),
    ("minus", "-"),
];

/// More keys, whose label is made from their name.
const NAMED: [&str; 14] = [
    "caps-lock",
    "num-lock",
    "scroll-lock",
    "print-screen",
    "pause",
    "break",
    "context-menu",
    "grave",
    "tilde",
    "backslash",
    "equal",
    "semicolon",
    "single-quote",
    "double-quote",
];

/// A part of the markup.
pub enum Part {
    /// A tag.
    Tag(&'static str),
    /// Text.
    Text(String),
}

/// The keys between `++` and `++` at the start of a text; none when one of them is no key.
pub fn at_start(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("++")?;
    let end = rest.bytes().take(200).position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len().min(200));
    let end = (0..=end).rev().find(|end| rest.is_char_boundary(*end))?;
    let (inner, _) = rest[..end].split_once("++")?;
    (!inner.is_empty() && inner.split('+').all(|key| label(key).is_some())).then_some(inner)
}

/// The markup of keys.
pub fn html(keys: &str) -> Vec<Part> {
    let mut parts = vec![Part::Tag("<span class=\"keys\">")];
    for (at, key) in keys.split('+').enumerate() {
        if at > 0 {
            parts.push(Part::Text("+".to_owned()));
        }
        parts.push(Part::Tag("<kbd>"));
        parts.push(Part::Text(label(key).unwrap_or_default()));
        parts.push(Part::Tag("</kbd>"));
    }
    parts.push(Part::Tag("</span>"));
    parts
}

/// What stands on a key.
fn label(key: &str) -> Option<String> {
    if let Some(quoted) = key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
        return (!quoted.is_empty()).then(|| quoted.to_owned());
    }
    let key = key.to_ascii_lowercase();
    let mut letters = key.chars();
    match (letters.next(), letters.next()) {
        (Some(only), None) if only.is_alphanumeric() => return Some(only.to_uppercase().collect()),
        (Some('f'), Some(_)) if key[1..].parse::<u8>().is_ok_and(|number| (1..=24).contains(&number)) => {
            return Some(key.to_uppercase());
        }
        _ => {}
    }
    if let Some((_, label)) = LABELS.iter().find(|(name, _)| *name == key) {
        return Some((*label).to_owned());
    }
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    NAMED.contains(&key.as_str()).then(|| key.split('-').map(capital).collect::<Vec<_>>().join(" "))
}
