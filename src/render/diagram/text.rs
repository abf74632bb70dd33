//! How wide text will be, and where it may break. The reader's font is not known, so the widths are those of a
//! wide system font (DejaVu Sans, rounded up): narrower fonts leave a little air.

/// Width of `text` in pixels at `size` pixels.
pub(super) fn width(text: &str, size: i32) -> i32 {
    let hundredths: i32 = text.chars().map(advance).sum();
    (hundredths * size + 99) / 100
}

/// Advance width in hundredths of the font's size.
fn advance(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 28,
        'I' | ' ' | '.' | ',' | ':' | ';' | '/' | '\\' => 34,
        't' | 'f' | '-' | '(' | ')' | '[' | ']' | '!' => 40,
        'r' | '"' => 43,
        's' | 'z' | 'J' | '_' | '*' => 53,
        'c' | 'k' | 'v' | 'x' | 'y' | '?' | 'L' => 59,
        'a' | 'e' | 'g' | 'F' | 'T' | 'E' | 'b' | 'd' | 'h' | 'n' | 'o' | 'p' | 'q' | 'u' | '0'..='9' | '$' => 64,
        'A' | 'B' | 'C' | 'P' | 'R' | 'S' | 'V' | 'X' | 'Y' | 'Z' | 'K' => 71,
        'w' | 'D' | 'G' | 'H' | 'N' | 'O' | 'Q' | 'U' | '+' | '<' | '=' | '>' | '~' | '#' => 84,
        'm' | 'M' | 'W' | '%' | '@' | '&' => 102,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        c if c < '\u{1100}' => 70,
        _ => 105,
    }
}

/// Breaks `text` into at most two lines of `room` pixels at `size`, after a space or one of `-./_:`; what still does
/// not fit is cut with an ellipsis. The flag tells whether something was cut.
pub(super) fn fit(text: &str, size: i32, room: i32) -> (Vec<String>, bool) {
    if width(text, size) <= room {
        return (vec![text.to_owned()], false);
    }
    let breaks = text.char_indices().filter(|(_, c)| " -./_:".contains(*c)).map(|(at, c)| at + c.len_utf8());
    let first = breaks.take_while(|at| width(text[..*at].trim_end(), size) <= room).last();
    let Some(at) = first.filter(|at| *at < text.len()) else {
        return (vec![cut(text, size, room)], true);
    };
    let (first, second) = (text[..at].trim_end(), text[at..].trim_start());
    if width(second, size) <= room {
        return (vec![first.to_owned(), second.to_owned()], false);
    }
    (vec![first.to_owned(), cut(second, size, room)], true)
}

/// As much of `text` as fits, with an ellipsis when something is missing.
pub(super) fn cut(text: &str, size: i32, room: i32) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let room = room - width("…", size);
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| width(&text[..*at], size) <= room).last();
    format!("{}…", text[..end.unwrap_or(0)].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_break_at_their_joints_and_are_cut_when_nothing_helps() {
        for (name, lines, cut) in [
            ("web", vec!["web"], false),
            ("customer-notification-gateway", vec!["customer-notification-", "gateway"], false),
            ("Payments and refunds", vec!["Payments and", "refunds"], false),
            ("com.example.ledger.api.internal", vec!["com.example.ledger.", "api.internal"], false),
            ("averyveryverylongnamewithoutanyjoint", vec!["averyveryverylongn…"], true),
            (
                "one-two-three-four-five-six-seven-eight-nine-ten-eleven",
                vec!["one-two-three-four-", "five-six-seven-eight…"],
                true,
            ),
            ("", vec![""], false),
        ] {
            let (found, was_cut) = fit(name, 13, 150);
            assert_eq!((found.iter().map(String::as_str).collect::<Vec<_>>(), was_cut), (lines, cut), "{name}");
            assert!(found.iter().all(|line| width(line, 13) <= 150), "{name}");
        }
    }
}
