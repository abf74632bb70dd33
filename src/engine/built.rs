//! The module as it was built with this program.

/// WebAssembly; empty when the toolchain lacked its target.
pub static MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/engine.wasm"));
