//! Entities in running text: `[[component:default/payments]]`, with `|` before a text of the author's.

use super::{EntityLink, writer::escape};

/// A reference is no longer than this, in bytes; Backstage allows 63 for each of its parts.
const LONGEST: usize = 200;

/// The first mention in a text: start, end, reference and label.
pub fn first(text: &str) -> Option<(usize, usize, &str, Option<&str>)> {
    let mut from = 0;
    while let Some(start) = text[from..].find("[[").map(|at| from + at) {
        let inner = &text[start + 2..];
        let length = inner.find(['[', ']', '\n']).filter(|end| inner[*end..].starts_with("]]"));
        if let Some(length) = length {
            let (reference, label) = match inner[..length].split_once('|') {
                Some((reference, label)) => (reference, Some(label.trim()).filter(|label| !label.is_empty())),
                None => (&inner[..length], None),
            };
            let reference = reference.trim();
            let known = |c: char| c.is_ascii_alphanumeric() || ":/-_.".contains(c);
            if !reference.is_empty() && reference.len() <= LONGEST && reference.chars().all(known) {
                return Some((start, start + length + 4, reference, label));
            }
        }
        from = start + 2;
    }
    None
}

/// Writes a link to an entity; the card about it is in its attributes, for the theme to show.
pub fn write(link: &EntityLink, label: &str, out: &mut String) {
    out.push_str("<a class=\"entity-link\"");
    let attributes = [
        ("href", &link.href),
        ("data-entity", &link.reference),
        ("data-kind", &link.kind),
        ("data-description", &link.description),
        ("data-owner", &link.owner),
    ];
    for (name, value) in attributes.into_iter().filter(|(_, value)| !value.is_empty()) {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
    out.push('>');
    escape(label, out);
    out.push_str("</a>");
}
