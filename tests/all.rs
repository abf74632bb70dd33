//! All tests that are more than one room large.

mod local;
mod search;
mod support;
