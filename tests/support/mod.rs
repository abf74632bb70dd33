//! What several tests need.

pub mod git;
pub mod server;
pub mod site;
