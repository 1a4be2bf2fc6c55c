//! The middleware with a real card at the other end of a small eID client.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod channel;
mod client;
mod configuration;
mod desk;
mod eid;
mod eid_faults;
mod logins;
mod pages;
mod requests;
mod saml_faults;
mod world;
