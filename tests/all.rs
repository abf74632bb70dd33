//! All tests that are more than one room large.

mod architecture;
mod browser;
mod forge;
mod hostile;
mod local;
mod manual;
mod program;
mod remote;
mod search;
mod support;
mod templates;
mod vectors;
