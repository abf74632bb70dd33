#![doc = include_str!("README.md")]

pub mod cli;
pub mod collect;
pub mod config;
pub mod diagnostic;
pub mod docs;
pub mod emit;
pub mod index;
pub mod markdown;
pub mod model;
pub mod pack;
pub mod parse;
pub mod pipeline;
pub mod render;
pub mod resolve;
pub mod rules;
pub mod yaml;
