//! Data longer than one APDU: command chains and responses in pieces.
//!
//! Chained commands come in as views; what goes out is one command with the whole data field, or the answer that the
//! chain is broken. Responses too long for the reader come in whole and go out in pieces by GET RESPONSE. Protocol
//! chains, where each command has an answer of its own (GENERAL AUTHENTICATE of PACE), are not for this module.

mod collector;
mod exchange;
mod fragments;
mod response_queue;

pub use collector::{Collected, Collector};
pub use exchange::{ExchangeError, exchange};
pub use fragments::{Fragments, fragments};
pub use response_queue::ResponseQueue;
