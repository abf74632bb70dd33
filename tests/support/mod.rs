//! What several tests need.

pub mod git;
pub mod nasty;
pub mod processor;
pub mod server;
pub mod site;
