//! Text from repositories on its way to a terminal or a CI log.

use std::fmt::Write;

/// One line of text that no terminal and no log obeys: control characters, marks that turn or hide text
/// (Unicode bidi controls, zero-width and tag characters) stand as escapes, and GitHub's `##[…]` is broken up.
pub fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push(' '),
            c if obeyed(c) => write!(out, "\\u{{{:x}}}", u32::from(c)).expect("a string takes all text"),
            c => out.push(c),
        }
    }
    if out.contains("##[") { out.replace("##[", "# #[") } else { out }
}

/// A source line for an excerpt: the same, but each character stays one character, so that columns hold.
pub fn harmless_excerpt(line: &str) -> String {
    let clean: String = line.chars().map(|c| if c != '\t' && obeyed(c) { '\u{fffd}' } else { c }).collect();
    clean.replace("##[", "## ")
}

/// Whether a terminal, or a reader's eye, is led astray by the character.
fn obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{61c}' | '\u{feff}')
        || matches!(c, '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_obeyed() {
        for (text, expected) in [
            ("plain – text 💡", "plain – text 💡"),
            ("\u{1b}[31mred", "\\u{1b}[31mred"),
            ("a\nb\r\nc\td", "a\\nb\\r\\nc d"),
            ("\u{202e}gpj.exe", "\\u{202e}gpj.exe"),
            ("x ##[add-mask]y", "x # #[add-mask]y"),
            ("\u{9b}1m\0", "\\u{9b}1m\\u{0}"),
        ] {
            assert_eq!(harmless(text), expected);
            assert_eq!(harmless_excerpt(text).chars().count(), text.chars().count());
        }
    }
}
