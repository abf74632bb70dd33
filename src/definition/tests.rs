//! Definitions written as text, and what is read of them.
