//! The card's side: judgement and state of the protocols, without files, counters or a session.
//!
//! Data fields of commands come in; what the card answers, or why it refuses, goes out. Who owns the state (the card
//! engine) applies what a protocol returns. Nothing here knows an APDU header or secure messaging.

mod fault;
mod refusal;

pub mod auxiliary_data;
pub mod chip_authentication;
pub mod pace;
pub mod restricted_identification;
pub mod terminal_authentication;
pub mod trust;

pub use fault::{Fault, Faults, UnknownFault};
pub use refusal::{Reason, Refusal};
pub use terminal_authentication::EffectiveAuthorization;
