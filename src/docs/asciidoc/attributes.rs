//! Attributes of a document: `:name: value`.

use std::collections::BTreeMap;

/// Attributes that are set.
#[derive(Default)]
pub struct Attributes(BTreeMap<String, String>);

/// Names that always mean a character.
const CHARACTERS: [(&str, &str); 10] = [
    ("amp", "&amp;"),
    ("apos", "'"),
    ("empty", ""),
    ("gt", "&gt;"),
    ("lt", "&lt;"),
    ("nbsp", "\u{a0}"),
    ("plus", "+"),
    ("sp", " "),
    ("vbar", "|"),
    ("zwsp", "\u{200b}"),
];

/// A value grows to no more than this, in bytes, however attributes name each other.
const LONGEST: usize = 2000;

impl Attributes {
    /// Reads a line that sets or unsets an attribute; whether it is one.
    pub fn take(&mut self, line: &str) -> bool {
        let Some((name, value)) = line.strip_prefix(':').and_then(|rest| rest.split_once(':')) else { return false };
        let (unset, name) = (name.starts_with('!') || name.ends_with('!'), name.trim_matches('!'));
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
        if !plain || !(value.is_empty() || value.starts_with(' ')) {
            return false;
        }
        if unset {
            self.0.remove(name);
        } else {
            let mut value = self.fill(value.trim());
            if value.len() > LONGEST {
                value.clear();
            }
            self.0.insert(name.to_owned(), value);
        }
        true
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        let known = CHARACTERS.iter().find(|(character, _)| *character == name).map(|(_, text)| *text);
        self.0.get(name).map(String::as_str).or(known)
    }

    /// Replaces `{name}`; names that nothing sets stay.
    pub fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            let name = rest[start + 1..].split('}').next().unwrap_or_default();
            let closed = rest[start + 1..].len() > name.len();
            match self.get(name).filter(|_| closed) {
                Some(value) => {
                    out.push_str(&rest[..start]);
                    out.push_str(value);
                    rest = &rest[start + name.len() + 2..];
                }
                None => {
                    out.push_str(&rest[..=start]);
                    rest = &rest[start + 1..];
                }
            }
        }
        out.push_str(rest);
        out
    }
}
