//! What several tests need.

pub mod asking;
pub mod cpu;
pub mod git;
pub mod mesh;
pub mod nasty;
pub mod questions;
pub mod schema;
pub mod server;
pub mod site;
