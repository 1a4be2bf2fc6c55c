//! What the terminal knows how to do: whole protocols in one move, and the state between single
//! commands of a protocol.
//!
//! Steps are thin; the work is here. Each part hangs its methods on [`CardWorld`](crate::CardWorld)
//! and keeps its state there by type.

pub mod attempt;
pub mod authentication;
pub mod chip;
pub mod files;
pub mod odd_keys;
pub mod pace;
pub mod proof;
pub mod verification;
pub mod words;
