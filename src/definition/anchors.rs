//! Anchors: distinct names of places on the pages of one definition.

use std::collections::HashMap;

/// Anchors that were given.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    given: HashMap<String, usize>,
}

impl Anchors {
    /// An anchor for a name; the second of one name gets `-2`.
    pub(super) fn give(&mut self, prefix: &str, name: &str) -> String {
        let mut anchor = format!("{prefix}-{}", slug(name));
        let count = self.given.entry(anchor.clone()).or_default();
        *count += 1;
        if *count > 1 {
            anchor = format!("{anchor}-{count}");
            self.given.entry(anchor.clone()).or_default();
        }
        anchor
    }
}

/// A name as a part of an anchor: letters and digits as they are, runs of anything else as one hyphen.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars().take(120) {
        if c.is_ascii_alphanumeric() || c == '_' || c == '.' || (c.is_alphabetic() && !c.is_ascii()) {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "x".to_owned() } else { slug }
}
