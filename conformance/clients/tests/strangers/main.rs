//! Our card and our terminal against software that nobody here wrote.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod ausweisapp;
mod cards;
mod certificates;
mod emrtd;
mod openpace_card;
mod openpace_terminal;
mod opensc;
mod signatures;
