//! What several tests need.

pub mod cpu;
pub mod git;
pub mod nasty;
pub mod server;
pub mod site;
