//! Patterns in the style of `.gitignore`, as `exclude_docs` and `not_in_nav` have them.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Which files of a book are meant.
#[derive(Clone, Debug)]
pub struct Patterns(Gitignore);

impl Default for Patterns {
    fn default() -> Self {
        Self(Gitignore::empty())
    }
}

impl Patterns {
    /// Reads one pattern a line. A line that is no pattern means nothing, as in git.
    pub fn new(text: &str) -> Self {
        let mut builder = GitignoreBuilder::new("");
        for line in text.lines() {
            let _ = builder.add_line(None, line);
        }
        Self(builder.build().unwrap_or_else(|_| Gitignore::empty()))
    }

    /// Whether a path below the folder of the documents is meant, or a folder that holds it.
    pub fn holds(&self, relative: &str) -> bool {
        !self.0.is_empty() && self.0.matched_path_or_any_parents(relative, false).is_ignore()
    }

    /// Whether a path is kept by a line that begins with `!`.
    pub fn keeps(&self, relative: &str) -> bool {
        !self.0.is_empty() && self.0.matched_path_or_any_parents(relative, false).is_whitelist()
    }
}
