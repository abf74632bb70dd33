//! Regular expressions of repository names as globs, as far as they say the same.

/// The globs that an expression over a whole name stands for; none when no glob says the same.
pub(super) fn globs(expression: &str) -> Option<Vec<String>> {
    let whole = expression.strip_prefix('^').unwrap_or(expression);
    let whole = whole.strip_suffix('$').unwrap_or(whole);
    let inner =
        whole.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|inner| !inner.contains(['(', ')']));
    let inner = inner.map(|inner| inner.strip_prefix("?:").unwrap_or(inner));
    inner.unwrap_or(whole).split('|').map(glob).collect()
}

fn glob(expression: &str) -> Option<String> {
    let text = expression.replace("[\\s\\S]*", "*").replace(".*", "*").replace(".+", "?*");
    let mut glob = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '*' | '?' => glob.push(c),
            '\\' => glob.push(chars.next().filter(|c| "-_./".contains(*c))?),
            '.' => glob.push('?'),
            c if c.is_ascii_alphanumeric() || "-_/".contains(c) => glob.push(c),
            _ => return None,
        }
    }
    (!glob.is_empty()).then_some(glob)
}

#[cfg(test)]
mod tests {
    use super::globs;

    #[test]
    fn an_expression_is_a_glob_when_it_says_the_same() {
        for (expression, expected) in [
            (".*", Some(&["*"][..])),
            ("^svc-.*$", Some(&["svc-*"])),
            ("^(a|b-.+)$", Some(&["a", "b-?*"])),
            ("my\\.site", Some(&["my.site"])),
            ("[\\s\\S]*", Some(&["*"])),
            ("^(?!test).*$", None),
            ("a{2}", None),
            ("", None),
        ] {
            let expected = expected.map(|globs| globs.iter().map(|glob| (*glob).to_owned()).collect());
            assert_eq!(globs(expression), expected, "{expression}");
        }
    }
}
