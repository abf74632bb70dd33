//! Lines with remarks.

use super::remark;

/// The lines of a descriptor.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Adds a line, with where it was concluded from unless that is empty.
    pub(super) fn add(&mut self, line: &str, because: &str) {
        self.0.push_str(line);
        if !because.is_empty() {
            self.0.push_str(" # ");
            self.0.push_str(&remark(because));
        }
        self.0.push('\n');
    }

    pub(super) fn text(self) -> String {
        self.0
    }
}
