//! Values of attributes: what may stand in them, and numbers short enough to be the same on every machine.

use std::fmt::Write;

/// Whether a value holds nothing but numbers, lengths, path commands and functions of coordinates.
pub fn is_geometry(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" .,()+-%\n\t".contains(&byte))
}

/// An id in letters that need no escape; two ids stay two.
pub fn id(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || byte == b'-' {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "_{byte:02x}");
        }
    }
    out
}

/// A value with its numbers cut to two decimals.
pub fn rounded(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = String::with_capacity(value.len());
    let mut at = 0;
    while at < bytes.len() {
        let end = number(&bytes[at..]) + at;
        if end == at {
            let c = value[at..].chars().next().unwrap_or(' ');
            out.push(c);
            at += c.len_utf8();
            continue;
        }
        match value[at..end].parse::<f64>() {
            Ok(number) if number.is_finite() => short(number, &mut out),
            _ => out.push_str(&value[at..end]),
        }
        at = end;
    }
    out
}

/// How long the number is that the bytes start with.
fn number(bytes: &[u8]) -> usize {
    let sign = usize::from(matches!(bytes.first(), Some(b'-' | b'+')));
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(sign);
    let mut end = sign + whole;
    let mut fraction = 0;
    if bytes.get(end) == Some(&b'.') {
        fraction = digits(end + 1);
        end += 1 + fraction;
    }
    if whole + fraction == 0 {
        return 0;
    }
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'-' | b'+')));
        let exponent = digits((end + 1 + sign).min(bytes.len()));
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    end
}

/// Writes a number with at most two decimals.
pub fn short(number: f64, out: &mut String) {
    let text = format!("{number:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    out.push_str(if matches!(text, "-0" | "") { "0" } else { text });
}

#[cfg(test)]
mod tests {
    use super::{id, rounded};

    #[test]
    fn numbers_are_cut() {
        for (value, expected) in [
            ("M160,95L164.16749,95.999", "M160,95L164.17,96"),
            ("translate(-0.001, 1e2)", "translate(0, 100)"),
            ("8px 50% -.5-.25", "8px 50% -0.5-0.25"),
        ] {
            assert_eq!(rounded(value), expected);
        }
        assert_eq!(id("a b\"_é"), "a_20b_22_5f_c3_a9");
    }
}
