//! Addresses as documents write them.

/// `scheme:`, as the WHATWG URL standard has it; a drive letter counts as one.
pub fn has_scheme(text: &str) -> bool {
    let visible: String = text.chars().filter(|c| !c.is_control() && !c.is_whitespace()).take(40).collect();
    visible.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// The path, and the query and fragment behind it.
pub fn split_tail(text: &str) -> (&str, &str) {
    text.split_at(text.find(['?', '#']).unwrap_or(text.len()))
}

/// An anchor without what renderers differ in.
pub fn loosely(id: &str) -> String {
    id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Escapes what would end an address.
pub fn encode(fragment: &str) -> String {
    fragment.replace('%', "%25").replace(' ', "%20").replace('"', "%22").replace('<', "%3C").replace('>', "%3E")
}
