//! Heading anchors, as Python-Markdown's `toc` extension makes them (`markdown/extensions/toc.py`).

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

/// The anchor for a heading's text: ASCII letters, digits, `_`, and `-` for white space.
pub fn slugify(text: &str) -> String {
    let ascii: String = text.nfkd().filter(char::is_ascii).collect();
    let kept: String = ascii
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || matches!(c, '_' | '-'))
        .collect();
    let mut slug = String::with_capacity(kept.len());
    for c in kept.trim().chars() {
        match c {
            '-' | ' ' | '\t' | '\n' | '\r' | '\u{C}' if slug.ends_with('-') => {}
            '-' | ' ' | '\t' | '\n' | '\r' | '\u{C}' => slug.push('-'),
            c => slug.push(c.to_ascii_lowercase()),
        }
    }
    slug
}

/// The anchors of a page that are taken.
#[derive(Debug, Default)]
pub struct Anchors {
    taken: HashSet<String>,
    /// The next number to try for a stem, so that a thousand equal headings cost a thousand steps.
    next: HashMap<String, u64>,
}

impl Anchors {
    /// Takes an anchor that the author chose.
    pub fn take(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
    }

    /// Takes `id`, or the first free of `id_1`, `id_2` … when it is empty or taken.
    pub fn unique(&mut self, id: String) -> String {
        if !id.is_empty() && self.taken.insert(id.clone()) {
            return id;
        }
        let counted = id.rsplit_once('_').and_then(|(stem, count)| Some((stem, count.parse::<u64>().ok()?)));
        let (stem, first) = counted.map_or((id.as_str(), 1), |(stem, count)| (stem, count.saturating_add(1)));
        let mut number = self.next.get(stem).copied().unwrap_or(0).max(first);
        loop {
            let id = format!("{stem}_{number}");
            number = number.saturating_add(1);
            if self.taken.insert(id.clone()) {
                self.next.insert(stem.to_owned(), number);
                return id;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_python_markdown() {
        let mut anchors = Anchors::default();
        for (text, id) in [
            ("Getting Started", "getting-started"),
            ("Getting started", "getting-started_1"),
            ("Getting -- started!", "getting-started_2"),
            ("Über & Ünter", "uber-unter"),
            ("`a.b()` does C", "ab-does-c"),
            ("日本語", "_1"),
            ("日本", "_2"),
            ("snake_case", "snake_case"),
            ("  x  ", "x"),
            ("v1_1", "v1_1"),
            ("v1_1", "v1_2"),
            ("ﬁne ½", "fine-12"),
        ] {
            assert_eq!(anchors.unique(slugify(text)), id, "{text}");
        }
    }
}
