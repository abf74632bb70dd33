#![doc = include_str!("README.md")]

pub mod cli;
pub mod collect;
pub mod config;
pub mod connected;
pub mod definition;
pub mod diagnostic;
pub mod difference;
pub mod docs;
pub mod drawing;
pub mod emit;
<<<<<<< HEAD
pub mod engine;
=======
pub mod foreign;
>>>>>>> f6b891a (foreign: templates of Cookiecutter, Copier and cargo-generate are run)
pub mod graph;
pub mod index;
pub mod markdown;
pub mod model;
pub mod pack;
pub mod parse;
pub mod pipeline;
pub mod query;
pub mod render;
pub mod resolve;
pub mod rules;
pub mod scaffold;
pub mod shard;
pub mod templating;
pub mod yaml;
