//! Bare addresses in text, as the GFM specification finds them (section "Autolinks (extension)").

/// The addresses in `text`, in order: start, end and what the link leads to.
pub fn addresses(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((start, prefix)) = next_prefix(text, at) {
        at = start + prefix.len().max(1);
        let boundary =
            text[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || "*_~([{\"'<|,;:—–".contains(c));
        if !boundary {
            continue;
        }
        let end = end_of(text, start);
        let address = &text[start..end];
        let host = &address[address.find("://").map_or(0, |scheme| scheme + 3)..];
        if !plausible(host, prefix == "www.") {
            continue;
        }
        let href = if prefix == "www." { format!("https://{address}") } else { address.to_owned() };
        found.push((start, end, href));
        at = end;
    }
    found
}

fn next_prefix(text: &str, from: usize) -> Option<(usize, &'static str)> {
    // `:` and `.` are what all prefixes have in common; most texts end the search here.
    ["https://", "http://", "www."]
        .into_iter()
        .filter_map(|prefix| Some((from + text[from..].find(prefix)?, prefix)))
        .min_by_key(|(start, _)| *start)
}

/// Where an address ends: at white space or `<`, less trailing punctuation and unbalanced parentheses.
fn end_of(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let mut address =
        &rest[..rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`')).unwrap_or(rest.len())];
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    while let Some(last) = address.chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ';' | ']' | '}' => {}
            ')' if closed > opened => closed -= 1,
            _ => break,
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    start + address.len()
}

/// Whether a host looks like one: parts of letters, digits and hyphens, at least two of them after `www.`.
fn plausible(host: &str, www: bool) -> bool {
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let known = !host.is_empty()
        && host
            .split('.')
            .all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "-_@".contains(c)));
    known && (!www || host.split('.').count() >= 3)
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn addresses_end_where_github_ends_them() {
        for (text, expected) in [
            ("see https://a.b/c.", vec!["https://a.b/c"]),
            ("(https://a.b/c_(d))", vec!["https://a.b/c_(d)"]),
            (
                "www.a.com, http://localhost:8000/x?y=1&z=2!",
                vec!["https://www.a.com", "http://localhost:8000/x?y=1&z=2"],
            ),
            ("xhttps://a.b www.x http:// https://", vec![]),
            ("**https://a.b**", vec!["https://a.b"]),
        ] {
            let found: Vec<String> = addresses(text).into_iter().map(|(_, _, href)| href).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
