//! The program `eidolon`: everything that a person can ask for, joined.

pub mod card;
pub mod conformance;
mod interrupt;
pub mod pki;
pub mod serve;
pub mod soak;
