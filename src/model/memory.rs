//! What an earlier build found out.

/// Keeps what was found out under all that it depends on, from one build to the next. Whoever asks must be content to hear nothing.
pub trait Memory: Sync {
    /// What was kept under these parts.
    fn find(&self, parts: &[&[u8]]) -> Option<Vec<u8>>;

    /// Keeps something under these parts.
    fn keep(&self, parts: &[&[u8]], bytes: &[u8]);
}

/// Keeps nothing.
#[derive(Clone, Copy, Debug)]
pub struct Forgetful;

impl Memory for Forgetful {
    fn find(&self, _: &[&[u8]]) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _: &[&[u8]], _: &[u8]) {}
}
