//! All tests that are more than one room large.

#![allow(
    clippy::disallowed_methods,
    reason = "tests are the world: they make folders, run programs and read the clock"
)]

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod again;
mod architecture;
mod browser;
mod cases;
mod ci;
mod complexity;
mod contradictions;
mod damage;
mod drift;
mod engine;
mod exports;
mod facts;
mod forge;
mod fragments;
mod golden;
mod history;
mod hostile;
mod import;
mod infrastructure;
mod init;
mod lists;
mod local;
mod manual;
mod mcp;
mod portal;
mod preview;
mod program;
mod publish;
mod query;
mod remote;
mod review;
mod scorecards;
mod search;
mod security;
mod serve;
mod shallow;
mod sources;
mod support;
mod templates;
mod timeline;
mod vectors;
