//! Symbols that authors type in letters: pymdownx' smartsymbols, and emoji shortcodes.

use super::{attributes, icons};

/// What is replaced wherever it stands.
const SYMBOLS: [(&str, &str); 11] = [
    ("<-->", "↔"),
    ("<==>", "⇔"),
    ("-->", "→"),
    ("<--", "←"),
    ("==>", "⇒"),
    ("<==", "⇐"),
    ("+/-", "±"),
    ("=/=", "≠"),
    ("(tm)", "™"),
    ("(c)", "©"),
    ("(r)", "®"),
];

/// What is replaced when it stands alone.
const FRACTIONS: [(&str, &str); 15] = [
    ("1/4", "¼"),
    ("1/2", "½"),
    ("3/4", "¾"),
    ("1/3", "⅓"),
    ("2/3", "⅔"),
    ("1/5", "⅕"),
    ("2/5", "⅖"),
    ("3/5", "⅗"),
    ("4/5", "⅘"),
    ("1/6", "⅙"),
    ("5/6", "⅚"),
    ("1/8", "⅛"),
    ("3/8", "⅜"),
    ("5/8", "⅝"),
    ("7/8", "⅞"),
];

/// The text with its symbols; none when it has none. Words that are addresses stay as they are.
pub fn symbols(text: &str) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    let mut address = false;
    let mut word = 0;
    let mut at = 0;
    let starts = |byte: u8| matches!(byte, b':' | b'-' | b'=' | b'+' | b'(' | b'<' | b'1'..=b'7');
    while let Some(skipped) = text.as_bytes()[at..].iter().position(|byte| starts(*byte)) {
        if let Some(space) = text.as_bytes()[at..at + skipped].iter().rposition(u8::is_ascii_whitespace) {
            word = at + space + 1;
            address = false;
        }
        at += skipped;
        address |= text[word..].starts_with("www.");
        address |= text[at..].starts_with("://");
        match symbol(text, at).filter(|_| !address) {
            Some((length, symbol)) => {
                out.push_str(&text[copied..at]);
                out.push_str(symbol);
                at += length;
                copied = at;
            }
            None => at += 1,
        }
    }
    (copied > 0).then(|| out + &text[copied..])
}

/// The symbol that stands at a place, and the length of what stands for it.
fn symbol(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let rest = &text[at..];
    match rest.as_bytes().first()? {
        b':' => shortcode(rest),
        b'0'..=b'9' => {
            let (letters, symbol) = FRACTIONS.iter().find(|(letters, _)| rest.starts_with(letters))?;
            let joined = |c: char| c.is_ascii_digit() || matches!(c, '/' | '.');
            let before = text[..at].chars().next_back().is_some_and(joined);
            let after = rest[letters.len()..].chars().next().is_some_and(|c| c.is_ascii_digit() || c == '/');
            (!before && !after).then_some((letters.len(), *symbol))
        }
        b'<' | b'-' | b'=' | b'+' | b'(' => {
            let (letters, symbol) = SYMBOLS.iter().find(|(letters, _)| rest.starts_with(letters))?;
            let mark = rest.chars().next();
            let run = text[..at].chars().next_back() == mark && mark != Some('(');
            (!run).then_some((letters.len(), *symbol))
        }
        _ => None,
    }
}

/// `:tada:` or `:material-check:{ .large }` at the start of a text.
fn shortcode(text: &str) -> Option<(usize, &'static str)> {
    let name = &text[1..];
    let end = name.bytes().take(80).position(|byte| byte == b':').filter(|end| *end > 0)?;
    let (name, rest) = (name.get(..end)?, &name[end + 1..]);
    if let Some(icon) = icons::icon(name) {
        let list = attributes::at_start(rest).map_or(0, |(_, length)| length);
        return Some((end + 2 + list, icon));
    }
    let person =
        |gender: &str| name.strip_prefix(gender).map(|rest| format!("{rest}_{}", gender.trim_end_matches('_')));
    let found = emojis::get_by_shortcode(name)
        .or_else(|| emojis::get_by_shortcode(&person("man_").or_else(|| person("woman_"))?))
        .or_else(|| emojis::get_by_shortcode(&person("man_in_").or_else(|| person("woman_in_"))?.replace("_in", "")))?;
    Some((end + 2, found.as_str()))
}

#[cfg(test)]
mod tests {
    use super::symbols;

    #[test]
    fn symbols_stand_for_letters() {
        for (text, expected) in [
            ("a --> b <-- c", Some("a → b ← c")),
            ("1/2 of 11/2, 2/3.", Some("½ of 11/2, ⅔.")),
            ("(c) :tada: :nope: 10:30:11", Some("© 🎉 :nope: 10:30:11")),
            ("http://a/1/2 ---> <!--", None),
            ("plain", None),
        ] {
            assert_eq!(symbols(text).as_deref(), expected, "{text}");
        }
    }
}
