//! The format rules of names, keys and values: Backstage `packages/catalog-model/src/validation`.

/// `metadata.name`: letters, digits, `-`, `_` and `.`, letters or digits at both ends, at most 63.
pub fn is_name(text: &str) -> bool {
    let ends = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= 63
        && ends(bytes.first())
        && ends(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte))
}

/// `metadata.namespace`: lower-case letters, digits and inner `-`, at most 63. Also a label of a DNS name.
pub fn is_namespace(text: &str) -> bool {
    let bytes = text.as_bytes();
    let ends = |byte: Option<&u8>| byte.is_some_and(|byte| *byte != b'-');
    bytes.len() <= 63
        && ends(bytes.first())
        && ends(bytes.last())
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
}

/// `kind`: a letter, then letters and digits, at most 63.
pub fn is_kind(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && is_alphanumeric(text)
}

/// `apiVersion`: `[<DNS name>/]<letters and digits>`.
pub fn is_api_version(text: &str) -> bool {
    prefixed(text, is_alphanumeric)
}

/// The key of a label: `[<DNS name>/]<name>`.
pub fn is_label_key(text: &str) -> bool {
    prefixed(text, is_name)
}

/// The value of a label: empty, or as a name.
pub fn is_label_value(text: &str) -> bool {
    text.is_empty() || is_name(text)
}

/// The key of an annotation: as that of a label.
pub fn is_annotation_key(text: &str) -> bool {
    is_label_key(text)
}

/// An entry of `metadata.tags`: lower-case letters, digits, `:`, `+`, `#` and inner single `-`, at most 63.
pub fn is_tag(text: &str) -> bool {
    let part = |part: &str| {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b":+#".contains(&byte);
        !part.is_empty() && part.bytes().all(fits)
    };
    text.len() <= 63 && text.split('-').all(part)
}

/// The `url` of a link: whatever the WHATWG URL standard parses.
pub fn is_url(text: &str) -> bool {
    url::Url::parse(text).is_ok()
}

fn is_alphanumeric(text: &str) -> bool {
    (1..=63).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_dns_name(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_namespace)
}

fn prefixed(text: &str, suffix: fn(&str) -> bool) -> bool {
    match text.split_once('/') {
        None => suffix(text),
        Some((prefix, rest)) => is_dns_name(prefix) && suffix(rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_backstages() {
        let long = "a".repeat(64);
        let dns = format!("{0}.{0}.{0}.{0}/a", "a".repeat(63));
        for (check, valid, invalid) in [
            (
                is_name as fn(&str) -> bool,
                vec!["a", "A-b_c.D", "a--b", &long[1..]],
                vec!["", "-a", "a-", "a b", "é", &long],
            ),
            (is_namespace, vec!["a", "a-b", "a--b", "1"], vec!["", "A", "-a", "a-", "a.b", "a_b", &long]),
            (is_kind, vec!["A", "Abc1"], vec!["", "1a", "a-b", &long]),
            (is_api_version, vec!["v1", "a.b-c/V1", "b/c"], vec!["", "/v1", "a/", "A/v1", "a/b/c", "a/v.1", &dns]),
            (is_label_key, vec!["a", "a.b/c_D"], vec!["", "a/", "/a", "a_b/c", "a/b/c"]),
            (is_label_value, vec!["", "a_B"], vec![" ", "a/b", "_"]),
            (is_tag, vec!["a", "c++", "c#", "a:b", "a-b-c"], vec!["", "A", "a--b", "-a", "a-", "a_b", &long]),
            (is_url, vec!["https://a", "mailto:a", "javascript:x"], vec!["", "a", "//a", "/a"]),
        ] {
            assert_eq!(valid.iter().find(|text| !check(text)), None, "should be valid");
            assert_eq!(invalid.iter().find(|text| check(text)), None, "should be invalid");
        }
    }
}
