//! All tests that are more than one room large.

mod local;
mod support;
