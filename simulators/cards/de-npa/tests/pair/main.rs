//! Card and terminal together, in memory: whole conversations, and what must not happen in them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod access;
mod bad_input;
mod faults;
mod general;
mod passport;
mod pin;
mod session;
mod trust;
mod world;
