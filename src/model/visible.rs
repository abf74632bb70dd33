//! Text that a program reads as a person would see it.

/// Text without what no reader sees: control characters but tabs and line feeds, marks that turn text around, zero-width
/// and tag characters, variation selectors beyond those of common fonts. Line ends become `\n`.
///
/// Such characters carry instructions for programs past the eyes of reviewers (Unicode Technical Standard 39, and the
/// attacks called Trojan Source and ASCII smuggling).
pub fn visible(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n')) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").chars().filter(|c| !is_hidden(*c)).collect()
}

fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n'))
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}')
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}')
        || matches!(c, '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The same on one line, as titles and lists have it.
pub fn visible_line(text: &str) -> String {
    let has_blank_ends = text.starts_with(' ') || text.ends_with(' ');
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !has_blank_ends && !text.contains("  ") {
        return text.to_owned();
    }
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_is_gone() {
        for (text, expected) in [
            ("plain – text 💡\tä\n", "plain – text 💡\tä\n"),
            ("a\u{200b}b\u{202e}c\u{e0041}d\u{1b}[31m\0", "abcd[31m"),
            ("one\r\ntwo\u{2028}three", "one\ntwothree"),
            ("x\u{e0100}\u{feff}\u{ad}y", "xy"),
        ] {
            assert_eq!(visible(text), expected);
        }
        for (text, expected) in [
            (" a\n\u{200b} b\t", "a b"),
            ("a b", "a b"),
            ("a  b", "a b"),
            (" a", "a"),
            ("a ", "a"),
            ("a\tb", "a b"),
            ("a\nb", "a b"),
            ("", ""),
        ] {
            assert_eq!(visible_line(text), expected);
        }
    }
}
