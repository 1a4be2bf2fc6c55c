//! Whole logins: the client with its pages, a scripted eID server, and the real simulated card.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod browser;
mod card_taken;
mod chaos;
mod failing_card;
mod good;
mod pages;
mod pin;
mod script;
mod server_checks;
mod slot;
mod token;
mod way_back;
mod world;
