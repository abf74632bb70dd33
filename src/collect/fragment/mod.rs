//! Fragments: what one run collected, to be built by another. In: jobs, or folders that other runs wrote. Out: a folder
//! of packs of git objects with a manifest of hashes, or jobs that read it. A build must not know the difference.

mod carry;
mod delta;
mod find;
mod manifest;
mod objects;
mod open;
mod pack;
#[cfg(test)]
mod tests;
mod write;

pub use find::jobs;
pub use manifest::Entry;
pub use open::{about, open};
pub use write::{Fragment, Written, write};
