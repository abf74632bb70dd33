//! Bare addresses in text, as the GFM specification finds them (section "Autolinks (extension)").

/// The addresses in `text`, in order: start, end and what the link leads to.
pub fn addresses(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        if at < done {
            continue;
        }
        let address = match byte {
            b'h' | b'w' => web(text, at),
            b'@' => mail(text, done, at),
            _ => None,
        };
        if let Some((start, end, href)) = address {
            done = end;
            found.push((start, end, href));
        }
    }
    found
}

/// `https://…`, `http://…` or `www.…` at a place.
fn web(text: &str, start: usize) -> Option<(usize, usize, String)> {
    let rest = &text[start..];
    let scheme = ["https://", "http://", "www."].into_iter().find(|scheme| rest.starts_with(scheme))?;
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| !(c.is_whitespace() || "*_~([{\"'<|,;:—–".contains(c))) {
        return None;
    }
    let www = scheme == "www.";
    plausible(if www { rest } else { &rest[scheme.len()..] }, www).then_some(())?;
    let end = end_of(text, start);
    let address = &text[start..end];
    Some((start, end, if www { format!("https://{address}") } else { address.to_owned() }))
}

/// `name@host.tld` around an `@`; nothing before `from` belongs to it.
fn mail(text: &str, from: usize, at: usize) -> Option<(usize, usize, String)> {
    let name =
        text[from..at].bytes().rev().take_while(|byte| byte.is_ascii_alphanumeric() || b"._+-".contains(byte)).count();
    let host = text[at + 1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(byte)).count();
    let host = text[at + 1..at + 1 + host].trim_end_matches(['.', '-', '_']);
    // `@scope/package@1.2.3` is no address: a top-level domain has letters only.
    let joined = text[..at - name].ends_with(['/', '@', ':']);
    let top = host.rsplit('.').next().unwrap_or_default();
    let letters = top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let known = name > 0 && !joined && letters && host.contains('.') && host.split('.').all(|part| !part.is_empty());
    let (start, end) = (at - name, at + 1 + host.len());
    known.then(|| (start, end, format!("mailto:{}", &text[start..end])))
}

/// Where an address ends: at white space or `<`, less trailing punctuation and unbalanced parentheses.
fn end_of(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let mut address = &rest[..rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '[' | ']'))
        .unwrap_or(rest.len())];
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

/// Whether a text begins with a host: parts of letters, digits and hyphens, at least three of them after `www.`.
fn plausible(text: &str, www: bool) -> bool {
    let letters = text.char_indices().take(254).take_while(|(_, c)| c.is_alphanumeric() || "-_.@".contains(*c));
    let host = text[..letters.last().map_or(0, |(at, c)| at + c.len_utf8())].trim_end_matches(['.', '_', '-']);
    let known = !host.is_empty() && host.split('.').all(|part| !part.is_empty());
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
            ("a <b.c+d@e-f.gh>. x@y @z @s/p@1.2.3 a@1.2-x.3", vec!["mailto:b.c+d@e-f.gh"]),
            ("http://ünï.de/x http://.", vec!["http://ünï.de/x"]),
        ] {
            let found: Vec<String> = addresses(text).into_iter().map(|(_, _, href)| href).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
